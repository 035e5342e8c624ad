import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { flowOf, grantUse, unspentOf, type UseState } from './grant.rules.ts';
import { advancesOf } from './advance.rules.ts';
import { daysUsed, rateOf, wearOf, type AssetRate } from './depreciation.rules.ts';
import { dueDays } from './recurring.rules.ts';

const rate = (change: Partial<AssetRate> = {}): AssetRate => ({
  fromOn: '2020-04-01',
  method: 'written_down',
  rateBps: 4000,
  halfUnderDays: 180,
  ...change,
});
const asset = { costPaise: 100_000_00, residualPaise: 0, wornPaise: 0, inUseOn: '2024-04-01', disposedOn: null };

describe('wear of a year', () => {
  test.each([
    ['a whole year, written down', asset, rate(), 40_000_00],
    ['the second year, on what is left', { ...asset, wornPaise: 40_000_00 }, rate(), 24_000_00],
    ['exactly 180 days: whole', { ...asset, inUseOn: '2024-10-03' }, rate(), 40_000_00],
    ['179 days: half', { ...asset, inUseOn: '2024-10-04' }, rate(), 20_000_00],
    [
      'straight line leaves the residual out',
      { ...asset, residualPaise: 10_000_00 },
      rate({ method: 'straight_line', rateBps: 1000 }),
      9_000_00,
    ],
    [
      'never below the residual',
      { ...asset, residualPaise: 10_000_00, wornPaise: 85_000_00 },
      rate({ method: 'straight_line', rateBps: 1000 }),
      5_000_00,
    ],
    ['disposed of in the year', { ...asset, disposedOn: '2025-01-01' }, rate(), 0],
    ['bought after it', { ...asset, inUseOn: '2025-04-01' }, rate(), 0],
    ['half a paisa goes up', { ...asset, costPaise: 25 }, rate({ rateBps: 1000 }), 3],
  ])('%s', (_, of, at, paise) => {
    expect(wearOf(of, { year: 2024, rate: at })).toBe(paise);
  });

  test('days count both ends', () => {
    expect([daysUsed('2025-03-31', 2024), daysUsed('2024-04-01', 2024), daysUsed('2023-01-01', 2024)]).toEqual([
      1, 365, 365,
    ]);
  });

  test('a new rate counts from the year whose last day it reaches', () => {
    const rates = [rate(), rate({ fromOn: '2024-04-01', rateBps: 1500 })];
    expect([rateOf(rates, 2023)?.rateBps, rateOf(rates, 2024)?.rateBps, rateOf(rates, 2018)]).toEqual([
      4000,
      1500,
      null,
    ]);
  });

  test('over any years and rates an asset never wears below its residual, nor backwards', () => {
    const any = fc.record({
      costPaise: fc.integer({ min: 1, max: 900_000_000_000 }),
      share: fc.integer({ min: 0, max: 100 }),
      day: fc.integer({ min: 0, max: 364 }),
      rates: fc.array(
        fc.record({
          rateBps: fc.integer({ min: 0, max: 10_000 }),
          method: fc.constantFrom('straight_line' as const, 'written_down' as const),
        }),
        { minLength: 1, maxLength: 12 },
      ),
    });
    fc.assert(
      fc.property(any, ({ costPaise, share, day, rates }) => {
        const residualPaise = Math.floor((costPaise / 100) * share);
        const inUseOn = new Date(Date.UTC(2010, 3, 1 + day)).toISOString().slice(0, 10);
        let wornPaise = 0;
        for (const [at, one] of rates.entries()) {
          const wear = wearOf(
            { costPaise, residualPaise, wornPaise, inUseOn, disposedOn: null },
            { year: 2010 + at, rate: rate(one) },
          );
          expect(Number.isSafeInteger(wear) && wear >= 0).toBe(true);
          wornPaise += wear;
          expect(costPaise - wornPaise).toBeGreaterThanOrEqual(residualPaise);
        }
      }),
    );
  });
});

