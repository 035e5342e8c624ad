import { describe, expect, test } from 'vitest';
import { sumPaise } from '#platform/money.ts';
import type { GroupContext } from './context.model.ts';
import { judge, type Judgement } from './judge.rules.ts';
import { AT, closeAsExpected, HELD_ON, idOf, someContext, someSheet } from '#test/meeting-builder.ts';
import { MeetingSheet } from './model.ts';
import { addDemand, everyoneSavedUsual, grantLoan, repayAsDue, toggleAttendance } from './taps.rules.ts';
import { totals } from './totals.rules.ts';

const woman = (no: number) => idOf('person', no);
const value = (sheet: MeetingSheet, context: GroupContext, stage?: 'recorded'): Judgement => {
  const ruling = judge(sheet, context, stage);
  if (!ruling.ok) throw new Error(`${ruling.code} ${JSON.stringify(ruling.params)}`);
  return ruling.value;
};
const code = (sheet: MeetingSheet, context: GroupContext) => {
  const ruling = judge(sheet, context);
  return ruling.ok ? 'ok' : ruling.code;
};
const on = (judgement: Judgement, account: string) =>
  sumPaise(
    (judgement.journal?.postings ?? [])
      .filter((posting) => posting.account === account)
      .map((posting) => posting.amountPaise),
  );

/** The measure of issue 2: all present, all save Rs 100, six repay as due, one new loan of Rs 5,000. */
function ordinaryMeeting(context: GroupContext): MeetingSheet {
  let sheet = everyoneSavedUsual(someSheet(context), context);
  for (const loan of context.loans) sheet = repayAsDue(sheet, context, loan.loanId);
  sheet = addDemand(sheet, { personId: woman(1), amountPaise: 500_000, purpose: 'craft_material' });
  const grant = {
    index: 0,
    loanId: idOf('loan', 99),
    grantedPaise: 500_000,
    bankAccountId: null,
    acknowledged: 'thumb',
  } as const;
  sheet = grantLoan(sheet, context, { ...grant, paidFrom: 'cash' });
  return closeAsExpected(sheet);
}

describe('the ordinary meeting', () => {
  const context = someContext();
  const sheet = ordinaryMeeting(context);

  test('passes the schema, balances, and moves the box by receipts less payments', () => {
    expect(MeetingSheet.safeParse(sheet).success).toBe(true);
    const judgement = value(sheet, context);
    expect(on(judgement, '2010')).toBe(-150_000);
    expect(on(judgement, '4010')).toBe(-60_000);
    expect(on(judgement, '1110')).toBe(500_000 - 300_000);
    expect(on(judgement, '1010')).toBe(150_000 + 360_000 - 500_000);
    expect(judgement.closingCashPaise).toBe(130_000);
    expect(sumPaise(judgement.journal?.postings.map((posting) => posting.amountPaise) ?? [])).toBe(0);
    expect(judgement.warnings).toEqual([]);
  });

  test('cash stands once as received and once as paid, each woman and loan named', () => {
    const postings = value(sheet, context).journal?.postings ?? [];
    expect(postings.filter((posting) => posting.account === '1010').map((posting) => posting.amountPaise)).toEqual([
      510_000, -500_000,
    ]);
    expect(postings).toHaveLength(2 + 15 + 12 + 1);
    expect(postings).toContainEqual({
      account: '1110',
      amountPaise: 500_000,
      partyId: woman(1),
      itemId: idOf('loan', 99),
    });
    expect(postings).toContainEqual({
      account: '4010',
      amountPaise: -10_000,
      partyId: woman(4),
      itemId: idOf('loan', 1),
    });
  });

  test('each woman hears what she saved, repaid and still owes', () => {
    const lines = value(sheet, context).memberLines;
    expect(lines).toHaveLength(15);
    expect(lines.find((line) => line.personId === woman(4))).toMatchObject({
      savedCompulsoryPaise: 10_000,
      repaid: { interestPaise: 10_000, principalPaise: 50_000 },
      loanLeftPaise: 450_000,
      nextDue: { on: '2026-06-12', paise: 59_000 },
    });
    expect(lines.find((line) => line.personId === woman(1))).toMatchObject({
      borrowedPaise: 500_000,
      loanLeftPaise: 500_000,
    });
  });

  test('the new loan falls due at the coming meetings', () => {
    expect(sheet.loans[0]?.dueDates.slice(0, 2)).toEqual(['2026-06-12', '2026-07-12']);
    expect(sheet.nextMeeting?.on).toBe('2026-06-12');
    expect(totals(sheet, context)).toMatchObject({
      savedPaise: 150_000,
      repaidPaise: 360_000,
      lentPaise: 500_000,
      differencePaise: 0,
    });
  });

  test('a practice meeting is judged alike and posts nothing', () => {
    const practice = value({ ...sheet, kind: 'practice' }, context);
    expect(practice.journal).toBeNull();
    expect(practice.memberLines).toHaveLength(15);
    expect(value(sheet, { ...context, practice: true }).journal).toBeNull();
  });
});

