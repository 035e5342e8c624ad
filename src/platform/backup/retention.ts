/** Which backups stay: the newest of each of so many days, weeks and months that have one. Pure; days are those of India. */
import { addDays, dayInIndia, type IsoDate } from '../dates.ts';

export type Keeping = { readonly daily: number; readonly weekly: number; readonly monthly: number };
export const USUAL_KEEPING: Keeping = { daily: 7, weekly: 4, monthly: 12 };

/** @returns those of `moments` to keep; the newest is always among them */
export function kept(moments: readonly Date[], keeping: Keeping = USUAL_KEEPING): Date[] {
  const newestFirst = [...moments].sort((a, b) => b.getTime() - a.getTime());
  const stay = new Set<Date>(newestFirst.slice(0, 1));
  const rules: readonly (readonly [number, (day: IsoDate) => string])[] = [
    [keeping.daily, (day) => day],
    [keeping.weekly, mondayOf],
    [keeping.monthly, (day) => day.slice(0, 7)],
  ];
  for (const [count, spanOf] of rules) {
    const spans = new Set<string>();
    for (const moment of newestFirst) {
      const span = spanOf(dayInIndia(moment));
      if (spans.has(span)) continue;
      if (spans.size === count) break;
      spans.add(span);
      stay.add(moment);
    }
  }
  return newestFirst.filter((moment) => stay.has(moment));
}

const mondayOf = (day: IsoDate): string => addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
