/** Sanctions, releases, budgets, and carrying what was spent of a grant to income. */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { applied, refused, type Outcome } from '#platform/outcomes.ts';
import { groundOf, headUnder, officeBook } from './books.server.ts';
import type * as ask from './funds.model.ts';
import { useStates } from './funds.queries.server.ts';
import { grantUse } from './grant.rules.ts';
import type { VoucherLine } from './model.ts';
import { draftOfVoucher } from './vouchers.queries.server.ts';
import { lockSeries, writeVoucher, type Draft, type VoucherReceipt } from './voucher-post.server.ts';
import { judgeDate, yearOf } from './voucher.rules.ts';

export async function addSanction(tx: Tx, who: Actor, input: ask.Sanction): Promise<Outcome<{ sanctionId: string }>> {
  const book = await officeBook(tx, input);
  if (!book) return refused('accounts.no_book');
  if (!(await groundOf(tx, book)).funds.has(input.fundId)) return refused('accounts.fund_unknown');
  await tx.db
    .insertInto('grant_sanction')
    .values({
      org_id: tx.orgId,
      book_id: book.bookId,
      sanction_id: input.sanctionId,
      fund_id: input.fundId,
      number: input.number,
      sanctioned_on: input.sanctionedOn,
      amount_paise: input.amountPaise,
      purpose: input.purpose,
      recurring: input.recurring,
      scheme: input.scheme,
      sanctioned_by: input.sanctionedBy,
      entered_by: who.userId,
      entered_at: tx.now,
    })
    .execute();
  return applied({ sanctionId: input.sanctionId });
}

type SanctionSums = { fund_id: string; amount_paise: number; released: number; of_voucher: number };

/** A tranche that came: named by the receipt that brought it in. Never more than was sanctioned, nor than the receipt brought. */
export async function addRelease(tx: Tx, who: Actor, input: ask.Release): Promise<Outcome<{ leftPaise: number }>> {
  const book = await officeBook(tx, input);
  if (!book) return refused('accounts.no_book');
  const found = await draftOfVoucher(tx, book.bookId, input.voucherId);
  if (!found || found.draft.type !== 'receipt') return refused('accounts.voucher_unknown');
  await lockSeries(tx, book.bookId, yearOf(found.draft.eventOn));
  const { rows } = await sql<SanctionSums>`select s.fund_id, s.amount_paise,
      coalesce((select sum(r.amount_paise) from grant_release r
        join voucher_state v on v.org_id = r.org_id and v.voucher_id = r.voucher_id and v.state in ('posted', 'waiting')
        where r.org_id = s.org_id and r.sanction_id = s.sanction_id), 0) as released,
      coalesce((select sum(r.amount_paise) from grant_release r where r.org_id = s.org_id and r.voucher_id = ${input.voucherId}), 0) as of_voucher
    from grant_sanction s where s.org_id = ${tx.orgId} and s.book_id = ${book.bookId} and s.sanction_id = ${input.sanctionId}`.execute(
    tx.db,
  );
  const sanction = rows[0];
  if (!sanction) return refused('accounts.sanction_unknown');
  const leftPaise = sanction.amount_paise - sanction.released - input.amountPaise;
  if (leftPaise < 0) return refused('accounts.released_beyond_sanction', { leftPaise: leftPaise + input.amountPaise });
  const brought = found.draft.lines
    .filter((line) => line.fundId === sanction.fund_id && line.amountPaise < 0)
    .reduce((sum, line) => sum - line.amountPaise, 0);
  if (input.amountPaise + sanction.of_voucher > brought)
    return refused('accounts.receipt_brought_less', { broughtPaise: brought });
  await tx.db
    .insertInto('grant_release')
    .values({
      org_id: tx.orgId,
      sanction_id: input.sanctionId,
      voucher_id: input.voucherId,
      letter: input.letter,
      released_on: input.releasedOn,
      amount_paise: input.amountPaise,
      entered_by: who.userId,
      entered_at: tx.now,
    })
    .execute();
  return applied({ leftPaise });
}

export async function setBudget(tx: Tx, who: Actor, input: ask.BudgetSetting): Promise<Outcome<{ lines: number }>> {
  const book = await officeBook(tx, input);
  if (!book) return refused('accounts.no_book');
  const ground = await groundOf(tx, book);
  if (input.fundId && !ground.funds.has(input.fundId)) return refused('accounts.fund_unknown');
  if (input.programmeId && !ground.programmes.has(input.programmeId)) return refused('accounts.programme_unknown');
  const strange = input.lines.findIndex((line) => !/^(4|5|1310)/.test(ground.heads.get(line.headId)?.account ?? ''));
  if (strange >= 0) return refused('accounts.no_budget_head', { line: strange + 1 });
  if (new Set(input.lines.map((line) => line.headId)).size < input.lines.length) return refused('accounts.head_twice');
  await tx.db
    .insertInto('budget_line')
    .values(
      input.lines.map((line) => ({
        org_id: tx.orgId,
        book_id: book.bookId,
        financial_year: input.year,
        head_id: line.headId,
        ...(input.fundId ? { fund_id: input.fundId } : {}),
        ...(input.programmeId ? { programme_id: input.programmeId } : {}),
        amount_paise: line.amountPaise,
        decided_by: input.decidedBy,
        decided_on: input.decidedOn,
        entered_by: who.userId,
        entered_at: tx.now,
      })),
    )
    .execute();
  return applied({ lines: input.lines.length });
}

/** Run at month or year end, as often as wished: it carries only what was spent since. */
export async function useGrants(tx: Tx, who: Actor, input: ask.GrantUse): Promise<Outcome<VoucherReceipt>> {
  const book = await officeBook(tx, input);
  if (!book) return refused('accounts.no_book');
  await lockSeries(tx, book.bookId, yearOf(input.upTo));
  const dated = judgeDate(input.upTo, { ...book, today: tx.today });
  if (!dated.ok) return refused(dated.code, dated.params);
  const { rows: grants } = await sql<{
    fund_id: string;
    waits: boolean;
  }>`select f.fund_id, exists (select from voucher v
        join voucher_state s on s.org_id = v.org_id and s.voucher_id = v.voucher_id
        where v.org_id = f.org_id and v.book_id = f.book_id and v.purpose = 'grants_used' and s.state = 'waiting') as waits
    from fund f where f.org_id = ${tx.orgId} and f.book_id = ${book.bookId} and f.kind = 'grant' order by f.code`.execute(
    tx.db,
  );
  // a run that waits is not in the books yet: a second one would carry the same spending again
  if (grants.some((grant) => grant.waits)) return refused('accounts.run_waits');
  const states = await useStates(tx, { bookId: book.bookId, upTo: input.upTo });
  const lines: VoucherLine[] = [];
  for (const { fund_id: fundId } of grants) {
    const state = states.get(fundId);
    for (const { account, amountPaise } of state ? grantUse(state) : []) {
      const headId = await headUnder(tx, book.bookId, account);
      if (!headId) return refused('accounts.head_missing', { account });
      lines.push({ headId, amountPaise, fundId });
    }
  }
  if (lines.length === 0) return refused('accounts.nothing_used', { upTo: input.upTo });
  const draft: Draft = {
    voucherId: input.voucherId,
    type: 'journal',
    purpose: 'grants_used',
    eventOn: input.upTo,
    narration: input.upTo,
    lines,
  };
  return writeVoucher(tx, who, { book, draft });
}
