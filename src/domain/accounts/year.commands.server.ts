/** Closing a year: the surplus goes to a fund by a journal, the period is shut. Opening it again undoes both, by right and with a reason. */
import { sql } from 'kysely';
import { CHART } from '#domain/ledger/index.ts';
import { openPeriod, periods, shutPeriod } from '#domain/ledger/index.server.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { sumPaise } from '#platform/money.ts';
import { applied, refused, type Outcome } from '#platform/outcomes.ts';
import { headsOf, headUnder, officeBook, type OfficeBook } from './books.server.ts';
import type * as ask from './model.ts';
import { movements } from './sums.server.ts';
import { lockSeries, writeVoucher, type Draft } from './voucher-post.server.ts';
import { draftOfVoucher } from './vouchers.queries.server.ts';
import { reversalOf } from './vouchers.commands.server.ts';
import { yearOf, yearSpan } from './voucher.rules.ts';
import { addDays, financialYearName } from '#platform/dates.ts';
import type { VoucherLine } from './model.ts';

/** Funds that may take a surplus: corpus, general fund, designated funds. */
const SURPLUS_FUNDS: readonly string[] = [CHART.corpus, CHART.retainedSurplus, CHART.socialFund];

export type YearReceipt = { readonly year: number; readonly surplusPaise: number; readonly label: string | null };

/**
 * Years close in order, when they are over and nothing of them waits for a second person; a year that moved nothing closes too.
 * The ledger's closing comes last: it keeps every later voucher of the year out.
 */
export async function closeYear(tx: Tx, who: Actor, input: ask.YearClosing): Promise<Outcome<YearReceipt>> {
  const book = await officeBook(tx, input);
  if (!book) return refused('accounts.no_book');
  const { to } = yearSpan(input.year);
  await lockSeries(tx, book.bookId, input.year);
  const wrong = await mayCloseYear(tx, { book, year: input.year });
  if (wrong) return wrong;
  const toHead = (await headsOf(tx, book.bookId, to)).find((head) => head.headId === input.toHeadId);
  if (!toHead || !SURPLUS_FUNDS.includes(toHead.account)) return refused('accounts.no_surplus_fund');
  const lines = await closingLines(tx, { book, year: input.year });
  if (typeof lines === 'string') return refused('accounts.head_missing', { account: lines });
  const surplusPaise = sumPaise(lines.map((line) => line.amountPaise)) || 0;
  if (surplusPaise !== 0) lines.push({ headId: toHead.headId, amountPaise: -surplusPaise });
  if (lines.length < 2) return refused('accounts.nothing_to_close', { year: input.year });
  const draft: Draft = {
    voucherId: input.voucherId,
    type: 'journal',
    purpose: 'year_close',
    eventOn: to,
    narration: financialYearName(input.year),
    lines,
  };
  const posted = await writeVoucher(tx, who, { book, draft, own: true });
  if (posted.kind !== 'applied') return posted;
  const shut = await shutPeriod(tx, who, {
    ...{ bodyKind: book.bodyKind, bodyId: book.bodyId },
    ...{ closedTo: to, closesYear: input.year },
  });
  if (shut.kind !== 'applied') return shut.kind === 'already' ? refused('accounts.year_closed_already') : shut;
  await tx.db
    .insertInto('year_close')
    .values({
      org_id: tx.orgId,
      book_id: book.bookId,
      financial_year: input.year,
      voucher_id: input.voucherId,
      period_close_id: shut.receipt.periodCloseId,
      surplus_paise: surplusPaise,
      closed_by: who.userId,
      closed_at: tx.now,
    })
    .execute();
  return applied({ year: input.year, surplusPaise, label: posted.receipt.label });
}

