/** Did a cash credit run as a prompt payer's does: under its limit, moving each month, interest covered. Pure. */
import { addDays, addMonths, daysBetween, monthOf, type IsoDate } from '#platform/dates.ts';
import type { PromptRule } from './funds.model.ts';

/** Money drawn is positive, money paid in negative; interest the bank charged stands by itself. */
export type Move = { readonly on: IsoDate; readonly paise: number; readonly interest: boolean };
export type PromptTest = {
  readonly prompt: boolean;
  /** Longest run of days above the limit. */
  readonly overDays: number;
  /** Whole months with fewer payments in than asked. */
  readonly quietMonths: readonly IsoDate[];
  /** Whole months whose payments in did not cover the interest charged in them. */
  readonly uncoveredMonths: readonly IsoDate[];
};

export function promptTest(
  moves: readonly Move[],
  { from, to, limitPaise }: { from: IsoDate; to: IsoDate; limitPaise: number },
  rule: PromptRule,
): PromptTest {
  const sorted = moves.filter((move) => move.on <= to).toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  const whole = wholeMonths(from, to).map((month) => {
    const within = sorted.filter((move) => monthOf(move.on) === month);
    const paidIn = within.filter((move) => move.paise < 0);
    const sum = (rows: readonly Move[]) => rows.reduce((all, move) => all + Math.abs(move.paise), 0);
    return { month, times: paidIn.length, paid: sum(paidIn), interest: sum(within.filter((move) => move.interest)) };
  });
  const quietMonths = whole.filter((one) => one.times < rule.creditsAMonth).map((one) => one.month);
  const uncoveredMonths = rule.creditsCoverInterest
    ? whole.filter((one) => one.paid < one.interest).map((one) => one.month)
    : [];
  const overDays = longestOver(sorted, { from, to, limitPaise });
  const prompt = overDays <= rule.overLimitDaysMost && quietMonths.length === 0 && uncoveredMonths.length === 0;
  return { prompt, overDays, quietMonths, uncoveredMonths };
}

function wholeMonths(from: IsoDate, to: IsoDate): IsoDate[] {
  const months: IsoDate[] = [];
  let month = monthOf(from) === from ? from : addMonths(monthOf(from), 1);
  for (; addDays(addMonths(month, 1), -1) <= to; month = addMonths(month, 1)) months.push(month);
  return months;
}

/** A day counts by its closing balance. */
function longestOver(
  moves: readonly Move[],
  { from, to, limitPaise }: { from: IsoDate; to: IsoDate; limitPaise: number },
): number {
  const days = [...new Set(moves.map((move) => move.on))];
  let [balance, longest] = [0, 0];
  let since: IsoDate | null = null;
  for (const day of days) {
    balance += moves.reduce((all, move) => all + (move.on === day ? move.paise : 0), 0);
    if (balance > limitPaise) since ??= day;
    else if (since !== null) {
      longest = Math.max(longest, daysBetween(since < from ? from : since, day));
      since = null;
    }
  }
  return since === null ? longest : Math.max(longest, daysBetween(since < from ? from : since, to) + 1);
}
