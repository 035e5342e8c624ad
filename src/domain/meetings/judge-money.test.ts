import { describe, expect, test } from 'vitest';
import { sumPaise } from '#platform/money.ts';
import type { GroupContext } from './context.model.ts';
import { judge, type Judgement } from './judge.rules.ts';
import { AT, closeAsExpected, idOf, someContext, someRules, someSheet } from '#test/meeting-builder.ts';
import { MeetingSheet } from './model.ts';
import {
  addDemand,
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
  voteDifference,
} from './taps.rules.ts';
import { expectedClosingCash, moneyAvailable } from './totals.rules.ts';

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

  test('huge and negative amounts never pass the schema, and a tap with them changes nothing', () => {
    expect(setSaving(sheet, { personId: woman(1), compulsoryPaise: -100, voluntaryPaise: 200 })).toBe(sheet);
    expect(setSaving(sheet, { personId: woman(1), compulsoryPaise: 9e15, voluntaryPaise: 0 })).toBe(sheet);
    expect(MeetingSheet.safeParse({ ...sheet, place: 'x'.repeat(10_000_000) }).success).toBe(false);
    expect(MeetingSheet.safeParse({ ...sheet, notes: 'x'.repeat(10_000_000) }).success).toBe(false);
    expect(expectedClosingCash(sheet)).toBe(120_000);
  });
});
