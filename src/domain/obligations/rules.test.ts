import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Assessment, Limits, Obligation } from './model.ts';
import { checkAssessment, monthlyPaise, roomAfter, testSafety, yearlyIncomePaise } from './rules.ts';

// microfinance.md §1: half of monthly income, Rs 3,00,000 a year
const limits: Limits = { ratioBps: 5000, ceilingPaise: 30_000_000, fromOn: '2022-04-01', source: 'test' };
const claim = (obligation: Obligation) => ({ label: null, obligation });
const every = (amountPaise: number, unit: 'day' | 'week' | 'month', n = 1): Obligation => ({
  kind: 'instalments',
  amountPaise,
  unit,
  every: n,
});
const safety = (incomeYearlyPaise: number | null, claims: Obligation[], wanted: Obligation[] = []) =>
  testSafety({ incomeYearlyPaise, claims: claims.map(claim), wanted: wanted.map(claim), limits });

const look = (change: Partial<Assessment> = {}): Assessment => ({
  assessmentId: '01900000-0000-7000-8000-000000000001',
  personId: '01900000-0000-7000-8000-000000000002',
  assessedOn: '2026-05-12',
  fromOn: '2025-05-01',
  toOn: '2026-04-30',
  members: 5,
  housing: 'own',
  amenities: [],
  assets: [],
  earners: [
    {
      who: 'herself',
      sector: 'craft',
      nature: 'piece_rate',
      frequency: 'weekly',
      monthsWorked: 10,
      saidMonthlyPaise: null,
      monthlyPaise: 300_000,
      evidence: 'buyer',
    },
  ],
  others: [{ source: 'pension', yearlyPaise: 1_200_000, evidence: 'passbook' }],
  expensesMonthlyPaise: 700_000,
  note: null,
  ...change,
});

describe('a claim in a month', () => {
  test.each([
    ['weekly Rs 300', every(30_000, 'week'), 130_000],
    ['fortnightly Rs 300', every(30_000, 'week', 2), 65_000],
    ['monthly Rs 300', every(30_000, 'month'), 30_000],
    ['quarterly Rs 300', every(30_000, 'month', 3), 10_000],
    ['daily Rs 100', every(10_000, 'day'), 304_167],
    ['a third of a paisa counts up', every(100, 'month', 3), 34],
    ['all at once in five months', { kind: 'bullet', totalPaise: 1_000_000, monthsLeft: 5 } as const, 200_000],
    ['late already: whole', { kind: 'bullet', totalPaise: 1_000_000, monthsLeft: 0 } as const, 1_000_000],
    [
      'interest only, no last day',
      { kind: 'interest_only', interestPaise: 50_000, unit: 'month', every: 1, principalPaise: 1e6, monthsLeft: null },
      50_000,
    ],
    [
      'interest only, ten months left',
      { kind: 'interest_only', interestPaise: 50_000, unit: 'month', every: 1, principalPaise: 1e6, monthsLeft: 10 },
      150_000,
    ],
  ] as [string, Obligation, number][])('%s', (_name, obligation, paise) => {
    expect(monthlyPaise(obligation)).toBe(paise);
  });
});

