/**
 * Schedules in exact integers (reference: microfinance.md §7). Rates of one schedule share a denominator, so every step is a whole
 * number of paise over it; nothing is rounded but what the terms say is rounded.
 */
import type { IsoDate } from '#platform/dates.ts';
import { MAX_PAISE, sumPaise } from '#platform/money.ts';
import { ruled, ruledOut, type Ruling } from '#platform/outcomes.ts';
import { flatRows } from './flat.rules.ts';
import type { DueDays } from './due-dates.rules.ts';
import { levelInstalment, rowsFrom, silentRows } from './balance-rows.rules.ts';
import type { Instalment, ProductTerms, Schedule } from './model.ts';
import { periodRates, type PeriodRates } from './period-rates.rules.ts';
import { evenParts, roundFraction } from './rounding.rules.ts';

const isRising = (disbursedOn: IsoDate, dueDates: readonly IsoDate[]): boolean =>
  dueDates.every((on, k) => on > (dueDates[k - 1] ?? disbursedOn));

/** Terms that contradict each other, before any row is made. */
function contradiction(terms: ProductTerms, dates: number): Ruling<null> {
  if (dates !== terms.instalments) return ruledOut('loans.due_dates_count', { instalments: terms.instalments, dates });
  const { grace, method } = terms;
  if (grace && grace.moratoriumRows + grace.interestOnlyRows >= terms.instalments)
    return ruledOut('loans.grace_too_long', { instalments: terms.instalments });
  if (grace && grace.moratoriumRows > 0 && method === 'FLAT' && grace.moratoriumInterest === 'capitalised')
    return ruledOut('loans.flat_not_capitalised', {});
  if (terms.residue === 'first' && method !== 'FLAT' && method !== 'EQUAL_PRINCIPAL')
    return ruledOut('loans.residue_last_only', { method });
  if (method === 'FIXED_INSTALMENT' && terms.fixedPaise === undefined)
    return ruledOut('loans.fixed_amount_missing', {});
  return ruled(null);
}

/**
 * The printed schedule. Principal of the rows sums exactly to the loan (plus what a moratorium capitalised); FLAT interest sums to the
 * agreed total; a level rounded up may clear the loan early: the empty rows are dropped. Rows of a moratorium stand there with nothing
 * to pay. `due`: the days she pays, with what interest is counted between when a holiday shift bears none.
 * Refuses `loans.due_dates_count`, `loans.due_dates_order`, `loans.grace_too_long`, `loans.flat_not_capitalised`,
 * `loans.residue_last_only`, `loans.residue_too_large`, `loans.fixed_amount_missing`, `loans.fixed_too_small` {balancePaise},
 * `loans.instalment_too_small`, `loans.instalment_below_interest`, `loans.amount_too_large`.
 */
export function scheduleOf(
  terms: ProductTerms,
  disbursedOn: IsoDate,
  due: readonly IsoDate[] | DueDays,
): Ruling<Schedule> {
  const { shownOn: dueDates, countedOn } = 'shownOn' in due ? due : { shownOn: due, countedOn: due };
  const clear = contradiction(terms, dueDates.length);
  if (!clear.ok) return clear;
  if (!isRising(disbursedOn, dueDates) || !isRising(disbursedOn, countedOn))
    return ruledOut('loans.due_dates_order', { disbursedOn });
  const rates = periodRates(terms, disbursedOn, countedOn);
  const made =
    terms.method === 'FLAT'
      ? flatRows(terms, rates, dueDates)
      : balanceRows(terms, { rates, dueDates }, wholeLoan(terms));
  if (!made.ok) return made;
  const instalments = withSpreadCharges(terms, made.value.rows);
  const principalPaise = sumPaise(instalments.map((row) => row.principalPaise));
  const interestPaise = sumPaise(instalments.map((row) => row.interestPaise));
  const feePaise = sumPaise(instalments.map((row) => row.feePaise ?? 0));
  const payablePaise = principalPaise + interestPaise + feePaise;
  if (payablePaise > MAX_PAISE) return ruledOut('loans.amount_too_large', { mostPaise: MAX_PAISE });
  return ruled({
    levelPaise: made.value.levelPaise,
    instalments,
    capitalisedPaise: principalPaise - terms.principalPaise,
    totals: { principalPaise, interestPaise, feePaise, payablePaise },
  });
}

export type Made = { readonly rows: Instalment[]; readonly levelPaise: number };

function levelOf(terms: ProductTerms, rates: PeriodRates, balancePaise: number): number {
  if (terms.method === 'EMI') return levelInstalment(terms, rates, balancePaise);
  if (terms.method === 'FIXED_INSTALMENT') return terms.fixedPaise ?? 0;
  return terms.method === 'BULLET'
    ? 0
    : roundFraction(BigInt(balancePaise), BigInt(rates.parts.length), terms.rounding);
}

/** Where rows begin: at the start of a loan, or from some row on while it runs. */
export type RowsFrom = {
  readonly balancePaise: number;
  /** Rows of these terms that lie before: grace counts from the loan's own first row. */
  readonly fromRow: number;
  /** Kept as it is, or reckoned anew (null). */
  readonly levelPaise: number | null;
  /** Interest earned before and not asked by any row yet: paid where the terms say deferred interest is paid. */
  readonly carriedPaise: number;
};

