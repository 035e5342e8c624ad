import { describe, expect, test } from 'vitest';
import { sumPaise } from '#platform/money.ts';
import type { GroupContext } from './context.model.ts';
import { judge, type Judgement } from './judge.rules.ts';
import { AT, closeAsExpected, HELD_ON, idOf, someContext, someRules, someSheet } from './meeting-builder.ts';
import { MeetingSheet } from './model.ts';
import {
  addDemand,
  addLine,
  confirm,
  everyoneSavedUsual,
  grantLoan,
  repayAsDue,
  setAttendance,
  setClosingCount,
  setFine,
  setRepaid,
  setSaving,
  toggleAttendance,
  toggleTold,
  voteDifference,
} from './taps.rules.ts';
import { expectedClosingCash, moneyAvailable, totals } from './totals.rules.ts';

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

describe('money rules', () => {
  const context = someContext();
  const sheet = someSheet(context);
  const twelveAbsent = [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

  test('no quorum: savings and repayments go on, no loan is decided', () => {
    let few = sheet;
    for (const no of twelveAbsent) few = setAttendance(few, context, { personId: woman(no), state: 'absent_notice' });
    few = repayAsDue(everyoneSavedUsual(few, context), context, idOf('loan', 1));
    expect(few.savings).toHaveLength(3);
    expect(code(closeAsExpected(few), context)).toBe('ok');
    const asked = addDemand(few, { personId: woman(1), amountPaise: 50_000, purpose: 'health' });
    const grant = {
      index: 0,
      loanId: idOf('loan', 99),
      grantedPaise: 50_000,
      paidFrom: 'cash',
      bankAccountId: null,
      acknowledged: null,
    } as const;
    expect(judge(closeAsExpected(grantLoan(asked, context, grant)), context)).toMatchObject({
      code: 'meetings.no_quorum',
      params: { here: 3, needed: 10 },
    });
  });

  test('a loan without money, from the box or the bank; over the rules', () => {
    const asked = addDemand(sheet, { personId: woman(1), amountPaise: 1_000_000, purpose: 'trade' });
    const grant = (change: object) =>
      grantLoan(asked, context, {
        index: 0,
        loanId: idOf('loan', 99),
        grantedPaise: 1_000_000,
        paidFrom: 'cash',
        bankAccountId: null,
        acknowledged: null,
        ...change,
      });
    expect(moneyAvailable(sheet, context).totalPaise).toBe(920_000);
    expect(judge(grant({}), context)).toMatchObject({
      code: 'meetings.loan_without_money',
      params: { till: 'cash', shortPaise: 880_000 },
    });
    expect(code(grant({ paidFrom: 'bank', bankAccountId: idOf('bank', 1) }), context)).toBe(
      'meetings.loan_without_money',
    );
    expect(code(grant({ paidFrom: 'bank', bankAccountId: idOf('bank', 2) }), context)).toBe('meetings.unknown_bank');
    expect(code(grant({ instalments: 60 }), context)).toBe('meetings.loan_too_long');
    expect(code({ ...grant({}), loans: [] }, context)).toBe('meetings.demand_without_loan');
    const strict = { ...context, rules: [someRules({ loan: { ...someRules().loan, maxPrincipalPaise: 900_000 } })] };
    expect(code(grant({}), strict)).toBe('meetings.loan_too_big');
  });

  test('repayment: more than due must be asked; the split must be the one of the books', () => {
    const paid = setRepaid(sheet, context, { loanId: idOf('loan', 1), paidPaise: 70_000, excessTo: null });
    expect(code(closeAsExpected(paid), context)).toBe('loans.excess_unasked');
    const [line] = paid.repayments;
    if (!line) throw new Error('no line');
    const changed = (change: object) =>
      code(closeAsExpected({ ...sheet, repayments: [{ ...line, excess: null, ...change }] }), context);
    expect(changed({ principalPaise: 60_000 })).toBe('meetings.repaid_more_than_due');
    expect(changed({ interestPaise: 0 })).toBe('meetings.split_differs');
    expect(changed({ personId: woman(9) })).toBe('meetings.not_her_loan');
    expect(changed({ loanId: idOf('loan', 50) })).toBe('meetings.unknown_loan');
    const saved = value(
      closeAsExpected(setRepaid(sheet, context, { loanId: idOf('loan', 1), paidPaise: 70_000, excessTo: 'savings' })),
      context,
    );
    expect(on(saved, '2020')).toBe(-10_000);
  });

  test('fines: charged by the roll, paid up to what is owed', () => {
    const absent = toggleAttendance(sheet, context, woman(9));
    expect(absent.fines).toEqual([{ personId: woman(9), reason: 'absent', chargedPaise: 1_000, paidPaise: 0 }]);
    const paid = (paise: number) =>
      setFine(absent, { personId: woman(9), reason: 'absent', chargedPaise: 1_000, paidPaise: paise });
    expect(on(value(closeAsExpected(paid(1_000)), context), '4020')).toBe(-1_000);
    expect(code(closeAsExpected(paid(1_100)), context)).toBe('meetings.fine_paid_over');
    expect(
      toggleAttendance(
        toggleAttendance(toggleAttendance(absent, context, woman(9)), context, woman(9)),
        context,
        woman(9),
      ).fines,
    ).toEqual([]);
  });

  test('count and books differ: refused, then voted as shortage with a reason', () => {
    const short = setClosingCount(sheet, [{ valuePaise: 10_000, count: 11 }]);
    const signed = (now: MeetingSheet) =>
      [1, 2].reduce((before, no) => confirm(before, { personId: woman(no), way: 'pin', at: AT, signature: null }), now);
    expect(judge(signed(short), context)).toMatchObject({
      code: 'meetings.count_differs',
      params: { differencePaise: -10_000 },
    });
    const voted = (votesFor: number, reason: string) =>
      signed(voteDifference(short, { votesFor, votesAgainst: 2, reason }));
    expect(code(voted(1, 'torn note'), context)).toBe('meetings.difference_not_carried');
    expect(code(voted(10, ' '), context)).toBe('meetings.difference_no_reason');
    expect(code(voted(14, 'torn note'), context)).toBe('meetings.votes_more_than_present');
    const judgement = value(voted(12, 'torn note'), context);
    expect(on(judgement, '5990')).toBe(10_000);
    expect(judgement.closingCashPaise).toBe(110_000);
    const wrong = { kind: 'shortage', amountPaise: 1, votesFor: 9, votesAgainst: 0, reason: 'x' } as const;
    expect(code({ ...signed(short), closing: { ...short.closing, difference: wrong } }, context)).toBe(
      'meetings.difference_wrong',
    );
    expect(code({ ...signed(short), closing: { ...short.closing, cashPaise: 1 } }, context)).toBe(
      'meetings.closing_notes_differ',
    );
  });

  test('cash over the limit only warns; the money a woman carries is hers until it arrives', () => {
    const rich = { ...context, cashPaise: 400_000 };
    const full = closeAsExpected(someSheet(rich));
    expect(value(full, rich).warnings.map((warning) => warning.code)).toEqual(['meetings.cash_over_limit']);
    const carry = { way: 'handed', bankAccountId: null, amountPaise: 300_000, byPersonId: woman(3), note: '' } as const;
    const handed = value(closeAsExpected(addLine(someSheet(rich), 'transfers', carry)), rich);
    expect(handed.inTransit).toEqual([{ personId: woman(3), amountPaise: 300_000 }]);
    const arrive = { ...carry, way: 'arrived', bankAccountId: idOf('bank', 1) } as const;
    expect(code(closeAsExpected(addLine(sheet, 'transfers', arrive)), context)).toBe('meetings.transit_not_enough');
  });

  test('exit: loan set off, the exact rest handed over; owing more is refused', () => {
    const vote = { votesFor: 10, votesAgainst: 0, text: 'moves to Kanpur' };
    const leave = (no: number, paidPaise: number) =>
      addLine(sheet, 'exits', {
        personId: woman(no),
        reason: 'moved',
        paidPaise,
        from: 'bank',
        bankAccountId: idOf('bank', 1),
        resolution: vote,
      });
    const gone = value(closeAsExpected(leave(15, 180_000)), context);
    expect(gone.exitedPersonIds).toEqual([woman(15)]);
    expect(on(gone, '1020')).toBe(-180_000);
    expect(code(leave(15, 180_001), context)).toBe('meetings.exit_amount_differs');
    expect(judge(leave(4, 0), context)).toMatchObject({
      code: 'savings.exit_owes',
      params: { owedPaise: 510_000 - 180_000 },
    });
  });

  test('a correction reverses through the box, is told to her, and stays until she confirms', () => {
    const line = {
      correctionId: idOf('other', 5),
      reversesMeetingId: idOf('meeting', 1),
      loanId: null,
      head: null,
      partyId: null,
      reason: 'wrong woman',
    } as const;
    const less = { ...line, part: 'compulsory', personId: woman(7), wasPaise: 10_000, nowPaise: 0 } as const;
    const more = {
      ...less,
      correctionId: idOf('other', 6),
      personId: woman(8),
      wasPaise: 0,
      nowPaise: 10_000,
    } as const;
    const judgement = value(
      closeAsExpected(addLine(addLine(sheet, 'corrections', less), 'corrections', more)),
      context,
    );
    expect(judgement.journal?.postings).toEqual([
      { account: '1010', amountPaise: 10_000 },
      { account: '2010', amountPaise: -10_000, partyId: woman(8) },
      { account: '1010', amountPaise: -10_000 },
      { account: '2010', amountPaise: 10_000, partyId: woman(7) },
    ]);
    expect(judgement.toTell).toMatchObject([{ personId: woman(7), savingsChangePaise: -10_000 }]);
    const waiting = { ...context, pendingCorrections: [...judgement.toTell] };
    expect(value(closeAsExpected(sheet), waiting).warnings.map((warning) => warning.code)).toContain(
      'meetings.not_yet_told',
    );
    expect(code(closeAsExpected(toggleTold(sheet, idOf('other', 5))), waiting)).toBe('ok');
    const away = toggleAttendance(toggleTold(sheet, idOf('other', 5)), context, woman(7));
    expect(code(closeAsExpected(away), waiting)).toBe('meetings.told_absent');
  });

  test('huge and negative amounts never pass the schema, and a tap with them changes nothing', () => {
    expect(setSaving(sheet, { personId: woman(1), compulsoryPaise: -100, voluntaryPaise: 200 })).toBe(sheet);
    expect(setSaving(sheet, { personId: woman(1), compulsoryPaise: 9e15, voluntaryPaise: 0 })).toBe(sheet);
    expect(MeetingSheet.safeParse({ ...sheet, place: 'x'.repeat(10_000_000) }).success).toBe(false);
    expect(MeetingSheet.safeParse({ ...sheet, notes: 'x'.repeat(10_000_000) }).success).toBe(false);
    expect(expectedClosingCash(sheet)).toBe(120_000);
  });
});
