/**
 * A running loan: what is due, how a payment is split, what it leaves (reference: microfinance.md §7, allocation).
 * Oldest instalment first; inside it fine, fee, interest, principal. Money beyond what is due is asked about, never placed silently.
 */
import type { IsoDate } from '#platform/dates.ts';
import { ruled, ruledOut, type Ruling } from '#platform/outcomes.ts';
import {
  NO_PARTS,
  type ExcessTo,
  type LoanRow,
  type LoanSource,
  type LoanPurpose,
  type LoanState,
  type LoanTerms,
  type Parts,
} from './model.ts';
import {
  aheadFrom,
  asLoanRows,
  balanceAt,
  carriedAt,
  grownAhead,
  grownBy,
  grownToPaid,
  rowsAgain,
  toGrow,
} from './grace.rules.ts';
import { periodRates } from './period-rates.rules.ts';
import { scheduleOf } from './schedule.rules.ts';

const ORDER = ['finePaise', 'feePaise', 'interestPaise', 'principalPaise'] as const;

export const sumParts = (parts: Parts): number =>
  parts.finePaise + parts.feePaise + parts.interestPaise + parts.principalPaise;
const eachPart = (make: (part: keyof Parts) => number): Parts => ({
  finePaise: make('finePaise'),
  feePaise: make('feePaise'),
  interestPaise: make('interestPaise'),
  principalPaise: make('principalPaise'),
});
export const addParts = (a: Parts, b: Parts): Parts => eachPart((part) => a[part] + b[part]);
const unpaidOf = (row: LoanRow): Parts => eachPart((part) => Math.max(0, row.asked[part] - row.paid[part]));
const isUnpaid = (row: LoanRow): boolean => sumParts(unpaidOf(row)) > 0;
const total = (rows: readonly LoanRow[]): Parts => rows.reduce((sum, row) => addParts(sum, unpaidOf(row)), NO_PARTS);

/** A new loan from its terms; passes on the refusals of `scheduleOf`. The fee is taken at paying out, so no row asks for it. */
export function openLoan(of: {
  loanId: string;
  personId: string;
  source: LoanSource;
  purpose: LoanPurpose;
  disbursedOn: IsoDate;
  terms: LoanTerms;
  dueDates: readonly IsoDate[];
}): Ruling<LoanState> {
  const { dueDates, ...loan } = of;
  if (of.terms.feePaise > of.terms.principalPaise) {
    return ruledOut('loans.fee_above_principal', { feePaise: of.terms.feePaise });
  }
  const schedule = scheduleOf(of.terms, of.disbursedOn, dueDates);
  if (!schedule.ok) return schedule;
  const { terms, disbursedOn } = of;
  const rates = periodRates(terms, disbursedOn, dueDates);
  const from = { balancePaise: terms.principalPaise, rates, fromRow: 0 };
  const rows = asLoanRows(terms, schedule.value.instalments, from);
  return ruled({ ...loan, levelPaise: schedule.value.levelPaise, prepaidPaise: 0, rows });
}

/** All that the rows still ask; interest that a waiting row will add to the balance is no principal before it does. */
export function outstandingOf(loan: LoanState): Parts {
  const asked = total(loan.rows);
  return { ...asked, principalPaise: asked.principalPaise - toGrow(loan) };
}
export const isCleared = (loan: LoanState): boolean => !loan.rows.some(isUnpaid);

export type Due = {
  readonly parts: Parts;
  readonly totalPaise: number;
  /** Due date of the oldest row not fully paid; null when nothing is due. */
  readonly oldestOn: IsoDate | null;
  readonly rowsDue: number;
};
/** What is due on a day: every row dated on it or before and not fully paid. */
export function dueAt(loan: LoanState, on: IsoDate): Due {
  const rows = loan.rows.filter((row) => row.dueOn <= on && isUnpaid(row));
  const parts = total(rows);
  return { parts, totalPaise: sumParts(parts), oldestOn: rows[0]?.dueOn ?? null, rowsDue: rows.length };
}

/**
 * What clears the loan on a day: all that is asked, without the interest of periods not begun; with what a waiting row earned. FLAT owes
 * its agreed interest whole.
 */
export function payoffAt(loan: LoanState, on: IsoDate): number {
  if (loan.terms.method === 'FLAT') return sumParts(total(loan.rows));
  const index = aheadFrom(loan, on);
  const ahead = total(loan.rows.slice(index));
  const left = balanceAt(loan, index) + ahead.finePaise + ahead.feePaise + carriedAt(loan, index);
  return sumParts(total(loan.rows.slice(0, index))) + left;
}

export type Split = Parts & {
  readonly excessPaise: number;
  /** Where the excess may go; empty when there is none. */
  readonly allowed: readonly ExcessTo[];
};
/** Splits a payment over what is due on the day. `paidPaise` >= 0. */
export function splitRepayment(loan: LoanState, paidPaise: number, on: IsoDate): Split {
  const due = dueAt(loan, on).totalPaise;
  const { parts } = payRows(loan.rows, Math.min(paidPaise, due), on);
  const excessPaise = Math.max(0, paidPaise - due);
  const allowed = (['next', 'principal', 'savings'] as const).filter((to) => excessPaise <= mostExcess(loan, to, on));
  return { ...parts, excessPaise, allowed: excessPaise > 0 ? allowed : [] };
}

function mostExcess(loan: LoanState, to: ExcessTo, on: IsoDate): number {
  if (to === 'savings') return Number.MAX_SAFE_INTEGER;
  const due = dueAt(loan, on).totalPaise;
  return to === 'next' ? sumParts(total(loan.rows)) - due : payoffAt(loan, on) - due;
}

