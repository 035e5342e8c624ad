/** The office: a supervisor signs in, follows a figure down to the meeting behind it, and settles two records of one meeting. */
import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { createAuth, installationSecret } from '#app/auth.server.ts';
import { actorOf } from '#app/actors.server.ts';
import { makeFirstUser } from '#app/organisations.server.ts';
import { addDemand, grantLoan, setSaving } from '#domain/meetings/index.ts';
import { addDays, dayInIndia } from '#platform/dates.ts';
import { openPool } from '#platform/db.server.ts';
import { newId } from '#platform/ids.ts';
import { readFirstSheet } from '#platform/sheets.server.ts';
import { close, contextOf, must, ordinaryMeeting } from '../village.ts';
import { startApp, type JourneyApp } from './app.ts';
import { look, openPhone, type PhoneBrowser } from './browser.ts';

const PHONE = '8123456789';
const PASSWORD = 'kaghaz qalam dawaat 7';
const today = dayInIndia(new Date());
let app: JourneyApp;
let desk: PhoneBrowser;

beforeAll(async () => {
  app = await startApp();
  const { village } = app;
  const userId = await makeFirstUser(village.owner, {
    orgId: village.orgId,
    name: 'Kahkashan',
    phone: PHONE,
    grants: [{ role: 'supervisor' }],
  });
  await setPassword(userId);
  await holdMeetings();
  desk = await openPhone({ url: app.url, width: 1280, height: 900 });
});

async function setPassword(userId: string): Promise<void> {
  const authPool = openPool(app.village.database.ownerUrl, { role: 'bakhiya_auth', max: 1 });
  const auth = createAuth({ authPool, secret: await installationSecret(authPool), origin: 'http://localhost' });
  const given = await auth.setSecret(userId, PASSWORD);
  await authPool.end();
  if (!given.ok) throw new Error(given.code);
}

/** Two meetings with a loan, and a third recorded twice: once as it was, once with a saving less. */
async function holdMeetings(): Promise<void> {
  const { village } = app;
  const record = async (heldOn: string, change?: Parameters<typeof ordinaryMeeting>[2]) => {
    const sheet = ordinaryMeeting(await contextOf(village, village.admin), heldOn, change);
    return must(close(village.app, village.bookkeeper, sheet));
  };
  const context = await contextOf(village, village.admin);
  const borrower = village.people[4]!;
  await record(addDays(today, -70), (sheet) =>
    grantLoan(addDemand(sheet, { personId: borrower, amountPaise: 100_000, purpose: 'craft_material' }), context, {
      index: 0,
      loanId: newId(),
      grantedPaise: 100_000,
      paidFrom: 'cash',
      bankAccountId: null,
      acknowledged: 'thumb',
    }),
  );
  await record(addDays(today, -40));
  const before = await contextOf(village, village.admin);
  await record(addDays(today, -10));
  const second = ordinaryMeeting(before, addDays(today, -10), (sheet) =>
    setSaving(sheet, { personId: village.people[0]!, compulsoryPaise: 5_000, voluntaryPaise: 0 }),
  );
  expect((await close(village.app, village.bookkeeper, second)).kind).toBe('held');
}

test('whoever is not signed in is asked to, and comes to today', async () => {
  const { page } = desk;
  await page.goto(`${app.url}/office`);
  await page.getByLabel('Phone').fill(PHONE);
  await page.locator('[name=secret]').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Good day, Kahkashan' }).waitFor();
  await page.getByText('Waiting for a decision: 1.').waitFor();
  await page.getByText('None: all 1 books balance.').waitFor();
  await look(page, 'office-today');
});

test('a figure opens downwards: group, books, trial balance, account, journal, meeting', async () => {
  const { page } = desk;
  const rail = page.getByRole('navigation', { name: 'Main parts' }).first();
  await rail.getByRole('link', { name: 'Groups' }).click();
  await look(page, 'office-groups');
  // One filter chosen, the others left at "all".
  await page.getByLabel('Status').selectOption({ label: 'Active' });
  await page.getByRole('button', { name: 'Filter' }).click();
  await page.waitForURL(/state=/);
  await page.getByRole('link', { name: 'Roshni' }).click();
  await page.getByRole('heading', { name: 'Members: 15' }).waitFor();
  await page.getByText('Yearly cost: 24 %').waitFor();
  await look(page, 'office-group');
  await page.getByRole('link', { name: 'Books' }).click();
  await page.getByText('Both sides are equal.').waitFor();
  await look(page, 'office-trial-balance');
  await page.getByRole('link', { name: 'Compulsory savings' }).click();
  // a year may begin after the first meetings: ask for all of them
  await page.getByLabel('From', { exact: true }).fill('2025-04-01');
  await page.getByRole('button', { name: 'Show' }).click();
  await page.waitForURL(/from=2025-04-01/);
  await page.getByText('₹4,500').first().waitFor();
  await look(page, 'office-account');
  await page.getByRole('link', { name: '1', exact: true }).first().click();
  await page.getByRole('heading', { name: 'Entry 1: Roshni' }).waitFor();
  await look(page, 'office-journal');
  await page.getByRole('link', { name: 'Meeting', exact: true }).click();
  await page.getByRole('heading', { name: 'Roshni: Regular meeting' }).waitFor();
  await page.getByText('The sheet in eight steps').waitFor();
  await page.getByText('15 of 15 present').waitFor();
  await look(page, 'office-meeting');
});

