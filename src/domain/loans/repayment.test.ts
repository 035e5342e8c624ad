import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '#platform/dates.ts';
import { anyPlan, monthly, someTerms } from '#test/loan-builder.ts';
import { USUAL_ORDER } from './life.model.ts';
import { LoanState, type LoanTerms } from './model.ts';
import { payoffOn } from './payoff.rules.ts';
import { replay } from './replay.rules.ts';
import {
  applyRepayment,
  correctPaid,
  dueAt,
  isCleared,
  openLoan,
  outstandingOf,
  payoffAt,
  splitRepayment,
  sumParts,
} from './repayment.rules.ts';

const ids = { loanId: '01900000-0000-7000-8000-000000000001', personId: '01900000-0000-7000-8000-000000000002' };
const lent = { ...ids, source: 'own', purpose: 'craft_material' } as const;
const lend = (terms: LoanTerms = someTerms()): LoanState => {
  const dueDates = monthly('2026-05-12', terms.instalments);
  const ruling = openLoan({ ...lent, disbursedOn: '2026-05-12', terms, dueDates });
  if (!ruling.ok) throw new Error(ruling.code);
  return ruling.value;
};
const pay = (
  loan: LoanState,
  paidPaise: number,
  on: string,
  excessTo: 'next' | 'principal' | 'savings' | null = null,
) => {
  const ruling = applyRepayment(loan, { paidPaise, excessTo }, on);
  if (!ruling.ok) throw new Error(ruling.code);
  return ruling.value;
};

describe('what is due and how a payment is split', () => {
  test('nothing before the first date, then row by row, with the oldest date', () => {
    const loan = lend();
    expect(dueAt(loan, '2026-06-11').totalPaise).toBe(0);
    expect(dueAt(loan, '2026-07-12')).toMatchObject({ totalPaise: 119_000, oldestOn: '2026-06-12', rowsDue: 2 });
  });

  test('oldest instalment first, interest before principal inside it', () => {
    const split = splitRepayment(lend(), 75_000, '2026-07-12');
    expect(split).toMatchObject({ interestPaise: 19_000, principalPaise: 56_000, excessPaise: 0, allowed: [] });
    expect(splitRepayment(lend(), 8_000, '2026-07-12')).toMatchObject({ interestPaise: 8_000, principalPaise: 0 });
  });

  test('excess is returned with the places it may go, and refused while unasked', () => {
    const split = splitRepayment(lend(), 100_000, '2026-06-12');
    expect(split).toMatchObject({ excessPaise: 40_000, allowed: ['next', 'principal', 'savings'] });
    expect(applyRepayment(lend(), { paidPaise: 100_000, excessTo: null }, '2026-06-12')).toMatchObject({
      code: 'loans.excess_unasked',
      params: { excessPaise: 40_000 },
    });
    expect(splitRepayment(lend(), 9_000_000, '2026-06-12').allowed).toEqual(['savings']);
    expect(applyRepayment(lend(), { paidPaise: 9_000_000, excessTo: 'next' }, '2026-06-12')).toMatchObject({
      code: 'loans.excess_not_allowed',
    });
  });

  test('excess to the next instalment pulls it forward, interest as printed', () => {
    const { loan, parts } = pay(lend(), 100_000, '2026-06-12', 'next');
    expect(parts).toMatchObject({ interestPaise: 19_000, principalPaise: 81_000 });
    expect(dueAt(loan, '2026-07-12').totalPaise).toBe(19_000);
  });

  test('excess off the balance lowers the interest to come and shortens the loan', () => {
    const { loan, parts } = pay(lend(), 160_000, '2026-06-12', 'principal');
    expect(parts).toMatchObject({ interestPaise: 10_000, principalPaise: 150_000 });
    expect(loan.rows).toHaveLength(8);
    expect(loan.rows[1]?.asked).toMatchObject({ principalPaise: 50_000, interestPaise: 7_000 });
    expect(outstandingOf(loan).principalPaise).toBe(350_000);
  });

  test('a payoff inside a period owes the interest of that period and of none after it', () => {
    expect(payoffAt(lend(), '2026-05-12')).toBe(500_000);
    expect(payoffAt(lend(), '2026-05-20')).toBe(510_000);
    const { loan, parts } = pay(lend(), 100_000, '2026-05-20', 'principal');
    expect(parts).toMatchObject({ interestPaise: 0, principalPaise: 100_000 });
    expect(loan.rows[0]?.asked).toMatchObject({ interestPaise: 10_000, principalPaise: 50_000 });
    expect(loan.rows[1]?.asked.interestPaise).toBe(7_000);
  });

  test('flat keeps its agreed interest whatever comes early', () => {
    const loan = lend(someTerms({ method: 'FLAT' }));
    const { loan: after } = pay(loan, 160_000, '2026-06-12', 'principal');
    expect(outstandingOf(after)).toMatchObject({ principalPaise: 350_000, interestPaise: 90_000 });
  });

  test('a correction takes back from the latest rows, or lays on the oldest', () => {
    const { loan } = pay(lend(), 119_000, '2026-07-12');
    const back = correctPaid(loan, 'principalPaise', -60_000);
    expect(back.ok && dueAt(back.value, '2026-07-12').parts.principalPaise).toBe(60_000);
    expect(correctPaid(loan, 'interestPaise', -20_000)).toMatchObject({
      code: 'loans.correction_exceeds',
      params: { mostPaise: 19_000 },
    });
  });
});

