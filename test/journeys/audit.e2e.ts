/** The auditor's desk: a sample is drawn and drawn again, an entry of it asked about, answered by the accountant with a photo, closed. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { addDemand, grantLoan } from '#domain/meetings/index.ts';
import { addDays, dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { readFirstSheet } from '#platform/sheets.server.ts';
import { close, contextOf, must, ordinaryMeeting } from '../village.ts';
import { startApp, type JourneyApp } from './app.ts';
import { look, withoutScript } from './browser.ts';
import { openDesk, type Desk } from './desk.ts';

const today = dayInIndia(new Date());
let app: JourneyApp;
let auditor: Desk;
let accountant: Desk;

/** Two meetings with a loan, entered weeks after they were held. */
async function keepBooks(): Promise<void> {
  const { village } = app;
  const context = await contextOf(village, village.admin);
  const lend = ordinaryMeeting(context, addDays(today, -70), (sheet) =>
    grantLoan(addDemand(sheet, { personId: village.people[4]!, amountPaise: 100_000, purpose: 'trade' }), context, {
      ...{ index: 0, loanId: newId(), grantedPaise: 100_000, paidFrom: 'cash', bankAccountId: null },
      acknowledged: 'thumb',
    }),
  );
  await must(close(village.app, village.admin, lend));
  await must(
    close(village.app, village.admin, ordinaryMeeting(await contextOf(village, village.admin), addDays(today, -40))),
  );
}

async function speak(desk: Desk, language: 'en' | 'hi' | 'ur'): Promise<void> {
  const { owner, orgId } = app.village;
  await owner.query('update app_user set locale = $1 where org_id = $2 and user_id = $3', [
    language,
    orgId,
    desk.userId,
  ]);
  await desk.page.context().addCookies([{ name: 'bakhiya_language', value: language, url: app.url }]);
}
const openDetails = (page: Page, at: number) => page.locator('main details summary').nth(at).click();

beforeAll(async () => {
  app = await startApp();
  await keepBooks();
  auditor = await openDesk(app, { name: 'Vandana', role: 'auditor' });
  accountant = await openDesk(app, { name: 'Archana', role: 'accountant' });
});

test('the auditor draws a sample by value; drawn again by its seed it is the same', async () => {
  const { page } = auditor;
  await page.goto(`${app.url}/office/audit`);
  await look(page, 'audit-desk');
  await page.getByRole('link', { name: 'Draw a sample' }).click();
  await page.getByLabel('What is it for?').fill('Entries of the group');
  await page.getByLabel('Drawn from').selectOption('journals');
  await page.getByLabel('How many').fill('2');
  await page.locator('[name=from]').fill(addDays(today, -90));
  await page.getByLabel('Seed').fill('4 1 6 2 5');
  await look(page, 'audit-sample-new');
  await page.getByRole('button', { name: 'Draw' }).click();
  await page.getByRole('heading', { name: /^Sample 1: .?Entries of the group/ }).waitFor();
  await page.getByRole('link', { name: 'Draw it again and compare' }).click();
  await page.getByText('Drawn again from 2: the same items, from the same rows.').waitFor();
  await openDetails(page, 1);
  await page.getByRole('button', { name: 'Keep' }).first().click();
  await page.locator('#item-1').getByText('Vandana').waitFor();
  await look(page, 'audit-sample');
});

test('she asks about an entry of it; the accountant finds it on her list, in Hindi, and answers with a photo', async () => {
  const { page } = auditor;
  await page.locator('main ol:not(nav ol) li a').first().click();
  await page.getByRole('link', { name: 'Ask about this' }).click();
  await page.getByLabel('Asked of').selectOption({ label: 'Whoever is Accountant' });
  await page.getByRole('textbox', { name: 'Question' }).fill('Who counted the box that day?');
  await page.getByRole('button', { name: 'Ask' }).click();
  await page.getByRole('heading', { name: 'Question 1' }).waitFor();

  const desk = accountant.page;
  await speak(accountant, 'hi');
  await desk.goto(`${app.url}/office`);
  await desk.getByRole('link', { name: 'लेखा परीक्षा' }).first().click();
  await desk.getByRole('link', { name: 'मेरे जवाब के लिए' }).click();
  await desk.getByRole('link', { name: /Who counted the box/ }).click();
  await desk.getByRole('textbox', { name: 'आपका जवाब' }).fill('अध्यक्ष और कोषाध्यक्ष ने; पन्ने की फ़ोटो साथ है।');
  await desk.locator('[name=picture]').setInputFiles({
    name: 'page.png',
    mimeType: 'image/png',
    buffer: Buffer.from(PIXEL, 'base64'),
  });
  await look(desk, 'audit-answer-hi');
  await desk.getByRole('button', { name: 'जवाब दें' }).click();
  await desk.getByText('जवाब मिला').waitFor();
  await look(desk, 'audit-answered-hi');
  expect(await desk.getByRole('button', { name: 'सवाल बंद करें' }).count()).toBe(0);
});

