/** What a named person settles: one meeting recorded on two phones, and a late meeting of a period that is closed. */
import { beforeAll, expect, test } from 'vitest';
import { makeFirstUser } from '#app/organisations.server.ts';
import { addDays, dayInIndia } from '#platform/dates.ts';
import { close, contextOf, makeVillage, must, openGroup, ordinaryMeeting, type Village } from '../village.ts';
import { startApp, type JourneyApp } from './app.ts';
import { look, type PhoneBrowser } from './browser.ts';
import { openDesk, type Desk } from './desk.ts';
import { allSent, groupUrl, joinPhone, openAt, recordMeeting, sendNow, typeRupees } from './recording.ts';

const NAMES = [
  { name: 'Ujala', nameHi: 'उजाला', nameUr: 'اجالا' },
  { name: 'Sitara', nameHi: 'सितारा', nameUr: 'ستارہ' },
] as const;
const today = dayInIndia(new Date());
const lastMonth = addDays(today, -40);
let app: JourneyApp;
let village: Village;
let groups: string[];
let asma: PhoneBrowser;
let bano: PhoneBrowser;
let supervisor: Desk;
let accountant: Desk;

beforeAll(async () => {
  village = await makeVillage({ members: 10 });
  const { admin, placeId, orgId, owner } = village;
  groups = [village.groupId];
  for (const names of NAMES)
    groups.push((await openGroup(village.app, admin, { placeId, members: 10, names })).groupId);
  for (const groupId of groups) {
    const sheet = ordinaryMeeting(await contextOf({ ...village, groupId }, admin), lastMonth);
    await must(close(village.app, admin, sheet));
  }
  app = await startApp({ village });
  const grants = groups.map((scopeId) => ({ role: 'bookkeeper', scopeKind: 'group', scopeId }) as const);
  const join = async (name: string, phone: string) =>
    joinPhone(app, await makeFirstUser(owner, { orgId, name, phone, grants }));
  asma = await join('Asma', '8000000011');
  bano = await join('Bano', '8000000012');
  supervisor = await openDesk(app, { name: 'Kahkashan', role: 'supervisor' });
  accountant = await openDesk(app, { name: 'Meena', role: 'accountant' });
});

const books = (groupId: string) => contextOf({ ...village, groupId }, village.admin);

