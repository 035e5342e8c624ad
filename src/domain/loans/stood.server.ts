/** How loans stood over time: written with every change of a loan, so that arrears on any past day need no instalment (migration 0143). */
import { sql } from 'kysely';
import type { IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import type { LoanContract, LoanEvent } from './life.model.ts';
import { stoodOver } from './stood.rules.ts';

/** From a day on; `open` false: it owes nothing any more. */
export type StoodFrom = {
  readonly loanId: string;
  readonly outstandingPaise: number;
  readonly oldestUnpaidDueOn: IsoDate | null;
  readonly open: boolean;
};

/**
 * Parts of one statement (`with ...`) that let loans of groups stand so from a day on and forget what was written for that day and later:
 * only the last meeting of a group is ever undone or settled anew.
 */
export function stoodFrom(tx: Tx, loans: readonly StoodFrom[], from: IsoDate) {
  const ids = loans.map((l) => l.loanId);
  // named twice: by the list each loan is looked up, by the join alone a planner may hash all that ever stood in the organisation
  return sql`stands as (
      select * from unnest(${ids}::uuid[], ${loans.map((l) => l.outstandingPaise)}::bigint[],
        ${loans.map((l) => l.oldestUnpaidDueOn)}::date[], ${loans.map((l) => l.open)}::boolean[]) as x(loan_id, outstanding, oldest, open)),
    forgotten as (
      delete from loan_stood s using stands x where s.org_id = ${tx.orgId} and s.loan_id = any(${ids}::uuid[]) and s.loan_id = x.loan_id
        and s.from_on >= ${from}::date and (s.from_on > ${from}::date or not x.open)),
    ended as (
      update loan_stood s set until_on = ${from}::date where s.org_id = ${tx.orgId} and s.loan_id = any(${ids}::uuid[])
        and s.from_on < ${from}::date and (s.until_on is null or s.until_on > ${from}::date)),
    stood as (
      insert into loan_stood as s (org_id, loan_id, from_on, outstanding_paise, oldest_unpaid_due_on, is_rescheduled)
      select ${tx.orgId}, x.loan_id, ${from}::date, x.outstanding, x.oldest, false from stands x where x.open
      on conflict (org_id, loan_id, from_on) do update set until_on = null, outstanding_paise = excluded.outstanding_paise,
        oldest_unpaid_due_on = excluded.oldest_unpaid_due_on)`;
}

/** Loans that never were: the meeting that gave them is undone. */
export async function neverStood(tx: Tx, loanIds: readonly string[]): Promise<void> {
  await sql`delete from loan_stood where org_id = ${tx.orgId} and loan_id = any(${[...loanIds]}::uuid[])`.execute(
    tx.db,
  );
}

/** All standings of a loan of the office, from its contract and its events: one found late changes what was written for the days since. */
export async function saveStood(tx: Tx, contract: LoanContract, events: readonly LoanEvent[]): Promise<void> {
  const of = { org_id: tx.orgId, loan_id: contract.loanId };
  await neverStood(tx, [contract.loanId]);
  const rows = stoodOver(contract, events).map((one) => ({
    ...of,
    from_on: one.fromOn,
    until_on: one.untilOn,
    outstanding_paise: one.outstandingPaise,
    oldest_unpaid_due_on: one.oldestUnpaidDueOn,
    is_rescheduled: one.isRescheduled,
  }));
  if (rows.length > 0) await tx.db.insertInto('loan_stood').values(rows).execute();
}
