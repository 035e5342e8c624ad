/** What the rules of a running loan are made of: parts, rows, whose time has come, what a period earned. */
import { daysBetween, type IsoDate } from '#platform/dates.ts';
import { ruled, type Ruling } from '#platform/outcomes.ts';
import type { PartName, RunRow, Running, LoanContract } from './life.model.ts';
import { NO_PARTS, type Instalment, type Parts, type ProductTerms } from './model.ts';
import { periodRates, type PeriodRates } from './period-rates.rules.ts';
import { addParts, sumParts } from './repayment.rules.ts';
import { roundFraction } from './rounding.rules.ts';
import { scheduleOf } from './schedule.rules.ts';

export const PART: Readonly<Record<PartName, keyof Parts>> = {
  fine: 'finePaise',
  fee: 'feePaise',
  interest: 'interestPaise',
  principal: 'principalPaise',
};

export const eachPart = (make: (part: keyof Parts) => number): Parts => ({
  finePaise: make('finePaise'),
  feePaise: make('feePaise'),
  interestPaise: make('interestPaise'),
  principalPaise: make('principalPaise'),
});
export const lessParts = (a: Parts, b: Parts): Parts => eachPart((part) => a[part] - b[part]);
export const unpaidOf = (row: RunRow): Parts => lessParts(row.asked, row.paid);
export const isUnpaid = (row: RunRow): boolean => sumParts(unpaidOf(row)) > 0;
export const sumOf = (rows: readonly RunRow[], of: (row: RunRow) => Parts): Parts =>
  rows.reduce((sum, row) => addParts(sum, of(row)), NO_PARTS);
export const owedOf = (rows: readonly RunRow[]): Parts => sumOf(rows, unpaidOf);
export const paidOf = (rows: readonly RunRow[]): Parts => sumOf(rows, (row) => row.paid);

export const startOf = (loan: Running, index: number): IsoDate =>
  index <= loan.base ? loan.startOn : (loan.rows[index - 1]?.countedOn ?? loan.startOn);

/** Rates of the rows from `index` on, whose last days are `dates`. */
export const ratesFrom = (loan: Running, index: number, dates: readonly IsoDate[]): PeriodRates =>
  periodRates(loan.terms, startOf(loan, index), { dates, fromRow: index - loan.base });

/** The first of the rows whose whole period lies ahead and on which nothing was paid; rows.length when there is none. */
export function aheadFrom(loan: Running, on: IsoDate): number {
  let index = loan.rows.length;
  while (index > loan.base) {
    const row = loan.rows[index - 1]!;
    if (row.dueOn <= on || startOf(loan, index - 1) < on || sumParts(row.paid) > 0) break;
    index -= 1;
  }
  return index;
}

/** Balance that the period of row `index` begins with, as printed. */
export const balanceAt = (loan: Running, index: number): number =>
  loan.rows.slice(index).reduce((sum, row) => sum + row.asked.principalPaise - row.capitalisedPaise, 0);

/** Earned by the rows before `index`, neither asked nor added to the balance: interest kept apart. */
export const carriedAt = (loan: Running, index: number): number =>
  loan.rows
    .slice(loan.base, index)
    .reduce((sum, row) => sum + row.earnedPaise - row.capitalisedPaise - row.asked.interestPaise, 0);

type Printed = { readonly rows: readonly Instalment[]; readonly countedOn: readonly IsoDate[] };

