/** A group's year ends at the office: interest put to savings, the year closed, its bank statement read, matched, and one match undone. */
import { beforeAll, expect, test } from 'vitest';
import { change } from '#domain/meetings/index.ts';
import { addDays, financialYear, monthOf } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { meetingDays, today } from '../linkage-builder.ts';
import { close, contextOf, must, ordinaryMeeting } from '../village.ts';
import { startApp, type JourneyApp } from './app.ts';
import { look, openPhone } from './browser.ts';
import { openDesk, type Desk } from './desk.ts';

let app: JourneyApp;
let desk: Desk;
let group: string;
const bankId = newId();
const days = meetingDays(14);
/** The last year that was over at the last meeting. */
const year = financialYear(addDays(today, -12)).year - 1;
const decision = (text: string) => ({ text, votesFor: 9, votesAgainst: 1 });

/** Fourteen months of savings, with interest of the bank each time; the last meeting decides on interest and on the year. */
async function live() {
  const { village } = app;
  const own = { bankAccountId: bankId, groupId: village.groupId, bank: 'Gramin Bank', branch: null, ifsc: null };
  await must(
    village.app.do('groups.addBankAccount', village.admin, { ...own, number: '999988887777', openedOn: null }),
  );
  for (const [at, heldOn] of days.entries()) {
    const context = await contextOf(village, village.admin);
    const got = { head: 'bank_interest' as const, amountPaise: 100_000 + at, partyId: null, to: 'bank' as const };
    const sheet = ordinaryMeeting(context, heldOn, (one) =>
      change(one, {
        otherReceipts: [{ ...got, bankAccountId: bankId, note: '' }],
        ...(at === days.length - 1 && {
          minutes: { ...one.minutes, decisions: [decision('Interest of 4 percent'), decision('The year is closed')] },
        }),
      }),
    );
    await must(close(village.app, village.admin, sheet));
  }
}

beforeAll(async () => {
  app = await startApp({ members: 10 });
  await live();
  desk = await openDesk(app, { name: 'Archana', role: 'accountant' });
  group = app.village.groupId;
});

test('interest is reckoned, resolved and stands in her savings', async () => {
  const { page } = desk;
  await page.goto(`${app.url}/office/linkage/${group}/interest?from=${monthOf(days[8]!)}&months=3&rate=4`);
  await look(page, 'year-end-interest');
  await page.getByRole('button', { name: /^Put it to their savings/ }).click();
  await page.getByRole('heading', { name: 'Interest put to savings so far' }).waitFor();
  await page.getByText('had interest from').waitFor();
  await look(page, 'year-end-interest-done');
});

test('the year is closed by the minutes; its statement of income still shows it', async () => {
  const { page } = desk;
  await page.goto(`${app.url}/office/money/${group}/year?year=${year}`);
  await look(page, 'year-end-close');
  const chosen = await page.locator('option', { hasText: 'The year is closed' }).getAttribute('value');
  await page.locator('[name=decision]').selectOption(chosen);
  await page.getByRole('button', { name: /^Close the year/ }).click();
  await page.getByRole('heading', { name: 'Closings so far' }).waitFor();
  await look(page, 'year-end-closed');
  const span = `from=${year}-04-01&to=${year + 1}-03-31`;
  await page.goto(`${app.url}/office/money/${group}/income?${span}`);
  await page.getByText('4040').first().waitFor();
  await look(page, 'year-end-income');
  for (const file of [
    `group-income.pdf?group=${group}&${span}`,
    `group-balance.xlsx?group=${group}&to=${year + 1}-03-31`,
  ]) {
    const answer = await page.request.get(`${app.url}/office/export/${file}`);
    expect([answer.status(), (await answer.body()).length > 3_000]).toEqual([200, true]);
  }
});

test('the bank’s statement is read, what belongs together confirmed, one match undone', async () => {
  const { page } = desk;
  await page.goto(`${app.url}/office/groups/${group}/reconcile/${bankId}/read`);
  const [one, two] = days.slice(-2);
  const slashed = (on: string) => on.split('-').reverse().join('/');
  const rows = [
    'Date,Particulars,Withdrawal,Deposit,Balance',
    `${slashed(one!)},INTEREST,,1000.12,13012.78`,
    `${slashed(two!)},INTEREST,,1000.13,14012.91`,
  ];
  const file = { name: 'statement.csv', mimeType: 'text/csv', buffer: Buffer.from(rows.join('\n')) };
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByRole('button', { name: 'Read the list' }).click();
  await page.getByRole('button', { name: /^Take these/ }).click();
  await page.getByRole('button', { name: 'Confirm the ticked' }).waitFor();
  await look(page, 'year-end-bank');
  await page.getByRole('button', { name: 'Confirm the ticked' }).click();
  await page.getByText('Show the last matches').click();
  await page.getByRole('button', { name: 'Take back' }).first().click();
  // the one taken back is proposed again
  await page.getByRole('button', { name: 'Confirm the ticked' }).waitFor();
  await expect.poll(() => page.locator('input[name=match]').count(), { timeout: 30_000 }).toBe(1);
  await page.goto(`${app.url}/office/groups/${group}/reconcile/${bankId}/statement`);
  await look(page, 'year-end-statement');
});

test('the same in Hindi and Urdu on a phone', async () => {
  const phone = await openPhone({ url: app.url, language: 'hi' });
  await phone.context.addCookies((await desk.context.cookies()).filter((one) => one.name !== 'bakhiya_language'));
  await phone.page.goto(`${app.url}/office/money/${group}/balance`);
  await phone.page.getByRole('heading', { name: /तुलन-पत्र/ }).waitFor();
  await look(phone.page, 'year-end-balance-hi-360');
  await phone.context.addCookies([{ name: 'bakhiya_language', value: 'ur', url: app.url }]);
  await phone.page.goto(`${app.url}/office/money/${group}/year?year=${year}`);
  await phone.page.getByRole('heading', { name: /سال کا اختتام/ }).waitFor();
  await look(phone.page, 'year-end-closed-ur-360');
  expect([...desk.problems, ...phone.problems]).toEqual([]);
});
