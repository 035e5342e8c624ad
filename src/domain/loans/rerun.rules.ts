/** Rows reckoned again while a loan runs: the balance lowered ahead of time, a later tranche, another schedule (reference: microfinance.md §7). */
import type { IsoDate } from '#platform/dates.ts';
import { ruled, ruledOut, type Ruling } from '#platform/outcomes.ts';
import type { Due, LoanEvent, RunRow, Running } from './life.model.ts';
import type { ProductTerms } from './model.ts';
import { mergedAt } from './payoff.rules.ts';
import { periodRates } from './period-rates.rules.ts';
import { sumParts } from './repayment.rules.ts';
import { evenParts, roundFraction } from './rounding.rules.ts';
import {
  aheadFrom,
  balanceAt,
  broughtOf,
  carriedAt,
  earnedBy,
  earnedUnpaidBy,
  owedOf,
  paidOf,
  ratesFrom,
  runRows,
  startOf,
  sumOf,
  unpaidOf,
} from './run-state.rules.ts';
import { balanceRows } from './schedule.rules.ts';

type Again = { readonly balancePaise: number; readonly levelPaise: number | null; readonly due: Due };

/** The rows from `index` on for another balance; interest carried and brought in, fees and fines asked there stay asked. */
function rowsAgain(loan: Running, index: number, { balancePaise, levelPaise, due }: Again): Ruling<Running> {
  const old = loan.rows.slice(index);
  const fromRow = index - loan.base;
  const carriedPaise = carriedAt(loan, index);
  const rates = ratesFrom(loan, index, due.countedOn);
  const made = balanceRows(
    loan.terms,
    { rates, dueDates: due.shownOn },
    { balancePaise, fromRow, levelPaise, carriedPaise },
  );
  if (!made.ok) return made;
  const printed = made.value.rows.map((row, k) => ({ ...row, no: index + k + 1 }));
  const fresh = runRows(loan.terms, { rows: printed, countedOn: due.countedOn }, { balancePaise, rates, fromRow });
  const rest = { ...sumOf(old, (row) => row.asked), principalPaise: 0, interestPaise: 0 };
  const left = { ...rest, interestPaise: fresh.length === 0 ? carriedPaise : 0 };
  const again = withRest(fresh, { rest: left, broughtPaise: broughtOf(old), first: old[0] });
  const rows = [...loan.rows.slice(0, index), ...again];
  return ruled({ ...loan, rows, levelPaise: made.value.levelPaise });
}

/** Interest owed before, asked with a row whose own period did not earn it. */
const bringIn = (row: RunRow, paise: number): RunRow => ({
  ...row,
  earnedPaise: row.earnedPaise + paise,
  broughtPaise: row.broughtPaise + paise,
  asked: { ...row.asked, interestPaise: row.asked.interestPaise + paise },
});

type Rest = { readonly rest: RunRow['asked']; readonly broughtPaise: number; readonly first: RunRow | undefined };
/** Fees evenly on the rows that ask, fines and interest brought in on the first; a balance paid ahead may leave one row that asks these alone. */
function withRest(rows: readonly RunRow[], { rest, broughtPaise, first }: Rest): RunRow[] {
  if (sumParts(rest) + broughtPaise === 0) return [...rows];
  if (rows.length === 0) {
    if (!first) return [];
    return [bringIn({ ...first, asked: rest, earnedPaise: 0, broughtPaise: 0, capitalisedPaise: 0 }, broughtPaise)];
  }
  const asking = rows.filter((row) => sumParts(row.asked) > 0);
  const fees =
    evenParts(rest.feePaise, { count: asking.length, each: Math.floor(rest.feePaise / asking.length) }) ?? [];
  return rows.map((row, k) => {
    const at = asking.indexOf(row);
    const own = k === 0 ? bringIn(row, broughtPaise) : row;
    if (at < 0) return own;
    const finePaise = own.asked.finePaise + (at === 0 ? rest.finePaise : 0);
    return { ...own, asked: { ...own.asked, finePaise, feePaise: own.asked.feePaise + (fees[at] ?? 0) } };
  });
}

const dueOf = (rows: readonly RunRow[]): Due => ({
  shownOn: rows.map((row) => row.dueOn),
  countedOn: rows.map((row) => row.countedOn),
});

/**
 * Takes money off the balance of the periods ahead. `shorten` keeps the instalment, `lower` keeps the number of rows (or the instalment,
 * where rounding leaves nothing smaller). The period that has begun keeps its interest; FLAT keeps its agreed interest.
 */
