import { describe, expect, test } from 'vitest';
import { monthly, paisa, productTerms } from '#test/loan-builder.ts';
import { costOfLoan, netDisbursed } from './cost.rules.ts';
import { dueDays, type DuePlan } from './due-dates.rules.ts';
import type { Grace, ProductTerms, Schedule } from './model.ts';
import { periodRates } from './period-rates.rules.ts';
import { scheduleOf } from './schedule.rules.ts';

const from = '2026-05-12';
const inPaise = { rounding: paisa, interestRounding: paisa };
const ruledFor = (change: Partial<ProductTerms>) => {
  const terms = productTerms(change);
  return scheduleOf(terms, from, monthly(from, terms.instalments));
};
const scheduled = (change: Partial<ProductTerms>): Schedule => {
  const ruling = ruledFor(change);
  if (!ruling.ok) throw new Error(ruling.code);
  return ruling.value;
};
const code = (change: Partial<ProductTerms>): string => {
  const ruling = ruledFor(change);
  return ruling.ok ? 'ok' : ruling.code;
};
const rows = (schedule: Schedule) => schedule.instalments.map((row) => [row.principalPaise, row.interestPaise]);
const grace = (change: Partial<Grace>): Grace => ({
  moratoriumRows: 0,
  moratoriumInterest: 'capitalised',
  interestOnlyRows: 0,
  interestFreeRows: 0,
  ...change,
});
const small = { principalPaise: 100_000, instalments: 4, ...inPaise };

describe('methods beside the three of meetings', () => {
  test('bullet: interest each month, or all of it with the principal', () => {
    expect(rows(scheduled({ ...small, method: 'BULLET' }))).toEqual([
      [0, 2_000],
      [0, 2_000],
      [0, 2_000],
      [100_000, 2_000],
    ]);
    expect(rows(scheduled({ ...small, method: 'BULLET', bulletInterest: 'at_end' }))).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
      [100_000, 8_000],
    ]);
  });

  test('a fixed instalment runs until it clears; too small a one is refused with what would be left', () => {
    const fixed = { ...small, method: 'FIXED_INSTALMENT', instalments: 12 } as const;
    expect(rows(scheduled({ ...fixed, fixedPaise: 40_000 }))).toEqual([
      [38_000, 2_000],
      [38_760, 1_240],
      [23_240, 465],
    ]);
    expect(code({ ...fixed, fixedPaise: 5_000 })).toBe('loans.fixed_too_small');
    expect(code({ ...fixed, fixedPaise: 1_999 })).toBe('loans.instalment_below_interest');
    expect(code(fixed)).toBe('loans.fixed_amount_missing');
  });
});

describe('grace', () => {
  test('interest only, then principal over the rest', () => {
    const schedule = scheduled({ ...small, grace: grace({ interestOnlyRows: 2 }) });
    expect(rows(schedule)).toEqual([
      [0, 2_000],
      [0, 2_000],
      [50_000, 2_000],
      [50_000, 1_000],
    ]);
  });

  test('a moratorium: interest added to the loan bears interest; kept apart it does not', () => {
    const twoSilent = (moratoriumInterest: Grace['moratoriumInterest']) =>
      scheduled({ ...small, grace: grace({ moratoriumRows: 2, moratoriumInterest }) });
    const capitalised = twoSilent('capitalised');
    expect(capitalised.capitalisedPaise).toBe(4_040);
    expect(rows(capitalised)).toEqual([
      [0, 0],
      [0, 0],
      [52_020, 2_081],
      [52_020, 1_040],
    ]);
    expect(rows(twoSilent('deferred_first')).slice(2)).toEqual([
      [50_000, 6_000],
      [50_000, 1_000],
    ]);
    expect(rows(twoSilent('deferred_spread')).slice(2)).toEqual([
      [50_000, 4_000],
      [50_000, 3_000],
    ]);
  });

  test('rows free of interest; flat interest is agreed on the rest and never capitalised', () => {
    const free = scheduled({ ...small, method: 'FLAT', grace: grace({ interestFreeRows: 1 }) });
    expect(free.totals.interestPaise).toBe(6_000);
    const silent = grace({ moratoriumRows: 1 });
    expect(code({ ...small, method: 'FLAT', grace: silent })).toBe('loans.flat_not_capitalised');
    const deferred = scheduled({
      ...small,
      method: 'FLAT',
      grace: { ...silent, moratoriumInterest: 'deferred_spread' },
    });
    expect(rows(deferred)).toEqual([
      [0, 0],
      [33_333, 2_667],
      [33_333, 2_667],
      [33_334, 2_666],
    ]);
    expect(code({ ...small, grace: grace({ moratoriumRows: 3, interestOnlyRows: 1 }) })).toBe('loans.grace_too_long');
  });
});

