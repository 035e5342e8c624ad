/** What the phone reckons after a meeting is what the office will tell it: a second meeting may be recorded before the first is answered. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addDays } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { close, contextOf, makeVillage, must, ordinaryMeeting, type Village } from '#test/village.ts';
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
