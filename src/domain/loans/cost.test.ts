import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { costOfLoan, groupWords, yearlyCost } from './cost.rules.ts';
import { monthly, paisa, someTerms } from '#test/loan-builder.ts';
import type { LoanTerms } from './model.ts';
import { scheduleOf } from './schedule.rules.ts';

const from = '2026-05-12';
const cost = (terms: LoanTerms) => {
  const schedule = scheduleOf(terms, from, monthly(from, terms.instalments));
  if (!schedule.ok) throw new Error(schedule.code);
  return costOfLoan(terms, schedule.value);
};
const inPaise = { rounding: paisa, interestRounding: paisa };

describe('yearly cost', () => {
  test('the illustration of Annex II (RBI circular of 15 Apr 2024): 17.07%, compounded it would be 18.47%', () => {
    const terms = someTerms({
      ...inPaise,
      method: 'EMI',
      principalPaise: 2_000_000,
      instalments: 24,
      feePaise: 40_000,
    });
    expect(cost({ ...terms, rate: { rateBps: 1500, per: 'year' } })).toEqual({
      kind: 'rate',
      nominalBps: 1707,
      effectiveBps: 1847,
    });
  });

  test('1.5% a month flat over 18 months is 31.76% nominal, 36.82% effective', () => {
    const terms = someTerms({ ...inPaise, method: 'FLAT', principalPaise: 1_000_000, instalments: 18 });
    expect(cost({ ...terms, rate: { rateBps: 150, per: 'month' } })).toEqual({
      kind: 'rate',
      nominalBps: 3176,
      effectiveBps: 3682,
    });
  });

  test('2% a month on the falling balance is 24%', () => {
    expect(cost(someTerms())).toMatchObject({ kind: 'rate', nominalBps: 2400 });
  });

  test('nothing paid for the money is 0; a fee alone is a cost; one instalment; interest taken first; over 1000%', () => {
    const free = someTerms({ rate: { rateBps: 0, per: 'month' } });
    expect(cost(free)).toMatchObject({ nominalBps: 0 });
    const fee = cost({ ...free, feePaise: 10_000 });
    expect(fee.kind === 'rate' && fee.nominalBps > 0).toBe(true);
    expect(yearlyCost([100_000, -105_000], 12)).toMatchObject({ nominalBps: 6000 });
    expect(yearlyCost([95_000, -100_000], 12)).toMatchObject({ nominalBps: 6316 });
    expect(yearlyCost([100_000, -300_000], 12)).toMatchObject({ nominalBps: 240_000 });
  });

  test('no answer when money never comes or never goes; several when it changes hands more than once', () => {
    expect(yearlyCost([100_000], 12)).toEqual({ kind: 'none' });
    expect(yearlyCost([0, -100_000], 12)).toEqual({ kind: 'none' });
    expect(yearlyCost([], 12)).toEqual({ kind: 'none' });
    expect(yearlyCost([100, -200, 300, -400], 12)).toEqual({ kind: 'several' });
    expect(yearlyCost([1, ...Array.from({ length: 300 }, () => -900_000_000_000)], 52)).toEqual({ kind: 'none' });
  });

  test('property: paying i each period on a standing debt costs i, whatever i is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30_000 }), fc.integer({ min: 1, max: 60 }), (bps, n) => {
        const flows = [1_000_000, ...Array.from({ length: n }, (_, k) => -(bps * 100 + (k === n - 1 ? 1_000_000 : 0)))];
        expect(yearlyCost(flows, 12)).toMatchObject({ kind: 'rate', nominalBps: bps * 12 });
      }),
    );
  });

  test("the group's words: 2 rupees a hundred a month", () => {
    expect(groupWords({ rateBps: 200, per: 'month' })).toEqual({ paisePerHundredPerMonth: 200, exact: true });
    expect(groupWords({ rateBps: 2400, per: 'year' })).toEqual({ paisePerHundredPerMonth: 200, exact: true });
    expect(groupWords({ rateBps: 1000, per: 'year' })).toEqual({ paisePerHundredPerMonth: 83, exact: false });
  });
});