export function lowerBalance(
  loan: Running,
  paise: number,
  { on, how }: { on: IsoDate; how: 'shorten' | 'lower' },
): { readonly loan: Running; readonly takenPaise: number } {
  const index = aheadFrom(loan, on);
  const balance = balanceAt(loan, index);
  const takenPaise = Math.min(paise, Math.max(0, balance));
  if (takenPaise === 0) return { loan, takenPaise };
  const lowered = { ...loan, prepaidPaise: loan.prepaidPaise + takenPaise };
  if (loan.terms.method === 'FLAT')
    return { loan: { ...lowered, rows: lessFlat(loan, { index, paise: takenPaise, how }) }, takenPaise };
  const again = (levelPaise: number | null) =>
    rowsAgain(lowered, index, { balancePaise: balance - takenPaise, levelPaise, due: dueOf(loan.rows.slice(index)) });
  const made = how === 'lower' ? again(null) : again(loan.levelPaise);
  const rows = made.ok ? made : again(loan.levelPaise);
  if (!rows.ok) throw new Error(`A lower balance found no rows: ${rows.code}`);
  return { loan: rows.value, takenPaise };
}

function lessFlat(loan: Running, { index, paise, how }: { index: number; paise: number; how: 'shorten' | 'lower' }) {
  const ahead = loan.rows.slice(index);
  const balance = balanceAt(loan, index);
  let left = paise;
  const cut = (row: RunRow, most: number): RunRow => {
    const take = Math.min(left, most, row.asked.principalPaise);
    left -= take;
    return { ...row, asked: { ...row.asked, principalPaise: row.asked.principalPaise - take } };
  };
  const share = (row: RunRow) => Number((BigInt(row.asked.principalPaise) * BigInt(paise)) / BigInt(balance));
  const evenly = how === 'lower' ? ahead.map((row) => cut(row, share(row))) : ahead;
  // what the shares rounded away, or all of it: from the last row backwards
  const rows = evenly.toReversed().map((row) => cut(row, left));
  const kept = rows.toReversed().filter((row) => sumParts(row.asked) > 0);
  return [...loan.rows.slice(0, index), ...kept];
}

/**
 * Another part of the loan paid out. It bears interest from its own day: for the rest of the period that has begun by days, then as the
 * terms say; the instalments ahead are reckoned anew. Refuses `loans.flat_one_tranche`, `loans.tranche_too_late`,
 * `loans.tranche_above` {mostPaise}.
 */
export function addTranche(loan: Running, paise: number, on: IsoDate): Ruling<Running> {
  const mostPaise = loan.contract.terms.principalPaise - loan.lentPaise;
  if (paise > mostPaise) return ruledOut('loans.tranche_above', { mostPaise });
  if (loan.terms.method === 'FLAT') return ruledOut('loans.flat_one_tranche', {});
  const index = aheadFrom(loan, on);
  if (index >= loan.rows.length) return ruledOut('loans.tranche_too_late', {});
  const balancePaise = balanceAt(loan, index) + paise;
  const begun = index > loan.base && startOf(loan, index) > on ? index - 1 : null;
  const now = begun === null ? loan : withBrokenPeriod(loan, begun, { paise, on });
  const grown = begun === null ? 0 : now.rows[begun]!.capitalisedPaise - loan.rows[begun]!.capitalisedPaise;
  const from = index - loan.base;
  const due = { shownOn: loan.due.shownOn.slice(from), countedOn: loan.due.countedOn.slice(from) };
  const terms = { ...now.terms, principalPaise: loan.lentPaise + paise };
  return rowsAgain({ ...now, terms, lentPaise: loan.lentPaise + paise }, index, {
    balancePaise: balancePaise + grown,
    levelPaise: null,
    due,
  });
}

/** What the new money earns in the period that has begun; asked with that row when the row asks its own interest. */
function withBrokenPeriod(loan: Running, index: number, { paise, on }: { paise: number; on: IsoDate }): Running {
  const row = loan.rows[index]!;
  const rates = ratesFrom(loan, index, [row.countedOn]);
  const wholePaise = roundFraction(BigInt(paise) * (rates.parts[0] ?? 0n), rates.whole, {
    unitPaise: 1,
    mode: 'half_up',
  });
  const broken: RunRow = { ...row, earnedPaise: wholePaise, broughtPaise: 0 };
  const part = wholePaise - earnedBy({ ...loan, rows: loan.rows.with(index, broken) }, index, on);
  const silent = index - loan.base < (loan.terms.grace?.moratoriumRows ?? 0);
  const capitalises = silent && loan.terms.grace?.moratoriumInterest === 'capitalised';
  const keeps = silent || (loan.terms.method === 'BULLET' && loan.terms.bulletInterest === 'at_end');
  const changed: RunRow = {
    ...row,
    earnedPaise: row.earnedPaise + part,
    capitalisedPaise: row.capitalisedPaise + (capitalises ? part : 0),
    asked: { ...row.asked, interestPaise: row.asked.interestPaise + (keeps ? 0 : part) },
  };
  return { ...loan, rows: loan.rows.with(index, changed) };
}

/**
 * Another schedule for what is owed. Interest to the day, fees and fines are asked with the first new row and bear nothing; only principal
 * runs on. FLAT keeps its agreed interest, laid evenly on the new rows. The loan is marked for good. Refuses what `scheduleOf` refuses.
 */