/**
 * EMI, EQUAL_PRINCIPAL, BULLET, FIXED_INSTALMENT: silent rows, rows of interest only, rows that pay. Rates and dates belong to these rows
 * alone. A balance of 0 has no rows: what is carried is then left to the caller.
 */
export function balanceRows(
  terms: ProductTerms,
  { rates, dueDates }: { rates: PeriodRates; dueDates: readonly IsoDate[] },
  from: RowsFrom,
): Ruling<Made> {
  if (from.balancePaise === 0) return ruled({ rows: [], levelPaise: from.levelPaise ?? 0 });
  const moratoriumRows = Math.max(0, (terms.grace?.moratoriumRows ?? 0) - from.fromRow);
  const graceRows = (terms.grace?.moratoriumRows ?? 0) + (terms.grace?.interestOnlyRows ?? 0);
  const paysFrom = Math.max(0, graceRows - from.fromRow);
  const silent = silentRows({ ...terms, principalPaise: from.balancePaise }, rates, dueDates.slice(0, moratoriumRows));
  const only = rowsFrom(
    { ...terms, method: 'EQUAL_PRINCIPAL' },
    { ...rates, parts: rates.parts.slice(moratoriumRows, paysFrom) },
    {
      level: 0,
      balancePaise: silent.balancePaise,
      dueDates: dueDates.slice(moratoriumRows, paysFrom),
      firstNo: moratoriumRows + 1,
      isOpenEnded: true,
    },
  );
  const paying = { whole: rates.whole, parts: rates.parts.slice(paysFrom) };
  const level = from.levelPaise ?? levelOf(terms, paying, silent.balancePaise);
  if (level === 0 && paying.parts.length > 1 && terms.method !== 'BULLET')
    return ruledOut('loans.instalment_too_small', { unitPaise: terms.rounding.unitPaise });
  const residueFirst = terms.residue === 'first' && from.fromRow === 0 && from.levelPaise === null;
  const firstLevel = residueFirst ? silent.balancePaise - level * (paying.parts.length - 1) : level;
  if (firstLevel < 0) return ruledOut('loans.residue_too_large', { instalmentPaise: level });
  const rows = rowsFrom(terms, paying, {
    level,
    firstLevel,
    balancePaise: silent.balancePaise,
    dueDates: dueDates.slice(paysFrom),
    firstNo: paysFrom + 1,
  });
  if (!rows || !only) return ruledOut('loans.instalment_below_interest', { instalmentPaise: level });
  const last = rows.at(-1);
  if (terms.method === 'FIXED_INSTALMENT' && last && last.principalPaise + last.interestPaise > level)
    return ruledOut('loans.fixed_too_small', {
      balancePaise: last.principalPaise + last.interestPaise - level,
      instalments: terms.instalments,
    });
  const asking = withDeferred(terms, [...only, ...rows], { silentPaise: silent.deferredPaise, ...from });
  return ruled({ rows: [...silent.rows, ...asking], levelPaise: level });
}

const wholeLoan = (terms: ProductTerms): RowsFrom => ({
  balancePaise: terms.principalPaise,
  fromRow: 0,
  levelPaise: null,
  carriedPaise: 0,
});

/**
 * Interest kept apart: of a moratorium, paid with the first row that asks or laid evenly on all that do; of a bullet loan that pays all at
 * its end, with the last.
 */
function withDeferred(
  terms: ProductTerms,
  rows: Instalment[],
  { silentPaise, carriedPaise }: { silentPaise: number; carriedPaise: number },
): Instalment[] {
  const atEnd = terms.method === 'BULLET' && terms.bulletInterest === 'at_end';
  const endPaise = atEnd ? carriedPaise : 0;
  const deferredPaise = silentPaise + carriedPaise - endPaise;
  if (deferredPaise + endPaise === 0) return rows;
  const spread = terms.grace?.moratoriumInterest === 'deferred_spread';
  const count = spread ? rows.length : 1;
  const parts = evenParts(deferredPaise, { count, each: Math.floor(deferredPaise / count) }) ?? [];
  return rows.map((row, k) => ({
    ...row,
    interestPaise: row.interestPaise + (parts[k] ?? 0) + (k === rows.length - 1 ? endPaise : 0),
  }));
}

/** Charges laid on the rows: evenly over those that ask anything, the odd paise in the last. */
function withSpreadCharges(terms: ProductTerms, rows: Instalment[]): Instalment[] {
  const paise = sumPaise((terms.charges ?? []).filter((one) => one.when === 'spread').map((one) => one.paise));
  if (paise === 0) return rows;
  const asking = rows.filter((row) => row.principalPaise + row.interestPaise > 0);
  const parts = evenParts(paise, { count: asking.length, each: Math.floor(paise / asking.length) }) ?? [];
  return rows.map((row) => {
    const at = asking.indexOf(row);
    return at < 0 ? row : { ...row, feePaise: parts[at] ?? 0 };
  });
}
