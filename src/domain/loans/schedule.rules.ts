/**
 * Schedules in exact integers (reference: microfinance.md §7). Rates of one schedule share a denominator, so every step is a whole
 * number of paise over it; nothing is rounded but what the terms say is rounded.
 */
import { daysBetween, type IsoDate } from '#platform/dates.ts';
import { MAX_PAISE, sumPaise } from '#platform/money.ts';
import { ruled, ruledOut, type Ruling } from '#platform/outcomes.ts';
import type { Instalment, LoanTerms, Rounding, Schedule } from './model.ts';

/** Interest of period k is `balance * parts[k] / whole`. */
export type PeriodRates = { readonly parts: readonly bigint[]; readonly whole: bigint };

/** Rounds the non-negative fraction num/den (paise) to a whole number of the unit. */
export function roundFraction(num: bigint, den: bigint, rounding: Rounding): number {
  const unit = BigInt(rounding.unitPaise);
  const step = den * unit;
  const down = num / step;
  const twice = (num - down * step) * 2n;
  const up =
    (rounding.mode === 'up' && twice > 0n) ||
    (rounding.mode === 'half_up' && twice >= step) ||
    (rounding.mode === 'half_even' && (twice > step || (twice === step && down % 2n === 1n)));
  return Number((up ? down + 1n : down) * unit);
}

export function periodRates(terms: LoanTerms, disbursedOn: IsoDate, dueDates: readonly IsoDate[]): PeriodRates {
  const yearlyBps = BigInt(terms.rate.per === 'month' ? terms.rate.rateBps * 12 : terms.rate.rateBps);
  const every = BigInt(terms.interval.every);
  if (terms.dayCount === 'ACT_365') {
    const parts = dueDates.map((on, k) => yearlyBps * BigInt(daysBetween(dueDates[k - 1] ?? disbursedOn, on)));
    return { parts, whole: 3_650_000n };
  }
  const same = (part: bigint, whole: bigint) => ({ parts: dueDates.map(() => part), whole });
  if (terms.interval.unit === 'month') return same(yearlyBps * every, 120_000n);
  return terms.dayCount === 'WEEK_52' ? same(yearlyBps * every, 520_000n) : same(yearlyBps * every * 7n, 3_650_000n);
}

/** The level instalment that clears `principalPaise` exactly at these rates, rounded by the terms; rate 0 gives principal / n. */
export function levelInstalment(terms: LoanTerms, rates: PeriodRates): number {
  let growth = 1n;
  let annuity = 0n;
  let power = 1n;
  for (const part of rates.parts) {
    const factor = rates.whole + part;
    power *= rates.whole;
    annuity = annuity * factor + power;
    growth *= factor;
  }
  return roundFraction(BigInt(terms.principalPaise) * growth, annuity, terms.rounding);
}

const isRising = (disbursedOn: IsoDate, dueDates: readonly IsoDate[]): boolean =>
  dueDates.every((on, k) => on > (dueDates[k - 1] ?? disbursedOn));

/**
 * The printed schedule. The last row takes the residue, so that principal sums to the loan exactly and, for FLAT, interest sums to
 * the agreed total exactly; a level rounded up may clear the loan early: the empty rows are dropped.
 * Refuses `loans.due_dates_count`, `loans.due_dates_order`, `loans.instalment_too_small`, `loans.instalment_below_interest`,
 * `loans.amount_too_large`.
 */
export function scheduleOf(terms: LoanTerms, disbursedOn: IsoDate, dueDates: readonly IsoDate[]): Ruling<Schedule> {
  if (dueDates.length !== terms.instalments) {
    return ruledOut('loans.due_dates_count', { instalments: terms.instalments, dates: dueDates.length });
  }
  if (!isRising(disbursedOn, dueDates)) return ruledOut('loans.due_dates_order', { disbursedOn });
  const rates = periodRates(terms, disbursedOn, dueDates);
  const level =
    terms.method === 'EMI'
      ? levelInstalment(terms, rates)
      : roundFraction(BigInt(terms.principalPaise), BigInt(terms.instalments), terms.rounding);
  if (level === 0 && terms.instalments > 1) {
    return ruledOut('loans.instalment_too_small', { unitPaise: terms.rounding.unitPaise });
  }
  const instalments =
    terms.method === 'FLAT'
      ? flatRows(terms, rates, { level, dueDates })
      : rowsFrom(terms, rates, {
          level,
          balancePaise: terms.principalPaise,
          dueDates,
        });
  if (!instalments) return ruledOut('loans.instalment_below_interest', { instalmentPaise: level });
  const principalPaise = sumPaise(instalments.map((row) => row.principalPaise));
  const interestPaise = sumPaise(instalments.map((row) => row.interestPaise));
  const payablePaise = principalPaise + interestPaise;
  if (payablePaise > MAX_PAISE) return ruledOut('loans.amount_too_large', { mostPaise: MAX_PAISE });
  return ruled({ levelPaise: level, instalments, totals: { principalPaise, interestPaise, payablePaise } });
}

function flatRows(
  terms: LoanTerms,
  rates: PeriodRates,
  from: { level: number; dueDates: readonly IsoDate[] },
): Instalment[] {
  const n = from.dueDates.length;
  const allParts = rates.parts.reduce((sum, part) => sum + part, 0n);
  let principalLeft = terms.principalPaise;
  let interestLeft = roundFraction(BigInt(terms.principalPaise) * allParts, rates.whole, terms.interestRounding);
  const interestEach = roundFraction(BigInt(interestLeft), BigInt(n), terms.interestRounding);
  const rows: Instalment[] = [];
  for (const [k, dueOn] of from.dueDates.entries()) {
    const last = k === n - 1 || from.level >= principalLeft;
    const principalPaise = last ? principalLeft : from.level;
    const interestPaise = last ? interestLeft : Math.min(interestEach, interestLeft);
    rows.push({ no: k + 1, dueOn, principalPaise, interestPaise });
    principalLeft -= principalPaise;
    interestLeft -= interestPaise;
    if (principalLeft === 0) break;
  }
  return rows;
}

/**
 * Rows on a falling balance (EQUAL_PRINCIPAL, EMI) from any point of a schedule: `rates` and `dueDates` belong to the rows still to
 * come. Null when an EMI would not even pay its interest.
 */
export function rowsFrom(
  terms: LoanTerms,
  rates: PeriodRates,
  from: { level: number; balancePaise: number; dueDates: readonly IsoDate[]; firstNo?: number },
): Instalment[] | null {
  let balance = from.balancePaise;
  const rows: Instalment[] = [];
  for (const [k, dueOn] of from.dueDates.entries()) {
    if (balance === 0) break;
    const interestPaise = roundFraction(BigInt(balance) * (rates.parts[k] ?? 0n), rates.whole, terms.interestRounding);
    const part = terms.method === 'EMI' ? from.level - interestPaise : from.level;
    const last = k === from.dueDates.length - 1;
    if (part < 0 && !last) return null;
    const principalPaise = last ? balance : Math.min(part, balance);
    rows.push({ no: (from.firstNo ?? 1) + k, dueOn, principalPaise, interestPaise });
    balance -= principalPaise;
  }
  return rows;
}
