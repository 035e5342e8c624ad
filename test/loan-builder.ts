/** Tiny builders and fast-check arbitraries for loan tests, here and in modules above. */
import * as fc from 'fast-check';
import { addDays, addMonths, type IsoDate } from '#platform/dates.ts';
import type { LoanTerms } from '#domain/loans/index.ts';

export const rupeeUp = { unitPaise: 100, mode: 'half_up' } as const;
export const paisa = { unitPaise: 1, mode: 'half_up' } as const;

/** Rs 5,000 at 2% a month on the falling balance in ten monthly parts, whole rupees, unless told otherwise. */
export const someTerms = (change: Partial<LoanTerms> = {}): LoanTerms => ({
  principalPaise: 500_000,
  method: 'EQUAL_PRINCIPAL',
  rate: { rateBps: 200, per: 'month' },
  instalments: 10,
  interval: { unit: 'month', every: 1 },
  dayCount: 'WHOLE_PERIOD',
  rounding: rupeeUp,
  interestRounding: rupeeUp,
  residue: 'last',
  feePaise: 0,
  ...change,
});

export const monthly = (from: IsoDate, count: number): IsoDate[] =>
  Array.from({ length: count }, (_, k) => addMonths(from, k + 1));

const rounding = fc.record({
  unitPaise: fc.constantFrom(1 as const, 100 as const, 1000 as const, 10_000 as const),
  mode: fc.constantFrom('half_up' as const, 'half_even' as const, 'up' as const, 'down' as const),
});

export const anyTerms: fc.Arbitrary<LoanTerms> = fc.record({
  principalPaise: fc.oneof(fc.integer({ min: 1, max: 10_000 }), fc.integer({ min: 10_000, max: 60_000_000 })),
  method: fc.constantFrom('FLAT' as const, 'EQUAL_PRINCIPAL' as const, 'EMI' as const),
  rate: fc.record({
    rateBps: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 1200 })),
    per: fc.constantFrom('month' as const, 'year' as const),
  }),
  instalments: fc.integer({ min: 1, max: 40 }),
  interval: fc.record({
    unit: fc.constantFrom('week' as const, 'month' as const),
    every: fc.integer({ min: 1, max: 4 }),
  }),
  dayCount: fc.constantFrom('WHOLE_PERIOD' as const, 'WEEK_52' as const, 'ACT_365' as const),
  rounding,
  interestRounding: rounding,
  residue: fc.constant('last' as const),
  feePaise: fc.constant(0),
});

/** Terms with rising due dates of uneven length, as real meetings are. */
export const anyPlan = anyTerms.chain((terms) =>
  fc
    .array(fc.integer({ min: 1, max: 70 }), { minLength: terms.instalments, maxLength: terms.instalments })
    .map((gaps) => {
      let on: IsoDate = '2026-01-31';
      return { terms, disbursedOn: '2026-01-31', dueDates: gaps.map((gap) => (on = addDays(on, gap))) };
    }),
);