/** Pays rows in order with at most `paise`; with `until`, only rows due by then. */
function payRows(
  rows: readonly LoanRow[],
  paise: number,
  until?: IsoDate,
): { rows: LoanRow[]; parts: Parts; left: number } {
  let left = paise;
  let parts = NO_PARTS;
  const paidRows = rows.map((row) => {
    if (left === 0 || (until !== undefined && row.dueOn > until)) return row;
    const unpaid = unpaidOf(row);
    const take = { ...NO_PARTS };
    for (const part of ORDER) {
      take[part] = Math.min(left, unpaid[part]);
      left -= take[part];
    }
    parts = addParts(parts, take);
    return sumParts(take) === 0 ? row : { ...row, paid: addParts(row.paid, take) };
  });
  return { rows: paidRows, parts, left };
}

export type Repaid = {
  readonly loan: LoanState;
  /** All parts taken on the loan, the excess placed on it included. */
  readonly parts: Parts;
  readonly toSavingsPaise: number;
};
/**
 * Takes a payment. Refuses `loans.excess_unasked` {excessPaise} when more than due came and nobody said where it goes, and
 * `loans.excess_not_allowed` {to, excessPaise, mostPaise} when it does not fit there.
 */
export function applyRepayment(
  before: LoanState,
  payment: { readonly paidPaise: number; readonly excessTo: ExcessTo | null },
  on: IsoDate,
): Ruling<Repaid> {
  const loan = grownBy(before, on);
  const { excessPaise } = splitRepayment(loan, payment.paidPaise, on);
  const paid = payRows(loan.rows, payment.paidPaise - excessPaise, on);
  const after: LoanState = { ...loan, rows: paid.rows };
  if (excessPaise === 0) return ruled({ loan: after, parts: paid.parts, toSavingsPaise: 0 });
  const to = payment.excessTo;
  if (to === null) return ruledOut('loans.excess_unasked', { excessPaise });
  if (to === 'savings') return ruled({ loan: after, parts: paid.parts, toSavingsPaise: excessPaise });
  const mostPaise = mostExcess(loan, to, on);
  if (excessPaise > mostPaise) return ruledOut('loans.excess_not_allowed', { to, excessPaise, mostPaise });
  const { loan: lowered, takenPaise } =
    to === 'principal' ? lowerBalance(after, excessPaise, on) : { loan: after, takenPaise: 0 };
  const next = payRows(lowered.rows, excessPaise - takenPaise);
  const parts = addParts(addParts(paid.parts, next.parts), { ...NO_PARTS, principalPaise: takenPaise });
  return ruled({ loan: grownAhead({ ...lowered, rows: next.rows }, on), parts, toSavingsPaise: 0 });
}

/**
 * Takes money off the balance of the periods ahead: the level instalment stays, the loan gets shorter. FLAT keeps its agreed interest
 * and loses principal from the last row backwards. What exceeds those rows is left to the caller.
 */
function lowerBalance(loan: LoanState, paise: number, on: IsoDate): { loan: LoanState; takenPaise: number } {
  const index = aheadFrom(loan, on);
  const ahead = loan.rows.slice(index);
  const balance = balanceAt(loan, index);
  const takenPaise = Math.min(paise, balance);
  const isFlat = loan.terms.method === 'FLAT';
  const rows = isFlat ? withoutTail(ahead, takenPaise) : rowsAgain(loan, index, balance - takenPaise);
  const all = [...loan.rows.slice(0, index), ...rows];
  const first = loan.rows[0];
  const { no = 1, dueOn = on } = first ?? {};
  const whole = all.length > 0 || !first ? all : [{ no, dueOn, asked: NO_PARTS, paid: NO_PARTS }];
  return { loan: { ...loan, prepaidPaise: loan.prepaidPaise + takenPaise, rows: whole }, takenPaise };
}

function withoutTail(rows: readonly LoanRow[], paise: number): LoanRow[] {
  let left = paise;
  const lowered = rows.toReversed().map((row) => {
    const take = Math.min(left, row.asked.principalPaise);
    left -= take;
    return { ...row, asked: { ...row.asked, principalPaise: row.asked.principalPaise - take } };
  });
  return lowered.toReversed().filter((row, index) => isUnpaid(row) || !isUnpaid(rows[index] ?? row));
}

/**
 * A closed meeting had taken another amount: changes what was paid. Less is taken back from the latest rows (then from what was
 * prepaid), more is laid on the oldest. Refuses `loans.correction_exceeds` {part, mostPaise}.
 */
export function correctPaid(
  loan: LoanState,
  part: 'interestPaise' | 'principalPaise',
  changePaise: number,
): Ruling<LoanState> {
  let left = Math.abs(changePaise);
  const back = changePaise < 0;
  const rows = (back ? loan.rows.toReversed() : loan.rows).map((row) => {
    const room = back ? row.paid[part] : unpaidOf(row)[part];
    const step = Math.min(left, room);
    left -= step;
    return step === 0 ? row : { ...row, paid: { ...row.paid, [part]: row.paid[part] + (back ? -step : step) } };
  });
  const inOrder = back ? rows.toReversed() : rows;
  const last = inOrder.at(-1);
  if (left > 0 && back && part === 'principalPaise' && left <= loan.prepaidPaise && last) {
    const asked = { ...last.asked, principalPaise: last.asked.principalPaise + left };
    return ruled({
      ...loan,
      prepaidPaise: loan.prepaidPaise - left,
      rows: [...inOrder.slice(0, -1), { ...last, asked }],
    });
  }
  if (left > 0) return ruledOut('loans.correction_exceeds', { part, mostPaise: Math.abs(changePaise) - left });
  return ruled(grownToPaid({ ...loan, rows: inOrder }));
}
