import { expect, test } from 'vitest';
import { contractOf, disbursed, event, repaid } from '#test/life-builder.ts';
import type { LoanEvent } from './life.model.ts';
import { replay } from './replay.rules.ts';
import { isHandedOver, leftAfter, type SlipEvent } from './slip.rules.ts';

const grace = {
  moratoriumRows: 1,
  moratoriumInterest: 'capitalised',
  interestOnlyRows: 0,
  interestFreeRows: 0,
} as const;
const told = (contract: ReturnType<typeof contractOf>, events: readonly LoanEvent[]): SlipEvent[] => {
  const done = replay(contract, events);
  if (!done.ok) throw new Error(done.code);
  return events.map((one) => {
    const { parts, capitalisedPaise } = done.value.effects.get(one.eventId)!;
    return { event: one, money: null, undone: null, principalPaise: parts.principalPaise, capitalisedPaise };
  });
};

test('what is left after a repayment is what the rows still ask, interest of a moratorium with it', () => {
  const contract = contractOf({ grace });
  const { principalPaise, instalments } = contract.terms;
  const events = [disbursed(principalPaise), repaid(contract.due.shownOn[1]!, 50_000)];
  const done = replay(contract, events);
  if (!done.ok) throw new Error(done.code);
  const owed = done.value.loan.rows.reduce((sum, row) => sum + row.asked.principalPaise - row.paid.principalPaise, 0);
  expect(instalments).toBeGreaterThan(1);
  expect(done.value.effects.get(events[1]!.eventId)!.capitalisedPaise).toBeGreaterThan(0);
  expect(leftAfter(told(contract, events), events[1]!.eventId)).toBe(owed);
  // what came later, or was taken back, does not count
  const rows = told(contract, [...events, repaid(contract.due.shownOn[2]!, 10_000)]);
  expect(leftAfter(rows, events[1]!.eventId)).toBe(owed);
  expect(leftAfter([rows[0]!, { ...rows[1]!, undone: { on: '' } }, rows[2]!], rows[2]!.event.eventId)).toBeGreaterThan(
    owed,
  );
});

test('a slip is for money she handed over', () => {
  const on = '2026-06-12';
  const paise = 1_000;
  const handed = (one: LoanEvent, money: { toppedUpBy?: string } | null = null) =>
    isHandedOver({ event: one, money, undone: null, principalPaise: 0, capitalisedPaise: 0 });
  for (const kind of ['settled', 'recovered'] as const) expect(handed(event({ kind, on, paise }))).toBe(true);
  expect(handed(repaid(on, paise))).toBe(true);
  expect(
    isHandedOver({ event: repaid(on, paise), money: null, undone: {}, principalPaise: 0, capitalisedPaise: 0 }),
  ).toBe(false);
  for (const kind of ['disbursed', 'claim_paid', 'refunded'] as const)
    expect(handed(event({ kind, on, paise }))).toBe(false);
  const reason = 'flood';
  expect(handed(event({ kind: 'set_off', on, paise, excessTo: null }))).toBe(false);
  expect(handed(event({ kind: 'charged', on, part: 'fee', paise, reason }))).toBe(false);
  expect(handed(event({ kind: 'waived', on, part: 'fee', paise, reason }))).toBe(false);
  expect(handed(event({ kind: 'settled', on, paise: 0 }))).toBe(false);
  expect(handed(event({ kind: 'settled', on, paise }), { toppedUpBy: 'a larger loan' })).toBe(false);
});