/** Printed rows as running ones. FLAT earns what it asks; the others what their balance earns in each period. */
export function runRows(terms: ProductTerms, { rows, countedOn }: Printed, from: EarnsFrom): RunRow[] {
  let balance = from.balancePaise;
  const silent = terms.grace?.moratoriumInterest === 'capitalised' ? (terms.grace?.moratoriumRows ?? 0) : 0;
  return rows.map((row, k) => {
    const earned = roundFraction(
      BigInt(balance) * (from.rates.parts[k] ?? 0n),
      from.rates.whole,
      terms.interestRounding,
    );
    const isFlat = terms.method === 'FLAT';
    const capitalisedPaise = !isFlat && from.fromRow + k < silent ? earned : 0;
    balance += capitalisedPaise - row.principalPaise;
    return {
      no: row.no,
      dueOn: row.dueOn,
      countedOn: countedOn[k] ?? row.dueOn,
      asked: {
        ...NO_PARTS,
        feePaise: row.feePaise ?? 0,
        interestPaise: row.interestPaise,
        principalPaise: row.principalPaise,
      },
      paid: NO_PARTS,
      earnedPaise: isFlat ? row.interestPaise : earned,
      broughtPaise: 0,
      capitalisedPaise,
      penalSum: 0n,
      isLateCharged: false,
    };
  });
}
type EarnsFrom = { readonly balancePaise: number; readonly rates: PeriodRates; readonly fromRow: number };

/** A signed loan before any money moved. */
export const waitingLoan = (contract: LoanContract): Running => ({
  contract,
  status: 'waiting',
  terms: contract.terms,
  base: 0,
  startOn: contract.disburseOn,
  due: contract.due,
  levelPaise: 0,
  rows: [],
  lentPaise: 0,
  prepaidPaise: 0,
  recognisedPaise: 0,
  overPaise: 0,
  thirdPaidPaise: 0,
  clockOn: contract.disburseOn,
  rescheduledOn: null,
  closedOn: null,
  stoppedOn: null,
  writtenOff: null,
});

/** The first money: the schedule of what was really paid out, which is the signed one when it is the whole loan. */
export function openRunning(loan: Running, paise: number, on: IsoDate): Ruling<Running> {
  const terms = { ...loan.contract.terms, principalPaise: paise };
  const schedule = scheduleOf(terms, on, loan.due);
  if (!schedule.ok) return schedule;
  const { instalments, levelPaise } = schedule.value;
  const rates = periodRates(terms, on, loan.due.countedOn);
  const rows = runRows(
    terms,
    { rows: instalments, countedOn: loan.due.countedOn },
    { balancePaise: paise, rates, fromRow: 0 },
  );
  return ruled({ ...loan, status: 'active', terms, startOn: on, levelPaise, rows, lentPaise: paise, clockOn: on });
}

/** Interest that the period of row `index` earned up to a day inside it, with what was brought into it; the whole at its end. */
export function earnedBy(loan: Running, index: number, on: IsoDate): number {
  const row = loan.rows[index];
  if (!row) return 0;
  const days = daysBetween(startOf(loan, index), row.countedOn);
  const gone = Math.max(0, Math.min(days, daysBetween(startOf(loan, index), on)));
  if (gone === days) return row.earnedPaise;
  const ownPaise = BigInt(row.earnedPaise - row.broughtPaise);
  return row.broughtPaise + roundFraction(ownPaise * BigInt(gone), BigInt(days), { unitPaise: 1, mode: 'half_up' });
}

export const broughtOf = (rows: readonly RunRow[]): number => rows.reduce((sum, row) => sum + row.broughtPaise, 0);

/**
 * Interest earned by the day and neither paid nor in the principal of the books. Of a running loan replayed to that day.
 * @param paidPaise interest paid, where another laying of the same money counts
 */
export function earnedUnpaidBy(loan: Running, on: IsoDate, paidPaise = paidOf(loan.rows).interestPaise): number {
  const before = loan.rows.slice(0, loan.base).reduce((sum, row) => sum + row.asked.interestPaise, 0);
  const earned = loan.rows
    .slice(loan.base)
    .reduce(
      (sum, row, k) =>
        sum + (row.countedOn <= on ? row.earnedPaise - row.capitalisedPaise : earnedBy(loan, loan.base + k, on)),
      0,
    );
  const capitalised = loan.rows.reduce((sum, row) => sum + (row.countedOn <= on ? row.capitalisedPaise : 0), 0);
  const untold = Math.max(0, capitalised - loan.recognisedPaise);
  return Math.max(0, before + earned + untold - paidPaise);
}
