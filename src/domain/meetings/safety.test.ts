import { expect, test } from 'vitest';
import type { GroupSafety, WomanSafety } from '#domain/debts/index.ts';
import { idOf, someContext, someRules, someSheet } from '#test/meeting-builder.ts';
import { safetyOfVote } from './safety.rules.ts';
import { addDemand, grantLoan, repayAsDue } from './taps.rules.ts';

const limits = { ratioBps: 5_000, ceilingPaise: 30_000_000, fromOn: '2022-10-01', source: 'test' };
const product = {
  productId: idOf('other', 7),
  version: 1,
  names: { en: 'Loan', hi: null, ur: null },
  keyFacts: null,
  underDirections: true,
};
const woman = idOf('person', 4);
const context = someContext();
const bound = someContext({ rules: [someRules({ product })] });
const known = (hers: WomanSafety | null, mode: GroupSafety['mode'] = 'advises'): GroupSafety => ({
  ...{ on: '2026-05-12', mode, limits },
  women: hers ? { [woman]: hers } : {},
});
const whole = (incomeYearlyPaise: number | null, claims: Extract<WomanSafety, { whole: true }>['claims'] = []) =>
  ({ whole: true, incomeYearlyPaise, claims, hidden: 0 }) as const;
const sheet = grantLoan(
  addDemand(someSheet(context), { personId: woman, amountPaise: 1_000_000, purpose: 'trade' }),
  context,
  {
    ...{ index: 0, loanId: idOf('loan', 99), grantedPaise: 1_000_000, instalments: 10 },
    ...{ paidFrom: 'cash', bankAccountId: null, acknowledged: null },
  },
);
const voted = sheet.loans[0]!;
// Her running loan asks Rs 500 + Rs 90 next; the new one at most Rs 1,000 + Rs 200.

test('exactly the half passes, a paisa of income less a month does not; the parts are shown', () => {
  const repaid = repayAsDue(sheet, context, idOf('loan', 1));
  const month = safetyOfVote(repaid, context, { known: known(whole(9_999_999)), voted })!;
  expect(month.askedMonthlyPaise).toBe(120_000 + 59_000);
  expect(month.parts?.parts.map((part) => [part.label.kind, part.monthlyPaise])).toEqual([
    ['loan', 59_000],
    ['wanted', 120_000],
  ]);
  const exact = safetyOfVote(repaid, context, { known: known(whole(12 * 2 * 179_000)), voted });
  expect([exact?.verdict, exact?.isBarred]).toEqual(['within', false]);
  const less = safetyOfVote(repaid, context, { known: known(whole(12 * 2 * 179_000 - 1)), voted });
  expect([less?.verdict, less?.isBarred]).toEqual(['over', false]);
});

test('a loan of the group that the office told of is counted once, as it stands on this phone', () => {
  const label = { kind: 'loan', id: idOf('loan', 1), lender: null } as const;
  const claim = { label, obligation: { kind: 'instalments', amountPaise: 99_999, unit: 'month', every: 1 } } as const;
  const outside = { ...claim, label: { kind: 'debt', id: idOf('other', 2), lender: 'Ramesh' } } as const;
  const repaid = repayAsDue(sheet, context, idOf('loan', 1));
  const said = safetyOfVote(repaid, context, { known: known(whole(9_999_999, [claim, outside])), voted });
  expect(said?.parts?.parts.map((part) => part.monthlyPaise)).toEqual([59_000, 99_999, 120_000]);
});

test('a phone that may not see incomes is told only whether it fits', () => {
  const room = (roomMonthlyPaise: number, incomeKnown = true) =>
    safetyOfVote(sheet, context, { known: known({ whole: false, incomeKnown, roomMonthlyPaise }), voted });
  expect(room(120_000)).toMatchObject({ verdict: 'within', parts: null, askedMonthlyPaise: 120_000 });
  expect(room(119_999)).toMatchObject({ verdict: 'over', isBarred: false });
  expect(room(0, false)).toMatchObject({ verdict: 'no_income' });
});

test('bars only where the product binds its lender and the setting blocks; without her consent then too', () => {
  const over = whole(100_000);
  const barred = (seen: typeof context, mode: GroupSafety['mode'], hers: WomanSafety | null = over) =>
    safetyOfVote(sheet, seen, { known: known(hers, mode), voted })?.isBarred ?? null;
  expect([barred(bound, 'blocks'), barred(bound, 'advises'), barred(context, 'blocks')]).toEqual([true, false, false]);
  expect(barred(bound, 'blocks', whole(99_999_999))).toBe(true);
  expect(barred(bound, 'blocks', whole(29_999_999))).toBe(false);
  expect([barred(bound, 'blocks', null), barred(bound, 'advises', null), barred(context, 'blocks', null)]).toEqual([
    true,
    null,
    null,
  ]);
  expect(safetyOfVote(sheet, context, { known: null, voted })).toBeNull();
});
