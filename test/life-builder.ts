/** Signed loans, and lives of loans by chance, for the tests of what runs. */
import * as fc from 'fast-check';
import { addDays, type IsoDate } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import {
  USUAL_ORDER,
  type LoanContract,
  type LoanEvent,
  type PartName,
  type ProductTerms,
  type Servicing,
} from '#domain/loans/index.ts';
import { monthly, productTerms } from './loan-builder.ts';

export const plainServicing = (change: Partial<Servicing> = {}): Servicing => ({
  allocation: USUAL_ORDER,
  penal: null,
  payoff: 'to_day',
  flatRebate: 'none',
  prepaymentFeeBps: 0,
  ...change,
});

/** Signed for 12 May 2026, monthly. */
export function contractOf(change: Partial<ProductTerms> = {}, servicing: Partial<Servicing> = {}): LoanContract {
  const terms = productTerms(change);
  const days = monthly('2026-05-12', terms.instalments);
  return {
    loanId: newId(),
    terms,
    disburseOn: '2026-05-12',
    due: { shownOn: days, countedOn: days },
    servicing: plainServicing(servicing),
  };
}

type Loose = LoanEvent extends infer E ? (E extends LoanEvent ? Omit<E, 'eventId'> : never) : never;
export const event = (of: Loose): LoanEvent => ({ eventId: newId(), ...of }) as LoanEvent;
export const disbursed = (paise: number, on: IsoDate = '2026-05-12') => event({ kind: 'disbursed', on, paise });
export const repaid = (on: IsoDate, paise: number, excessTo: 'next' | 'shorten' | 'lower' | null = null) =>
  event({ kind: 'repaid', on, paise, excessTo });

const parts: PartName[] = ['fine', 'fee', 'interest', 'principal'];
export const anyServicing: fc.Arbitrary<Servicing> = fc.record({
  allocation: fc.record({
    across: fc.constantFrom('oldest_first' as const, 'by_part' as const),
    parts: fc.shuffledSubarray(parts, { minLength: 4, maxLength: 4 }),
  }),
  penal: fc.option(
    fc.record({
      rateBps: fc.integer({ min: 0, max: 3_600 }),
      perRowPaise: fc.constantFrom(0, 5_000),
      graceDays: fc.integer({ min: 0, max: 15 }),
    }),
    { nil: null },
  ),
  payoff: fc.constantFrom('to_day' as const, 'period_end' as const),
  flatRebate: fc.constantFrom('none' as const, 'unbegun' as const, 'rule_of_78' as const),
  prepaymentFeeBps: fc.constantFrom(0, 0, 150),
});

/** One thing that happens: after so many days, sized by a share of what is owed (in thousandths, at times more than all). */
export type Happening = {
  readonly kind: 'pay' | 'settle' | 'charge' | 'waive' | 'reschedule' | 'tranche' | 'write_off' | 'stop' | 'claim';
  readonly days: number;
  readonly perMille: number;
  readonly excessTo: 'next' | 'shorten' | 'lower';
};
export const anyHappenings = fc.array(
  fc.record<Happening>({
    kind: fc.constantFrom(
      'pay',
      'pay',
      'pay',
      'pay',
      'charge',
      'waive',
      'reschedule',
      'tranche',
      'settle',
      'write_off',
      'stop',
      'claim',
    ),
    days: fc.integer({ min: 0, max: 90 }),
    perMille: fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 1_100 })),
    excessTo: fc.constantFrom('next', 'shorten', 'lower'),
  }),
  { maxLength: 9 },
);

export const eventOf = (what: Happening, on: IsoDate, owedPaise: number): LoanEvent => {
  const paise = Math.max(1, Math.floor((owedPaise * what.perMille) / 1000));
  switch (what.kind) {
    case 'pay':
      return repaid(on, paise, what.excessTo);
    case 'settle':
      return event({ kind: 'settled', on, paise: 0 });
    case 'charge':
      return event({ kind: 'charged', on, part: 'fee', paise: Math.min(paise, 50_000), reason: 'a cheque came back' });
    case 'waive':
      return event({ kind: 'waived', on, part: what.perMille % 2 ? 'fine' : 'interest', paise, reason: 'flood' });
    case 'claim':
      return event({ kind: 'claim_paid', on, paise });
    case 'tranche':
      return event({ kind: 'disbursed', on, paise });
    case 'write_off':
      return event({ kind: 'written_off', on, resolution: 'of the board' });
    case 'stop':
      return event({ kind: 'stopped', on, cause: what.perMille % 2 ? 'death' : 'left' });
    case 'reschedule': {
      const instalments = 1 + (what.perMille % 12);
      return event({
        kind: 'rescheduled',
        on,
        terms: { rate: { rateBps: what.perMille, per: 'year' }, instalments, interval: { unit: 'month', every: 1 } },
        dueDates: Array.from({ length: instalments }, (_, k) => addDays(on, 30 * (k + 1))),
        reason: 'flood',
      });
    }
  }
};