describe('residue, charges, first period', () => {
  test('the odd amount in the first row, where rows are equal by agreement', () => {
    const rupees = { rounding: { unitPaise: 100, mode: 'down' }, instalments: 3, principalPaise: 100_000 } as const;
    expect(rows(scheduled({ ...rupees, residue: 'first' })).map(([principal]) => principal)).toEqual([
      33_400, 33_300, 33_300,
    ]);
    expect(code({ ...rupees, method: 'EMI', residue: 'first' })).toBe('loans.residue_last_only');
    const up = { ...rupees, rounding: { unitPaise: 10_000, mode: 'up' }, instalments: 6 } as const;
    expect(code({ ...up, residue: 'first', method: 'FLAT', principalPaise: 90_000 })).toBe('loans.residue_too_large');
  });

  test('charges kept back, paid apart and laid on the rows all count in the yearly cost; she gets what is not kept back', () => {
    const charge = (when: 'deducted' | 'apart' | 'spread', paise: number) =>
      ({ kind: 'insurance', payee: 'third', when, paise }) as const;
    const change = { ...small, charges: [charge('deducted', 1_000), charge('apart', 500), charge('spread', 1_002)] };
    const schedule = scheduled(change);
    expect(schedule.instalments.map((row) => row.feePaise)).toEqual([250, 250, 250, 252]);
    expect(netDisbursed(productTerms(change))).toBe(99_000);
    const cost = costOfLoan(productTerms(change), schedule);
    const bare = costOfLoan(productTerms(small), scheduled(small));
    expect(cost.kind === 'rate' && bare.kind === 'rate' && cost.nominalBps > bare.nominalBps + 900).toBe(true);
  });

  test('Annex II (RBI circular of 15 Apr 2024) with its 160 to a third party said apart: still 17.07%', () => {
    const change: Partial<ProductTerms> = {
      ...inPaise,
      method: 'EMI',
      principalPaise: 2_000_000,
      instalments: 24,
      rate: { rateBps: 1500, per: 'year' },
      charges: [
        { kind: 'processing', payee: 'lender', when: 'deducted', paise: 24_000 },
        { kind: 'insurance', payee: 'third', when: 'deducted', paise: 16_000 },
      ],
    };
    expect(costOfLoan(productTerms(change), scheduled(change))).toMatchObject({ nominalBps: 1707 });
    expect(netDisbursed(productTerms(change))).toBe(1_960_000);
  });

  test('a long first period by its days, or as one like the others', () => {
    const dates = ['2026-07-15', '2026-08-15'];
    const interest = (firstPeriod?: 'by_days' | 'as_period') => {
      const made = scheduleOf(
        productTerms({ ...small, instalments: 2, ...(firstPeriod && { firstPeriod }) }),
        '2026-06-01',
        dates,
      );
      return made.ok ? made.value.instalments[0]?.interestPaise : made.code;
    };
    expect(interest()).toBe(2_000);
    // 100,000 paise x 24% x 44 days / 365
    expect(interest('by_days')).toBe(2_893);
  });
});

describe('day counts', () => {
  const shareOfYear = (dayCount: ProductTerms['dayCount'], start: string, end: string): number => {
    const rate = { rateBps: 10_000, per: 'year' } as const;
    const { parts, whole } = periodRates(productTerms({ dayCount, rate }), start, [end]);
    return Number(parts[0]) / Number(whole);
  };
  test('the published pair 30 Nov 1999 to 30 Apr 2000 (ISDA, "EMU and Market Conventions", 1998): 32/365 + 120/366', () => {
    expect(shareOfYear('ACT_ACT', '1999-11-30', '2000-04-30')).toBeCloseTo(32 / 365 + 120 / 366, 12);
  });
  test('365, 360 and thirty days a month', () => {
    expect(shareOfYear('ACT_365', '2028-01-01', '2029-01-01')).toBe(366 / 365);
    expect(shareOfYear('ACT_360', '2026-01-01', '2026-01-31')).toBe(30 / 360);
    expect(shareOfYear('D30_360', '2026-01-31', '2026-03-31')).toBe(60 / 360);
    expect(shareOfYear('D30_360', '2026-02-28', '2026-03-01')).toBe(3 / 360);
  });
});

describe('due dates', () => {
  const plan = (change: Partial<DuePlan>): DuePlan => ({
    firstOn: '2027-01-31',
    interval: { unit: 'month', every: 1 },
    holidayShift: 'none',
    shiftedInterest: true,
    ...change,
  });
  test('the anchor is kept through short months', () => {
    expect(dueDays(plan({}), 4).shownOn).toEqual(['2027-01-31', '2027-02-28', '2027-03-31', '2027-04-30']);
    const anchored = plan({ firstOn: '2028-02-29', anchorDay: 30 });
    expect(dueDays(anchored, 3).shownOn).toEqual(['2028-02-29', '2028-03-30', '2028-04-30']);
  });
  test('fortnights, quarters, the second Tuesday and the last Friday', () => {
    const fortnight = plan({ interval: { unit: 'week', every: 2 } });
    expect(dueDays(fortnight, 3).shownOn).toEqual(['2027-01-31', '2027-02-14', '2027-02-28']);
    expect(dueDays(plan({ interval: { unit: 'month', every: 3 } }), 2).shownOn).toEqual(['2027-01-31', '2027-04-30']);
    const tuesday = plan({ nthWeekday: { nth: 2, weekday: 2 } });
    expect(dueDays(tuesday, 3).shownOn).toEqual(['2027-01-12', '2027-02-09', '2027-03-09']);
    const friday = plan({ nthWeekday: { nth: 5, weekday: 5 } });
    expect(dueDays(friday, 2).shownOn).toEqual(['2027-01-29', '2027-02-26']);
  });
  test('a holiday moves the day, with or without interest for the wait', () => {
    const isHoliday = (on: string) => on === '2027-02-28' || on === '2027-03-01';
    expect(dueDays(plan({ holidayShift: 'next' }), 2, isHoliday).shownOn).toEqual(['2027-01-31', '2027-03-02']);
    const back = dueDays(plan({ holidayShift: 'previous', shiftedInterest: false }), 2, isHoliday);
    expect(back).toEqual({ shownOn: ['2027-01-31', '2027-02-27'], countedOn: ['2027-01-31', '2027-02-28'] });
  });
});
