import { describe, expect, test } from 'vitest';
import { isCleared } from '#domain/loans/index.ts';
import { sumPaise } from '#platform/money.ts';
import type { GroupContext } from './context.model.ts';
import { exitAmount, judge, type Judgement } from './judge.rules.ts';
import { closeAsExpected, idOf, someContext, someRules, someSheet } from '#test/meeting-builder.ts';
import type { MeetingSheet } from './model.ts';
import { addDemand, addLine, grantLoan, setSaving, setStep, toggleAttendance, toggleTold } from './taps.rules.ts';

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

describe('carried cash, exits, corrections', () => {
  const context = someContext();
  const sheet = someSheet(context);

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

  test('money carried to the bank: out of the box at one meeting, into the account at the next', () => {
    const carry = { bankAccountId: null, amountPaise: 30_000, byPersonId: woman(3), note: '' };
    const carried = { ...context, inTransit: [{ personId: woman(3), amountPaise: 50_000 }] };
    const there = addLine(sheet, 'transfers', { ...carry, way: 'arrived', bankAccountId: idOf('bank', 1) });
    const arrived = value(closeAsExpected(there), carried);
    expect([on(arrived, '1010'), on(arrived, '1020'), on(arrived, '1040')]).toEqual([0, 30_000, -30_000]);
    expect(arrived.inTransit).toEqual([{ personId: woman(3), amountPaise: 20_000 }]);
    const home = value(closeAsExpected(addLine(sheet, 'transfers', { ...carry, way: 'handed' })), context);
    expect([on(home, '1010'), on(home, '1040')]).toEqual([-30_000, 30_000]);
  });

  test('exit with a loan: principal and begun interest are set off and the loan ends', () => {
    const rich = context.balances.map((row) =>
      row.personId === woman(4) ? { ...row, compulsoryPaise: 600_000 } : row,
    );
    const able = { ...context, balances: rich };
    const amount = exitAmount(sheet, able, woman(4));
    expect(amount.ok && amount.value).toMatchObject({ ownPaise: 620_000, owedPaise: 510_000, paidPaise: 110_000 });
    const resolution = { votesFor: 10, votesAgainst: 0, text: '' };
    const leave = {
      personId: woman(4),
      reason: 'left',
      paidPaise: 110_000,
      from: 'cash',
      bankAccountId: null,
      resolution,
    } as const;
    const gone = value(closeAsExpected(addLine(sheet, 'exits', leave)), able);
    expect(on(gone, '1110')).toBe(-500_000);
    expect(on(gone, '4010')).toBe(-10_000);
    expect(gone.loans.map(isCleared)).toEqual([true]);
  });

  test('a fee is kept back from the loan: she gets the net, the books show both', () => {
    const costly = { ...context, rules: [someRules({ loan: { ...someRules().loan, feePaise: 2_000 } })] };
    const asked = addDemand(sheet, { personId: woman(1), amountPaise: 50_000, purpose: 'health' });
    const grant = {
      index: 0,
      loanId: idOf('loan', 99),
      grantedPaise: 50_000,
      paidFrom: 'cash',
      bankAccountId: null,
      acknowledged: 'pin',
    } as const;
    const judgement = value(closeAsExpected(grantLoan(asked, costly, grant)), costly);
    expect([on(judgement, '1010'), on(judgement, '1110'), on(judgement, '4030')]).toEqual([-48_000, 50_000, -2_000]);
  });

  test('a change after the confirmations takes them back; a tap on the next step does not', () => {
    const closed = closeAsExpected(sheet);
    expect(closed.confirmations).toHaveLength(2);
    expect(setStep(closed, 8).confirmations).toHaveLength(2);
    const changed = setSaving(closed, { personId: woman(1), compulsoryPaise: 10_000, voluntaryPaise: 0 });
    expect(changed).toMatchObject({ confirmations: [], closedAt: null });
  });
});
