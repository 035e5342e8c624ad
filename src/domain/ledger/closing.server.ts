/** Shutting the days of a book and opening them again: by a person, or by the end of a year, which alone opens what it shut. */
import { sql } from 'kysely';
import type { IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { newId } from '#platform/ids.ts';
import { applied, refused, type Outcome } from '#platform/outcomes.ts';
import { bookOf } from './books.server.ts';
import { periods } from './journals.queries.server.ts';
import type { PeriodClosing, PeriodReopening } from './model.ts';
import { mayClose, mayReopen } from './rules.ts';

/** @param closesYear the financial year (2025 = 2025-26) whose end this is; null: days alone */
export async function shutPeriod(
  tx: Tx,
  who: Actor,
  { closesYear, ...input }: PeriodClosing & { closesYear: number | null },
): Promise<Outcome<{ periodCloseId: string; closedTo: IsoDate }>> {
  const bookId = await bookOf(tx, input);
  if (!bookId) return refused('ledger.no_book');
  const { closedTo: closedSoFar } = await periods(tx, bookId);
  const ruling = mayClose(input.closedTo, { today: tx.today, closedSoFar });
  if (!ruling.ok) return ruling;
  const periodCloseId = newId();
  await sql`insert into period_close (org_id, book_id, period_close_id, closed_to, closes_year, closed_by, closed_at)
    values (${tx.orgId}, ${bookId}, ${periodCloseId}, ${input.closedTo}::date, ${closesYear}, ${who.userId}, ${tx.now})`.execute(
    tx.db,
  );
  return applied({ periodCloseId, closedTo: input.closedTo });
}

/** @param undoesYear the year end itself is being undone */
export async function openPeriod(
  tx: Tx,
  who: Actor,
  { undoesYear, ...input }: PeriodReopening & { undoesYear: boolean },
): Promise<Outcome<{ closedTo: IsoDate | null }>> {
  const bookId = await bookOf(tx, input);
  if (!bookId) return refused('ledger.no_book');
  const ruling = mayReopen((await periods(tx, bookId)).closings, input.periodCloseId, undoesYear);
  if (!ruling.ok) return ruling;
  await sql`update period_close set reopened_by = ${who.userId}, reopened_at = ${tx.now}, reopen_reason = ${input.reason}
    where org_id = ${tx.orgId} and book_id = ${bookId} and period_close_id = ${input.periodCloseId} and reopened_at is null`.execute(
    tx.db,
  );
  return applied({ closedTo: (await periods(tx, bookId)).closedTo });
}
