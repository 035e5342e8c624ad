/** Rows whose interest follows the balance that is left. */
import type { IsoDate } from '#platform/dates.ts';
import type { Instalment, ProductTerms } from './model.ts';
import type { PeriodRates } from './period-rates.rules.ts';
import { roundFraction } from './rounding.rules.ts';

/** The level instalment that clears `balancePaise` exactly at these rates, rounded by the terms; rate 0 gives balance / n. */
export function levelInstalment(terms: ProductTerms, rates: PeriodRates, balancePaise = terms.principalPaise): number {
  let growth = 1n;
  let annuity = 0n;
  let power = 1n;
  for (const part of rates.parts) {
    const factor = rates.whole + part;
    power *= rates.whole;
    annuity = annuity * factor + power;
    growth *= factor;
  }
  return roundFraction(BigInt(balancePaise) * growth, annuity, terms.rounding);
}

/** Rows of a moratorium: nothing asked; interest goes onto the balance or is kept apart without interest. */
export function silentRows(terms: ProductTerms, rates: PeriodRates, dueDates: readonly IsoDate[]) {
  let balancePaise = terms.principalPaise;
  let deferredPaise = 0;
  const rows = dueDates.map((dueOn, k): Instalment => {
    const num = BigInt(balancePaise) * (rates.parts[k] ?? 0n);
    const interestPaise = roundFraction(num, rates.whole, terms.interestRounding);
    if (terms.grace?.moratoriumInterest === 'capitalised') balancePaise += interestPaise;
    else deferredPaise += interestPaise;
    return { no: k + 1, dueOn, principalPaise: 0, interestPaise: 0 };
  });
  return { rows, balancePaise, deferredPaise };
}

type From = {
  readonly level: number;
  /** Of the first of these rows, when it takes the residue. */
  readonly firstLevel?: number;
  readonly balancePaise: number;
  readonly dueDates: readonly IsoDate[];
  readonly firstNo?: number;
  /** More rows follow these: the last one here does not clear the balance. */
  readonly isOpenEnded?: boolean;
};
/**
 * Rows on a falling balance from any point of a schedule: `rates` and `dueDates` belong to the rows still to come. `level` is the whole
 * instalment (EMI, FIXED_INSTALMENT) or its principal part. Null when an instalment would not even pay its interest.
 */
export function rowsFrom(terms: ProductTerms, rates: PeriodRates, from: From): Instalment[] | null {
  const isWhole = terms.method === 'EMI' || terms.method === 'FIXED_INSTALMENT';
  const atEnd = terms.method === 'BULLET' && terms.bulletInterest === 'at_end';
  let balance = from.balancePaise;
  let kept = 0;
  const rows: Instalment[] = [];
  for (const [k, dueOn] of from.dueDates.entries()) {
    if (balance === 0) break;
    const last = k === from.dueDates.length - 1 && !from.isOpenEnded;
    const earned = roundFraction(BigInt(balance) * (rates.parts[k] ?? 0n), rates.whole, terms.interestRounding);
    kept += atEnd ? earned : 0;
    const interestPaise = !atEnd ? earned : last ? kept : 0;
    const level = k === 0 ? (from.firstLevel ?? from.level) : from.level;
    const part = isWhole ? level - interestPaise : level;
    if (part < 0 && !last) return null;
    const principalPaise = last ? balance : Math.min(part, balance);
    rows.push({ no: (from.firstNo ?? 1) + k, dueOn, principalPaise, interestPaise });
    balance -= principalPaise;
  }
  return rows;
}