test('as known on a day before it was entered, nothing is there', async () => {
  const { page } = desk;
  const book = `${app.url}/office/money/${app.village.groupId}`;
  await page.goto(`${book}?to=${today}&known=${addDays(today, -1)}`);
  await page.getByText('No entry in this time.').waitFor();
  for (const part of ['cash-book', 'ledger', 'receipts-payments', 'members', 'periods']) {
    await page.goto(`${book}/${part}?from=2025-04-01`);
    await look(page, `office-${part}`);
  }
});

test('two records of one meeting lie side by side; the supervisor decides with a reason', async () => {
  const { page } = desk;
  await page.goto(`${app.url}/office/held`);
  await look(page, 'office-held');
  await page.getByRole('link', { name: 'Meeting record' }).click();
  await page.getByRole('heading', { name: 'Two records of one meeting' }).waitFor();
  const row = page.getByRole('row', { name: /Savings: Woman 01/ });
  await row.getByText('₹100').waitFor();
  await row.getByText('₹50').waitFor();
  await row.getByText('Differs').waitFor();
  await look(page, 'office-compare');
  await page.getByLabel('Put the held one in its place; the other is reversed').check();
  await page.getByLabel('Reason').fill('ok');
  await page.getByRole('button', { name: 'Decide' }).click();
  await page.getByRole('alert').first().waitFor();
  expect(await page.getByLabel('Reason').inputValue(), 'what was typed is kept').toBe('ok');
  expect(await page.getByLabel('Put the held one in its place; the other is reversed').isChecked()).toBe(true);
  await page.getByLabel('Reason').fill('the passbook of Woman 01 says fifty');
  await page.getByRole('button', { name: 'Decide' }).click();
  await page.waitForURL(/office\/held$/);
  await page.getByText('Nothing here yet').waitFor();
  await page.goto(`${app.url}/office/people/${app.village.people[0]}/passbook`);
  await page.getByText('₹250').first().waitFor();
  await look(page, 'office-passbook');
  expect(desk.problems).toEqual([]);
});

test('a person is registered with her name in three scripts; a full Aadhaar number is refused and the rest kept', async () => {
  const { page } = desk;
  await page.goto(`${app.url}/office/people/new`);
  await page.getByLabel('Name in Latin letters').fill('Nargis Bano');
  await page.getByLabel('Name in Devanagari').fill('नरगिस बानो');
  await page.getByLabel('Name in Urdu').fill('نرگس بانو');
  await page.getByLabel('Note').fill('her number is 2341 2341 2346');
  await page.getByRole('button', { name: 'Register a person' }).click();
  await page.getByText('This looks like a full Aadhaar number.').first().waitFor();
  expect(await page.getByLabel('Name in Urdu').inputValue()).toBe('نرگس بانو');
  await look(page, 'office-person-new');
  await page.getByLabel('Note').fill('');
  await page.getByRole('button', { name: 'Register a person' }).click();
  await page.getByRole('heading', { name: 'Nargis Bano' }).waitFor();
  await look(page, 'office-person');
  await page.goto(`${app.url}/office/search?q=${encodeURIComponent('नरगिस')}`);
  await page.getByRole('link', { name: 'Nargis Bano' }).waitFor();
});

test('a form sent twice is one act', async () => {
  const { page } = desk;
  await page.goto(`${app.url}/office/groups/new`);
  const formId = await page.locator('[name=formId]').inputValue();
  const form = { formId, kind: 'self_help_group', name: 'Ujala', formedOn: addDays(today, -30) };
  const send = () =>
    page.request.post(`${app.url}/office/groups/new`, {
      form,
      headers: { origin: app.url, accept: 'text/html' },
      maxRedirects: 0,
    });
  const answers = [await send(), await send()];
  expect(answers.map((answer) => [answer.status(), answer.headers().location])).toEqual([
    [303, `/office/groups/${formId}`],
    [303, `/office/groups/${formId}`],
  ]);
  await page.goto(`${app.url}/office/groups?q=Ujala`);
  await page.getByText('1 to 1 of 1').waitFor();
});