describe('a grant', () => {
  const state = (change: Partial<UseState> = {}): UseState => ({
    flow: flowOf([
      { account: '5140', type: 'payment', purpose: 'plain', paise: 600 },
      { account: '1310', type: 'payment', purpose: 'plain', paise: 300 },
    ]),
    unspentBalancePaise: -1000,
    interestBalancePaise: 0,
    usedRevenuePaise: 0,
    usedCapitalPaise: 0,
    wearPaise: 0,
    releasedPaise: 0,
    ...change,
  });
  test('becomes income as it is spent, and assets go to the asset fund', () => {
    expect(grantUse(state())).toEqual([
      { account: '2420', amountPaise: 900 },
      { account: '3030', amountPaise: -300 },
      { account: '4050', amountPaise: -600 },
    ]);
  });
  test('the asset fund follows the wear', () => {
    const next = state({
      usedRevenuePaise: 600,
      usedCapitalPaise: 300,
      unspentBalancePaise: -100,
      wearPaise: 120,
      releasedPaise: 50,
    });
    expect(grantUse(next)).toEqual([
      { account: '3030', amountPaise: 70 },
      { account: '4050', amountPaise: -70 },
    ]);
  });
  test('always balances, and never takes more than there is', () => {
    const paise = fc.integer({ min: 0, max: 1_000_000 });
    fc.assert(
      fc.property(
        fc.record({ r: paise, c: paise, there: paise, interest: paise, ur: paise, uc: paise, w: paise, rel: paise }),
        (n) => {
          const flow = flowOf([
            { account: '5140', type: 'payment', purpose: 'plain', paise: n.r },
            { account: '1310', type: 'payment', purpose: 'plain', paise: n.c },
          ]);
          const lines = grantUse({
            flow,
            unspentBalancePaise: -n.there,
            interestBalancePaise: -n.interest,
            usedRevenuePaise: n.ur,
            usedCapitalPaise: n.uc,
            wearPaise: n.w,
            releasedPaise: Math.min(n.rel, n.w, n.uc),
          });
          expect(lines.reduce((sum, line) => sum + line.amountPaise, 0)).toBe(0);
          const of = (account: string) =>
            lines.filter((line) => line.account === account).reduce((sum, line) => sum + line.amountPaise, 0);
          expect(of('2420')).toBeLessThanOrEqual(n.there);
          expect(of('2425')).toBeLessThanOrEqual(n.interest);
        },
      ),
    );
  });
  test('counts what was refunded and what a reversal took back', () => {
    const flow = flowOf([
      { account: '2420', type: 'receipt', purpose: 'plain', paise: -1000 },
      { account: '2420', type: 'payment', purpose: 'plain', paise: 200 },
      { account: '2420', type: 'journal', purpose: 'grants_used', paise: 600 },
      { account: '2425', type: 'receipt', purpose: 'plain', paise: -30 },
      { account: '5140', type: 'payment', purpose: 'plain', paise: 600 },
      { account: '5190', type: 'journal', purpose: 'depreciation', paise: 77 },
    ]);
    expect(flow).toMatchObject({ receivedPaise: 1000, refundedPaise: 200, interestPaise: 30, spentRevenuePaise: 600 });
    expect(unspentOf(flow)).toBe(230);
  });
});

test('due days keep the 31st, stop when told', () => {
  const monthly = { firstOn: '2025-01-31', everyMonths: 1, untilOn: null, stoppedOn: null };
  expect(dueDays(monthly, '2025-04-01')).toEqual(['2025-01-31', '2025-02-28', '2025-03-31']);
  expect(dueDays({ ...monthly, stoppedOn: '2025-02-28' }, '2026-01-01')).toEqual(['2025-01-31']);
  expect(dueDays({ ...monthly, everyMonths: 12, untilOn: '2026-06-30' }, '2030-01-01')).toEqual([
    '2025-01-31',
    '2026-01-31',
  ]);
});

test('advances: what is settled never exceeds what was given, and the sum of both is the balance', () => {
  const line = fc.record({
    paise: fc.integer({ min: 1, max: 1000 }),
    day: fc.integer({ min: 1, max: 28 }),
    give: fc.boolean(),
    names: fc.integer({ min: 0, max: 5 }),
  });
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), (list) => {
      const lines = list.map((one, at) => ({
        voucherId: `v${at}`,
        headId: 'h',
        eventOn: `2025-01-${String(one.day).padStart(2, '0')}`,
        amountPaise: one.give ? one.paise : -one.paise,
        settlesVoucherId: one.give ? null : `v${one.names}`,
      }));
      const found = advancesOf(lines, '2025-02-01');
      const given = lines.filter((one) => one.amountPaise > 0).reduce((sum, one) => sum + one.amountPaise, 0);
      const back = lines.filter((one) => one.amountPaise < 0).reduce((sum, one) => sum - one.amountPaise, 0);
      expect(found.every((one) => one.openPaise >= 0 && one.settledPaise >= 0)).toBe(true);
      expect(found.reduce((sum, one) => sum + one.openPaise, 0)).toBe(Math.max(0, given - back));
    }),
  );
});
