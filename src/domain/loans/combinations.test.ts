/** Every combination of what a product may say of its interest, one by one: not by chance, so that none can be missing. */
import { describe, expect, test } from 'vitest';
import { addDays } from '#platform/dates.ts';
import { sumPaise } from '#platform/money.ts';
import { disbursed, event, plainServicing, repaid } from '#test/life-builder.ts';
import { monthly, productTerms } from '#test/loan-builder.ts';
import { interestToReceive } from './accrual.rules.ts';
import { agreedInterest } from './flat.rules.ts';
import type { LoanContract, Running } from './life.model.ts';
import { DayCount, LoanMethod, RoundingMode, type Grace, type ProductTerms } from './model.ts';
import { payoffOn } from './payoff.rules.ts';
import { periodRates } from './period-rates.rules.ts';
import { sumParts } from './repayment.rules.ts';
import { replay } from './replay.rules.ts';
import { owedOf } from './run-state.rules.ts';
import { scheduleOf } from './schedule.rules.ts';

const OUT = '2026-01-31';
const none: Grace = { moratoriumRows: 0, moratoriumInterest: 'capitalised', interestOnlyRows: 0, interestFreeRows: 0 };
const GRACES: readonly (Grace | undefined)[] = [
  undefined,
  { ...none, moratoriumRows: 2 },
  { ...none, moratoriumRows: 2, moratoriumInterest: 'deferred_first' },
  { ...none, moratoriumRows: 2, moratoriumInterest: 'deferred_spread', interestOnlyRows: 1 },
  { ...none, interestOnlyRows: 2 },
  { ...none, interestFreeRows: 2 },
];
const INTERVALS = [
  { unit: 'month', every: 1 },
  { unit: 'month', every: 3 },
  { unit: 'week', every: 1 },
  { unit: 'week', every: 2 },
] as const;
const UNITS = [1, 1000] as const;

function* combinations(): Generator<ProductTerms> {
  let turn = 0;
  for (const method of LoanMethod.options)
    for (const dayCount of DayCount.options)
      for (const interval of INTERVALS)
        for (const mode of RoundingMode.options)
          for (const unitPaise of UNITS)
            for (const grace of GRACES) {
              turn += 1;
              yield productTerms({
                ...{ method, dayCount, interval, instalments: 9, principalPaise: 1_234_567 },
                rate: { rateBps: turn % 3 === 0 ? 0 : 200, per: 'month' },
                rounding: { unitPaise, mode },
                interestRounding: { unitPaise: turn % 2 === 0 ? 1 : 100, mode },
                ...(grace && { grace }),
                ...(method === 'BULLET' && { bulletInterest: turn % 2 === 0 ? 'periodic' : 'at_end' }),
                ...(method === 'FIXED_INSTALMENT' && { fixedPaise: 400_000 }),
              });
            }
}
const daysOf = ({ interval, instalments }: ProductTerms) =>
  interval.unit === 'month'
    ? monthly(OUT, instalments * interval.every).filter((_, k) => (k + 1) % interval.every === 0)
    : Array.from({ length: instalments }, (_, k) => addDays(OUT, 7 * interval.every * (k + 1)));
const signed = (terms: ProductTerms): LoanContract => {
  const days = daysOf(terms);
  return {
    ...{ loanId: '0', terms, disburseOn: OUT, due: { shownOn: days, countedOn: days } },
    servicing: plainServicing(),
  };
};
/** To be received, and what a moratorium has added to the principal of the books. */
const earnedIn = (loan: Running, on: string) => interestToReceive(loan, on) + loan.recognisedPaise;
/** What contradicts itself is refused in words: nothing else may be. */
const REFUSED = ['loans.flat_not_capitalised', 'loans.fixed_too_small', 'loans.instalment_too_small'];

describe('method x day count x interval x rounding x grace', { timeout: 60_000 }, () => {
  test('principal sums exactly, no part is negative, the last row clears, flat interest is the agreed total; as printed it ends at zero', () => {
    let [accepted, refused] = [0, 0];
    for (const terms of combinations()) {
      const loan = signed(terms);
      const made = scheduleOf(terms, OUT, loan.due.shownOn);
      if (!made.ok) {
        refused += 1;
        expect(REFUSED).toContain(made.code);
        continue;
      }
      accepted += 1;
      const { instalments, totals, capitalisedPaise } = made.value;
      expect(sumPaise(instalments.map((row) => row.principalPaise))).toBe(terms.principalPaise + capitalisedPaise);
      expect(instalments.at(-1)!.principalPaise).toBeGreaterThan(0);
      expect(Math.min(...instalments.flatMap((row) => [row.principalPaise, row.interestPaise]))).toBeGreaterThanOrEqual(
        0,
      );
      if (terms.method === 'FLAT')
        expect(totals.interestPaise).toBe(agreedInterest(terms, periodRates(terms, OUT, loan.due.shownOn)));
      // what is repaid is told by a replay, which takes its time: every fifth meets each value of each choice
      if ((accepted + refused) % 5 !== 0) continue;
      const payments = instalments.flatMap((row) =>
        row.principalPaise + row.interestPaise > 0 ? [repaid(row.dueOn, row.principalPaise + row.interestPaise)] : [],
      );
      const done = replay(loan, [disbursed(terms.principalPaise, OUT), ...payments], payments.at(-1)!.eventId);
      expect(
        done.ok && [done.value.loan.status, sumParts(owedOf(done.value.loan.rows)), done.value.loan.overPaise],
      ).toEqual(['closed', 0, 0]);
    }
    expect([accepted > 2_500, accepted + refused]).toEqual([true, 5 * 6 * 4 * 4 * 2 * 6]);
  });

  test('a loan that stands still owes the same on every later day, and what was earned by then is what is to be received', () => {
    let turn = 0;
    for (const terms of combinations()) {
      turn += 1;
      // every seventh meets each value of each choice: 7 divides none of their numbers
      if (turn % 7 !== 0) continue;
      const loan = signed(terms);
      if (!scheduleOf(terms, OUT, loan.due.shownOn).ok) continue;
      const on = addDays(OUT, 1 + (turn % 60));
      const events = [disbursed(terms.principalPaise, OUT), event({ kind: 'stopped', on, cause: 'death' })];
      const before = replay(loan, events.slice(0, 1));
      const after = replay(loan, events, events[1]!.eventId);
      if (!before.ok || !after.ok) throw new Error('refused');
      const owed = sumParts(owedOf(after.value.loan.rows));
      expect(payoffOn(before.value.loan, on).totalPaise).toBe(owed);
      expect(payoffOn(after.value.loan, addDays(on, 400)).totalPaise).toBe(owed);
      if (terms.method !== 'FLAT') expect(earnedIn(after.value.loan, on)).toBe(earnedIn(before.value.loan, on));
    }
  });
});
