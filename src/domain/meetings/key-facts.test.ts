import { describe, expect, test } from 'vitest';
import { closeAsExpected, idOf, someContext, someRules, someSheet } from '#test/meeting-builder.ts';
import { judge } from './judge.rules.ts';
import { keyFactsOfLoan } from './key-facts.rules.ts';
import type { MeetingSheet } from './model.ts';
import { moveToDay } from './move.rules.ts';
import { addDemand, grantLoan, keepKeyFacts } from './taps.rules.ts';

const keyFacts = {
  validWorkingDays: 3,
  coolingOffDays: 3,
  officer: { name: 'Archana', phone: '0522 123456', mail: null },
  recoveryClause: null,
  grievanceClause: '9',
  isTransferable: false,
  coLenders: null,
};
const product = {
  productId: idOf('other', 7),
  version: 1,
  names: { en: 'Group loan', hi: null, ur: null },
  keyFacts,
  underDirections: false,
};
const context = someContext({ rules: [someRules({ product })] });
const loanId = idOf('loan', 99);
const grant = {
  index: 0,
  loanId,
  grantedPaise: 100_000,
  instalments: 10,
  paidFrom: 'cash',
  bankAccountId: null,
  acknowledged: 'thumb',
} as const;
const voted = grantLoan(
  addDemand(someSheet(context), { personId: idOf('person', 9), amountPaise: 100_000, purpose: 'trade' }),
  context,
  grant,
);
const proof = { way: 'signature', language: 'ur', witness: null, photoId: idOf('other', 3) } as const;
const names = { lender: context.names, borrower: { en: 'Member 9', hi: null, ur: null } };
const at = '2026-05-12T14:30:00+05:30';
const yes = (change: object = {}) => ({
  ...{ hash: 'a'.repeat(64), shownOn: '2026-05-12', at, ...proof, ...names },
  ...change,
});
const code = (sheet: MeetingSheet, seen = context) => {
  const ruling = judge(closeAsExpected(sheet), seen);
  return ruling.ok ? 'ok' : ruling.code;
};

describe('the statement of a loan voted at a meeting', () => {
  test('says what the schedule of the loan says, in the group’s name', () => {
    const made = keyFactsOfLoan(voted, context, voted.loans[0]!);
    expect(made?.ok).toBe(true);
    if (!made?.ok) return;
    const { sheet, lender, borrower, rows, groupWords, validUntil, proposal } = made.value;
    expect([lender.hi, borrower.en, rows.length]).toEqual(['रोशनी', 'Member 9', 10]);
    // 1,000 in ten equal parts at 2% on what is still owed: 20 + 18 + ... + 2
    expect(sheet).toMatchObject({ interestPaise: 11_000, payablePaise: 111_000, netPaise: 100_000 });
    expect(sheet.yearlyCost).toMatchObject({ nominalBps: 2_400 });
    expect(groupWords).toEqual({ paisePerHundredPerMonth: 200, exact: true });
    expect([validUntil, proposal]).toEqual(['2026-05-15', '2026-05-12/000099']);
  });

  test('none where the product asks for none', () => {
    const free = someContext({ rules: [someRules({ product: { ...product, keyFacts: null } })] });
    expect(keyFactsOfLoan(voted, free, voted.loans[0]!)).toBeNull();
    expect(code(voted, free)).toBe('ok');
    expect(code(voted, someContext())).toBe('ok');
  });
});

describe('no money without it', () => {
  test('the meeting closes only when she has said yes, with a proof', () => {
    expect(code(voted)).toBe('meetings.key_facts_missing');
    expect(code(keepKeyFacts(voted, loanId, yes()))).toBe('ok');
    expect(code(keepKeyFacts(voted, loanId, yes({ photoId: null })))).toBe('meetings.key_facts_unproved');
    expect(code(keepKeyFacts(voted, loanId, yes({ way: 'thumb' })))).toBe('meetings.key_facts_unproved');
    expect(code(keepKeyFacts(voted, loanId, yes({ way: 'pin', photoId: null })))).toBe('ok');
    expect(code(keepKeyFacts(keepKeyFacts(voted, loanId, yes()), loanId, null))).toBe('meetings.key_facts_missing');
  });

  test('until then the sheet can be looked at', () => {
    expect(judge(voted, context, 'recorded').ok).toBe(true);
  });

  test('her yes is to this loan: other instalments or another day take it away, another till does not', () => {
    const told = keepKeyFacts(voted, loanId, yes());
    expect(grantLoan(told, context, { ...grant, acknowledged: 'signature' }).loans[0]?.keyFacts).toBeDefined();
    expect(grantLoan(told, context, { ...grant, instalments: 9 }).loans[0]?.keyFacts).toBeUndefined();
    expect(grantLoan(told, context, { ...grant, grantedPaise: 90_000 }).loans[0]?.keyFacts).toBeUndefined();
    expect(moveToDay(told, context, '2026-05-13').loans[0]?.keyFacts).toBeUndefined();
  });
});
