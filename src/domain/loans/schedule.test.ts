import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sumPaise } from '#platform/money.ts';
import { anyProductPlan, monthly, paisa, productTerms, someTerms } from '#test/loan-builder.ts';
import type { ProductTerms, Schedule } from './model.ts';
import { levelInstalment } from './balance-rows.rules.ts';
import { agreedInterest } from './flat.rules.ts';
import { periodRates } from './period-rates.rules.ts';
import { roundFraction } from './rounding.rules.ts';
import { scheduleOf } from './schedule.rules.ts';

const from = '2026-05-12';
const scheduled = (terms: ProductTerms): Schedule => {
  const ruling = scheduleOf(terms, from, monthly(from, terms.instalments));
  if (!ruling.ok) throw new Error(ruling.code);
  return ruling.value;
};
const column = (schedule: Schedule, name: 'principalPaise' | 'interestPaise') =>
  schedule.instalments.map((row) => row[name]);

describe('schedules', () => {
  test('equal principal: interest on the opening balance', () => {
    const schedule = scheduled(someTerms());
    expect(column(schedule, 'principalPaise')).toEqual(Array.from({ length: 10 }, () => 50_000));
    expect(column(schedule, 'interestPaise')).toEqual([
      10_000, 9_000, 8_000, 7_000, 6_000, 5_000, 4_000, 3_000, 2_000, 1_000,
    ]);
  });

  test('flat: agreed interest spread evenly, the residue in the last row', () => {
    const schedule = scheduled(someTerms({ method: 'FLAT', principalPaise: 100_000, instalments: 3 }));
    expect(column(schedule, 'principalPaise')).toEqual([33_300, 33_300, 33_400]);
    expect(column(schedule, 'interestPaise')).toEqual([2_000, 2_000, 2_000]);
  });

  test("EMI: the circular's own loan, 20,000 at 15% in 24 months, is 969.73 and 3,274 interest in whole rupees", () => {
    const terms = someTerms({
      method: 'EMI',
      principalPaise: 2_000_000,
      instalments: 24,
      rate: { rateBps: 1500, per: 'year' },
    });
    const schedule = scheduled({ ...terms, rounding: paisa, interestRounding: paisa });
    expect(schedule.levelPaise).toBe(96_973);
    expect(Math.round(schedule.totals.interestPaise / 100)).toBe(3274);
  });

  test('a level rounded up clears early and the empty rows are dropped', () => {
    const terms = someTerms({
      method: 'EMI',
      rate: { rateBps: 0, per: 'month' },
      principalPaise: 101_000,
      instalments: 10,
    });
    const schedule = scheduled({ ...terms, rounding: { unitPaise: 10_000, mode: 'up' } });
    expect(column(schedule, 'principalPaise')).toEqual([20_000, 20_000, 20_000, 20_000, 20_000, 1_000]);
  });

  test('weeks by 7/365, by 1/52, and days over 365 differ and are named', () => {
    const rate = { rateBps: 2400, per: 'year' } as const;
    const week = { unit: 'week', every: 1 } as const;
    const part = (dayCount: ProductTerms['dayCount']) => {
      const rates = periodRates(productTerms({ rate, interval: week, dayCount }), '2026-05-12', ['2026-05-20']);
      return [rates.parts[0], rates.whole];
    };
    expect(part('WHOLE_PERIOD')).toEqual([16_800n, 3_650_000n]);
    expect(part('WEEK_52')).toEqual([2_400n, 520_000n]);
    expect(part('ACT_365')).toEqual([19_200n, 3_650_000n]);
  });

  test('rounding modes at exactly half', () => {
    const at = (mode: 'half_up' | 'half_even' | 'up' | 'down', num: bigint) =>
      roundFraction(num, 2n, { unitPaise: 1, mode });
    expect([at('half_up', 5n), at('half_even', 5n), at('half_even', 7n), at('up', 5n), at('down', 5n)]).toEqual([
      3, 2, 4, 3, 2,
    ]);
  });

  test('refusals: dates missing, dates not rising, rounding too coarse, EMI below its interest', () => {
    const code = (terms: ProductTerms, dates: string[]) => {
      const ruling = scheduleOf(terms, from, dates);
      return ruling.ok ? 'ok' : ruling.code;
    };
    expect(code(someTerms(), monthly(from, 9))).toBe('loans.due_dates_count');
    expect(code(someTerms({ instalments: 2 }), [from, '2026-06-12'])).toBe('loans.due_dates_order');
    const coarse = someTerms({ principalPaise: 10_000, rounding: { unitPaise: 10_000, mode: 'half_up' } });
    expect(code(coarse, monthly(from, 10))).toBe('loans.instalment_too_small');
    const dear = someTerms({
      method: 'EMI',
      rate: { rateBps: 5000, per: 'month' },
      instalments: 40,
      principalPaise: 19_000,
    });
    expect(code({ ...dear, rounding: { unitPaise: 1000, mode: 'down' } }, monthly(from, 40))).toBe(
      'loans.instalment_below_interest',
    );
  });
});