async function mayCloseYear(tx: Tx, { book, year }: { book: OfficeBook; year: number }) {
  const { to } = yearSpan(year);
  if (to >= tx.today) return refused('accounts.year_not_over', { to, today: tx.today });
  if (book.closedTo !== null && book.closedTo >= to)
    return refused('accounts.year_closed_already', { closedTo: book.closedTo });
  const { rows } = await sql<{ waiting: number; closed: number }>`select
    (select count(*) from voucher v join voucher_state s on s.org_id = v.org_id and s.voucher_id = v.voucher_id
      where v.org_id = ${tx.orgId} and v.book_id = ${book.bookId} and v.event_on <= ${to}::date and s.state = 'waiting') as waiting,
    (select count(*) from year_close c where c.org_id = ${tx.orgId} and c.book_id = ${book.bookId}
      and c.financial_year = ${year - 1} and c.reopened_at is null) as closed`.execute(tx.db);
  const { waiting, closed } = rows[0]!;
  if (waiting > 0) return refused('accounts.vouchers_wait', { count: waiting });
  if (year > yearOf(book.booksFromOn) && closed === 0) return refused('accounts.earlier_year_open', { year: year - 1 });
  return year < yearOf(book.booksFromOn) ? refused('accounts.before_books', { booksFromOn: book.booksFromOn }) : null;
}

/** The opposite of every income and expense head of the year, and of what an opening in mid-year brought in. @returns the account that has no head */
async function closingLines(
  tx: Tx,
  { book, year }: { book: OfficeBook; year: number },
): Promise<VoucherLine[] | string> {
  const { from, to } = yearSpan(year);
  const heads = await headsOf(tx, book.bookId, to);
  const first = yearOf(book.booksFromOn) === year;
  const moved = await movements(
    tx,
    { bookId: book.bookId, from, to },
    { heads: new Set(heads.map((head) => head.headId)), dayBefore: first ? '1900-01-01' : addDays(from, -1) },
  );
  const lines: VoucherLine[] = [];
  for (const { headId, account, paise } of moved.filter((one) => /^[45]/.test(one.account) && one.paise !== 0)) {
    const head = headId ?? (await headUnder(tx, book.bookId, account));
    if (head === null) return account;
    lines.push({ headId: head, amountPaise: -paise });
  }
  return lines;
}

/** The furthest closed year only; the surplus comes back from the fund on the same day, and both entries stay in the books. */
export async function reopenYear(tx: Tx, who: Actor, input: ask.YearReopening): Promise<Outcome<YearReceipt>> {
  const book = await officeBook(tx, input);
  if (!book) return refused('accounts.no_book');
  await lockSeries(tx, book.bookId, input.year);
  const { rows } = await sql<{ voucher_id: string; period_close_id: string; surplus_paise: number }>`
    select voucher_id, period_close_id, surplus_paise from year_close
    where org_id = ${tx.orgId} and book_id = ${book.bookId} and financial_year = ${input.year} and reopened_at is null`.execute(
    tx.db,
  );
  const closing = rows[0];
  if (!closing) return refused('accounts.year_not_closed', { year: input.year });
  const of = { bodyKind: book.bodyKind, bodyId: book.bodyId };
  // months closed after the year would keep it shut
  const later = (await periods(tx, book.bookId)).closings.find(
    (one) => !one.reopenedAt && one.closedTo > yearSpan(input.year).to,
  );
  if (later) return refused('accounts.closed_later', { laterClosedTo: later.closedTo });
  const opened = await openPeriod(tx, who, {
    ...{ ...of, undoesYear: true },
    periodCloseId: closing.period_close_id,
    reason: input.reason,
  });
  if (opened.kind !== 'applied')
    return opened.kind === 'already' ? refused('accounts.year_not_closed', { year: input.year }) : opened;
  const found = (await draftOfVoucher(tx, book.bookId, closing.voucher_id))!;
  // a part of the year closed earlier by itself stays shut: the ledger then refuses, and nothing is opened
  const back = reversalOf(found.draft, {
    reversalId: input.reversalId,
    eventOn: found.draft.eventOn,
    reason: input.reason,
  });
  const posted = await writeVoucher(tx, who, { book: (await officeBook(tx, input))!, draft: back, own: true });
  if (posted.kind !== 'applied') return posted;
  await sql`update year_close set reopened_by = ${who.userId}, reopened_at = ${tx.now}, reopen_reason = ${input.reason}
    where org_id = ${tx.orgId} and book_id = ${book.bookId} and financial_year = ${input.year} and reopened_at is null`.execute(
    tx.db,
  );
  return applied({ year: input.year, surplusPaise: closing.surplus_paise, label: posted.receipt.label });
}
