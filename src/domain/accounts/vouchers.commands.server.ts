/** Making, approving, sending back and taking back vouchers; opening balances; recurring vouchers. */
import { sql } from 'kysely';
import { addDays } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { newId } from '#platform/ids.ts';
import { sumPaise } from '#platform/money.ts';
import { applied, refused, type Outcome } from '#platform/outcomes.ts';
import { groundOf, officeBook, type OfficeBook } from './books.server.ts';
import type * as ask from './model.ts';
import { dueDays } from './recurring.rules.ts';
import {
  judge,
  lockSeries,
  postVoucher,
  writeVoucher,
  type Done,
  type Draft,
  type VoucherReceipt,
} from './voucher-post.server.ts';
import { draftOfVoucher, templatesOf } from './vouchers.queries.server.ts';
import { yearOf, type VoucherGround } from './voucher.rules.ts';

export async function makeVoucher(tx: Tx, who: Actor, input: ask.NewVoucher): Promise<Outcome<VoucherReceipt>> {
  const book = await officeBook(tx, input);
  if (!book) return refused('accounts.no_book');
  return writeVoucher(tx, who, { book, draft: { ...input, purpose: 'plain' } });
}

/** Balances of the evening before the books begin. Once: afterwards the opening is corrected by taking its voucher back. */
export async function setOpening(tx: Tx, who: Actor, input: ask.OpeningBalances): Promise<Outcome<VoucherReceipt>> {
  const book = await officeBook(tx, input);
  if (!book) return refused('accounts.no_book');
  const eventOn = addDays(book.booksFromOn, -1);
  await lockSeries(tx, book.bookId, yearOf(eventOn));
  const differencePaise = sumPaise(input.lines.map((line) => line.amountPaise));
  if (differencePaise !== 0) return refused('accounts.opening_unbalanced', { differencePaise });
  if (book.closedTo !== null)
    return refused('accounts.period_closed', { closedTo: book.closedTo, openFrom: addDays(book.closedTo, 1) });
  const { rows } =
    await sql`select from voucher v join voucher_state s on s.org_id = v.org_id and s.voucher_id = v.voucher_id
    where v.org_id = ${tx.orgId} and v.book_id = ${book.bookId} and v.purpose = 'opening' and s.state = 'posted'`.execute(
      tx.db,
    );
  if (rows.length > 0) return refused('accounts.opened_already');
  const { heads, funds } = await groundOf(tx, book);
  const lines = input.lines.filter((line) => line.amountPaise !== 0);
  const strange = lines.findIndex(
    (line) => !heads.has(line.headId) || (line.fundId !== null && !funds.has(line.fundId)),
  );
  if (strange >= 0) return refused('accounts.head_unknown', { line: strange + 1 });
  const hers = officersLine(lines, heads);
  if (hers >= 0) return refused('accounts.officers_cash', { line: hers + 1 });
  if (lines.length < 2) return refused('accounts.empty_line');
  const draft: Draft = {
    voucherId: input.voucherId,
    type: 'journal',
    purpose: 'opening',
    eventOn,
    narration: 'Opening balances',
    lines,
  };
  return writeVoucher(tx, who, { book, draft, own: true });
}

/** The first line that names cash in an officer's hand; -1 when none does. */
const officersLine = (lines: readonly { readonly headId: string }[], heads: VoucherGround['heads']): number =>
  lines.findIndex((line) => (heads.get(line.headId)?.officerId ?? null) !== null);

type Waiting = { readonly book: OfficeBook; readonly draft: Draft; readonly madeBy: string };

/** A voucher nobody has decided on yet. Its series is taken first, so that two approvals meet there. */
async function waitingVoucher(tx: Tx, input: ask.VoucherRef): Promise<Done<Waiting>> {
  const book = await officeBook(tx, input);
  if (!book) return refused('accounts.no_book');
  const found = await draftOfVoucher(tx, book.bookId, input.voucherId);
  if (!found) return refused('accounts.voucher_unknown');
  await lockSeries(tx, book.bookId, yearOf(found.draft.eventOn));
  const { rows } = await sql<{ state: string }>`select state from voucher_state
    where org_id = ${tx.orgId} and voucher_id = ${input.voucherId}`.execute(tx.db);
  if (rows[0]?.state !== 'waiting') return refused('accounts.decided_already', { state: rows[0]?.state ?? null });
  return applied({ book, ...found });
}

