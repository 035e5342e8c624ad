import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { outstandingOf } from '#domain/loans/index.ts';
import { MAX_PAISE, sumPaise } from '#platform/money.ts';
import { contextAfter } from './after.rules.ts';
import { anyJson, type Pools } from './any-json.ts';
import { GroupContext } from './context.model.ts';
import { judgeCutOff } from './cut-off.rules.ts';
import { CutOffSheet } from './cut-off.model.ts';
import { exitAmount, judge, type Judgement } from './judge.rules.ts';
import {
  AT,
  closeAsExpected,
  HELD_ON,
  idOf,
  nextHeldOn,
  runningLoan,
  someContext,
  someRules,
  someSheet,
} from './meeting-builder.ts';
import { MeetingSheet } from './model.ts';
import * as taps from './taps.rules.ts';
import { moneyAvailable, totals } from './totals.rules.ts';

const people = Array.from({ length: 7 }, (_, k) => idOf('person', k + 1));
const person = fc.constantFrom(...people, idOf('person', 40));
const loan = fc.constantFrom(1, 2, 3, 4, 5, 9).map((no) => idOf('loan', no));
const paise = fc.oneof(
  fc.integer({ min: 0, max: 300_000 }),
  fc.constantFrom(-5, 1.5, MAX_PAISE, MAX_PAISE + 1, Number.NaN),
);
const bank = fc.constantFrom(null, idOf('bank', 1), idOf('bank', 2));
const till = fc.constantFrom('cash' as const, 'bank' as const);
const vote = fc.record({
  votesFor: fc.integer({ min: 0, max: 9 }),
  votesAgainst: fc.constantFrom(0, 1),
  text: fc.constant(''),
});
const notes = fc.array(
  fc.record({ valuePaise: fc.constantFrom(100, 10_000, 50_000), count: fc.integer({ min: -1, max: 40 }) }),
  { maxLength: 3 },
);
const noLine = { note: '', bankAccountId: null, partyId: null } as const;

