/** Tiny builders and fast-check arbitraries for loan tests, here and in modules above. */
import * as fc from 'fast-check';
import { addDays, addMonths, type IsoDate } from '#platform/dates.ts';
import { DayCount, LoanMethod, type LoanTerms, type ProductTerms } from '#domain/loans/index.ts';

export const rupeeUp = { unitPaise: 100, mode: 'half_up' } as const;
export const paisa = { unitPaise: 1, mode: 'half_up' } as const;

const usualTerms: LoanTerms = {
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
};
/** Rs 5,000 at 2% a month on the falling balance in ten monthly parts, whole rupees, unless told otherwise. */
export const someTerms = (change: Partial<LoanTerms> = {}): LoanTerms => ({ ...usualTerms, ...change });
/** The same with anything a product may say. */
export const productTerms = (change: Partial<ProductTerms>): ProductTerms => ({ ...usualTerms, ...change });

export const monthly = (from: IsoDate, count: number): IsoDate[] =>
  Array.from({ length: count }, (_, k) => addMonths(from, k + 1));

const rounding = fc.record({
  unitPaise: fc.constantFrom(1 as const, 100 as const, 1000 as const, 10_000 as const),
  mode: fc.constantFrom('half_up' as const, 'half_even' as const, 'up' as const, 'down' as const),
});

const rate = fc.record({
  rateBps: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 1200 })),
  per: fc.constantFrom('month' as const, 'year' as const),
});
const usual = {
  principalPaise: fc.oneof(fc.integer({ min: 1, max: 10_000 }), fc.integer({ min: 10_000, max: 60_000_000 })),
  rate,
  instalments: fc.integer({ min: 1, max: 40 }),
  interval: fc.record({
    unit: fc.constantFrom('week' as const, 'month' as const),
    every: fc.integer({ min: 1, max: 4 }),
  }),
  rounding,
  interestRounding: rounding,
  feePaise: fc.constant(0),
};

const atTimes = <T>(what: fc.Arbitrary<T>) => fc.option(what, { nil: undefined, freq: 2 });
export const anyGrace = fc.record({
  moratoriumRows: fc.integer({ min: 0, max: 4 }),
  moratoriumInterest: fc.constantFrom('capitalised' as const, 'deferred_first' as const, 'deferred_spread' as const),
  interestOnlyRows: fc.integer({ min: 0, max: 4 }),
  interestFreeRows: fc.integer({ min: 0, max: 4 }),
});

/** Terms of a loan given at a meeting. */
export const anyTerms: fc.Arbitrary<LoanTerms> = fc.record({
  ...usual,
  method: fc.constantFrom('FLAT' as const, 'EQUAL_PRINCIPAL' as const, 'EMI' as const),
  dayCount: fc.constantFrom('WHOLE_PERIOD' as const, 'WEEK_52' as const, 'ACT_365' as const),
  residue: fc.constant('last' as const),
  grace: atTimes(anyGrace),
});

const special = {
  fixedPaise: atTimes(fc.integer({ min: 1, max: 20_000_000 })),
  bulletInterest: atTimes(fc.constantFrom('periodic' as const, 'at_end' as const)),
  firstPeriod: atTimes(fc.constantFrom('by_days' as const, 'as_period' as const)),
  grace: atTimes(anyGrace),
  charges: atTimes(
    fc.array(
      fc.record({
        kind: fc.constantFrom('processing' as const, 'insurance' as const),
        payee: fc.constantFrom('lender' as const, 'third' as const),
        when: fc.constantFrom('deducted' as const, 'apart' as const, 'spread' as const),
        paise: fc.integer({ min: 1, max: 50_000 }),
      }),
      { maxLength: 3 },
    ),
  ),
};

/** Every combination of terms of any product; some contradict each other and are refused in words. */
export const anyProductTerms: fc.Arbitrary<ProductTerms> = fc.record({
  ...usual,
  method: fc.constantFrom(...LoanMethod.options),
  dayCount: fc.constantFrom(...DayCount.options),
  residue: fc.constantFrom('last' as const, 'last' as const, 'first' as const),
  ...special,
});

/** Rising due dates of uneven length, as real meetings are. */
const withDates = <T extends ProductTerms>(terms: T) =>
  fc
    .array(fc.integer({ min: 1, max: 70 }), { minLength: terms.instalments, maxLength: terms.instalments })
    .map((gaps) => {
      let on: IsoDate = '2026-01-31';
      return { terms, disbursedOn: '2026-01-31', dueDates: gaps.map((gap) => (on = addDays(on, gap))) };
    });
export const anyPlan = anyTerms.chain(withDates);
export const anyProductPlan = anyProductTerms.chain(withDates);
