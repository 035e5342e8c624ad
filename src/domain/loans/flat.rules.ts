/** FLAT: interest on the whole loan for the whole time, agreed at the start and spread evenly. */
import type { IsoDate } from '#platform/dates.ts';
import { ruled, ruledOut, type Ruling } from '#platform/outcomes.ts';
import type { Instalment, ProductTerms } from './model.ts';
import type { PeriodRates } from './period-rates.rules.ts';
import { evenParts, roundFraction } from './rounding.rules.ts';

/** What a FLAT loan agrees to pay for the money, all periods together (those of a moratorium included, free ones not). */
export function agreedInterest(terms: ProductTerms, rates: PeriodRates): number {
  const allParts = rates.parts.reduce((sum, part) => sum + part, 0n);
  return roundFraction(BigInt(terms.principalPaise) * allParts, rates.whole, terms.interestRounding);
}

/** Interest lies evenly on the rows that ask, principal on those that pay it; rows of a moratorium ask nothing. */
export function flatRows(
  terms: ProductTerms,
  rates: PeriodRates,
  dueDates: readonly IsoDate[],
): Ruling<{ rows: Instalment[]; levelPaise: number }> {
  const { moratoriumRows = 0, interestOnlyRows = 0 } = terms.grace ?? {};
  const asking = dueDates.length - moratoriumRows;
  const paying = asking - interestOnlyRows;
  const level = roundFraction(BigInt(terms.principalPaise), BigInt(paying), terms.rounding);
  if (level === 0 && paying > 1) return ruledOut('loans.instalment_too_small', { unitPaise: terms.rounding.unitPaise });
  const principal = evenParts(terms.principalPaise, { count: paying, each: level, residue: terms.residue });
  if (!principal) return ruledOut('loans.residue_too_large', { instalmentPaise: level });
  const agreed = agreedInterest(terms, rates);
  const each = roundFraction(BigInt(agreed), BigInt(asking), terms.interestRounding);
  // a level rounded up clears early: all interest is due by then
  const count = interestOnlyRows + principal.length;
  const interest =
    evenParts(agreed, { count, each, residue: terms.residue }) ??
    evenParts(agreed, { count, each: Math.floor(agreed / count) }) ??
    [];
  const rows = dueDates.slice(0, moratoriumRows + count).map((dueOn, k) => ({
    no: k + 1,
    dueOn,
    principalPaise: principal[k - moratoriumRows - interestOnlyRows] ?? 0,
    interestPaise: interest[k - moratoriumRows] ?? 0,
  }));
  return ruled({ rows, levelPaise: level });
}
