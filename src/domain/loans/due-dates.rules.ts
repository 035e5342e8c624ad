/**
 * Due dates that keep their anchor (reference: microfinance.md §7): the 31st falls on 28 or 29 February and on 31 March again. Real
 * meeting dates need no rule: they are the list.
 */
import * as z from 'zod/mini';
import { addDays, addMonths, weekdayOf, type IsoDate } from '#platform/dates.ts';
import { Day } from '#domain/ledger/index.ts';
import { Interval } from './model.ts';

export const DuePlan = z.strictObject({
  firstOn: Day,
  interval: Interval,
  /** Day of the month that later rows return to, when the first one fell in a shorter month. */
  anchorDay: z.optional(z.int().check(z.gte(1), z.lte(31))),
  /** "The second Tuesday": nth 1 to 4, 5 = the last; weekday 0 = Sunday. Months only. */
  nthWeekday: z.optional(
    z.strictObject({ nth: z.int().check(z.gte(1), z.lte(5)), weekday: z.int().check(z.gte(0), z.lte(6)) }),
  ),
  holidayShift: z.enum(['none', 'next', 'previous']),
  /** Whether interest is counted to the shifted day, or to the day as if it were no holiday. */
  shiftedInterest: z.boolean(),
});
export type DuePlan = z.infer<typeof DuePlan>;

/** `shownOn`: when she pays. `countedOn`: what interest is counted between; the same list unless a shift bears no interest. */
export type DueDays = { readonly shownOn: readonly IsoDate[]; readonly countedOn: readonly IsoDate[] };

/** No run of holidays is longer; ends the search if somebody marks a whole year. */
const LONGEST_HOLIDAY_DAYS = 31;

/** @param isHoliday of the place, from dated data; Sundays only if it says so */
export function dueDays(plan: DuePlan, count: number, isHoliday: (on: IsoDate) => boolean = () => false): DueDays {
  const plain = Array.from({ length: count }, (_, k) => plainDay(plan, k));
  const shownOn = plain.map((on) => shifted(on, plan.holidayShift, isHoliday));
  return { shownOn, countedOn: plan.shiftedInterest ? shownOn : plain };
}

function plainDay({ firstOn, interval, anchorDay, nthWeekday }: DuePlan, k: number): IsoDate {
  if (interval.unit === 'week') return addDays(firstOn, 7 * interval.every * k);
  const months = interval.every * k;
  if (!nthWeekday) return k === 0 ? firstOn : addMonths(firstOn, months, anchorDay);
  return nthWeekdayOf(addMonths(firstOn, months, 1), nthWeekday);
}

/** @param first the first day of the month */
function nthWeekdayOf(first: IsoDate, { nth, weekday }: { nth: number; weekday: number }): IsoDate {
  const inWeekOne = addDays(first, (weekday - weekdayOf(first) + 7) % 7);
  const wanted = addDays(inWeekOne, 7 * (nth - 1));
  return wanted.slice(0, 7) === first.slice(0, 7) ? wanted : addDays(wanted, -7);
}

function shifted(on: IsoDate, shift: DuePlan['holidayShift'], isHoliday: (on: IsoDate) => boolean): IsoDate {
  if (shift === 'none') return on;
  const step = shift === 'next' ? 1 : -1;
  for (let days = 0; days <= LONGEST_HOLIDAY_DAYS; days += 1) {
    const day = addDays(on, days * step);
    if (!isHoliday(day)) return day;
  }
  return on;
}
