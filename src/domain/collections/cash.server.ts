/** Her evening, her handing over, and the receipt that alone lowers what she owes. */
import { sql } from 'kysely';
import { headsOf, officeBook } from '#domain/accounts/index.server.ts';
import { isMoney, judgeDate } from '#domain/accounts/index.ts';
import { post, postReversal } from '#domain/ledger/index.server.ts';
import { CHART, type AccountCode } from '#domain/ledger/index.ts';
import { addDays } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { sumPaise } from '#platform/money.ts';
import { applied, refused, ruled, type Outcome } from '#platform/outcomes.ts';
import { judgeClosing, judgeReceipt } from './cash.rules.ts';
import { bookById, headOf, movesOf, type Book } from './heads.server.ts';
import { keepReceiptPhoto } from './receipt-photos.server.ts';
import type { CashReceipt, DayClosing, HandOver, ReceiptUndoing } from './model.ts';

/** Never changed: a second one of the same day is refused `collections.day_closed` {on}. */
export async function closeDay(tx: Tx, who: Actor, input: DayClosing): Promise<Outcome<{ differencePaise: number }>> {
  if (input.dayId !== tx.commandId) return refused('collections.id_differs');
  const ruling = judgeClosing(input);
  if (!ruling.ok) return refused(ruling.code, ruling.params);
  const { on } = input;
  const done = await tx.db
    .insertInto('collection_day')
    .values({
      org_id: tx.orgId,
      day_id: input.dayId,
      user_id: who.userId,
      on_date: on,
      stated_paise: input.statedPaise,
      counted_paise: input.countedPaise,
      notes: JSON.stringify(input.notes),
      reason: input.reason,
      items: input.items,
      closed_at: input.at,
      entered_at: tx.now,
    })
    .onConflict((oc) => oc.columns(['org_id', 'user_id', 'on_date']).doNothing())
    .executeTakeFirst();
  return done.numInsertedOrUpdatedRows === 1n ? applied(ruling.value) : refused('collections.day_closed', { on });
}

export async function handOver(tx: Tx, who: Actor, input: HandOver): Promise<Outcome<{ handOverId: string }>> {
  const { handOverId, bookId } = input;
  if (handOverId !== tx.commandId) return refused('collections.id_differs');
  if (!(await bookById(tx, bookId))) return refused('collections.no_book');
  await tx.db
    .insertInto('cash_hand_over')
    .values({
      org_id: tx.orgId,
      hand_over_id: handOverId,
      user_id: who.userId,
      book_id: bookId,
      on_date: input.on,
      handed_at: input.at,
      entered_at: tx.now,
      paise: input.paise,
      given_to: input.givenTo,
      reference: input.reference,
    })
    .execute();
  return applied({ handOverId });
}

type Stated = { readonly paise: number; readonly isReceived: boolean };
async function statedOf(tx: Tx, { handOverId, officerId, bookId }: CashReceipt): Promise<Stated | null> {
  const { rows } = await sql<Stated>`select h.paise, exists (select from cash_receipt r where r.org_id = h.org_id
      and r.hand_over_id = h.hand_over_id and not exists (select from cash_receipt_undone u
        where u.org_id = r.org_id and u.receipt_id = r.receipt_id)) as "isReceived"
    from cash_hand_over h where h.org_id = ${tx.orgId} and h.hand_over_id = ${handOverId}
      and h.user_id = ${officerId} and h.book_id = ${bookId}`.execute(tx.db);
  return rows[0] ?? null;
}

/**
 * Her head is lowered by what was counted. Refuses `collections.own_receipt`, `collections.unknown_officer`, `collections.received_already`,
 * `collections.head_not_for_this`, `collections.photo_unknown`, what {@link judgeReceipt} refuses, and of days `accounts.*`.
 */
