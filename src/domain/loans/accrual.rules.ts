/**
 * Interest earned and not paid, loan by loan: what account 1150 must hold at a month's end (reference: microfinance.md §10). Payments stay
 * income when they come; the run moves 1150 to what is earned and unpaid, so income of a month is what was earned in it.
 */
import { addDays, type IsoDate } from '#platform/dates.ts';
import { CHART, type PostingDraft } from '#domain/ledger/index.ts';
import { ruled, ruledOut, type Ruling } from '#platform/outcomes.ts';
import type { Running } from './life.model.ts';
import { earnedUnpaidBy, isUnpaid } from './run-state.rules.ts';
import { standingOn } from './standing.rules.ts';

/** Earned by the day and neither paid nor in the principal of the books. Of a loan replayed to that day. */
export function interestToReceive(loan: Running, on: IsoDate): number {
  return loan.status === 'active' ? earnedUnpaidBy(loan, on) : 0;
}

/** Once it is too late it performs again only when all arrears are paid (reference: microfinance.md §8). */
export function isPerforming(
  loan: Running,
  { on, nonPerformingDays, before }: { on: IsoDate; nonPerformingDays: number; before: boolean },
): boolean {
  if (standingOn(loan, on).daysPastDue > nonPerformingDays) return false;
  return before || !loan.rows.some((row) => row.dueOn < on && isUnpaid(row));
}

export type AccrualLine = {
  readonly loanId: string;
  readonly borrowerId: string;
  readonly beforePaise: number;
  readonly afterPaise: number;
  readonly isPerforming: boolean;
};

/** A month that is over, and none before one already run. Refuses `loans.month_not_over`, `loans.accrual_before` {untilOn}. */
export function judgeMonth(
  untilOn: IsoDate,
  { today, lastOn }: { today: IsoDate; lastOn: IsoDate | null },
): Ruling<true> {
  if (!addDays(untilOn, 1).endsWith('-01') || untilOn >= today) return ruledOut('loans.month_not_over', { untilOn });
  if (lastOn !== null && untilOn < lastOn) return ruledOut('loans.accrual_before', { untilOn: lastOn });
  return ruled(true);
}

/** One journal of the run. */
export function accrualEntries(lines: readonly AccrualLine[]): PostingDraft[] {
  const moved = lines.filter((line) => line.afterPaise !== line.beforePaise);
  const sum = (rises: boolean) =>
    moved.reduce((all, line) => {
      const change = line.afterPaise - line.beforePaise;
      return change > 0 === rises ? all + change : all;
    }, 0);
  const income = (amountPaise: number): PostingDraft => ({ account: CHART.memberInterest, amountPaise });
  return [
    ...moved.map((line) => ({
      account: CHART.interestReceivable,
      amountPaise: line.afterPaise - line.beforePaise,
      partyId: line.borrowerId,
      itemId: line.loanId,
    })),
    // earned and taken back stay two lines of the account
    income(-sum(true)),
    income(-sum(false)),
  ].filter((line) => line.amountPaise !== 0);
}
