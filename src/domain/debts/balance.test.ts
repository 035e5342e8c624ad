import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { monthlyPaise } from '#domain/obligations/index.ts';
import { balanceOn, costOfDebt, obligationOf, type Agreed } from './balance.rules.ts';
import type { DebtTerms } from './model.ts';

const perHundred = (change: object = {}): DebtTerms => ({
  way: 'per_hundred',
  rateBps: 500,
  interestFirst: false,
  usualPaise: null,
  dueOn: null,
  ...change,
});
/** Rs 10,000 on 31 January at 5 rupees a hundred. */
const agreed = (terms: DebtTerms = perHundred(), change: Partial<Agreed> = {}): Agreed => ({
  borrowedOn: '2026-01-31',
  principalPaise: 1_000_000,
  keptBackPaise: 0,
  terms,
  ...change,
});
const owed = (on: string, terms?: DebtTerms, payments: [string, number][] = []) =>
  balanceOn(
    agreed(terms),
    payments.map(([paidOn, amountPaise]) => ({ paidOn, amountPaise })),
    on,
  );

describe('what is owed', () => {
  test('interest of a month falls due at its end, on the day of the month it began, and bears none itself', () => {
    expect(owed('2026-02-27').owedPaise).toBe(1_000_000);
    expect(owed('2026-02-28')).toMatchObject({
      principalPaise: 1_000_000,
      interestPaise: 50_000,
      owedPaise: 1_050_000,
    });
    expect(owed('2026-03-30').interestPaise).toBe(50_000);
    expect(owed('2026-03-31').interestPaise).toBe(100_000);
  });

  test('a payment goes to interest first, then to the principal; later ones do not count yet', () => {
    const paid: [string, number][] = [
      ['2026-03-05', 250_000],
      ['2026-06-01', 1],
    ];
    expect(owed('2026-03-10', undefined, paid)).toMatchObject({ principalPaise: 800_000, interestPaise: 0 });
    expect(owed('2026-03-31', undefined, paid)).toMatchObject({ interestPaise: 40_000, paidPaise: 250_000 });
  });

  test('taken first: the day a month begins asks nothing of her who pays all back on it', () => {
    const first = perHundred({ interestFirst: true });
    expect(owed('2026-02-28', first).owedPaise).toBe(1_000_000);
    expect(owed('2026-03-01', first).owedPaise).toBe(1_050_000);
  });

  test('flat and collections owe the whole agreed sum from the first day', () => {
    expect(owed('2026-01-31', { way: 'flat', rateBps: 200, months: 10 }).owedPaise).toBe(1_200_000);
    const daily: DebtTerms = { way: 'collection', amountPaise: 12_000, times: 100, unit: 'day' };
    expect(owed('2026-02-10', daily, [['2026-02-01', 120_000]]).owedPaise).toBe(1_080_000);
  });

  test('property: never below zero, and a rupee more paid never leaves more owed', () => {
    const day = fc.integer({ min: 1, max: 28 }).map((one) => `2026-0${(one % 8) + 1}-${String(one).padStart(2, '0')}`);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(day, fc.integer({ min: 1, max: 600_000 })), { maxLength: 6 }),
        day,
        (paid, also) => {
          const before = owed('2026-12-31', undefined, paid);
          const after = owed('2026-12-31', undefined, [...paid, [also, 100]]);
          expect(before.principalPaise).toBeGreaterThanOrEqual(0);
          expect(before.interestPaise).toBeGreaterThanOrEqual(0);
          expect(after.owedPaise).toBeLessThanOrEqual(before.owedPaise);
        },
      ),
    );
  });
});

describe('true yearly cost', () => {
  // microfinance.md §2: "5 saikda" = 60 %; interest taken first raises it: 100 x 12 x 5/95
  const six = '2026-07-31';
  test.each([
    ['five a hundred', perHundred({ dueOn: six }), {}, 6000],
    ['five a hundred without an end', perHundred(), {}, 6000],
    ['five a hundred, taken first', perHundred({ dueOn: six, interestFirst: true }), {}, 6316],
    ['flat 1.5 % over 18 months', { way: 'flat', rateBps: 150, months: 18 } as DebtTerms, {}, 3176],
    [
      'pledge, 3 a hundred, all in a month',
      { way: 'pledge', rateBps: 300, dueOn: '2026-02-28', pledged: 'chain' } as DebtTerms,
      {},
      3600,
    ],
    // Rs 9,000 in hand, Rs 100 a day for 100 days: well over a hundred percent
    [
      'collection, a tenth kept back',
      { way: 'collection', amountPaise: 10_000, times: 100, unit: 'day' } as DebtTerms,
      { keptBackPaise: 100_000 },
      7759,
    ],
  ])('%s', (_name, terms, change, nominalBps) => {
    expect(costOfDebt(agreed(terms, change))).toMatchObject({ kind: 'rate', nominalBps });
  });
  test('no interest costs nothing; when nothing was handed over there is no answer', () => {
    expect(costOfDebt(agreed(perHundred({ rateBps: 0 })))).toMatchObject({ nominalBps: 0 });
    expect(costOfDebt(agreed(perHundred(), { keptBackPaise: 1_000_000 }))).toEqual({ kind: 'none' });
  });
});

describe('what it asks each month', () => {
  const asks = (terms: DebtTerms, on = '2026-01-31') =>
    monthlyPaise(obligationOf(agreed(terms), { owed: balanceOn(agreed(terms), [], on), on }));
  test.each([
    ['interest only', perHundred(), 50_000],
    ['interest and the principal over ten months', perHundred({ dueOn: '2026-11-30' }), 50_000 + 111_112],
    ['what she usually gives', perHundred({ usualPaise: 80_000 }), 80_000],
    [
      'a pledge: all of it over the months left',
      { way: 'pledge', rateBps: 300, dueOn: '2026-07-31', pledged: 'chain' } as DebtTerms,
      196_667,
    ],
    ['flat: a month’s part', { way: 'flat', rateBps: 200, months: 10 } as DebtTerms, 120_000],
    ['fetched weekly', { way: 'collection', amountPaise: 30_000, times: 50, unit: 'week' } as DebtTerms, 130_000],
  ])('%s', (_name, terms, paise) => {
    expect(asks(terms)).toBe(paise);
  });
});
