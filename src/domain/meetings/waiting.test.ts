/** Loans of a meeting whose first rows wait, as their product says: from the vote to the last rupee, in rows and in the book. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { payoffAt, outstandingOf, type ExcessTo, type Grace } from '#domain/loans/index.ts';
import { anyGrace } from '#test/loan-builder.ts';
import { addDays } from '#platform/dates.ts';
import { closeAsExpected, idOf, someContext, someRules, someSheet } from '#test/meeting-builder.ts';
import { contextAfter } from './after.rules.ts';
import type { GroupContext } from './context.model.ts';
import { exitAmount, judge } from './judge.rules.ts';
import type { MeetingSheet } from './model.ts';
import { addDemand, grantLoan, repayAsDue, setRepaid } from './taps.rules.ts';

type Book = { lent: number; interest: number };
const LOAN = idOf('loan', 50);
const HER = idOf('person', 5);

const waits = (grace: Grace, change: { method?: 'EMI' | 'EQUAL_PRINCIPAL' | 'FLAT' } = {}): GroupContext =>
  someContext({
    loans: [],
    cashPaise: 2_000_000,
    rules: [someRules({ loan: { ...someRules().loan, grace, usualInstalments: 6, ...change } })],
  });

/** Holds one meeting and lays its journal on the sums kept so far. */
function hold(context: GroupContext, book: Book, of: { heldOn: string; taps: (sheet: MeetingSheet) => MeetingSheet }) {
  const meetingId = `01900000-0000-7000-8009-0000${of.heldOn.replaceAll('-', '')}`;
  const sheet = closeAsExpected(of.taps(someSheet(context, { meetingId, heldOn: of.heldOn, nextMeeting: null })));
  const ruling = judge(sheet, context, 'recorded');
  if (!ruling.ok) throw new Error(`${ruling.code} ${JSON.stringify(ruling.params)}`);
  for (const { account, amountPaise } of ruling.value.journal?.postings ?? []) {
    if (account === '1110') book.lent += amountPaise;
    if (account === '4010') book.interest -= amountPaise;
  }
  const loan = ruling.value.loans.find((one) => one.loanId === LOAN);
  return { context: contextAfter(context, sheet, ruling.value), loan, journal: ruling.value.journal };
}

const voted =
  (context: GroupContext, instalments: number) =>
  (sheet: MeetingSheet): MeetingSheet =>
    grantLoan(addDemand(sheet, { personId: HER, amountPaise: 100_000, purpose: 'trade' }), context, {
      ...{ index: 0, loanId: LOAN, grantedPaise: 100_000, instalments },
      ...{ paidFrom: 'cash', bankAccountId: null, acknowledged: 'thumb' },
    });
const capitalised = {
  moratoriumRows: 2,
  moratoriumInterest: 'capitalised',
  interestOnlyRows: 1,
  interestFreeRows: 0,
} as const;