describe('refusals: time and opening', () => {
  const context = someContext();
  const sheet = closeAsExpected(someSheet(context));
  test.each([
    ['meetings.other_group', { groupId: idOf('group', 2) }],
    ['meetings.date_out_of_range', { heldOn: '2199-01-01' }],
    ['meetings.before_books', { heldOn: '2024-12-31' }],
    ['meetings.before_last', { heldOn: '2026-04-11' }],
    ['meetings.same_day', { heldOn: '2026-04-12' }],
    ['meetings.already_closed', { meetingId: idOf('meeting', 1) }],
    ['meetings.previous_differs', { previousMeetingId: null }],
    ['meetings.next_not_after', { nextMeeting: { on: HELD_ON, place: '' } }],
    ['meetings.paper_photo_missing', { source: 'paper' as const }],
    ['meetings.opening_differs', { opening: { asLastClosing: true, cashPaise: 119_900, notes: [] } }],
    [
      'meetings.opening_notes_differ',
      { opening: { asLastClosing: false, cashPaise: 120_000, notes: [{ valuePaise: 50_000, count: 2 }] } },
    ],
  ])('%s', (expected, change) => expect(code({ ...sheet, ...change }, context)).toBe(expected));

  test('a special meeting may follow on the same day', () => {
    expect(code({ ...sheet, kind: 'special', heldOn: '2026-04-12', nextMeeting: null }, context)).toBe('ok');
  });
});

describe('refusals: people and duplicates', () => {
  const context = someContext();
  const sheet = someSheet(context);
  const saved = (no: number) => ({ personId: woman(no), compulsoryPaise: 100, voluntaryPaise: 0 });
  const closed = (change: Partial<MeetingSheet>, known = context) =>
    code(closeAsExpected({ ...sheet, ...change }), known);

  test('unknown, not yet joined, already left, not marked, twice', () => {
    const away = (change: object) => ({
      ...context,
      members: context.members.map((member, k) => (k === 14 ? { ...member, ...change } : member)),
    });
    expect(closed({ savings: [saved(77)] })).toBe('meetings.unknown_member');
    expect(closed({}, away({ joinedOn: '2026-06-01' }))).toBe('meetings.not_member_on_date');
    expect(closed({}, away({ leftOn: HELD_ON }))).toBe('meetings.not_member_on_date');
    expect(closed({ attendance: sheet.attendance.slice(1) })).toBe('meetings.attendance_missing');
    expect(closed({ savings: [saved(1), saved(1)] })).toBe('meetings.duplicate_line');
  });

  test('two different officers of that day, who are here', () => {
    const one = closeAsExpected(sheet);
    const by = (no: number, way: 'pin' | 'photo' = 'pin') => ({ personId: woman(no), way, at: AT, signature: null });
    expect(code({ ...one, confirmations: [by(1)] }, context)).toBe('meetings.two_officers_needed');
    expect(code({ ...one, confirmations: [by(1), by(1)] }, context)).toBe('meetings.duplicate_line');
    expect(code({ ...one, confirmations: [by(1), by(9)] }, context)).toBe('meetings.not_officer');
    expect(code({ ...one, confirmations: [by(1), by(2, 'photo')] }, context)).toBe('meetings.page_photo_missing');
    const former = {
      ...context,
      officers: context.officers.map((officer, k) => (k === 1 ? { ...officer, untilOn: HELD_ON } : officer)),
    };
    expect(code(one, former)).toBe('meetings.not_officer');
    expect(code(closeAsExpected(toggleAttendance(sheet, context, woman(2))), context)).toBe('meetings.officer_absent');
  });
});
