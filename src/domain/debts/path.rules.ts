/**
 * One outside debt month by month, as it goes on now (README, "The model"). Month 0 is today; what is paid in month t is paid at its
 * end. What still stands after {@link HORIZON_MONTHS} is counted as paid then, whole: it must be some day.
 */
import { monthInterest } from './balance.rules.ts';

/** Five years: the farthest that any plan looks. */
export const HORIZON_MONTHS = 60;
/** A swap is made in this month or one of the eleven after it. */
export const SWAP_MONTHS = 12;

export type StandingDebt = {
  readonly debtId: string;
  readonly principalPaise: number;
  /** Interest owed beside it: bears none itself. */
  readonly interestPaise: number;
  /** Interest of a month on the principal; 0 when the whole sum is fixed. */
  readonly monthlyBps: number;
  /** What she gives each month as it goes on now. */
  readonly payPaise: number;
  /** In this month all that is owed falls due; null = no last day. */
  readonly dueMonth: number | null;
  /** What it asks each month in the repayment test as long as it stands, rounded up. */
  readonly obligationPaise: number;
  /** Its true yearly cost, for the naive order; null when there is none. */
  readonly costBps: number | null;
};

export type Path = {
  /** What would clear it after the payment of month t; index 0 = today. */
  readonly owedPaise: readonly number[];
  /** All that was paid by the end of month t. */
  readonly paidPaise: readonly number[];
  /** The month it ends; null when only the horizon ended it. */
  readonly endMonth: number | null;
  readonly totalPaise: number;
};

export function pathOf(debt: StandingDebt): Path {
  let { principalPaise: principal, interestPaise: interest } = debt;
  const owed = [principal + interest];
  const paid = [0];
  let endMonth: number | null = principal + interest === 0 ? 0 : null;
  const due = debt.dueMonth === null ? null : Math.max(1, debt.dueMonth);
  for (let month = 1; month <= HORIZON_MONTHS; month += 1) {
    interest += monthInterest(principal, debt.monthlyBps);
    const all = principal + interest;
    const last = month === HORIZON_MONTHS || month === due;
    const given = last ? all : Math.min(debt.payPaise, all);
    const toInterest = Math.min(given, interest);
    interest -= toInterest;
    principal -= given - toInterest;
    if (endMonth === null && principal + interest === 0 && (month < HORIZON_MONTHS || given <= debt.payPaise))
      endMonth = month;
    owed.push(principal + interest);
    paid.push(paid[month - 1]! + given);
  }
  return { owedPaise: owed, paidPaise: paid, endMonth, totalPaise: paid[HORIZON_MONTHS]! };
}
