/** Clearing a loan before its time: what it costs on a day, and the rows after (RBI directions: no penalty on microfinance). */
import type { IsoDate } from '#platform/dates.ts';
import type { Running, RunRow, Servicing } from './life.model.ts';
import { addParts, sumParts } from './repayment.rules.ts';
import { balanceAt, broughtOf, carriedAt, earnedBy, owedOf, PART, paidOf, startOf, sumOf } from './run-state.rules.ts';
import { NO_PARTS, type Parts } from './model.ts';

/** The first row that falls due after the day. */
const nextRow = (loan: Running, on: IsoDate): number => {
  const at = loan.rows.findIndex((row, index) => index >= loan.base && row.dueOn > on);
  return at < 0 ? loan.rows.length : at;
};

/** Interest the loan owes for the time after the rows already due, when it ends on `on`. */
function interestDue(
  loan: Running,
  index: number,
  { on, payoff }: { on: IsoDate; payoff: Servicing['payoff'] },
): number {
  const begun = startOf(loan, index) < on;
  const until = !begun || payoff === 'to_day' ? earnedBy(loan, index, on) : (loan.rows[index]?.earnedPaise ?? 0);
  return Math.max(0, carriedAt(loan, index)) + until;
}

function flatInterestDue(loan: Running, index: number, on: IsoDate): number {
  const { payoff, flatRebate } = loan.contract.servicing;
  const rest = loan.rows.slice(index);
  const agreed = sumOf(rest, (row) => row.asked).interestPaise;
  if (flatRebate === 'none') return agreed;
  const begun = startOf(loan, index) < on;
  const notBegun = begun ? rest.slice(1) : rest;
  const ahead = sumOf(notBegun, (row) => row.asked).interestPaise - broughtOf(notBegun);
  if (flatRebate === 'rule_of_78') {
    const running = loan.rows.slice(loan.base);
    const all = sumOf(running, (row) => row.asked).interestPaise - broughtOf(running);
    const n = BigInt(loan.rows.length - loan.base);
    const r = BigInt(notBegun.length);
    return agreed - Math.min(ahead, Number((BigInt(all) * r * (r + 1n)) / (n * (n + 1n))));
  }
  const own = begun ? (rest[0]?.asked.interestPaise ?? 0) : 0;
  const until = begun && payoff === 'to_day' ? earnedBy(loan, index, on) : own;
  return agreed - ahead - own + until;
}

/** Puts what was paid on rows into the parts one row asks: what was paid for interest not owed any more serves its principal. */
function poured(asked: Parts, paid: Parts): { paid: Parts; overPaise: number } {
  let left = sumParts(paid);
  const now = { ...NO_PARTS };
  for (const part of Object.values(PART)) {
    now[part] = Math.min(left, asked[part]);
    left -= now[part];
  }
  return { paid: now, overPaise: left };
}

export type Merged = Running & { readonly mergedOverPaise: number };

/**
 * All that is not yet due drawn together into one row of that day: the balance, interest for the time gone, fees and fines as agreed.
 * Money paid ahead counts against it; what exceeds it is `mergedOverPaise`.
 */
export function mergedAt(
  loan: Running,
  on: IsoDate,
  { payoff, feePaise = 0 }: { payoff: Servicing['payoff']; feePaise?: number },
): Merged {
  const index = nextRow(loan, on);
  const rest = loan.rows.slice(index);
  const first = rest[0];
  if (!first) return { ...loan, mergedOverPaise: 0 };
  const interestPaise =
    loan.terms.method === 'FLAT' ? flatInterestDue(loan, index, on) : interestDue(loan, index, { on, payoff });
  const all = sumOf(rest, (row) => row.asked);
  const asked = { ...all, feePaise: all.feePaise + feePaise, interestPaise, principalPaise: balanceAt(loan, index) };
  const { paid, overPaise } = poured(asked, paidOf(rest));
  const row: RunRow = {
    ...first,
    dueOn: on,
    countedOn: on,
    asked,
    paid,
    earnedPaise: interestPaise,
    broughtPaise: 0,
    capitalisedPaise: 0,
  };
  return { ...loan, rows: [...loan.rows.slice(0, index), row], mergedOverPaise: overPaise };
}

export type Payoff = {
  readonly parts: Parts;
  readonly totalPaise: number;
  /** Of the fee part: the product's charge for paying before time. */
  readonly prepaymentFeePaise: number;
  /** Interest printed for later that is not owed any more. */
  readonly interestSavedPaise: number;
  /** When more was paid ahead than the loan costs until today: given back. */
  readonly overPaise: number;
  readonly loan: Merged;
};

/** What clears the loan on a day; late charges reckoned to that day. */
export function payoffOn(loan: Running, on: IsoDate): Payoff {
  const { payoff, prepaymentFeeBps } = loan.contract.servicing;
  const index = nextRow(loan, on);
  const before = owedOf(loan.rows);
  const aheadPaise = balanceAt(loan, index) - paidOf(loan.rows.slice(index)).principalPaise;
  const prepaymentFeePaise = Number((BigInt(Math.max(0, aheadPaise)) * BigInt(prepaymentFeeBps)) / 10_000n);
  const merged = mergedAt(loan, on, { payoff, feePaise: prepaymentFeePaise });
  const parts = owedOf(merged.rows);
  const { mergedOverPaise: overPaise } = merged;
  const interestSavedPaise = Math.max(0, before.interestPaise - parts.interestPaise);
  return { parts, totalPaise: sumParts(parts), prepaymentFeePaise, interestSavedPaise, overPaise, loan: merged };
}

/** Everything asked by all rows, paid or not. */
export const askedOf = (rows: readonly RunRow[]): Parts =>
  rows.reduce((sum, row) => addParts(sum, row.asked), NO_PARTS);