describe('properties', { timeout: 120_000 }, () => {
  const opened = anyPlan
    .map((plan) => openLoan({ ...lent, ...plan }))
    .filter((ruling) => ruling.ok)
    .map((ruling) => ruling.value);

  test('repaying the schedule as printed ends at zero', () => {
    fc.assert(
      fc.property(opened, (loan) => {
        let state = loan;
        for (const row of loan.rows) state = pay(state, dueAt(state, row.dueOn).totalPaise, row.dueOn).loan;
        expect(isCleared(state)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('prepaying to zero works on any date, and never takes more than was asked', () => {
    fc.assert(
      fc.property(opened, fc.integer({ min: 0, max: 900 }), (loan, days) => {
        const on = addDays(loan.disbursedOn, days);
        const payoff = payoffAt(loan, on);
        const { loan: after, parts } = pay(loan, payoff, on, payoff > dueAt(loan, on).totalPaise ? 'principal' : null);
        expect(isCleared(after)).toBe(true);
        expect(sumParts(parts)).toBe(payoff);
        expect(payoff).toBeLessThanOrEqual(loan.rows.reduce((sum, row) => sum + sumParts(row.asked), 0));
        expect(outstandingOf(after).principalPaise).toBe(0);
        expect(sumParts(parts)).toBeGreaterThanOrEqual(loan.terms.principalPaise);
      }),
      { numRuns: 300 },
    );
  });

  test('a payoff is what the office would ask of the same loan, its rows waiting or not', () => {
    fc.assert(
      fc.property(opened, fc.integer({ min: 0, max: 900 }), (loan, days) => {
        const { terms, disbursedOn: disburseOn, loanId } = loan;
        const on = addDays(disburseOn, days);
        const due = { shownOn: loan.rows.map((row) => row.dueOn), countedOn: loan.rows.map((row) => row.dueOn) };
        const instalments = due.shownOn.length;
        const servicing = { allocation: USUAL_ORDER, penal: null, payoff: 'period_end' as const };
        const contract = { loanId, terms: { ...terms, instalments }, disburseOn, due };
        const lent = { kind: 'disbursed' as const, eventId: loanId, on: disburseOn, paise: terms.principalPaise };
        const run = replay({ ...contract, servicing: { ...servicing, flatRebate: 'none', prepaymentFeeBps: 0 } }, [
          lent,
        ]);
        // rows that a rounded level cleared early are not among the days
        fc.pre(run.ok && instalments === terms.instalments);
        if (run.ok) expect(payoffAt(loan, on)).toBe(payoffOn(run.value.loan, on).totalPaise);
      }),
      { numRuns: 300 },
    );
  });

  test('any walk of payments keeps every paisa: taken + to savings = paid, principal left = lent - taken, and a valid state', () => {
    const step = fc.record({
      days: fc.integer({ min: 0, max: 120 }),
      share: fc.integer({ min: 0, max: 150 }),
      to: fc.constantFrom('next' as const, 'principal' as const, 'savings' as const),
    });
    fc.assert(
      fc.property(opened, fc.array(step, { maxLength: 8 }), (loan, steps) => {
        let state = loan;
        let on = loan.disbursedOn;
        let taken = 0;
        for (const { days, share, to } of steps) {
          on = addDays(on, days);
          const paidPaise = Math.floor((sumParts(outstandingOf(state)) * share) / 100);
          const split = splitRepayment(state, paidPaise, on);
          expect(sumParts(split) + split.excessPaise).toBe(paidPaise);
          const done = applyRepayment(state, { paidPaise, excessTo: to }, on);
          expect(done.ok).toBe(split.excessPaise === 0 || split.allowed.includes(to));
          if (!done.ok) continue;
          expect(sumParts(done.value.parts) + done.value.toSavingsPaise).toBe(paidPaise);
          taken += done.value.parts.principalPaise;
          state = done.value.loan;
          // what waiting rows added to the balance is lent too, from the day the books know of it
          const { addedPaise = 0, prepaidPaise } = state;
          const left = outstandingOf(state).principalPaise;
          expect(left).toBe(loan.terms.principalPaise + addedPaise - taken);
          expect(left).toBeGreaterThanOrEqual(0);
          const asked = state.rows.reduce((sum, row) => sum + row.asked.principalPaise, 0);
          const grows = state.rows.reduce((sum, row) => sum + (row.growsPaise ?? 0), 0);
          expect(asked + prepaidPaise).toBe(loan.terms.principalPaise + grows);
          expect(addedPaise).toBeLessThanOrEqual(grows);
          expect(LoanState.safeParse(state).success).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});
