/** Cash taken and visits made on the way, as they arrive: kept and booked, whatever the world became meanwhile. */
import { sql } from 'kysely';
import { lockLoan, recordLoanEvent, runningOf } from '#domain/loans/index.server.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { applied, held, refused, type Outcome } from '#platform/outcomes.ts';
import { bookById, headFor } from './heads.server.ts';
import type { Spot, Take, Visit, Warning } from './model.ts';
import { missedSince, warningsFor, type VisitFacts } from './recovery.rules.ts';
import { rulesOf } from './settings.server.ts';
import { eventOfTaken } from './take.rules.ts';

export type TakeReceipt = {
  readonly collectionId: string;
  readonly finePaise: number;
  readonly feePaise: number;
  readonly interestPaise: number;
  readonly principalPaise: number;
  /** Beyond what the loan asked when it arrived. */
  readonly overPaise: number;
  readonly status: string;
};

/**
 * Refuses only what is no take of hers. Money in her hand that cannot be booked now (its period is closed, the loan was never paid out) is
 * held with the reason, for a named person.
 */
export async function take(tx: Tx, who: Actor, input: Take): Promise<Outcome<TakeReceipt>> {
  const { collectionId, loanId, on, paise, excessTo } = input;
  if (collectionId !== tx.commandId) return refused('collections.id_differs');
  const loan = await lockLoan(tx, loanId);
  if (!loan) return refused('loans.unknown_loan');
  const book = await bookById(tx, loan.bookId);
  const story = await runningOf(tx, loanId);
  if (!book || !story) return held('collections.not_running');
  const head = await headFor(tx, who, book);
  if (head.kind !== 'applied') return held(head.code);
  const taking = { eventId: collectionId, on, paise, excessTo };
  const event = eventOfTaken(story, taking, loan.stage === 'written_off');
  const money = { headId: head.receipt, reference: input.slipNo };
  const warned = await warningsAt(tx, input);
  const done = await recordLoanEvent(tx, who, { loanId, event, money, isTaken: true });
  if (done.kind === 'refused') return held(done.code, done.params);
  if (done.kind !== 'applied') return done;
  const effect = await effectOf(tx, loanId, collectionId);
  await tx.db
    .insertInto('collection')
    .values({
      org_id: tx.orgId,
      collection_id: collectionId,
      user_id: who.userId,
      loan_id: loanId,
      event_id: collectionId,
      book_id: loan.bookId,
      on_date: on,
      taken_at: input.at,
      entered_at: tx.now,
      paise,
      notes: input.notes === null ? null : JSON.stringify(input.notes),
      slip_no: input.slipNo,
      met_at: input.metAt,
      ...spotOf(input.spot),
      warned,
      shown: input.shown,
      over_paise: effect.overPaise,
      is_late: await isClosed(tx, who.userId, { on, id: collectionId }),
    })
    .execute();
  return applied({ collectionId, ...effect, status: done.receipt.status });
}

const spotOf = (spot: Spot) => ({
  lat_e6: spot?.latE6 ?? null,
  lon_e6: spot?.lonE6 ?? null,
  accuracy_m: spot?.accuracyM ?? null,
});

async function effectOf(tx: Tx, loanId: string, eventId: string) {
  const { rows } = await sql<Omit<TakeReceipt, 'collectionId' | 'status'>>`select fine_paise as "finePaise",
      fee_paise as "feePaise", interest_paise as "interestPaise", principal_paise as "principalPaise", over_paise as "overPaise"
    from loan_effect where org_id = ${tx.orgId} and loan_id = ${loanId} and event_id = ${eventId}
    order by effect_no desc limit 1`.execute(tx.db);
  return rows[0]!;
}

/** Her day is closed, and this record was not among those she counted then. */
async function isClosed(tx: Tx, userId: string, { on, id }: { on: string; id: string }): Promise<boolean> {
  const { rows } = await sql`select from collection_day where org_id = ${tx.orgId} and user_id = ${userId}
    and on_date = ${on} and not items @> array[${id}::uuid]`.execute(tx.db);
  return rows.length > 0;
}

/** Reckoned from what the office knows by now, whatever the phone showed. */
async function warningsAt(
  tx: Tx,
  { loanId, on, at, metAt }: Pick<Take, 'loanId' | 'on' | 'at' | 'metAt'>,
): Promise<Warning[]> {
  const { rows: visits } = await sql<VisitFacts>`select on_date as on, met_at as "metAt", result from collection_visit
    where org_id = ${tx.orgId} and loan_id = ${loanId} and visited_at < ${at}::timestamptz`.execute(tx.db);
  const { rows } = await sql<{ on: string | null }>`select max(e.on_date) as on from loan_event e
    where e.org_id = ${tx.orgId} and e.loan_id = ${loanId} and e.kind in ('repaid', 'settled') and not exists (
      select from loan_event_undone u where u.org_id = e.org_id and u.loan_id = e.loan_id and u.event_id = e.event_id)`.execute(
    tx.db,
  );
  return warningsFor(await rulesOf(tx), { on, at, metAt, missed: missedSince(visits, rows[0]?.on ?? null) });
}

export async function visit(tx: Tx, who: Actor, input: Visit): Promise<Outcome<{ visitId: string }>> {
  const { visitId, loanId, on } = input;
  if (visitId !== tx.commandId) return refused('collections.id_differs');
  if (!(await lockLoan(tx, loanId))) return refused('loans.unknown_loan');
  await tx.db
    .insertInto('collection_visit')
    .values({
      org_id: tx.orgId,
      visit_id: visitId,
      user_id: who.userId,
      loan_id: loanId,
      on_date: on,
      visited_at: input.at,
      entered_at: tx.now,
      met_at: input.metAt,
      result: input.result,
      promised_on: input.promisedOn,
      note: input.note,
      ...spotOf(input.spot),
      warned: await warningsAt(tx, input),
      shown: input.shown,
    })
    .execute();
  return applied({ visitId });
}