test('what a table shows leaves as a file; a slip and a passbook are papers in three languages', async () => {
  const { page } = desk;
  await page.goto(`${app.url}/office/meetings?state=closed&sort=on`);
  await look(page, 'office-register');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Excel' }).click(),
  ]);
  const rows = await readFirstSheet(new Uint8Array(readFileSync(await download.path())));
  expect(rows[0]?.slice(0, 3)).toEqual(['Date', 'Group', 'Status']);
  expect(rows[1]?.[0], 'sorted as on the screen').toEqual(new Date(`${addDays(today, -70)}T00:00:00Z`));
  await page
    .getByRole('row', { name: /Roshni/ })
    .last()
    .getByRole('link')
    .first()
    .click();
  await page.getByRole('heading', { name: 'Slips of this meeting' }).waitFor();
  await page.getByRole('link', { name: 'Slip', exact: true }).first().click();
  await page.getByRole('heading', { name: /^Slip: Woman/ }).waitFor();
  await look(page, 'office-slip');
  for (const [path, paper] of [
    ['', 'This slip as PDF'],
    [`${app.url}/office/people/${app.village.people[0]}/passbook`, 'Passbook as PDF'],
  ] as const) {
    if (path) await page.goto(path);
    for (const language of ['English', 'हिन्दी', 'اردو']) {
      const href = await page.getByRole('link', { name: `${paper} in ${language}` }).getAttribute('href');
      const file = await page.request.get(`${app.url}${href}`);
      expect([file.status(), (await file.body()).subarray(0, 5).toString()]).toEqual([200, '%PDF-']);
    }
  }
});

test('what leaving would bring her is shown; an empty group is closed, a full one is not', async () => {
  const { page } = desk;
  const { groupId, people } = app.village;
  await page.goto(`${app.url}/office/groups/${groupId}/leave/${people[0]}`);
  await page.getByText('To be handed to her').waitFor();
  await look(page, 'office-leave');
  await page.goto(`${app.url}/office/groups/${groupId}/close`);
  await page.getByText('Still members: 15').waitFor();
  expect(await page.getByRole('button', { name: 'Close the group for good' }).count()).toBe(0);
  await look(page, 'office-close-not-yet');
  await page.goto(`${app.url}/office/groups?q=Ujala`);
  await page.getByRole('link', { name: 'Ujala' }).click();
  await page.getByRole('link', { name: 'Close the group' }).click();
  await page.getByText('Nobody is a member any more.').waitFor();
  await look(page, 'office-close');
  await page.getByRole('button', { name: 'Close the group for good' }).click();
  await page.getByText('This group is closed.').waitFor();
  await page.goto(`${app.url}/office/people/${people[1]}/leave`);
  await page.getByText('She leaves each group first').waitFor();
  await look(page, 'office-person-leave');
});

test('on a narrow screen and in Urdu all of it fits', async () => {
  const { page, context } = desk;
  await context.addCookies([{ name: 'bakhiya_language', value: 'ur', url: app.url }]);
  await page.setViewportSize({ width: 360, height: 740 });
  const { groupId } = app.village;
  const paths = [
    '',
    '/groups',
    `/groups/${groupId}`,
    `/money/${groupId}`,
    '/meetings',
    '/people',
    '/people/duplicates',
    '/settings',
  ];
  for (const path of paths) {
    await page.goto(`${app.url}/office${path}`);
    expect(await page.evaluate(() => document.documentElement.dir)).toBe('rtl');
    await look(page, `office-ur${path.replaceAll('/', '-')}`);
  }
});

test('what is not hers to see says so, inside the office', async () => {
  const { village } = app;
  const userId = await makeFirstUser(village.owner, {
    orgId: village.orgId,
    name: 'Bookkeeper of nothing',
    phone: '8123456780',
    grants: [{ role: 'member' }],
  });
  await setPassword(userId);
  expect(await actorOf(village.app.db, userId)).not.toBeNull();
  const other = await openPhone({ url: app.url, width: 1280, height: 900 });
  await other.page.goto(`${app.url}/sign-in`);
  await other.page.getByLabel('Phone').fill('8123456780');
  await other.page.locator('[name=secret]').fill(PASSWORD);
  await other.page.getByRole('button', { name: 'Sign in' }).click();
  await other.page.getByRole('heading', { name: 'This is not yours to see' }).first().waitFor();
  await other.page.goto(`${app.url}/office/groups/${village.groupId}`);
  await other.page.getByRole('heading', { name: 'This is not yours to see' }).first().waitFor();
  await look(other.page, 'office-forbidden');
});