export function reschedule(loan: Running, event: Extract<LoanEvent, { kind: 'rescheduled' }>): Ruling<Running> {
  const { on, dueDates } = event;
  const isRising = dueDates.every((day, k) => day > (dueDates[k - 1] ?? on));
  if (!isRising) return ruledOut('loans.due_dates_order', { disbursedOn: on });
  if (dueDates.length !== event.terms.instalments)
    return ruledOut('loans.due_dates_count', { instalments: event.terms.instalments, dates: dueDates.length });
  const { mergedOverPaise, ...merged } = mergedAt(loan, on, { payoff: 'to_day' });
  const owed = owedOf(merged.rows);
  if (owed.principalPaise === 0) return ruledOut('loans.nothing_to_reschedule', {});
  const old = merged.rows.map((row) => ({ ...row, asked: row.paid }));
  const kept = old.filter((row) => sumParts(row.paid) > 0 || row.capitalisedPaise > 0);
  const { grace: _, fixedPaise: __, ...agreed } = loan.terms;
  const terms: ProductTerms = {
    ...agreed,
    ...event.terms,
    method: loan.terms.method === 'FIXED_INSTALMENT' ? 'EMI' : loan.terms.method,
    principalPaise: owed.principalPaise,
    residue: 'last',
    charges: [],
  };
  const due: Due = { shownOn: [...dueDates], countedOn: [...dueDates] };
  const base: Running = {
    ...merged,
    terms,
    base: kept.length,
    startOn: on,
    due,
    rows: kept,
    rescheduledOn: on,
    overPaise: loan.overPaise + mergedOverPaise,
  };
  const isFlat = terms.method === 'FLAT';
  const fresh = isFlat
    ? flatAgain(base, owed, Math.min(owed.interestPaise, earnedUnpaidBy(loan, on, paidOf(merged.rows).interestPaise)))
    : balanceAgain(base, owed.principalPaise);
  if (!fresh.ok) return fresh;
  const [first, ...others] = fresh.value.rows;
  if (!first) return ruledOut('loans.nothing_to_reschedule', {});
  const { finePaise, feePaise } = owed;
  const asking = bringIn({ ...first, asked: { ...first.asked, finePaise, feePaise } }, isFlat ? 0 : owed.interestPaise);
  const rows = [...kept, asking, ...others].map((row, at) => ({ ...row, no: at + 1 }));
  return ruled({ ...base, rows, levelPaise: fresh.value.levelPaise });
}

type Fresh = Ruling<{ rows: RunRow[]; levelPaise: number }>;

function balanceAgain(loan: Running, balancePaise: number): Fresh {
  const rates = periodRates(loan.terms, loan.startOn, loan.due.countedOn);
  const from = { balancePaise, fromRow: 0, levelPaise: null, carriedPaise: 0 };
  const { grace } = loan.terms;
  if (grace && grace.moratoriumRows + grace.interestOnlyRows >= loan.terms.instalments)
    return ruledOut('loans.grace_too_long', { instalments: loan.terms.instalments });
  const made = balanceRows(loan.terms, { rates, dueDates: loan.due.shownOn }, from);
  if (!made.ok) return made;
  const printed = { rows: made.value.rows, countedOn: loan.due.countedOn };
  return ruled({
    rows: runRows(loan.terms, printed, { balancePaise, rates, fromRow: 0 }),
    levelPaise: made.value.levelPaise,
  });
}

/** @param earnedPaise of the interest owed, what was earned before: kept on the rows in proportion, the rest is earned with their days */
function flatAgain(loan: Running, owed: RunRow['asked'], earnedPaise: number): Fresh {
  const count = loan.due.shownOn.length;
  const even = (paise: number) => evenParts(paise, { count, each: Math.floor(paise / count) }) ?? [];
  const principal = even(owed.principalPaise);
  const interest = even(owed.interestPaise);
  const rows = loan.due.shownOn.map((dueOn, k) => ({
    no: k + 1,
    dueOn,
    principalPaise: principal[k] ?? 0,
    interestPaise: interest[k] ?? 0,
  }));
  const rates = { parts: [], whole: 1n };
  const run = runRows(loan.terms, { rows, countedOn: loan.due.countedOn }, { balancePaise: 0, rates, fromRow: 0 });
  const shareOf = (paise: number) =>
    owed.interestPaise === 0 ? 0 : Number((BigInt(earnedPaise) * BigInt(paise)) / BigInt(owed.interestPaise));
  let asked = 0;
  const brought = run.map((row) => {
    const before = shareOf(asked);
    asked += row.asked.interestPaise;
    return { ...row, broughtPaise: shareOf(asked) - before };
  });
  return ruled({ rows: brought, levelPaise: principal[0] ?? 0 });
}

/** What the rows still to come could take off before their time, and what all the rows ask. */
export const mostAhead = (loan: Running, on: IsoDate): number => {
  if (loan.terms.method === 'FLAT') return sumParts(owedOf(loan.rows));
  const index = aheadFrom(loan, on);
  const before = sumParts(owedOf(loan.rows.slice(0, index)));
  const rest = sumOf(loan.rows.slice(index), unpaidOf);
  const interest = Math.max(0, carriedAt(loan, index)) + broughtOf(loan.rows.slice(index));
  return before + balanceAt(loan, index) + rest.feePaise + rest.finePaise + interest;
};