/** By a second person, never the one who made it, whatever her rights. Judged again: days and cash may have moved meanwhile. */
export async function approveVoucher(tx: Tx, who: Actor, input: ask.VoucherRef): Promise<Outcome<VoucherReceipt>> {
  const found = await waitingVoucher(tx, input);
  if (found.kind !== 'applied') return found;
  const { book, draft, madeBy } = found.receipt;
  if (madeBy === who.userId) return refused('accounts.own_voucher');
  if (draft.purpose === 'recurring' && (await setUpBy(tx, draft.voucherId)) === who.userId)
    return refused('accounts.own_template');
  const ground = await groundOf(tx, book);
  const wrong = await judge(tx, { book, draft, ground });
  if (wrong) return wrong;
  await decide(tx, who, { voucherId: draft.voucherId, decision: 'approved', reason: null });
  return postVoucher(tx, { book, draft, ground });
}

/** Who set up the recurring voucher behind this one: the day it was run on, or a job that ran it, makes nobody else its maker. */
async function setUpBy(tx: Tx, voucherId: string): Promise<string | null> {
  const { rows } = await sql<{ made_by: string }>`select t.made_by from voucher_recurrence r
    join voucher_template t on t.org_id = r.org_id and t.template_id = r.template_id
    where r.org_id = ${tx.orgId} and r.voucher_id = ${voucherId}`.execute(tx.db);
  return rows[0]?.made_by ?? null;
}

/** The maker may take her own back before anybody approved it; it keeps no number. */
export async function sendBack(tx: Tx, who: Actor, input: ask.SendingBack): Promise<Outcome<{ voucherId: string }>> {
  const found = await waitingVoucher(tx, input);
  if (found.kind !== 'applied') return found;
  await decide(tx, who, { voucherId: input.voucherId, decision: 'sent_back', reason: input.reason });
  return applied({ voucherId: input.voucherId });
}

const decide = (
  tx: Tx,
  who: Actor,
  { voucherId, decision, reason }: { voucherId: string; decision: string; reason: string | null },
) =>
  tx.db
    .insertInto('voucher_decision')
    .values({
      org_id: tx.orgId,
      voucher_id: voucherId,
      decision,
      reason,
      decided_by: who.userId,
      decided_at: tx.now,
    })
    .execute();

/** Nothing is removed: the exact opposite is posted, with a number and, above the limit, a second person of its own. */
export async function cancelVoucher(tx: Tx, who: Actor, input: ask.Cancelling): Promise<Outcome<VoucherReceipt>> {
  const book = await officeBook(tx, input);
  if (!book) return refused('accounts.no_book');
  const found = await draftOfVoucher(tx, book.bookId, input.voucherId);
  if (!found) return refused('accounts.voucher_unknown');
  const { draft } = found;
  if (draft.purpose === 'year_close') return refused('accounts.reopen_the_year');
  if (draft.purpose === 'reversal') return refused('accounts.is_a_reversal');
  if (input.eventOn < draft.eventOn) return refused('accounts.reversal_before', { originalOn: draft.eventOn });
  await lockSeries(tx, book.bookId, yearOf(input.eventOn));
  const { rows } = await sql<{ state: string; pending: number }>`select s.state, (select count(*) from voucher r
      join voucher_state t on t.org_id = r.org_id and t.voucher_id = r.voucher_id
      where r.org_id = ${tx.orgId} and r.reverses_voucher_id = s.voucher_id and t.state = 'waiting') as pending
    from voucher_state s where s.org_id = ${tx.orgId} and s.voucher_id = ${input.voucherId}`.execute(tx.db);
  if (rows[0]!.state !== 'posted') return refused('accounts.not_posted', { state: rows[0]!.state });
  if (rows[0]!.pending > 0) return refused('accounts.reversal_waits');
  return writeVoucher(tx, who, { book, draft: reversalOf(draft, input) });
}

/** The opposite type keeps the rule of its money: a payment is taken back by a receipt. */
export const reversalOf = (
  draft: Draft,
  { reversalId, eventOn, reason }: Pick<ask.Cancelling, 'reversalId' | 'eventOn' | 'reason'>,
): Draft => ({
  voucherId: reversalId,
  type: draft.type === 'payment' ? 'receipt' : draft.type === 'receipt' ? 'payment' : draft.type,
  purpose: 'reversal',
  eventOn,
  narration: reason,
  payee: draft.payee ?? null,
  partyHeadId: draft.partyHeadId ?? null,
  reversesVoucherId: draft.voucherId,
  lines: draft.lines.map((line) => ({ ...line, amountPaise: -line.amountPaise, settlesVoucherId: null })),
});

