/**
 * What a person may do to books by themselves. Journals are not here on purpose: they come from meetings and vouchers, through
 * `post` and `postReversal`, so that no figure stands without its paper and a correction carries the meeting that decided it.
 */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import { defineCommands, type Actor, type Scope } from '#platform/door.ts';
import { newId } from '#platform/ids.ts';
import { applied, refused, type Outcome } from '#platform/outcomes.ts';
import { bookOf } from './books.server.ts';
import { periods } from './journals.queries.server.ts';
import { PeriodClosing, PeriodReopening, type BodyRef } from './model.ts';
import { mayClose, mayReopen } from './rules.ts';

export const commands = defineCommands('ledger', {
  closePeriod: { input: PeriodClosing, may: 'ledger.close', scope: scopeOfBody, run: closePeriod },
  reopenPeriod: { input: PeriodReopening, may: 'ledger.reopen', scope: scopeOfBody, run: reopenPeriod },
});

/** A trust's book belongs to the whole organisation; every other body is a group that a right can be limited to. */
export function scopeOfBody({ bodyKind, bodyId }: BodyRef): Scope {
  return bodyKind === 'trust' ? null : { kind: 'group', id: bodyId };
}

async function closePeriod(
  tx: Tx,
  who: Actor,
  input: PeriodClosing,
): Promise<Outcome<{ periodCloseId: string; closedTo: string }>> {
  const bookId = await bookOf(tx, input);
  if (!bookId) return refused('ledger.no_book');
  const { closedTo: closedSoFar } = await periods(tx, bookId);
  const ruling = mayClose(input.closedTo, { today: tx.today, closedSoFar });
  if (!ruling.ok) return ruling;
  const periodCloseId = newId();
  await sql`insert into period_close (org_id, book_id, period_close_id, closed_to, closed_by, closed_at)
    values (${tx.orgId}, ${bookId}, ${periodCloseId}, ${input.closedTo}::date, ${who.userId}, ${tx.now})`.execute(
    tx.db,
  );
  return applied({ periodCloseId, closedTo: input.closedTo });
}

async function reopenPeriod(tx: Tx, who: Actor, input: PeriodReopening): Promise<Outcome<{ closedTo: string | null }>> {
  const bookId = await bookOf(tx, input);
  if (!bookId) return refused('ledger.no_book');
  const ruling = mayReopen((await periods(tx, bookId)).closings, input.periodCloseId);
  if (!ruling.ok) return ruling;
  await sql`update period_close set reopened_by = ${who.userId}, reopened_at = ${tx.now}, reopen_reason = ${input.reason}
    where org_id = ${tx.orgId} and book_id = ${bookId} and period_close_id = ${input.periodCloseId} and reopened_at is null`.execute(
    tx.db,
  );
  return applied({ closedTo: (await periods(tx, bookId)).closedTo });
}
