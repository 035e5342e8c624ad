/** Calendar days as ISO text ("2026-05-12"). Event dates have no time and no zone; the village's day is the day. */

declare const dayBrand: unique symbol;
export type IsoDate = string & { readonly [dayBrand]?: true };

const SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/;
const DAY_MS = 86_400_000;

const toUtc = (date: IsoDate): number => Date.parse(`${date}T00:00:00Z`);
const fromUtc = (ms: number): IsoDate => new Date(ms).toISOString().slice(0, 10);

export function isIsoDate(text: unknown): text is IsoDate {
  if (typeof text !== 'string' || !SHAPE.test(text)) return false;
  const ms = toUtc(text);
  return !Number.isNaN(ms) && fromUtc(ms) === text;
}

export const addDays = (date: IsoDate, days: number): IsoDate => fromUtc(toUtc(date) + days * DAY_MS);
export const daysBetween = (from: IsoDate, to: IsoDate): number => Math.round((toUtc(to) - toUtc(from)) / DAY_MS);

/** Month arithmetic that keeps the anchor: 31 Jan + 1 = 28/29 Feb, 31 Jan + 2 = 31 Mar (add to the first date, do not chain). */
export function addMonths(date: IsoDate, months: number, anchorDay?: number): IsoDate {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  const index = year * 12 + (month - 1) + months;
  const y = Math.floor(index / 12);
  const m = index - y * 12;
  const last = new Date(Date.UTC(y, m + 1, 0)).getUTCDate();
  const d = Math.min(anchorDay ?? day, last);
  return `${String(y).padStart(4, '0')}-${String(m + 1).padStart(2, '0')}-${String(d).padStart(2, '0')}`;
}

/** First day of the month: the key of balance buckets. */
export const monthOf = (date: IsoDate): IsoDate => `${date.slice(0, 7)}-01`;

/** The Indian financial year (1 April to 31 March) a day falls in, named by its first calendar year. */
export function financialYear(date: IsoDate): { year: number; from: IsoDate; to: IsoDate } {
  const calendar = Number(date.slice(0, 4));
  const year = date.slice(5) >= '04-01' ? calendar : calendar - 1;
  return { year, from: `${year}-04-01`, to: `${year + 1}-03-31` };
}

/** "2025-26": a financial year by its first calendar year. */
export const financialYearName = (year: number): string => `${year}-${String((year + 1) % 100).padStart(2, '0')}`;

/** The calendar day in India (UTC+5:30, no summer time) at an instant. */
export const dayInIndia = (at: Date): IsoDate => fromUtc(at.getTime() + 19_800_000);

/** 0 = Sunday ... 6 = Saturday. */
export const weekdayOf = (date: IsoDate): number => new Date(toUtc(date)).getUTCDay();
