import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyHappenings, anyServicing, disbursed, event, eventOf, repaid, type Happening } from '#test/life-builder.ts';
import { anyProductPlan } from '#test/loan-builder.ts';
import { addDays } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { interestToReceive } from './accrual.rules.ts';
import type { LoanContract, LoanEvent, Running } from './life.model.ts';
import { mergedAt, payoffOn } from './payoff.rules.ts';
import { addParts, sumParts } from './repayment.rules.ts';
import { changedBy, isPayment, replay, step } from './replay.rules.ts';
import { broughtOf, carriedAt, earnedUnpaidBy, owedOf, paidOf, waitingLoan } from './run-state.rules.ts';
import { scheduleOf } from './schedule.rules.ts';
import { NO_PARTS } from './model.ts';

const anyContract = fc
  .tuple(anyProductPlan, anyServicing)
  .map(([{ terms, disbursedOn, dueDates }, servicing]): LoanContract => {
    const due = { shownOn: dueDates, countedOn: dueDates };
    return { loanId: newId(), terms, disburseOn: disbursedOn, due, servicing };
  })
  .filter((loan) => scheduleOf(loan.terms, loan.disburseOn, loan.due.shownOn).ok);

/** In no state, however it came about, may any of these fail. */
function sound(loan: Running): void {
  for (const row of loan.rows)
    for (const part of ['finePaise', 'feePaise', 'interestPaise', 'principalPaise'] as const) {
      expect(row.asked[part]).toBeGreaterThanOrEqual(0);
      expect(row.paid[part]).toBeGreaterThanOrEqual(0);
      expect(row.paid[part]).toBeLessThanOrEqual(row.asked[part]);
    }
  const asked = loan.rows.reduce((sum, row) => sum + row.asked.principalPaise, 0);
  const capitalised = loan.rows.reduce((sum, row) => sum + row.capitalisedPaise, 0);
  expect(asked + loan.prepaidPaise).toBe(loan.lentPaise + capitalised);
  expect(loan.overPaise).toBeGreaterThanOrEqual(0);
  for (const row of loan.rows) expect(row.broughtPaise).toBeLessThanOrEqual(Math.max(0, row.earnedPaise));
  // every paisa of interest earned is asked by some row or was added to the balance
  if (loan.status === 'active') expect(carriedAt(loan, loan.rows.length)).toBe(0);
}

type Lived = { contract: LoanContract; loan: Running; events: LoanEvent[]; on: string };
/** Lives through what happens; what the rules refuse did not happen. */
function live(contract: LoanContract, happenings: readonly Happening[], firstPaise: number): Lived {
  const first = disbursed(firstPaise, contract.disburseOn);
  const opened = step(waitingLoan(contract), first, { strict: true });
  if (!opened.ok) return { contract, loan: waitingLoan(contract), events: [], on: contract.disburseOn };
  let { loan } = opened.value;
  const events = [first];
  let on: string = contract.disburseOn;
  for (const what of happenings) {
    on = addDays(on, what.days);
    let next = eventOf(what, on, sumParts(owedOf(loan.rows)));
    if (next.kind === 'settled') next = { ...next, paise: quoteOf(loan, next, on) };
    const done = step(loan, next, { strict: true });
    if (!done.ok) continue;
    if (next.kind !== 'disbursed') checkSum(next, done.value.effect);
    if (next.kind === 'rescheduled') keepsEarned(loan, done.value.loan, on);
    loan = done.value.loan;
    sound(loan);
    events.push(next);
  }
  return { contract, loan, events, on };
}

/** What the rules ask for that day: told by their own refusal. */
function quoteOf(loan: Running, settled: LoanEvent, on: string): number {
  const probe = step(loan, { ...settled, kind: 'settled', on, paise: 0 }, { strict: true });
  return probe.ok ? 0 : Number(probe.params['payoffPaise'] ?? 0);
}

/** A payment is laid out to the last paisa; what is no money moves none. */
function checkSum(what: LoanEvent, effect: { parts: Parameters<typeof sumParts>[0]; overPaise: number }): void {
  const paise = isPayment(what) ? what.paise : what.kind === 'refunded' ? -what.paise : 0;
  const moved = sumParts(effect.parts) + effect.overPaise;
  // a rescheduling may free what was paid ahead: it stays hers, counted once
  expect(moved).toBe(paise);
}

/** Another schedule neither earns nor takes back, and what is owed that day stays owed that day. */
function keepsEarned(before: Running, after: Running, on: string): void {
  const owedPaise = owedOf(mergedAt(after, on, { payoff: 'to_day' }).rows).interestPaise;
  const broughtPaise = broughtOf(after.rows.slice(after.base));
  expect(interestToReceive(after, on)).toBe(broughtPaise);
  expect(owedPaise).toBeGreaterThanOrEqual(broughtPaise);
  if (after.terms.method !== 'FLAT') expect(owedPaise).toBe(broughtPaise);
  // what was paid ahead may be laid otherwise that day, and the books learn what joined the balance before
  const told = { ...before, recognisedPaise: after.recognisedPaise };
  expect(broughtPaise).toBe(earnedUnpaidBy(told, on, paidOf(after.rows).interestPaise));
}