type Tap = (sheet: MeetingSheet, context: GroupContext, at: number) => MeetingSheet;
const anyTap: fc.Arbitrary<Tap> = fc.oneof(
  person.map(
    (id): Tap =>
      (sheet, context) =>
        taps.toggleAttendance(sheet, context, id),
  ),
  fc.constant<Tap>((sheet, context) => taps.everyoneSavedUsual(sheet, context)),
  fc.record({ personId: person, compulsoryPaise: paise, voluntaryPaise: paise }).map(
    (saving): Tap =>
      (sheet) =>
        taps.setSaving(sheet, saving),
  ),
  loan.map(
    (id): Tap =>
      (sheet, context) =>
        taps.repayAsDue(sheet, context, id),
  ),
  fc
    .record({
      loanId: loan,
      paidPaise: paise,
      excessTo: fc.constantFrom(null, 'next' as const, 'principal' as const, 'savings' as const),
    })
    .map(
      (paid): Tap =>
        (sheet, context) =>
          taps.setRepaid(sheet, context, paid),
    ),
  fc.tuple(person, paise).map(
    ([personId, chargedPaise]): Tap =>
      (sheet) =>
        taps.setFine(sheet, { personId, reason: 'other', chargedPaise, paidPaise: chargedPaise }),
  ),
  fc.tuple(person, paise).map(
    ([personId, amountPaise]): Tap =>
      (sheet) =>
        taps.addDemand(sheet, { personId, amountPaise, purpose: 'trade' }),
  ),
  fc
    .record({
      index: fc.nat(2),
      grantedPaise: paise,
      instalments: fc.integer({ min: 0, max: 30 }),
      paidFrom: till,
      bankAccountId: bank,
    })
    .map(
      (grant): Tap =>
        (sheet, context, at) =>
          taps.grantLoan(sheet, context, { ...grant, loanId: idOf('loan', 100 + at), acknowledged: 'pin' }),
    ),
  fc.nat(2).map(
    (index): Tap =>
      (sheet) =>
        taps.declineDemand(sheet, index, 'refused'),
  ),
  fc.tuple(paise, till, bank).map(
    ([amountPaise, to, bankAccountId]): Tap =>
      (sheet) =>
        taps.addLine(sheet, 'otherReceipts', { ...noLine, head: 'group_sales', amountPaise, to, bankAccountId }),
  ),
  fc.tuple(paise, till, bank).map(
    ([amountPaise, from, bankAccountId]): Tap =>
      (sheet) =>
        taps.addLine(sheet, 'otherPayments', {
          ...noLine,
          head: 'bookkeeper',
          amountPaise,
          from,
          bankAccountId,
          voucherPhotoId: null,
        }),
  ),
  fc.tuple(person, paise, vote).map(
    ([personId, amountPaise, resolution]): Tap =>
      (sheet) =>
        taps.addLine(sheet, 'withdrawals', {
          personId,
          kind: 'voluntary',
          amountPaise,
          from: 'cash',
          bankAccountId: null,
          resolution,
        }),
  ),
  fc
    .record({
      way: fc.constantFrom('cash_to_bank' as const, 'bank_to_cash' as const, 'handed' as const, 'arrived' as const),
      amountPaise: paise,
      byPersonId: person,
    })
    .map(
      (move): Tap =>
        (sheet) =>
          taps.addLine(sheet, 'transfers', { ...move, bankAccountId: idOf('bank', 1), note: '' }),
    ),
  fc.tuple(person, vote).map(([personId, resolution]): Tap => (sheet, context) => {
    const amount = exitAmount(sheet, context, personId);
    const paidPaise = amount.ok ? amount.value.paidPaise : 0;
    return taps.addLine(sheet, 'exits', {
      personId,
      reason: 'left',
      paidPaise,
      from: 'cash',
      bankAccountId: null,
      resolution,
    });
  }),
  fc
    .record({
      part: fc.constantFrom(
        'compulsory' as const,
        'voluntary' as const,
        'loan_principal' as const,
        'loan_interest' as const,
        'fine_paid' as const,
      ),
      no: fc.nat(4),
      wasPaise: paise,
      nowPaise: paise,
    })
    .map(({ no, ...line }): Tap => (sheet, _context, at) => {
      const of = {
        correctionId: idOf('other', 100 + at),
        reversesMeetingId: idOf('meeting', 1),
        head: null,
        partyId: null,
        reason: 'wrong',
      };
      return taps.addLine(sheet, 'corrections', {
        ...of,
        ...line,
        loanId: idOf('loan', no + 1),
        personId: idOf('person', no + 1),
      });
    }),
  notes.map(
    (counted): Tap =>
      (sheet) =>
        taps.setClosingCount(sheet, counted),
  ),
  vote.map(
    ({ votesFor, votesAgainst }): Tap =>
      (sheet) =>
        taps.voteDifference(sheet, { votesFor, votesAgainst, reason: 'counted twice' }),
  ),
  person.map(
    (personId): Tap =>
      (sheet) =>
        taps.confirm(sheet, { personId, way: 'pin', at: AT, signature: null }),
  ),
  fc.nat(12).map(
    (step): Tap =>
      (sheet) =>
        taps.setStep(sheet, step),
  ),
  fc.nat(2).map(
    (index): Tap =>
      (sheet) =>
        taps.removeLine(sheet, 'withdrawals', index),
  ),
);

const anyContext = fc
  .record({
    cashPaise: fc.integer({ min: 0, max: 2_000_000 }),
    fee: fc.constantFrom(0, 1_000),
    method: fc.constantFrom('FLAT' as const, 'EMI' as const, 'EQUAL_PRINCIPAL' as const),
    voluntary: fc.constantFrom(0, 2_500),
  })
  .map(({ cashPaise, fee, method, voluntary }) =>
    someContext(
      {
        cashPaise,
        loans: [1, 2, 3, 4, 5].map((no) => runningLoan(no, no)),
        rules: [someRules({ usualVoluntaryPaise: voluntary, loan: { ...someRules().loan, method, feePaise: fee } })],
      },
      7,
    ),
  );

const on = (judgement: Judgement, account: string) =>
  sumPaise(
    (judgement.journal?.postings ?? [])
      .filter((posting) => posting.account === account)
      .map((posting) => posting.amountPaise),
  );
const owned = (context: GroupContext, part: 'compulsoryPaise' | 'voluntaryPaise') =>
  sumPaise(context.balances.map((balance) => balance[part]));
const lent = (context: GroupContext) => sumPaise(context.loans.map((row) => outstandingOf(row).principalPaise));
const banked = (context: GroupContext) => sumPaise(context.banks.map((row) => row.balancePaise));
const carried = (context: GroupContext) => sumPaise(context.inTransit.map((row) => row.amountPaise));

function expectConserved(before: GroupContext, after: GroupContext, judgement: Judgement): void {
  expect(sumPaise(judgement.journal?.postings.map((posting) => posting.amountPaise) ?? [])).toBe(0);
  expect(on(judgement, '1010')).toBe(after.cashPaise - before.cashPaise);
  expect(on(judgement, '1020')).toBe(banked(after) - banked(before));
  expect(on(judgement, '1040')).toBe(carried(after) - carried(before));
  expect(0 - on(judgement, '2010')).toBe(owned(after, 'compulsoryPaise') - owned(before, 'compulsoryPaise'));
  expect(0 - on(judgement, '2020')).toBe(owned(after, 'voluntaryPaise') - owned(before, 'voluntaryPaise'));
  expect(on(judgement, '1110')).toBe(lent(after) - lent(before));
  expect(GroupContext.safeParse(after).success).toBe(true);
}

