/**
 * A loan of the group from demand to closure, through five meetings on a phone that saw no signal for five months: its first month waits, the
 * second finds her without money, in the third she pays what she is behind with, in the fourth the rest.
 */
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import type { Passbook } from '#domain/meetings/index.server.ts';
import type { Held, Portfolio } from '#domain/loans/index.server.ts';
import { contextOf, makeVillage, must, usualRules, type Village } from '../village.ts';
import { startApp, type JourneyApp } from './app.ts';
import { look, type PhoneBrowser } from './browser.ts';
import {
  allSent,
  expectedRupees,
  finishMeeting,
  groupUrl,
  joinPhone,
  openAt,
  recordSteps,
  typeRupees,
} from './recording.ts';

const SHE = 'Woman 05';
let app: JourneyApp;
let village: Village;
let phone: PhoneBrowser;

beforeAll(async () => {
  village = await makeVillage({ members: 10 });
  const usual = usualRules({ fromOn: '2025-05-01' });
  const grace = {
    moratoriumRows: 1,
    moratoriumInterest: 'deferred_first',
    interestOnlyRows: 0,
    interestFreeRows: 0,
  } as const;
  const rules = {
    ...usual,
    loan: { ...usual.loan, usualInstalments: 3, grace },
  };
  await must(
    village.app.do('meetings.setRules', village.admin, { groupId: village.groupId, rules, decidedBy: 'all of us' }),
  );
  app = await startApp({ village });
  phone = await joinPhone(app, village.bookkeeper.userId);
  await phone.offline(true);
});

type Month = {
  readonly on: string;
  readonly firstTime?: boolean;
  readonly at?: Parameters<typeof recordSteps>[1]['at'];
  /** Repayments are gone past: nobody pays. */
  readonly nobodyPays?: boolean;
};

/** The phone's clock stands on the day of the meeting. @returns rupees in the box afterwards */
async function meet({ on, firstTime = false, at = {}, nobodyPays = false }: Month): Promise<number> {
  const { page } = phone;
  await page.clock.setFixedTime(`${on}T14:30:00+05:30`);
  await openAt(phone, groupUrl(app, village.groupId));
  await page.getByRole('link', { name: 'Start the meeting' }).click();
  if (nobodyPays) {
    await recordSteps(page, { at }, [1, 3]);
    await page.getByRole('navigation', { name: 'Step 4 of 8' }).waitFor();
    await page.getByRole('button', { name: 'Next', exact: true }).click();
    await recordSteps(page, { at }, [5, 7]);
  } else await recordSteps(page, { at });
  const boxRupees = await expectedRupees(page);
  await finishMeeting(page, { boxRupees, firstTime, at });
  return boxRupees;
}

async function asksForALoan(page: Page): Promise<void> {
  for (const name of ['Someone asks for a loan', SHE, '₹500', 'Illness', 'Give it'])
    await page.getByRole('button', { name, exact: true }).click();
  await look(page, 'closure-given');
  await page.getByRole('button', { name: 'Thumb', exact: true }).click();
}

/** Of what two months ask she brings the first. */
async function paysTheFirst(page: Page): Promise<void> {
  await page.getByRole('button', { name: SHE }).first().click();
  const dialog = page.getByRole('dialog', { name: SHE });
  await typeRupees(dialog, 270);
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await look(page, 'closure-late');
}

async function heldOn(on: string): Promise<Held> {
  const answer = await village.app.ask<Portfolio>('loans.portfolio', village.admin, { on });
  if (answer.kind !== 'answer') throw new Error(answer.code);
  return answer.value.total;
}
const standing = async () => (await contextOf(village, village.admin)).loans;

test('five months without signal: given, waiting, missed, paid late, closed', async () => {
  const box: number[] = [];
  box.push(await meet({ on: '2025-06-12', firstTime: true, at: { loans: asksForALoan } }));
  const nothingDue = (page: Page) => page.getByText('No repayment is due today.').waitFor();
  box.push(await meet({ on: '2025-07-12', at: { repayments: nothingDue } }));
  box.push(await meet({ on: '2025-08-12', nobodyPays: true }));
  box.push(await meet({ on: '2025-09-12', at: { repayments: paysTheFirst } }));
  box.push(await meet({ on: '2025-10-12' }));
  // ten women save Rs 100 each time; Rs 500 go out, 270 come in the fourth month, 255 in the last
  expect(box).toEqual([500, 1_500, 2_500, 3_770, 5_025]);
});

test('with signal all five are in the books: every rupee of the loan came back, and the months she was behind are known', async () => {
  const { page } = phone;
  await page.clock.setFixedTime(new Date());
  await openAt(phone, `${app.url}/field/`);
  await phone.offline(false);
  await allSent(page);
  expect((await contextOf(village, village.admin)).cashPaise).toBe(502_500);
  expect(await standing()).toEqual([]);
  const answer = await village.app.ask<Passbook>('meetings.passbook', village.admin, { personId: village.people[4]! });
  if (answer.kind !== 'answer') throw new Error(answer.code);
  expect(answer.value.groups[0]!.lines).toHaveLength(5);
  const { rows } = await village.owner
    .query(`select paid_on::text as on, principal_paise as principal, interest_paise as interest
    from loan_payment order by paid_on`);
  expect(rows).toEqual([
    { on: '2025-09-12', principal: 25_000, interest: 2_000 },
    { on: '2025-10-12', principal: 25_000, interest: 500 },
  ]);
  // nobody was late while her loan waited, she was in the month she missed, and nothing is owed at the end
  expect(await heldOn('2025-07-31')).toMatchObject({ portfolioPaise: 50_000, lateLoans: 0 });
  expect(await heldOn('2025-08-31')).toMatchObject({ portfolioPaise: 50_000, lateLoans: 1 });
  expect(await heldOn('2025-10-31')).toMatchObject({ portfolioPaise: 0, lateLoans: 0 });
  expect(phone.problems).toEqual([]);
});