export async function addBill(tx: Tx, who: Actor, input: ask.BillPhoto): Promise<Outcome<{ fileId: string }>> {
  const book = await officeBook(tx, input);
  if (!book) return refused('accounts.no_book');
  if (!(await draftOfVoucher(tx, book.bookId, input.voucherId))) return refused('accounts.voucher_unknown');
  const { voucherId: voucher_id, fileId: file_id } = input;
  const row = { org_id: tx.orgId, voucher_id, file_id, added_by: who.userId, added_at: tx.now };
  await tx.db.insertInto('voucher_bill').values(row).execute();
  return applied({ fileId: file_id });
}

export async function addTemplate(
  tx: Tx,
  who: Actor,
  input: ask.NewTemplate,
): Promise<Outcome<{ templateId: string }>> {
  const book = await officeBook(tx, input);
  if (!book) return refused('accounts.no_book');
  const { heads } = await groundOf(tx, book);
  const strange = input.voucher.lines.findIndex((line) => !heads.has(line.headId));
  if (strange >= 0) return refused('accounts.head_unknown', { line: strange + 1 });
  const hers = officersLine(input.voucher.lines, heads);
  if (hers >= 0) return refused('accounts.officers_cash', { line: hers + 1 });
  const differencePaise = sumPaise(input.voucher.lines.map((line) => line.amountPaise));
  if (differencePaise !== 0) return refused('accounts.unbalanced', { differencePaise });
  await tx.db
    .insertInto('voucher_template')
    .values({
      org_id: tx.orgId,
      book_id: book.bookId,
      template_id: input.templateId,
      title: input.title,
      voucher: JSON.stringify(input.voucher),
      every_months: input.everyMonths,
      first_on: input.firstOn,
      until_on: input.untilOn,
      made_by: who.userId,
      made_at: tx.now,
    })
    .execute();
  return applied({ templateId: input.templateId });
}

export async function stopTemplate(
  tx: Tx,
  who: Actor,
  input: ask.TemplateStop,
): Promise<Outcome<{ templateId: string }>> {
  const book = await officeBook(tx, input);
  if (!book) return refused('accounts.no_book');
  const { rows } =
    await sql`update voucher_template set stopped_on = ${input.stoppedOn}::date, stopped_by = ${who.userId}
    where org_id = ${tx.orgId} and book_id = ${book.bookId} and template_id = ${input.templateId} and stopped_on is null
    returning template_id`.execute(tx.db);
  return rows.length > 0 ? applied({ templateId: input.templateId }) : refused('accounts.template_unknown');
}

export type RecurringReceipt = {
  readonly posted: number;
  readonly waiting: number;
  /** Due, and refused by the rules of its day: nothing was written, the next run tries again. */
  readonly refused: readonly { readonly templateId: string; readonly dueOn: string; readonly code: string }[];
};

/** By hand or by a job, as often as wished: a period has one voucher. */
export async function runRecurring(tx: Tx, who: Actor, input: ask.RecurringRun): Promise<Outcome<RecurringReceipt>> {
  const book = await officeBook(tx, input);
  if (!book) return refused('accounts.no_book');
  if (input.upTo > tx.today) return refused('accounts.future_date', { eventOn: input.upTo, today: tx.today });
  // taken before what was made is read: a second run waits here and then finds it
  await lockSeries(tx, book.bookId, yearOf(input.upTo));
  const count = { posted: 0, waiting: 0 };
  const turned: RecurringReceipt['refused'][number][] = [];
  for (const template of await templatesOf(tx, { bookId: book.bookId })) {
    const made = new Set(template.made);
    for (const dueOn of dueDays(template, input.upTo).filter((day) => !made.has(day))) {
      const { templateId } = template;
      const voucherId = newId();
      const draft: Draft = { ...template.voucher, voucherId, purpose: 'recurring', eventOn: dueOn };
      const done = await writeVoucher(tx, who, { book, draft });
      if (done.kind === 'later') return done;
      if (done.kind !== 'applied') {
        turned.push({ templateId, dueOn, code: done.kind === 'refused' ? done.code : 'accounts.period_closed' });
        continue;
      }
      await tx.db
        .insertInto('voucher_recurrence')
        .values({ org_id: tx.orgId, template_id: templateId, due_on: dueOn, voucher_id: voucherId })
        .execute();
      count[done.receipt.state] += 1;
    }
  }
  return applied({ ...count, refused: turned });
}
