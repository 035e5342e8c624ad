import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reckon, spanOf, weightOf, type SavingsFact } from './interest.rules.ts';
import type { InterestAsked } from './interest.model.ts';

const asked = (change: Partial<InterestAsked> = {}): InterestAsked => ({
  ...{ groupId: 'g', from: '2025-04-10', months: 12, base: 'average', products: ['compulsory'] },
  ...{ rateBps: 400, totalPaise: null },
  ...change,
});
const fact = (openingPaise: number, moves: SavingsFact['moves'] = []): SavingsFact => ({
  ...{ personId: `p${openingPaise}`, product: 'compulsory', openingPaise, moves },
});
const sumOf = (change: Partial<InterestAsked>, facts: SavingsFact[]) => {
  const ruling = reckon(asked(change), facts);
  return ruling.ok ? ruling.value.totalPaise : ruling.code;
};

describe('interest on savings', () => {
  test('a whole year of one balance bears exactly the rate', () => {
    expect(sumOf({}, [fact(100_000)])).toBe(4_000);
    expect(sumOf({ base: 'minimum' }, [fact(100_000)])).toBe(4_000);
    expect(spanOf({ from: '2025-04-10', months: 12 })).toEqual({ from: '2025-04-01', to: '2026-03-31' });
  });
  test('saved on the 16th of a month of 30 days: half of it on average, nothing by its lowest day', () => {
    const facts = [fact(0, [{ on: '2025-04-16', paise: 120_000 }])];
    expect(sumOf({ months: 1, rateBps: 1_200 }, facts)).toBe(600);
    expect(sumOf({ months: 1, rateBps: 1_200, base: 'minimum' }, facts)).toBe('linkage.no_weights');
    expect(sumOf({ months: 2, rateBps: 1_200, base: 'minimum' }, facts)).toBe(1_200);
  });
  test('a withdrawal counts from its day on; below zero bears nothing', () => {
    const facts = [fact(60_000, [{ on: '2025-04-01', paise: -60_000 }])];
    expect(sumOf({ months: 1 }, facts)).toBe('linkage.no_weights');
    expect(weightOf('minimum', spanOf({ from: '2025-04-01', months: 1 }), fact(-5))).toBe(0n);
  });
  test('one of rate and sum', () => {
    expect(sumOf({ totalPaise: 5 }, [fact(1)])).toBe('linkage.rate_or_sum');
    expect(sumOf({ rateBps: null }, [fact(1)])).toBe('linkage.rate_or_sum');
    expect(sumOf({ rateBps: 1, months: 1 }, [fact(1)])).toBe('linkage.nothing_to_post');
  });
  test('shares come to the total exactly, none is more than a paisa off its part', () => {
    const balance = fc.integer({ min: 0, max: 5_000_000_000 });
    fc.assert(
      fc.property(
        fc.array(balance, { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 1, max: 1e9 }),
        (all, total) => {
          const facts = all.map((paise) => fact(paise));
          const ruling = reckon(asked({ rateBps: null, totalPaise: total }), facts);
          const whole = all.reduce((sum, paise) => sum + paise, 0);
          if (whole === 0) {
            expect(ruling.ok).toBe(false);
            return;
          }
          if (!ruling.ok) throw new Error(ruling.code);
          const { shares } = ruling.value;
          expect(shares.reduce((sum, one) => sum + one.paise, 0)).toBe(total);
          for (const [at, share] of shares.entries())
            expect(Math.abs(share.paise - (total * all[at]!) / whole)).toBeLessThan(1.001);
        },
      ),
    );
  });
});