const share = fc.integer({ min: 0, max: 10 });
const firstOf = (contract: LoanContract, tenths: number) =>
  tenths === 0 || contract.terms.method === 'FLAT'
    ? contract.terms.principalPaise
    : Math.max(1, Math.floor((contract.terms.principalPaise * tenths) / 10));

test('whatever happens: principal sums exactly, no part is negative, paid never exceeds asked, payments are laid out whole', () => {
  fc.assert(
    fc.property(anyContract, anyHappenings, share, (contract, happenings, tenths) => {
      sound(live(contract, happenings, firstOf(contract, tenths)).loan);
    }),
    { numRuns: 150 },
  );
}, 60_000);

test('repaying the schedule as printed ends at zero', () => {
  fc.assert(
    fc.property(anyContract, (contract) => {
      const printed = scheduleOf(contract.terms, contract.disburseOn, contract.due.shownOn);
      if (!printed.ok) throw new Error(printed.code);
      const events = [disbursed(contract.terms.principalPaise, contract.disburseOn)];
      for (const row of printed.value.instalments) {
        const paise = row.principalPaise + row.interestPaise + (row.feePaise ?? 0);
        if (paise > 0) events.push(repaid(row.dueOn, paise));
      }
      const done = replay(contract, events, events.at(-1)!.eventId);
      if (!done.ok) throw new Error(done.code);
      const { loan, effects } = done.value;
      expect(loan.status).toBe('closed');
      expect(owedOf(loan.rows)).toEqual(NO_PARTS);
      expect(loan.overPaise).toBe(0);
      const parts = [...effects.values()].reduce((sum, one) => addParts(sum, one.parts), NO_PARTS);
      expect(parts.principalPaise).toBe(contract.terms.principalPaise + printed.value.capitalisedPaise);
      expect(parts.interestPaise).toBe(printed.value.totals.interestPaise);
    }),
    { numRuns: 100 },
  );
}, 60_000);

test('paying to zero works on any day of any life; more than was paid is never given back', () => {
  fc.assert(
    fc.property(anyContract, anyHappenings, fc.integer({ min: 0, max: 900 }), (contract, happenings, days) => {
      const lived = live(contract, happenings, contract.terms.principalPaise);
      if (lived.loan.status !== 'active') return;
      const on = addDays(lived.on, days);
      const settled = event({ kind: 'settled', on, paise: 0 });
      const paise = quoteOf(lived.loan, settled, on);
      const done = step(lived.loan, { ...settled, kind: 'settled', paise }, { strict: true });
      if (!done.ok) throw new Error(done.code);
      sound(done.value.loan);
      expect(done.value.loan.status).toBe('closed');
      expect(owedOf(done.value.loan.rows)).toEqual(NO_PARTS);
      const paid = [...lived.events, { ...settled, kind: 'settled' as const, paise }]
        .filter(isPayment)
        .reduce((sum, one) => sum + one.paise, 0);
      expect(done.value.loan.overPaise).toBeLessThanOrEqual(paid);
      const refund = event({ kind: 'refunded', on, paise: done.value.loan.overPaise + 1 });
      expect(step(done.value.loan, refund, { strict: true })).toMatchObject({ code: 'loans.refund_exceeds' });
      expect(payoffOn(done.value.loan, on).totalPaise).toBe(0);
    }),
    { numRuns: 150 },
  );
}, 60_000);

test('a replay comes to the same; a payment found later loses nothing and its report names each changed one', () => {
  fc.assert(
    fc.property(anyContract, anyHappenings, share, (contract, happenings, at) => {
      const { events, loan } = live(contract, happenings, contract.terms.principalPaise);
      const before = replay(contract, events);
      if (!before.ok) throw new Error(before.code);
      expect(before.value.loan).toEqual(loan);
      const base = events[Math.min(at, events.length - 1)]!;
      const paise = 1 + Math.floor(contract.terms.principalPaise / 20);
      const found = repaid(base.on, paise, 'next');
      const after = replay(contract, [...events, found], found.eventId);
      if (!after.ok) return;
      sound(after.value.loan);
      const moved = (effects: typeof after.value.effects) =>
        [...effects.values()].reduce((sum, one) => sum + sumParts(one.parts) + one.overPaise, 0);
      expect(moved(after.value.effects)).toBe(moved(before.value.effects) + paise);
      const changed = new Set(changedBy(events, before.value, after.value).map(({ event: one }) => one.eventId));
      for (const one of events)
        expect(changed.has(one.eventId)).toBe(
          JSON.stringify(before.value.effects.get(one.eventId)) !==
            JSON.stringify(after.value.effects.get(one.eventId)),
        );
      for (const one of events) if (one.on < found.on) expect(changed.has(one.eventId)).toBe(false);
    }),
    { numRuns: 100 },
  );
}, 60_000);
