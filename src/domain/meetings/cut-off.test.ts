import { describe, expect, test } from 'vitest';
import { noBalance } from '#domain/savings/index.ts';
import { monthly, someTerms } from '#test/loan-builder.ts';
import type { CutOffSheet } from './cut-off.model.ts';
import { judgeCutOff } from './cut-off.rules.ts';
import { MEETING_LIFE, nextState } from './lifecycle.ts';
import { AT, idOf } from '#test/meeting-builder.ts';

const woman = (no: number) => idOf('person', no);
const officers = [woman(1), woman(2)];
const sheet: CutOffSheet = {
  cutOffId: idOf('other', 1),
  groupId: idOf('group', 1),
  on: '2026-04-01',
  members: [1, 2, 3].map((no) => ({ ...noBalance(woman(no)), compulsoryPaise: 100_000 })),
  loans: [
    {
      loanId: idOf('loan', 1),
      personId: woman(3),
      source: 'own',
      purpose: 'health',
      firstLentOn: '2025-12-01',
      firstLentPaise: 300_000,
      terms: someTerms({ principalPaise: 200_000, instalments: 4 }),
      dueDates: monthly('2026-04-01', 4),
      interestOwedPaise: 4_000,
    },
  ],
  cashPaise: 50_000,
  notes: [{ valuePaise: 50_000, count: 1 }],
  banks: [{ bankAccountId: idOf('bank', 1), balancePaise: 200_000 }],
  funds: [{ kind: 'revolving_fund', partyId: idOf('fund', 1), amountPaise: 100_000 }],
  pagePhotoId: null,
  confirmations: officers.map((personId) => ({ personId, way: 'pin', at: AT, signature: null })),
  signedAt: AT,
};

describe('cut-off sheet', () => {
  test('what is left over is the surplus; interest already due waits in the first row', () => {
    const ruling = judgeCutOff(sheet, officers);
    expect(ruling.ok && ruling.value.surplusPaise).toBe(50_000);
    expect(ruling.ok && ruling.value.journal?.postings).toContainEqual({ account: '3010', amountPaise: -50_000 });
    expect(ruling.ok && ruling.value.loans[0]?.rows[0]?.asked).toMatchObject({
      interestPaise: 8_000,
      principalPaise: 50_000,
    });
  });

  test('refusals', () => {
    const code = (change: Partial<CutOffSheet>) => {
      const ruling = judgeCutOff({ ...sheet, ...change }, officers);
      return ruling.ok ? 'ok' : ruling.code;
    };
    expect(code({ on: '1900-01-01' })).toBe('meetings.date_out_of_range');
    expect(code({ cashPaise: 1 })).toBe('meetings.closing_notes_differ');
    expect(code({ members: [...sheet.members, ...sheet.members] })).toBe('meetings.duplicate_line');
    expect(code({ members: sheet.members.slice(0, 2) })).toBe('meetings.unknown_member');
    expect(code({ loans: sheet.loans.map((loan) => ({ ...loan, firstLentPaise: 1 })) })).toBe(
      'meetings.cut_off_loan_inconsistent',
    );
    expect(code({ confirmations: sheet.confirmations.slice(1) })).toBe('meetings.two_officers_needed');
    expect(code({ confirmations: sheet.confirmations.map((one) => ({ ...one, personId: woman(3) })).slice(1) })).toBe(
      'meetings.not_officer',
    );
  });
});

test('the life of a meeting: every state is reached from planned, and the closed one only by reversal left', () => {
  const reached = new Set(['planned']);
  for (const state of reached)
    for (const next of Object.values(MEETING_LIFE[state as keyof typeof MEETING_LIFE])) reached.add(next);
  expect([...reached].toSorted()).toEqual(Object.keys(MEETING_LIFE).toSorted());
  expect(nextState('closed', 'reverse')).toBe('reversed');
  expect(nextState('closed', 'cancel')).toBeNull();
});
