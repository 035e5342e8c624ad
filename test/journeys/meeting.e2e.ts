/** The main job: a meeting recorded on the phone with no signal becomes books that balance, in the evening, by itself. */
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { addDemand, grantLoan, type GroupContext, type MeetingSheet } from '#domain/meetings/index.ts';
import type { Passbook } from '#domain/meetings/index.server.ts';
import { newId } from '#platform/ids.ts';
import { close, contextOf, must, ordinaryMeeting } from '../village.ts';
import { startApp, type JourneyApp } from './app.ts';
import { look, typePin, type PhoneBrowser } from './browser.ts';
import { allSent, confirmByPin, joinPhone, OFFICERS, PIN } from './recording.ts';

let app: JourneyApp;
let phone: PhoneBrowser;

/** Six women borrow Rs 300 each, in ten parts at 2% a month. */
const withSixLoans = (context: GroupContext) => (sheet: MeetingSheet) =>
  context.members.slice(3, 9).reduce((done, { personId }, index) => {
    const asked = addDemand(done, { personId, amountPaise: 30_000, purpose: 'craft_material' });
    return grantLoan(asked, context, {
      index,
      loanId: newId(),
      grantedPaise: 30_000,
      paidFrom: 'cash',
      bankAccountId: null,
      acknowledged: 'thumb',
    });
  }, sheet);

beforeAll(async () => {
  app = await startApp();
  const { village } = app;
  const first = ordinaryMeeting(await contextOf(village, village.admin), '2026-09-12');
  await must(close(village.app, village.bookkeeper, first));
  const context = await contextOf(village, village.admin);
  await must(close(village.app, village.bookkeeper, ordinaryMeeting(context, '2026-10-12', withSixLoans(context))));
  phone = await joinPhone(app, village.bookkeeper.userId);
});

/** Rs 1,200 in the box + 1,500 saved + 216 repaid - 500 lent = Rs 2,416, one field for each kind of note or coin. */
const NOTES = [
  [0, '4'],
  [1, '2'],
  [5, '1'],
  [7, '1'],
  [9, '1'],
] as const;

const STEPS = [
  'opening',
  'roll',
  'savings',
  'savings-all',
  'repayments',
  'repayments-all',
  'receipts',
  'loans',
  'payments',
];

/** One new loan: who, how much, what for, given, and how she took it. @returns taps. */
async function lend(page: Page): Promise<number> {
  const asked = ['Someone asks for a loan', 'Woman 12', '₹500', 'Illness', 'Give it', 'Thumb'];
  for (const name of asked) await page.getByRole('button', { name, exact: true }).click();
  return asked.length;
}

test('recorded without network, sent when it is back, read in the books', async () => {
  const { page } = phone;
  const { village } = app;
  await phone.offline(true);
  await page.getByRole('link', { name: 'Roshni' }).click();
  await page.getByRole('link', { name: 'Start the meeting' }).click();

  let taps = 0;
  const seen: string[] = [];
  const primary = async (name: string): Promise<void> => {
    await look(page, name).catch((fault: unknown) => seen.push(String(fault)));
    await page.locator('main ~ div button').last().click();
    taps += 1;
  };
  await page.locator('main ~ div button').last().waitFor();
  for (const step of STEPS) {
    if (step === 'loans') taps += await lend(page);
    await primary(`meeting-${step}`);
  }
  for (const [kind, many] of NOTES) {
    const field = page.locator('main input[inputmode=numeric]').nth(kind);
    await field.click();
    await field.pressSequentially(many);
    taps += 1 + many.length;
  }
  await primary('meeting-counted');
  await primary('meeting-minutes');
  for (const [name, pin] of OFFICERS) {
    await confirmByPin(page, { name, pin, firstTime: true });
    // her line, and twice the key that ends the PIN
    taps += 3;
  }
  await primary('meeting-confirmed');
  await page.locator('svg[role=img]').first().waitFor();
  await look(page, 'meeting-slip');
  console.log(`taps of an ordinary meeting with a new loan: ${taps}`);
  expect(taps).toBeLessThanOrEqual(45);
  expect(seen, 'what the screens showed wrong').toEqual([]);

  await page.goto(`${app.url}/field/`);
  await typePin(page, PIN);
  await page
    .getByText(/not sent/)
    .first()
    .waitFor();
  await phone.offline(false);
  await allSent(page);

  const after = await contextOf(village, village.admin);
  expect(after.cashPaise).toBe(241_600);
  expect(after.loans).toHaveLength(7);
  const borrower = after.loans[0]!;
  expect(borrower.rows[0]!.paid).toMatchObject({ principalPaise: 3_000, interestPaise: 600 });
  const answer = await village.app.ask<Passbook>('meetings.passbook', village.admin, { personId: borrower.personId });
  if (answer.kind !== 'answer') throw new Error(answer.code);
  expect(answer.value.groups[0]).toMatchObject({ compulsoryPaise: 30_000 });
  expect(answer.value.groups[0]!.lines).toHaveLength(3);
  expect(phone.problems).toEqual([]);
});