/** One pixel. */
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

test('the auditor sees answer and photo, and closes; the entry says that no question is open', async () => {
  const { page } = auditor;
  await page.goto(`${app.url}/office/audit/queries`);
  await page.getByRole('link', { name: /Who counted the box/ }).click();
  const photo = page.getByAltText('Photo sent with the answer');
  await photo.waitFor();
  await expect.poll(() => photo.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);
  await page.getByLabel('What did you find?').fill('Counted by two officers, page seen.');
  await page.getByRole('button', { name: 'Close the question' }).click();
  await page.getByText('Closed', { exact: true }).waitFor();
  await look(page, 'audit-closed');
  await page.getByRole('link', { name: /^Entry / }).click();
  await page.getByText('No question is open.').waitFor();
  await look(page, 'audit-entry');
});

test('what was entered late opens its entries and leaves as a table', async () => {
  const { page } = auditor;
  await page.goto(`${app.url}/office/audit/exceptions/back_dated?from=${addDays(today, -90)}`);
  await page
    .getByRole('link', { name: /^Entry / })
    .nth(1)
    .waitFor();
  await look(page, 'audit-late');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Excel' }).click(),
  ]);
  const rows = await readFirstSheet(readFileSync(await download.path()));
  expect(rows.flat().filter((cell) => cell === 'Roshni')).toHaveLength(2);
});

test('slips go to the women of a group; one agrees, one says otherwise; the rate has its denominator', async () => {
  const { page } = auditor;
  await withoutScript(page, async () => {
    await page.goto(`${app.url}/office/audit/confirmations`, { waitUntil: 'commit' });
    await page.getByLabel('Of which group').selectOption({ label: 'Roshni' });
  });
  await page.getByRole('button', { name: 'Make slips' }).click();
  await page.getByRole('heading', { name: 'Slips 1: Roshni' }).waitFor();
  await page.getByRole('button', { name: 'Agreed' }).first().click();
  await page.getByText('100 % (1/1)').waitFor();
  await page.locator('#slip-2 summary').click();
  await page.locator('#slip-2 [name=savingsPaise]').fill('150');
  await page.locator('#slip-2 [name=loanPaise]').fill('0');
  await page.locator('#slip-2').getByRole('button', { name: 'Keep' }).click();
  await page.getByText('50 % (1/2)').waitFor();
  await page.getByText('2 of 15 answered. Not reached: 0. Not asked yet: 13.').waitFor();
  await look(page, 'audit-slips');
  const paper = await page.request.get(`${page.url().split('#')[0]}/slips.pdf?language=ur`);
  expect(paper.headers()['content-type']).toBe('application/pdf');
});

test('codes carried away are held against the books', async () => {
  const { page } = auditor;
  const { rows } = await app.village.owner.query<{ hash: string }>(
    `select encode(hash, 'hex') as hash from journal where book_id = $1 and seq = 1`,
    [app.village.bookId],
  );
  const line = (hash: string) => JSON.stringify({ bookId: app.village.bookId, seq: 1, hash });
  await page.goto(`${app.url}/office/audit/heads`);
  await page.getByLabel(/^Texts of slips/).fill(`${line(rows[0]!.hash)}\n${line('ab'.repeat(32))}\ntorn`);
  await page.getByRole('button', { name: 'Compare' }).click();
  await page.getByText('1 of 3 are in the chain').waitFor();
  await page.getByText('Another code stands there').waitFor();
  await look(page, 'audit-heads');
  expect([...auditor.problems, ...accountant.problems]).toEqual([]);
});
