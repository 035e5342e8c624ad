/**
 * The yearly cost of money in the sense of the Key Facts Statement (RBI circular of 15 Apr 2024, Annex II; microfinance.md §2): the
 * nominal rate, period rate times periods a year, on what she really received. A rate is no amount: it may be found in binary
 * fractions; only + - * / are used, so every device finds the same figure.
 */
import { sumPaise } from '#platform/money.ts';
import { instalmentPaise, type ProductTerms, type Rate, type Schedule } from './model.ts';

export type YearlyCost =
  | {
      readonly kind: 'rate';
      /** Hundredths of a percent: 17.07% = 1707. */
      readonly nominalBps: number;
      /** The same compounded over a year: always higher, never called APR. */
      readonly effectiveBps: number | null;
    }
  /** `none`: nothing received, or nothing paid back; `several`: money changes hands both ways more than once. */
  | { readonly kind: 'none' | 'several' };

/**
 * @param flows paise at the end of period 0, 1, 2 ...: what she receives positive, what she pays negative
 * @param periodsPerYear 12 for months, 52 or 365/7 for weeks
 */
export function yearlyCost(flows: readonly number[], periodsPerYear: number): YearlyCost {
  const signs = flows.filter((flow) => flow !== 0).map(Math.sign);
  const changes = signs.filter((sign, index) => index > 0 && sign !== signs[index - 1]).length;
  if (changes > 1) return { kind: 'several' };
  if (changes === 0 || periodsPerYear <= 0) return { kind: 'none' };
  const discount = rootOf(signs[0] === 1 ? flows.map((flow) => -flow) : flows);
  const period = 1 / discount - 1;
  const nominalBps = Math.round(period * periodsPerYear * 10_000);
  if (!Number.isSafeInteger(nominalBps)) return { kind: 'none' };
  const effective = Math.round((Math.pow(1 + period, periodsPerYear) - 1) * 10_000);
  return {
    kind: 'rate',
    nominalBps: nominalBps === 0 ? 0 : nominalBps,
    effectiveBps: Number.isSafeInteger(effective) ? effective : null,
  };
}

/** The one positive root of a polynomial whose signs change once, from minus to plus (Descartes): bracket, then bisect to the last bit. */
function rootOf(coefficients: readonly number[]): number {
  const value = (at: number): number => coefficients.reduceRight((sum, coefficient) => sum * at + coefficient, 0);
  let low = 0;
  let high = 1;
  while (value(high) < 0) {
    low = high;
    high *= 2;
  }
  if (value(high) === 0) return high;
  for (let step = 0; step < 1100; step += 1) {
    const middle = low + (high - low) / 2;
    if (middle === low || middle === high) break;
    if (value(middle) < 0) low = middle;
    else high = middle;
  }
  return high;
}

/** Instalments a year by the loan's own convention, so that a loan without fee costs exactly the rate quoted. */
export function periodsPerYear(terms: ProductTerms): number {
  if (terms.interval.unit === 'month') return 12 / terms.interval.every;
  return (terms.dayCount === 'WEEK_52' ? 52 : 365 / 7) / terms.interval.every;
}

/** Charges that reach her purse on the day of paying out: kept back, or paid by her apart; third parties' are hers to bear all the same. */
const atPayOut = (terms: ProductTerms): number =>
  sumPaise((terms.charges ?? []).filter((one) => one.when !== 'spread').map((one) => one.paise)) + terms.feePaise;

/** What she gets into her hand: the loan without what is kept back. May be negative when charges exceed the loan. */
export const netDisbursed = (terms: ProductTerms): number =>
  terms.principalPaise -
  terms.feePaise -
  sumPaise((terms.charges ?? []).filter((one) => one.when === 'deducted').map((one) => one.paise));

/** The yearly cost of a loan as it will really be paid: from the rounded rows, all charges included, whoever receives them. */
export const costOfLoan = (terms: ProductTerms, schedule: Schedule): YearlyCost =>
  yearlyCost(
    [terms.principalPaise - atPayOut(terms), ...schedule.instalments.map((row) => -instalmentPaise(row))],
    periodsPerYear(terms),
  );

/** "2 rupees a hundred a month": the rate as groups say it, in paise for each Rs 100 and month; `exact` false when rounded. */
export function groupWords(rate: Rate): { readonly paisePerHundredPerMonth: number; readonly exact: boolean } {
  if (rate.per === 'month') return { paisePerHundredPerMonth: rate.rateBps, exact: true };
  return { paisePerHundredPerMonth: Math.round(rate.rateBps / 12), exact: rate.rateBps % 12 === 0 };
}
