/** What the phone reckons after a meeting is what the office will tell it: a second meeting may be recorded before the first is answered. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addDays } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { productRules } from '#test/loan-office.ts';
import { close, contextOf, makeVillage, must, ordinaryMeeting, usualRules, type Village } from '#test/village.ts';
import { addDemand, addLine, contextAfter, exitAmount, grantLoan, judge } from './index.ts';

let village: Village;
const DAY = '2026-05-12';
beforeAll(async () => {
  village = await makeVillage({ members: 8 });
});
afterAll(async () => {
  await village.app.close();
  await village.owner.end();
});

it('after a loan and an exit both know the same, and the next meeting of that day is taken', async () => {
  const { app, admin, people } = village;
  const first = await contextOf(village, admin);
  await must(close(app, admin, ordinaryMeeting(first, addDays(DAY, -7))));

  const context = await contextOf(village, admin);
  const leaver = people[4]!;
  const sheet = ordinaryMeeting(context, DAY, (empty) => {
    const asked = addDemand(empty, { personId: people[3]!, amountPaise: 20_000, purpose: 'craft_tools' });
    const given = { loanId: newId(), grantedPaise: 20_000, paidFrom: 'cash', bankAccountId: null } as const;
    const lent = grantLoan(asked, context, { ...given, index: 0, acknowledged: 'thumb' });
    const settled = exitAmount(lent, context, leaver);
    if (!settled.ok) throw new Error(settled.code);
    const { paidPaise } = settled.value;
    const resolution = { votesFor: 8, votesAgainst: 0, text: 'moves to Kanpur' };
    return addLine(lent, 'exits', {
      personId: leaver,
      reason: 'moved',
      paidPaise,
      from: 'cash',
      bankAccountId: null,
      resolution,
    });
  });
  const ruling = judge(sheet, context);
  if (!ruling.ok) throw new Error(ruling.code);
  const onPhone = contextAfter(context, sheet, ruling.value);
  await must(close(app, admin, sheet));
  const atOffice = await contextOf(village, admin);
  const known = ({ members, balances, loans, cashPaise, banks, inTransit, lastMeeting }: typeof onPhone) => ({
    members: members.map(({ personId, leftOn }) => ({ personId, leftOn })),
    owed: balances.filter((one) => one.compulsoryPaise + one.voluntaryPaise > 0),
    loans: loans.map(({ loanId, rows }) => ({ loanId, rows })),
    cashPaise,
    banks,
    inTransit,
    lastMeeting,
  });
  expect(onPhone.members.find((one) => one.personId === leaver)?.leftOn).toBe(addDays(DAY, 1));
  expect(known(onPhone)).toEqual(known(atOffice));
  await must(
    close(
      app,
      admin,
      ordinaryMeeting(onPhone, DAY, (empty) => ({ ...empty, kind: 'special' as const })),
    ),
  );
});

/** A product whose first row waits, its interest going onto the balance; the group's rules stand under it. */
async function waitsUnderProduct(fromOn: string) {
  const { app, admin, groupId } = village;
  const productId = newId();
  const names = { nameEn: 'Loan that waits', nameHi: null, nameUr: null };
  const grace = {
    moratoriumRows: 1,
    moratoriumInterest: 'capitalised',
    interestOnlyRows: 0,
    interestFreeRows: 0,
  } as const;
  const version = { productId, code: 'W-1', fromOn: '2025-04-01', source: 'test', ...names };
  await must(app.do('loans.saveProduct', admin, { ...version, rules: productRules({ grace }) }));
  const blank = { names: { en: '', hi: null, ur: null }, keyFacts: null, underDirections: false };
  const usual = usualRules({ fromOn, product: { productId, version: 1, ...blank } });
  const set = (loan: Partial<typeof usual.loan>) =>
    app.do('meetings.setRules', admin, {
      groupId,
      rules: { ...usual, loan: { ...usual.loan, ...loan } },
      decidedBy: 'all',
    });
  expect(await set({ method: 'FLAT' })).toMatchObject({ code: 'loans.flat_not_capitalised' });
  expect(await set({ usualInstalments: 1 })).toMatchObject({ code: 'loans.grace_too_long' });
  // what the form says of it does not count
  await must(set({ usualInstalments: 3, grace: null }));
  return grace;
}

it('a loan whose first part waits: its interest goes onto the balance at the meeting of that day, once, also when that is recorded anew', async () => {
  const { app, admin, bookkeeper, owner, groupId, people } = village;
  const grace = await waitsUnderProduct('2026-05-20');
  const loanId = newId();
  const row = async <T>(text: string) => (await owner.query(text, [loanId])).rows[0] as T;
  const inBook = async () =>
    Number(
      (await row<{ sum: number }>(`select sum(amount_paise) from posting where item_id = $1 and account = '1110'`)).sum,
    );
  const stands = () =>
    row(
      `select principal_left_paise::int as left, added_paise::int as added, oldest_unpaid_due_on::text as oldest, state from loan where loan_id = $1`,
    );
  const meets = async (heldOn: string, lends = false) => {
    const context = await contextOf(village, admin);
    const sheet = ordinaryMeeting(context, heldOn, (empty) => {
      if (!lends) return empty;
      const asked = addDemand(empty, { personId: people[5]!, amountPaise: 60_000, purpose: 'animals' });
      const given = { loanId, grantedPaise: 60_000, paidFrom: 'cash', bankAccountId: null } as const;
      return grantLoan(asked, context, { ...given, index: 0, acknowledged: 'thumb' });
    });
    const ruling = judge(sheet, context);
    if (!ruling.ok) throw new Error(ruling.code);
    return { sheet, after: contextAfter(context, sheet, ruling.value) };
  };
  const hers = ({ loans }: { loans: readonly { loanId: string }[] }) => loans.find((one) => one.loanId === loanId);
  const lent = await meets('2026-06-12', true);
  expect(lent.sheet.loans[0]?.terms.grace).toEqual(grace);
  await must(close(app, admin, lent.sheet));
  expect(await stands()).toEqual({ left: 60_000, added: 0, oldest: '2026-08-12', state: 'active' });
  expect(hers(await contextOf(village, admin))).toEqual({ ...hers(lent.after), addedPaise: 0 });

  const first = await meets('2026-07-12');
  const second = await meets('2026-07-12');
  await must(close(app, bookkeeper, first.sheet));
  expect(await stands()).toMatchObject({ left: 61_200, added: 1_200, oldest: '2026-08-12' });
  expect(hers(await contextOf(village, admin))).toEqual(hers(first.after));
  expect(await close(app, bookkeeper, second.sheet)).toMatchObject({ code: 'meetings.same_day' });
  const choice = { choice: 'replace', reason: 'the other page was right' };
  const of = { groupId, heldCommandId: second.sheet.meetingId, otherMeetingId: first.sheet.meetingId };
  await must(app.do('meetings.settle', admin, { ...of, ...choice }));
  expect(await stands()).toMatchObject({ left: 61_200, added: 1_200 });
  expect(await inBook()).toBe(61_200);

  for (const heldOn of ['2026-08-12', '2026-09-12']) await must(close(app, admin, (await meets(heldOn)).sheet));
  expect(await stands()).toMatchObject({ left: 0, oldest: null, state: 'closed' });
  expect(await inBook()).toBe(0);
});