export async function receive(tx: Tx, who: Actor, input: CashReceipt): Promise<Outcome<{ receiptId: string }>> {
  if (input.officerId === who.userId) return refused('collections.own_receipt');
  const book = await bookById(tx, input.bookId);
  const headId = book && (await headOf(tx, book.bookId, input.officerId));
  if (!book || !headId) return refused('collections.unknown_officer');
  await sql`select pg_advisory_xact_lock(hashtextextended(${`officer cash ${book.bookId} ${input.officerId}`}, 0))`.execute(
    tx.db,
  );
  const stated = input.handOverId === null ? null : await statedOf(tx, input);
  if (input.handOverId !== null && !stated) return refused('collections.unknown_hand_over');
  if (stated?.isReceived) return refused('collections.received_already');
  if (!stated && input.paise === 0) return refused('collections.nothing_received');
  const wrongDay = await dayWrong(tx, book, input.on);
  if (wrongDay) return wrongDay;
  const moves = (await movesOf(tx, input.officerId)).filter((move) => move.bookId === book.bookId);
  const heldPaise = sumPaise(moves.map((move) => move.paise));
  const ruling = judgeReceipt({ ...input, statedPaise: stated?.paise ?? null, heldPaise });
  if (!ruling.ok) return refused(ruling.code, ruling.params);
  const to = (await headsOf(tx, book.bookId, input.on)).find((head) => head.headId === input.toHeadId);
  if (!to || !isMoney(to.account) || to.account === CHART.cashInTransit || to.closedOn !== null)
    return refused('collections.head_not_for_this');
  const posted = input.paise === 0 ? null : await postReceipt(tx, input, { headId, account: to.account });
  if (posted && !posted.ok) return posted.outcome;
  await insertReceipt(tx, who, { input, seq: posted?.posted.seq ?? null });
  const { receiptId, photoId } = input;
  const kept = photoId ? await keepReceiptPhoto(tx, who, { receiptId, photoId }) : ruled(true);
  if (!kept.ok) return refused(kept.code, kept.params);
  return applied({ receiptId: input.receiptId });
}

const postReceipt = (tx: Tx, input: CashReceipt, from: { headId: string; account: string }) =>
  post(tx, input.bookId, {
    draft: {
      eventOn: input.on,
      narration: 'collections.received',
      postings: [
        { account: from.account as AccountCode, amountPaise: input.paise, partyId: input.toHeadId },
        { account: CHART.cashInTransit, amountPaise: -input.paise, partyId: from.headId },
      ],
    },
    source: { kind: 'collection', id: input.receiptId },
  });

const insertReceipt = (tx: Tx, who: Actor, { input, seq }: { input: CashReceipt; seq: number | null }) =>
  tx.db
    .insertInto('cash_receipt')
    .values({
      org_id: tx.orgId,
      receipt_id: input.receiptId,
      hand_over_id: input.handOverId,
      user_id: input.officerId,
      book_id: input.bookId,
      head_id: input.toHeadId,
      on_date: input.on,
      paise: input.paise,
      reason: input.reason,
      reference: input.reference,
      seq,
      received_by: who.userId,
      received_at: tx.now,
    })
    .execute();

async function dayWrong(tx: Tx, { lender }: Book, on: string): Promise<Outcome<never> | null> {
  const book = await officeBook(tx, lender);
  if (!book) return refused('collections.no_book');
  const dated = judgeDate(on, { ...book, today: tx.today });
  return dated.ok ? null : refused(dated.code, dated.params);
}

type Received = {
  readonly bookId: string;
  readonly on: string;
  readonly seq: number | null;
  readonly isUndone: boolean;
};

/** A receipt written wrongly: its journal is reversed, she owes it again. */
export async function undoReceipt(tx: Tx, who: Actor, input: ReceiptUndoing): Promise<Outcome<{ receiptId: string }>> {
  const { receiptId, reason } = input;
  await sql`select pg_advisory_xact_lock(hashtextextended(${`cash receipt ${receiptId}`}, 0))`.execute(tx.db);
  const { rows } =
    await sql<Received>`select r.book_id as "bookId", r.on_date as on, r.seq, exists (select from cash_receipt_undone u
      where u.org_id = r.org_id and u.receipt_id = r.receipt_id) as "isUndone"
    from cash_receipt r where r.org_id = ${tx.orgId} and r.receipt_id = ${receiptId}`.execute(tx.db);
  const found = rows[0];
  const book = found && (await bookById(tx, found.bookId));
  if (!found || !book) return refused('collections.unknown_receipt');
  if (found.isUndone) return refused('collections.undone_already');
  const office = await officeBook(tx, book.lender);
  const closedTo = office?.closedTo ?? null;
  const eventOn = closedTo !== null && found.on <= closedTo ? addDays(closedTo, 1) : found.on;
  const source = { kind: 'collection', id: receiptId } as const;
  const back =
    found.seq === null
      ? null
      : await postReversal(tx, found.bookId, { seq: found.seq, eventOn, narration: 'collections.taken_back', source });
  if (back && !back.ok) return back.outcome;
  const of = { org_id: tx.orgId, receipt_id: receiptId, reason, seq: back?.posted.seq ?? null };
  await tx.db
    .insertInto('cash_receipt_undone')
    .values({ ...of, undone_by: who.userId, undone_at: tx.now })
    .execute();
  return applied({ receiptId });
}
