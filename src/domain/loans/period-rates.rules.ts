/**
 * What one row's balance earns: the rate of each period as a whole number over a denominator that all rows of a loan share, so that
 * a schedule is exact until the terms say "round" (reference: microfinance.md §7, period rate).
 */
import { daysBetween, type IsoDate } from '#platform/dates.ts';
import type { DayCount, Interval, ProductTerms } from './model.ts';

/** Interest of period k is `balance * parts[k] / whole`. */
export type PeriodRates = { readonly parts: readonly bigint[]; readonly whole: bigint };

type Share = { readonly num: bigint; readonly den: bigint };
const share = (num: number, den: number): Share => ({ num: BigInt(num), den: BigInt(den) });

/** One whole interval as a share of a year. */
function wholeInterval({ unit, every }: Interval, dayCount: DayCount): Share {
  if (unit === 'month') return share(every, 12);
  if (dayCount === 'WEEK_52') return share(every, 52);
  return share(7 * every, dayCount === 'ACT_360' || dayCount === 'D30_360' ? 360 : 365);
}

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** Days of each calendar year over its own length (ISDA Actual/Actual). */
function actualActual(from: IsoDate, to: IsoDate): Share {
  let common = 0;
  let leap = 0;
  for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year += 1) {
    const first = `${year}-01-01`;
    const next = `${year + 1}-01-01`;
    const days = daysBetween(from > first ? from : first, to < next ? to : next);
    if (isLeap(year)) leap += days;
    else common += days;
  }
  return leap === 0 ? share(common, 365) : share(common * 366 + leap * 365, 365 * 366);
}

/** Days by twelve months of thirty (30E/360: the 31st counts as the 30th). */
function thirtyDays(from: IsoDate, to: IsoDate): Share {
  const [y1, m1, d1] = from.split('-').map(Number) as [number, number, number];
  const [y2, m2, d2] = to.split('-').map(Number) as [number, number, number];
  return share((y2 - y1) * 360 + (m2 - m1) * 30 + Math.min(d2, 30) - Math.min(d1, 30), 360);
}

function byDays(from: IsoDate, to: IsoDate, dayCount: DayCount): Share {
  if (dayCount === 'ACT_ACT') return actualActual(from, to);
  if (dayCount === 'D30_360') return thirtyDays(from, to);
  return share(daysBetween(from, to), dayCount === 'ACT_360' ? 360 : dayCount === 'WEEK_52' ? 364 : 365);
}

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b));
const countsDays = (dayCount: DayCount): boolean => dayCount !== 'WHOLE_PERIOD' && dayCount !== 'WEEK_52';

/**
 * @param of what interest is counted to, row by row; `fromRow`: how many rows of the loan lie before the first of these, since the
 *   first-period rule and the interest-free rows look at it
 */
export function periodRates(
  terms: ProductTerms,
  startOn: IsoDate,
  of: readonly IsoDate[] | { readonly dates: readonly IsoDate[]; readonly fromRow: number },
): PeriodRates {
  const { dates, fromRow } = 'fromRow' in of ? of : { dates: of, fromRow: 0 };
  const yearlyBps = BigInt(terms.rate.per === 'month' ? terms.rate.rateBps * 12 : terms.rate.rateBps);
  const usual = countsDays(terms.dayCount);
  const firstByDays = terms.firstPeriod === undefined ? usual : terms.firstPeriod === 'by_days';
  const free = terms.grace?.interestFreeRows ?? 0;
  const interval = wholeInterval(terms.interval, terms.dayCount);
  const shares = dates.map((on, k) => {
    if (fromRow + k < free) return { num: 0n, den: interval.den };
    const counts = fromRow + k === 0 ? firstByDays : usual;
    return counts ? byDays(dates[k - 1] ?? startOn, on, terms.dayCount) : interval;
  });
  let den = 1n;
  for (const one of shares) if (den !== one.den) den = (den / gcd(den, one.den)) * one.den;
  return { parts: shares.map((one) => yearlyBps * one.num * (den / one.den)), whole: 10_000n * den };
}