describe('interest of rows that wait', () => {
  test('goes onto the balance when it falls due, without money; then interest alone, then the parts', () => {
    const book = { lent: 0, interest: 0 };
    const first = waits(capitalised);
    let now = hold(first, book, { heldOn: '2026-05-12', taps: voted(first, 6) });
    expect(
      now.loan?.rows.map(({ asked, growsPaise = 0 }) => [growsPaise, asked.interestPaise, asked.principalPaise]),
    ).toEqual([
      [2_000, 0, 0],
      [2_000, 0, 0],
      [0, 2_100, 0],
      [0, 2_100, 34_700],
      [0, 1_400, 34_700],
      [0, 700, 34_600],
    ]);
    expect(outstandingOf(now.loan!).principalPaise).toBe(100_000);
    const asDue = (heldOn: string) =>
      hold(now.context, book, { heldOn, taps: (sheet) => repayAsDue(sheet, now.context, LOAN) });
    // two days late: two rows have come to their day, one after the other
    now = asDue('2026-06-14');
    expect(book).toEqual({ lent: 102_000, interest: 2_000 });
    expect(now.journal?.postings.some(({ account }) => account === '1010')).toBe(false);
    now = asDue('2026-06-20');
    expect(now.journal).toBeNull();
    now = asDue('2026-07-12');
    expect(book).toEqual({ lent: 104_000, interest: 4_000 });
    for (const heldOn of ['2026-08-12', '2026-09-12', '2026-10-12', '2026-11-12']) now = asDue(heldOn);
    expect(book).toEqual({ lent: 0, interest: 4_000 + 2_100 + 2_100 + 1_400 + 700 });
    expect(now.context.loans).toEqual([]);
  });

  test('kept apart it is asked with the first row that asks, and moves nothing in the book before', () => {
    const book = { lent: 0, interest: 0 };
    const first = waits({ ...capitalised, moratoriumInterest: 'deferred_first', interestFreeRows: 1 });
    let now = hold(first, book, { heldOn: '2026-05-12', taps: voted(first, 6) });
    // the first row is free, the second kept apart
    expect(now.loan?.rows[2]?.asked.interestPaise).toBe(2_000 + 2_000);
    now = hold(now.context, book, { heldOn: '2026-07-12', taps: (sheet) => sheet });
    expect([now.journal, book.lent]).toEqual([null, 100_000]);
  });

  test('who leaves while it waits owes what the period that has begun adds, and the book knows of it', () => {
    const book = { lent: 0, interest: 0 };
    const first = waits(capitalised);
    const now = hold(first, book, { heldOn: '2026-05-12', taps: voted(first, 6) });
    const taps = (sheet: MeetingSheet): MeetingSheet => {
      const left = exitAmount(sheet, now.context, HER);
      if (!left.ok) throw new Error(left.code);
      expect(left.value.paidPaise).toBe(180_000 - 104_000);
      const resolution = { votesFor: 12, votesAgainst: 0, text: 'she moves away' };
      const exit = {
        personId: HER,
        reason: 'left',
        paidPaise: left.value.paidPaise,
        from: 'cash',
        bankAccountId: null,
      };
      return { ...sheet, exits: [{ ...exit, resolution } as MeetingSheet['exits'][number]] };
    };
    hold(now.context, book, { heldOn: '2026-06-20', taps });
    expect(book).toEqual({ lent: 0, interest: 4_000 });
  });
});

test('recording meetings as the schedule says ends at zero, whatever waits and whatever comes early', () => {
  const early = fc.record({
    at: fc.integer({ min: 0, max: 9 }),
    days: fc.integer({ min: 0, max: 20 }),
    percent: fc.integer({ min: 1, max: 60 }),
    excessTo: fc.constantFrom<ExcessTo>('next', 'principal'),
  });
  const method = fc.constantFrom('EMI' as const, 'EQUAL_PRINCIPAL' as const, 'FLAT' as const);
  let met = 0;
  fc.assert(
    fc.property(anyGrace, method, fc.array(early, { maxLength: 3 }), (grace, how, extras) => {
      const added = grace.moratoriumRows > 0 && grace.moratoriumInterest === 'capitalised';
      fc.pre(how !== 'FLAT' || !added);
      const book = { lent: 0, interest: 0 };
      const first = waits(grace, { method: how });
      let now = hold(first, book, { heldOn: '2026-05-12', taps: voted(first, 10) });
      for (const [at, { dueOn }] of now.loan!.rows.entries()) {
        const days = [
          { on: dueOn, extra: null },
          ...extras.filter((one) => one.at === at).map((extra) => ({ on: addDays(dueOn, extra.days), extra })),
        ];
        for (const { on, extra } of days.sort((a, b) => (a.on < b.on ? -1 : 1))) {
          const loan = now.context.loans.find((one) => one.loanId === LOAN);
          if (!loan || on <= now.context.lastMeeting!.heldOn) continue;
          const paidPaise = Math.floor((payoffAt(loan, on) * (extra?.percent ?? 0)) / 100);
          const { context } = now;
          const taps = (sheet: MeetingSheet) =>
            extra
              ? setRepaid(sheet, context, { loanId: LOAN, paidPaise, excessTo: extra.excessTo })
              : repayAsDue(sheet, context, LOAN);
          now = hold(context, book, { heldOn: on, taps });
          met += 1;
          const left = now.context.loans.find((one) => one.loanId === LOAN);
          expect(book.lent).toBe(left ? outstandingOf(left).principalPaise : 0);
        }
      }
      expect(now.context.loans).toEqual([]);
      expect(book.lent).toBe(0);
    }),
    { numRuns: 80 },
  );
  expect(met).toBeGreaterThan(400);
});