const REFUSALS = [
  'loans.instalment_too_small',
  'loans.instalment_below_interest',
  'loans.grace_too_long',
  'loans.flat_not_capitalised',
  'loans.residue_last_only',
  'loans.residue_too_large',
  'loans.fixed_amount_missing',
  'loans.fixed_too_small',
];

describe('properties over all methods, rates, roundings and dates', { timeout: 120_000 }, () => {
  test('principal sums exactly, no part is negative, rows are in order, flat interest sums to the agreed total', () => {
    let accepted = 0;
    fc.assert(
      fc.property(anyProductPlan, ({ terms, disbursedOn, dueDates }) => {
        const ruling = scheduleOf(terms, disbursedOn, dueDates);
        if (!ruling.ok) {
          expect(REFUSALS).toContain(ruling.code);
          return;
        }
        accepted += 1;
        const { instalments, totals, capitalisedPaise } = ruling.value;
        const principal = sumPaise(instalments.map((row) => row.principalPaise));
        expect(principal).toBe(terms.principalPaise + capitalisedPaise);
        if (terms.grace?.moratoriumInterest !== 'capitalised') expect(capitalisedPaise).toBe(0);
        const spread = (terms.charges ?? []).filter((one) => one.when === 'spread').map((one) => one.paise);
        expect(totals.feePaise).toBe(sumPaise(spread));
        expect(totals.payablePaise).toBe(principal + totals.interestPaise + totals.feePaise);
        const silent = terms.grace?.moratoriumRows ?? 0;
        for (const row of instalments.slice(0, silent)) expect(row.principalPaise + row.interestPaise).toBe(0);
        // nothing is left to ask after the row that clears
        expect(instalments.at(-1)!.principalPaise).toBeGreaterThan(0);
        expect(instalments.map((row) => row.no)).toEqual(instalments.map((_, k) => k + 1));
        for (const row of instalments) {
          expect(Number.isSafeInteger(row.principalPaise) && row.principalPaise >= 0).toBe(true);
          expect(Number.isSafeInteger(row.interestPaise) && row.interestPaise >= 0).toBe(true);
        }
        if (terms.method !== 'FLAT') return;
        const { parts, whole } = periodRates(terms, disbursedOn, dueDates);
        expect(totals.interestPaise).toBe(agreedInterest(terms, { parts, whole }));
      }),
      { numRuns: 3000 },
    );
    expect(accepted).toBeGreaterThan(300);
  });

  test('an EMI in paise leaves a last row within n paise of the level, per rounding of interest', () => {
    fc.assert(
      fc.property(anyProductPlan, ({ terms, disbursedOn, dueDates }) => {
        const { principalPaise, instalments } = terms;
        const fine = someTerms({
          method: 'EMI',
          principalPaise,
          instalments,
          rounding: paisa,
          interestRounding: paisa,
        });
        const ruling = scheduleOf(fine, disbursedOn, dueDates);
        if (!ruling.ok) return;
        const last = ruling.value.instalments.at(-1);
        const level = levelInstalment(fine, periodRates(fine, disbursedOn, dueDates));
        if (!last || ruling.value.instalments.length < terms.instalments) return;
        expect(Math.abs(last.principalPaise + last.interestPaise - level)).toBeLessThanOrEqual(3 * terms.instalments);
      }),
    );
  });
});
