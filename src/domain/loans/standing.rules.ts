/** The figures of a running loan on a day (reference: microfinance.md §8). */
import { daysBetween, type IsoDate } from '#platform/dates.ts';
import { chargeLate } from './allocation.rules.ts';
import type { Running } from './life.model.ts';
import type { Parts } from './model.ts';
import { sumParts } from './repayment.rules.ts';
import { carriedAt, earnedBy, isUnpaid, owedOf, sumOf, unpaidOf } from './run-state.rules.ts';

export type Standing = {
  /** Lent and capitalised so far, less what came back; of a written-off loan what is still owed off the ledger. */
  readonly outstandingPrincipalPaise: number;
  /** Due by the day and not paid. */
  readonly overdue: Parts;
  readonly overduePaise: number;
  readonly oldestUnpaidDueOn: IsoDate | null;
  /** 0 when nothing is late: a row is late the day after it fell due. */
  readonly daysPastDue: number;
  readonly missedInstalments: number;
  readonly nextDueOn: IsoDate | null;
  readonly nextDuePaise: number;
  /** Earned and not yet due. */
  readonly interestAccruedPaise: number;
};

/** As it would stand that day if nothing else happened; an earlier day than the last event's shows the rows of today. */
export function standingOn(running: Running, on: IsoDate): Standing {
  const loan = chargeLate(running, on);
  const due = loan.rows.filter((row) => row.dueOn <= on && isUnpaid(row));
  const late = due.filter((row) => row.dueOn < on);
  const overdue = owedOf(due);
  const oldest = loan.rows.find(isUnpaid);
  const next = loan.rows.find((row) => row.dueOn > on && isUnpaid(row));
  const later = loan.rows.filter((row) => row.countedOn > on);
  const capitalisedLater = later.reduce((sum, row) => sum + row.capitalisedPaise, 0);
  const at = loan.rows.findIndex((row, index) => index >= loan.base && row.countedOn > on);
  const accrued = at < 0 ? 0 : carriedAt(loan, at) + earnedBy(loan, at, on);
  return {
    outstandingPrincipalPaise: sumOf(loan.rows, unpaidOf).principalPaise - capitalisedLater,
    overdue,
    overduePaise: sumParts(overdue),
    oldestUnpaidDueOn: oldest?.dueOn ?? null,
    daysPastDue: oldest && oldest.dueOn < on ? daysBetween(oldest.dueOn, on) : 0,
    missedInstalments: late.length,
    nextDueOn: next?.dueOn ?? null,
    nextDuePaise: next ? sumParts(unpaidOf(next)) : 0,
    interestAccruedPaise: loan.status === 'active' ? Math.max(0, accrued) : 0,
  };
}
