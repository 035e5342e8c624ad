import { expect, test } from 'vitest';
import type { GroupSafety, WomanSafety } from '#domain/debts/index.ts';
import { idOf, runningLoan, someContext, someSheet } from '#test/meeting-builder.ts';
import { contextAfter } from './after.rules.ts';
import type { GroupContext } from './context.model.ts';
import { withUnsentLoans, type GroupHere } from './homes.rules.ts';
import { judge } from './judge.rules.ts';
import type { MeetingSheet } from './model.ts';
import { safetyOfVote } from './safety.rules.ts';
import { addDemand, grantLoan, setRepaid } from './taps.rules.ts';

const ON = '2026-05-12';
const limits = { ratioBps: 5_000, ceilingPaise: 30_000_000, fromOn: '2022-10-01', source: 'test' };
/** She of the asking group; her daughter of the other; another woman of the other. */
const [her, daughter, stranger] = [idOf('person', 40), idOf('person', 4), idOf('person', 5)];
const HOME = idOf('other', 1);
const told = (women: GroupSafety['women'], homes: GroupSafety['homes']): GroupSafety => ({
  ...{ on: ON, mode: 'advises', limits, women },
  ...(homes && { homes }),
});
const known = (hers: WomanSafety, homes: GroupSafety['homes'] = { [her]: HOME }): GroupSafety =>
  told({ [her]: hers }, homes);
const whole: Extract<WomanSafety, { whole: true }> = {
  ...{ whole: true, incomeYearlyPaise: 9_999_999, claims: [], hidden: 0 },
};
const room: WomanSafety = { whole: false, incomeKnown: true, roomMonthlyPaise: 200_000 };

const lendTo = (
  sheet: MeetingSheet,
  context: GroupContext,
  personId: string,
  loanId = idOf('loan', 99),
): MeetingSheet =>
  grantLoan(addDemand(sheet, { personId, amountPaise: 500_000, purpose: 'trade' }), context, {
    ...{ index: sheet.demands.length, loanId, grantedPaise: 500_000, instalments: 10 },
    ...{ paidFrom: 'bank', bankAccountId: idOf('bank', 1), acknowledged: 'thumb' },
  });
const homes = { [daughter]: HOME, [stranger]: idOf('other', 2) };
function unsent(
  meeting: (sheet: MeetingSheet, context: GroupContext) => MeetingSheet,
  confirmed = someContext(),
): GroupHere {
  const ruling = judge(meeting(someSheet(confirmed), confirmed), confirmed, 'recorded');
  if (!ruling.ok) throw new Error(ruling.code);
  return {
    ...{ safety: told({}, homes), confirmed },
    onPhone: contextAfter(confirmed, someSheet(confirmed), ruling.value),
  };
}
const lent = (to = daughter) => unsent((sheet, context) => lendTo(sheet, context, to));
const claimsOf = (found: GroupSafety) =>
  Object.values(found.women).flatMap((hers) =>
    hers.whole ? hers.claims.map(({ label, obligation }) => [label.id, obligation]) : [],
  );
// Rs 500 and 2 % of Rs 5,000 in the first month
const asks = { kind: 'instalments', amountPaise: 60_000, unit: 'month', every: 1 };

test('what was lent to a woman of her home in another group is asked of her too; of another home it is not', () => {
  expect(claimsOf(withUnsentLoans(known(whole), [lent()], ON))).toEqual([[idOf('loan', 99), asks]]);
  expect(withUnsentLoans(known(whole), [lent(stranger)], ON)).toEqual(known(whole));
  expect(withUnsentLoans(known(whole, {}), [lent()], ON)).toEqual(known(whole, {}));
  expect(withUnsentLoans(known(room), [lent()], ON).women[her]).toEqual({ ...room, roomMonthlyPaise: 140_000 });
  expect(withUnsentLoans(known(room), [lent(stranger)], ON).women[her]).toEqual(room);
});

test('one woman in two groups is one home, also where nobody wrote down whom she lives with', () => {
  const mine = told({ [daughter]: whole }, undefined);
  const theirs = { ...lent(), safety: null };
  expect(claimsOf(withUnsentLoans(mine, [theirs], ON))).toHaveLength(1);
  expect(withUnsentLoans(mine, [{ ...lent(stranger), safety: null }], ON)).toEqual(mine);
});

test('a loan that the office told of meanwhile is counted once', () => {
  const label = { kind: 'loan', id: idOf('loan', 99), lender: null } as const;
  const outside = { label: { kind: 'debt', id: idOf('other', 3), lender: 'Ramesh' }, obligation: asks } as const;
  const already = { ...whole, claims: [outside, { label, obligation: asks }] } as typeof whole;
  expect(claimsOf(withUnsentLoans(known(already), [lent()], ON)).map(([id]) => id)).toEqual([
    ...[idOf('other', 3), idOf('loan', 99)],
  ]);
});

test('a loan lent anew in place of the old one: the old is asked no more', () => {
  const old = runningLoan(1, 4);
  const label = { kind: 'loan', id: old.loanId, lender: null } as const;
  const asked = { ...asks, amountPaise: 59_000 } as never;
  const before = { ...whole, claims: [{ label, obligation: asked }] };
  const renewed = unsent((sheet, context) =>
    lendTo(
      setRepaid(sheet, context, { loanId: old.loanId, paidPaise: 510_000, excessTo: 'principal' }),
      context,
      daughter,
    ),
  );
  expect(renewed.onPhone.loans.some(({ loanId }) => loanId === old.loanId)).toBe(false);
  expect(claimsOf(withUnsentLoans(known(before), [renewed], ON))).toEqual([[idOf('loan', 99), asks]]);
  // the office had counted Rs 590 a month of the old one, to come after today
  expect(withUnsentLoans(known(room), [renewed], ON).women[her]).toMatchObject({ roomMonthlyPaise: 199_000 });
});

test('what is lent to learn on is asked of nobody', () => {
  const context = someContext({ practice: true });
  const learnt = unsent((sheet) => lendTo(sheet, context, daughter), context);
  expect(learnt.onPhone.loans).toHaveLength(context.loans.length + 1);
  expect(withUnsentLoans(known(whole), [learnt], ON)).toEqual(known(whole));
});

test('two of one home who ask at one meeting are held against one income', () => {
  const context = someContext();
  const both = lendTo(lendTo(someSheet(context), context, daughter), context, stranger, idOf('loan', 98));
  const askedWith = (home: string) => {
    const one = told({ [stranger]: whole }, { [daughter]: HOME, [stranger]: home });
    return safetyOfVote(both, context, { known: one, voted: both.loans[1]! })?.parts?.parts.filter(
      ({ isNew }) => isNew,
    );
  };
  expect(askedWith(HOME)).toHaveLength(2);
  expect(askedWith(idOf('other', 2))).toHaveLength(1);
});

test('the warning before the vote: within before, over with what the other group lent', () => {
  const context = someContext({ groupId: idOf('group', 2) });
  const sheet = lendTo(someSheet(context), context, idOf('person', 6));
  const voted = { ...sheet.loans[0]!, personId: her };
  // two loans of Rs 600 a month and half of Rs 2,300
  const at = (groups: GroupHere[]) => {
    const one = withUnsentLoans(known({ ...whole, incomeYearlyPaise: 12 * 230_000 }), groups, ON);
    return safetyOfVote(sheet, context, { known: one, voted })?.verdict;
  };
  expect([at([]), at([lent(stranger)]), at([lent()])]).toEqual(['within', 'within', 'over']);
});