describe('money is conserved whatever is tapped', () => {
  test('any taps leave a sheet that passes the schema; a judged meeting moves every account by exactly its lines', () => {
    let judged = 0;
    fc.assert(
      fc.property(
        anyContext,
        fc.array(fc.array(anyTap, { maxLength: 14 }), { minLength: 1, maxLength: 3 }),
        (start, meetings) => {
          let context = start;
          for (const [no, tapped] of meetings.entries()) {
            let sheet = someSheet(context, {
              meetingId: idOf('meeting', no + 2),
              heldOn: nextHeldOn(context),
              nextMeeting: null,
            });
            for (const [at, tap] of tapped.entries()) {
              const next = tap(sheet, context, no * 100 + at);
              expect(MeetingSheet.safeParse(next).success).toBe(true);
              judge(next, context);
              if (judge(next, context, 'recorded').ok) sheet = next;
            }
            const ruling = judge(closeAsExpected(sheet), context, 'recorded');
            if (!ruling.ok) throw new Error(ruling.code);
            judged += 1;
            expectConserved(context, contextAfter(context, sheet, ruling.value), ruling.value);
            context = contextAfter(context, sheet, ruling.value);
          }
        },
      ),
      { numRuns: 250 },
    );
    expect(judged).toBeGreaterThan(200);
  });
});

const pools: Pools = {
  ids: [...people, idOf('loan', 1), idOf('loan', 2), idOf('bank', 1), idOf('group', 1), idOf('meeting', 1)],
  days: [HELD_ON, '2026-04-12', '2026-06-12', '2026-07-12', '0001-01-01', '9999-12-31'],
  amounts: [0, 100, 10_000, 50_000, 120_000],
};
const fromSchema = (schema: z.ZodMiniType) =>
  anyJson(z.toJSONSchema(schema, { io: 'input' }) as Parameters<typeof anyJson>[0], pools);

describe('any JSON that passes the schema gets an answer, never a throw', () => {
  test('sheet against a sound context, and against a context that is any JSON itself', () => {
    fc.assert(
      fc.property(fromSchema(MeetingSheet), fromSchema(GroupContext), (sheet, context) => {
        const parsed = MeetingSheet.safeParse(sheet);
        const known = GroupContext.safeParse(context);
        expect(parsed.success && known.success).toBe(true);
        if (!parsed.success || !known.success) return;
        const sound = someContext({}, 7);
        const patched = { ...parsed.data, ...someSheetFrame(sound) };
        for (const on of [sound, known.data]) {
          for (const one of [parsed.data, patched]) {
            for (const stage of ['recorded', 'counted', 'confirmed'] as const) {
              const ruling = judge(one, on, stage);
              if (!ruling.ok) expect(ruling.code).toMatch(/^(meetings|loans|savings)\.[a-z_]+$/);
            }
            totals(one, on);
            moneyAvailable(one, on);
          }
        }
        taps.newSheet(known.data, { ...parsed.data, recorder: { userId: people[0] ?? '', deviceId: null, since: AT } });
      }),
      { numRuns: 300 },
    );
  });

  test('cut-off sheets', () => {
    fc.assert(
      fc.property(fromSchema(CutOffSheet), (sheet) => {
        const parsed = CutOffSheet.parse(sheet);
        const ruling = judgeCutOff(parsed, people);
        if (ruling.ok && ruling.value.journal)
          expect(sumPaise(ruling.value.journal.postings.map((posting) => posting.amountPaise))).toBe(0);
      }),
      { numRuns: 300 },
    );
  });
});

/** The parts that would stop a wild sheet at the door: with them sound, the money lines are reached. */
function someSheetFrame(context: GroupContext): Partial<MeetingSheet> {
  const sheet = someSheet(context);
  const {
    groupId,
    heldOn,
    meetingId,
    previousMeetingId,
    source,
    kind,
    opening,
    attendance,
    chairPersonId,
    nextMeeting,
  } = sheet;
  return {
    groupId,
    heldOn,
    meetingId,
    previousMeetingId,
    source,
    kind,
    opening,
    attendance,
    chairPersonId,
    nextMeeting,
    demands: [],
    toldCorrections: [],
  };
}