describe('the test', () => {
  test('all parts shown, the new loan too; room is what is left', () => {
    const found = safety(12_000_000, [every(100_000, 'month')], [every(150_000, 'month')]);
    expect(found).toMatchObject({ verdict: 'within', limitMonthlyPaise: 500_000, allMonthlyPaise: 250_000 });
    expect(found).toMatchObject({ roomMonthlyPaise: 250_000, shareBps: 2500, incomeMonthlyPaise: 1_000_000 });
    expect(found.parts.map((part) => [part.monthlyPaise, part.isNew])).toEqual([
      [100_000, false],
      [150_000, true],
    ]);
  });

  test('without a look at the income nothing is known; without income nothing fits but nothing', () => {
    expect(safety(null, [every(1, 'month')])).toMatchObject({ verdict: 'no_income', shareBps: null });
    expect(safety(0, [])).toMatchObject({ verdict: 'within', shareBps: null });
    expect(safety(0, [every(1, 'month')]).verdict).toBe('over_already');
  });

  test('exactly Rs 3,00,000 a year passes, a paisa more does not', () => {
    expect(safety(30_000_000, []).verdict).toBe('within');
    expect(safety(30_000_001, []).verdict).toBe('over_ceiling');
  });

  test('three thirds of a paisa are one paisa: fractions are summed before they are rounded', () => {
    const thirds = [every(100, 'month', 3), every(100, 'month', 3), every(100, 'month', 3)];
    expect(safety(2400, thirds)).toMatchObject({ verdict: 'within', allMonthlyPaise: 100, roomMonthlyPaise: 0 });
    expect(safety(2399, thirds).verdict).toBe('over_already');
  });

  test('property: exactly half passes; a paisa of a claim more, or of yearly income less, does not', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_250_000 }),
        fc.array(fc.integer({ min: 1, max: 1_000 }), { maxLength: 6 }),
        fc.constantFrom('day' as const, 'week' as const, 'month' as const),
        (halfPaise, small, unit) => {
          const claims = small.map((paise) => every(paise, unit, 12));
          const others = small.reduce((sum, paise) => sum + paise * { day: 365, week: 52, month: 12 }[unit], 0);
          // the claims take others/144 a month; a bullet over 144 months takes the rest of exactly half, to the last fraction
          const rest = halfPaise * 144 - others;
          fc.pre(rest > 0);
          const filled = (more: number) => ({ kind: 'bullet' as const, totalPaise: rest + more, monthsLeft: 144 });
          expect(safety(halfPaise * 24, claims, [filled(0)]).verdict).toBe('within');
          expect(safety(halfPaise * 24, claims, [filled(0)]).roomMonthlyPaise).toBe(0);
          expect(safety(halfPaise * 24, claims, [filled(1)]).verdict).toBe('over');
          expect(safety(halfPaise * 24 - 1, claims, [filled(0)]).verdict).toBe('over');
        },
      ),
    );
  });

  test('property: what is called room still fits, a paisa more does not', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 30_000_000 }),
        fc.array(fc.integer({ min: 0, max: 40_000 }), { maxLength: 5 }),
        (income, amounts) => {
          const claims = amounts.map((paise, at) => every(paise, at % 2 ? 'week' : 'month', (at % 3) + 1));
          const { verdict, roomMonthlyPaise: room } = safety(income, claims);
          fc.pre(verdict === 'within');
          expect(safety(income, claims, [every(room!, 'month')]).verdict).toBe('within');
          expect(safety(income, claims, [every(room! + 1, 'month')]).verdict).toBe('over');
        },
      ),
    );
  });
});

describe('room that alone is known', () => {
  test('nothing left stays nothing: how far it is over is not known', () => {
    expect(roomAfter(0, { gone: [every(90_000, 'month')], come: [] })).toBe(0);
    expect(roomAfter(10_000, { gone: [], come: [every(10_001, 'month')] })).toBe(0);
    expect(roomAfter(10_000, { gone: [every(5_000, 'month')], come: [every(10_001, 'month')] })).toBe(4_999);
  });

  test('property: as the whole test would leave it, or a paisa less', () => {
    const some = fc.array(fc.integer({ min: 0, max: 40_000 }), { maxLength: 4 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30_000_000 }), some, some, some, (income, stay, go, come) => {
        const asked = (amounts: number[]) =>
          amounts.map((paise, at) => every(paise, at % 2 ? 'week' : 'month', at + 1));
        const [kept, gone, came] = [asked(stay), asked(go), asked(come)];
        const room = safety(income, [...kept, ...gone]).roomMonthlyPaise!;
        const whole = safety(income, [...kept, ...came]).roomMonthlyPaise!;
        const found = roomAfter(room, { gone, come: came });
        expect(found).toBeLessThanOrEqual(whole);
        if (room > 0) expect(found).toBeGreaterThanOrEqual(whole - 1);
      }),
    );
  });
});

describe('a look at the household', () => {
  test('each work by its months, and what comes without work', () => {
    expect(yearlyIncomePaise(look())).toBe(4_200_000);
    expect(checkAssessment(look(), '2026-05-12')).toMatchObject({ ok: true, value: { yearlyPaise: 4_200_000 } });
  });

  test.each([
    ['obligations.in_the_future', look({ assessedOn: '2026-05-13' })],
    ['obligations.period_short', look({ fromOn: '2025-05-02' })],
    ['obligations.period_ahead', look({ toOn: '2026-05-13' })],
    ['obligations.no_source', look({ earners: [], others: [] })],
    ['obligations.income_twice', look({ earners: [...look().earners, ...look().earners] })],
  ])('refused: %s', (code, input) => {
    expect(checkAssessment(input, '2026-05-12')).toMatchObject({ ok: false, code });
  });
});