/** The meeting of today without network, all saved; on the second phone Woman 05 gave only Rs 50. */
async function recordOffline(phone: PhoneBrowser, groupId: string, { less }: { less: boolean }): Promise<void> {
  const { page } = phone;
  await openAt(phone, groupUrl(app, groupId));
  await phone.offline(true);
  await page.getByRole('link', { name: 'Start the meeting' }).click();
  const savings = async (): Promise<void> => {
    await page.getByRole('button', { name: /^All 10 saved/ }).click();
    await page.getByRole('button', { name: /Woman 05/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Woman 05' });
    await typeRupees(dialog, 50);
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  };
  await recordMeeting(page, { boxRupees: less ? 1_950 : 2_000, at: less ? { savings } : {} });
  await page.getByRole('link', { name: 'Done' }).click();
}

/** Network is back; the app sends by itself. */
async function comeBack(phone: PhoneBrowser, truth: RegExp): Promise<void> {
  await phone.offline(false);
  await openAt(phone, `${app.url}/field/`);
  await phone.page.getByText(truth).first().waitFor({ timeout: 30_000 });
}

async function decide(desk: Desk, choice: string, reason: string): Promise<void> {
  const { page } = desk;
  await page.getByLabel(choice).check();
  await page.getByLabel('Reason').fill(reason);
  await page.getByRole('button', { name: 'Decide' }).click();
  await page.waitForURL(/office\/held$/);
}

test('two phones record the same meeting differently: the second waits, nothing is added together', async () => {
  const [groupId = ''] = groups;
  await recordOffline(asma, groupId, { less: false });
  await recordOffline(bano, groupId, { less: true });
  await comeBack(asma, /^All sent, /);
  await comeBack(bano, /1 waits for the office/);
  expect(await books(groupId)).toMatchObject({ cashPaise: 200_000 });
  await bano.page.getByRole('status').getByRole('link').first().click();
  await bano.page.getByText('There is already a meeting of this day').waitFor();
  await look(bano.page, 'two-phones-waits');
});

test('the supervisor compares field by field and puts the second in its place', async () => {
  const { page } = supervisor;
  const [groupId = ''] = groups;
  await page.goto(`${app.url}/office/held`);
  await page.getByRole('link', { name: 'Meeting record' }).click();
  await page.getByRole('heading', { name: 'Two records of one meeting' }).waitFor();
  for (const [name, left, right] of [
    ['Savings: Woman 05', '₹100', '₹50'],
    ['Closing cash', '₹2,000', '₹1,950'],
  ] as const) {
    const row = page.getByRole('row', { name });
    await row.getByText(left, { exact: true }).waitFor();
    await row.getByText(right, { exact: true }).waitFor();
  }
  expect(await page.getByRole('row', { name: /Savings/ }).count()).toBe(1);
  await look(page, 'two-phones-compare');
  await decide(supervisor, 'Put the held one in its place; the other is reversed', 'Woman 05 showed her passbook');
  const after = await books(groupId);
  expect(after.cashPaise).toBe(195_000);
  expect(after.balances.reduce((sum, one) => sum + one.compulsoryPaise, 0)).toBe(195_000);
});

test('both phones are told what happened: one has all sent, the other reads whose record stands and why', async () => {
  const [groupId = ''] = groups;
  await sendNow(bano.page);
  await allSent(bano.page);
  await openAt(asma, groupUrl(app, groupId));
  await sendNow(asma.page);
  await allSent(asma.page);
  await asma.page.goBack();
  await asma.page.getByText('Another record stands in the books').waitFor();
  await asma.page.getByText('Reason: Woman 05 showed her passbook').waitFor();
  await asma.page.getByText('₹1,950', { exact: true }).first().waitFor();
  await look(asma.page, 'two-phones-told');
  await asma.page.getByRole('link', { name: /Another record stands/ }).click();
  await asma.page.getByText('the office chose the record of another phone').waitFor();
  await look(asma.page, 'two-phones-replaced');
});

test('when the first is kept, the second goes back to her with the reason, and she takes note', async () => {
  const [, groupId = ''] = groups;
  await recordOffline(asma, groupId, { less: false });
  await recordOffline(bano, groupId, { less: true });
  await comeBack(asma, /^All sent, /);
  await comeBack(bano, /1 waits for the office/);
  await supervisor.page.goto(`${app.url}/office/held`);
  await supervisor.page.getByRole('link', { name: 'Meeting record' }).click();
  await decide(supervisor, 'Keep the one in the books; the held one stays outside', 'the page says one hundred');
  const { page } = bano;
  await sendNow(page);
  await page.getByText('The office kept the other record of this meeting: the page says one hundred').waitFor();
  await look(page, 'two-phones-kept');
  await page.getByRole('button', { name: 'Understood' }).click();
  await allSent(page);
  expect(await books(groupId)).toMatchObject({ cashPaise: 200_000 });
});

test('a meeting dated in a closed period waits; the accountant opens the period with a reason and it posts', async () => {
  const [, , groupId = ''] = groups;
  const heldOn = addDays(today, -5);
  const { page } = asma;
  await openAt(asma, groupUrl(app, groupId));
  await asma.offline(true);
  await page.getByRole('link', { name: 'Start the meeting' }).click();
  const opening = async (): Promise<void> => {
    await page.getByRole('button', { name: 'Another day' }).click();
    await page.getByLabel('Day of the meeting').fill(heldOn);
    await page.getByLabel('Day of the meeting').blur();
  };
  await recordMeeting(page, { boxRupees: 2_000, firstTime: true, at: { opening } });

  const desk = accountant.page;
  await desk.goto(`${app.url}/office/money/${groupId}/periods`);
  await desk.getByLabel('Up to and including').fill(addDays(today, -1));
  await desk.getByRole('button', { name: 'Close the books' }).click();
  await desk
    .getByText(/^Closed up to/)
    .first()
    .waitFor();

  await comeBack(asma, /1 waits for the office/);
  expect(await books(groupId)).toMatchObject({ cashPaise: 100_000, lastMeeting: { heldOn: lastMonth } });

  await desk.goto(`${app.url}/office/held`);
  await desk.getByText(/The books are closed up to/).waitFor();
  await desk.getByRole('link', { name: 'Meeting record' }).click();
  await desk.getByRole('heading', { name: 'Settle' }).waitFor();
  await look(desk, 'late-held');
  await desk.getByRole('link', { name: 'Periods' }).first().click();
  await desk.waitForURL(/periods$/);
  await desk.getByLabel('Reason').fill('a meeting of Sitara came late from the field');
  await desk.getByRole('button', { name: 'Open again' }).click();
  await desk.getByText('No period is closed.').waitFor();
  await look(desk, 'late-reopened');
  await desk.goto(`${app.url}/office/held`);
  await desk.getByRole('link', { name: 'Meeting record' }).click();
  await decide(accountant, 'Judge the held one once more', 'the period is open again');

  expect(await books(groupId)).toMatchObject({ cashPaise: 200_000, lastMeeting: { heldOn } });
  await sendNow(page);
  await allSent(page);
  for (const one of [asma, bano, supervisor, accountant]) expect(one.problems).toEqual([]);
});
