/**
 * A group's loan whose first rows wait: interest that goes onto the balance row by row, how much of it the books know, and rows reckoned
 * again for a lower balance (reference: microfinance.md §7; the office's own loans do the same in `rerun.rules.ts`).
 */
import type { IsoDate } from '#platform/dates.ts';
import { balanceRows } from './schedule.rules.ts';
import { NO_PARTS, type Instalment, type LoanRow, type LoanState, type LoanTerms, type Parts } from './model.ts';
import { periodRates, type PeriodRates } from './period-rates.rules.ts';
import { roundFraction } from './rounding.rules.ts';

const isPaid = ({ paid }: LoanRow): boolean =>
  paid.finePaise + paid.feePaise + paid.interestPaise + paid.principalPaise > 0;
const growthOf = (rows: readonly LoanRow[]): number => rows.reduce((sum, row) => sum + (row.growsPaise ?? 0), 0);

/** The first of the rows whose whole period lies ahead and that nothing was paid on: only these change when the balance is lowered. */
export function aheadFrom(loan: LoanState, on: IsoDate): number {
  let index = loan.rows.length;
  while (index > 0) {
    const row = loan.rows[index - 1]!;
    const startOn = loan.rows[index - 2]?.dueOn ?? loan.disbursedOn;
    if (row.dueOn <= on || startOn < on || isPaid(row)) break;
    index -= 1;
  }
  return index;
}

/** Balance that the period of row `index` begins with. */
export const balanceAt = (loan: LoanState, index: number): number =>
  loan.rows.slice(index).reduce((sum, row) => sum + row.asked.principalPaise, 0) - growthOf(loan.rows.slice(index));

/** Interest that rows will add to the balance and that the books do not know of yet: no principal so far. */
export const toGrow = (loan: LoanState): number => growthOf(loan.rows) - (loan.addedPaise ?? 0);

/** The loan once the books know what the first `count` rows added to its balance. */
const grown = (loan: LoanState, count: number): LoanState => {
  const addedPaise = growthOf(loan.rows.slice(0, count));
  return addedPaise > (loan.addedPaise ?? 0) ? { ...loan, addedPaise } : loan;
};
/** What has come to its day. */
export const grownBy = (loan: LoanState, on: IsoDate): LoanState =>
  grown(loan, loan.rows.filter((row) => row.dueOn <= on).length);
/** Money was laid on rows to come or on the balance: of every period that is not wholly ahead. */
export const grownAhead = (loan: LoanState, on: IsoDate): LoanState => grown(loan, aheadFrom(loan, on));
/** Up to the last row that something was paid on. */
export const grownToPaid = (loan: LoanState): LoanState => grown(loan, loan.rows.findLastIndex(isPaid) + 1);

/** Printed rows as those of a loan that begins its row `fromRow` with this balance. */
export function asLoanRows(
  terms: LoanTerms,
  rows: readonly Instalment[],
  of: { readonly balancePaise: number; readonly rates: PeriodRates; readonly fromRow: number },
): LoanRow[] {
  const { grace, interestRounding } = terms;
  const waiting = grace?.moratoriumInterest === 'capitalised' ? grace.moratoriumRows : 0;
  let balance = of.balancePaise;
  return rows.map(({ dueOn, principalPaise, interestPaise, feePaise = 0 }, k) => {
    const isWaiting = of.fromRow + k < waiting;
    const growsPaise = isWaiting
      ? roundFraction(BigInt(balance) * (of.rates.parts[k] ?? 0n), of.rates.whole, interestRounding)
      : 0;
    balance += growsPaise;
    const asked = { ...NO_PARTS, feePaise, principalPaise, interestPaise };
    return { no: of.fromRow + k + 1, dueOn, asked, paid: NO_PARTS, ...(growsPaise > 0 && { growsPaise }) };
  });
}

type Again = { readonly rows: readonly Instalment[]; readonly rates: PeriodRates };
function printedAgain(loan: LoanState, index: number, of: { balancePaise: number; carriedPaise: number }): Again {
  const dueDates = loan.rows.slice(index).map((row) => row.dueOn);
  const before = loan.rows[index - 1]?.dueOn ?? loan.disbursedOn;
  const rates = periodRates(loan.terms, before, { dates: dueDates, fromRow: index });
  const made = balanceRows(loan.terms, { rates, dueDates }, { ...of, fromRow: index, levelPaise: loan.levelPaise });
  return { rows: made.ok ? made.value.rows : [], rates };
}

/** Interest kept apart that rows before `index` earned and rows from it on ask. */
export function carriedAt(loan: LoanState, index: number): number {
  const { grace } = loan.terms;
  if (!grace || grace.moratoriumRows === 0 || grace.moratoriumInterest === 'capitalised') return 0;
  const asked = loan.rows.slice(index).reduce((sum, row) => sum + row.asked.interestPaise, 0);
  const own = printedAgain(loan, index, { balancePaise: balanceAt(loan, index), carriedPaise: 0 }).rows;
  return Math.max(0, asked - own.reduce((sum, row) => sum + row.interestPaise, 0));
}

/** The rows from `index` on for another balance; the level stays, fees and fines asked there stay asked, so does interest kept apart. */
export function rowsAgain(loan: LoanState, index: number, balancePaise: number): LoanRow[] {
  const ahead = loan.rows.slice(index);
  const carriedPaise = carriedAt(loan, index);
  const { rows: printed, rates } = printedAgain(loan, index, { balancePaise, carriedPaise });
  const rows = asLoanRows(loan.terms, printed, { balancePaise, rates, fromRow: index });
  const withRest = rows.map((row, k) => ({ ...row, asked: { ...row.asked, ...restOf(ahead.slice(k, k + 1)) } }));
  const left: Parts = { ...NO_PARTS, ...restOf(ahead), interestPaise: carriedPaise };
  const first = ahead[0];
  const owes = left.finePaise + left.feePaise + left.interestPaise > 0;
  // nothing is lent any more, yet something is owed
  if (withRest.length === 0 && first && owes)
    return [{ no: first.no, dueOn: first.dueOn, asked: left, paid: NO_PARTS }];
  return withRest;
}

const restOf = (rows: readonly LoanRow[]) => ({
  finePaise: rows.reduce((sum, row) => sum + row.asked.finePaise, 0),
  feePaise: rows.reduce((sum, row) => sum + row.asked.feePaise, 0),
});
