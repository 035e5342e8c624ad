/** A contractor does not pay: the administrator writes it down and names a helper; she follows it to its end; nobody else learns of it. */
import { beforeAll, expect, test } from 'vitest';
import { addDays, dayInIndia } from '#platform/dates.ts';
import { startApp, type JourneyApp } from './app.ts';
import { look, openPhone, type PhoneBrowser } from './browser.ts';
import { openDesk, type Desk } from './desk.ts';

const today = dayInIndia(new Date());
let app: JourneyApp;
let admin: Desk;
let helper: Desk;
let phone: PhoneBrowser;
let address: string;

beforeAll(async () => {
  app = await startApp();
  admin = await openDesk(app, { name: 'Naheed', role: 'administrator' });
  helper = await openDesk(app, { name: 'Shaista', role: 'animator' });
});

test('begun from her own page, for two women, with a helper', async () => {
  const { page } = admin;
  await page.goto(`${app.url}/office/cases`);
  await page.getByRole('heading', { name: 'No cases yet' }).waitFor();
  await look(page, 'cases-empty');
  await page.goto(`${app.url}/office/people/${app.village.people[3]}`);
  await page.getByRole('link', { name: 'New case' }).click();
  const search = page.getByRole('searchbox', { name: 'Find her by name' });
  await search.fill('Woman 05');
  await search.press('Enter');
  await page.getByRole('link', { name: 'Add Woman 05' }).click();
  await page.getByRole('link', { name: 'Remove Woman 05' }).waitFor();
  await page.getByLabel('When it happened').fill(addDays(today, -20));
  await page.getByLabel('Name of the person or place').fill('Haji thekedar');
  await page.getByLabel('What happened').fill('Forty kurtas, nothing paid');
  await page.getByLabel('Rupees claimed').fill('18400');
  await page.getByLabel('Next deadline').fill(addDays(today, 7));
  await page.getByLabel('Helper').selectOption({ label: 'Shaista' });
  await look(page, 'cases-new');
  await page.getByRole('button', { name: 'Write the case down' }).click();
  await page.getByRole('heading', { name: 'Case 1' }).waitFor();
  address = page.url();
  await page.getByText('Helper: Shaista').waitFor();
});

test('the helper finds it, adds a step and closes it; each reading stands in the trail', async () => {
  const { page } = helper;
  await page.goto(`${app.url}/office`);
  await page.getByRole('link', { name: 'Cases', exact: true }).first().click();
  await page.getByText('Woman 05').waitFor();
  await look(page, 'cases-list');
  await page.getByRole('link', { name: 'Case 1' }).click();
  await page.getByLabel('What was done').fill('Went to his shop with two women of the group');
  await page.getByRole('button', { name: 'Add a step' }).click();
  await page.getByRole('listitem').filter({ hasText: 'Went to his shop' }).waitFor();
  await look(page, 'cases-one');
  expect(await page.getByRole('button', { name: 'Name the helper' }).count()).toBe(0);
  await page.getByLabel('How it ended').selectOption('partly');
  await page.getByLabel('Rupees recovered').fill('10000');
  await page.getByLabel('In a few words').fill('He paid a part');
  await page.getByRole('button', { name: 'Close the case' }).click();
  await page.getByText('Settled in part').first().waitFor();
  const { rows } = await app.village.owner.query<{ n: number }>(
    `select count(*)::int as n from audit where action = 'cases.view' and user_id = $1`,
    [helper.userId],
  );
  expect(rows[0]!.n).toBe(3);
  await page.goto(`${app.url}/office/cases?list=closed`);
  await page.getByText('of ₹18,400 claimed in 1').waitFor();
});

test('the same in Hindi and Urdu on a phone; who is neither is turned away and sees no word of it', async () => {
  phone = await openPhone({ url: app.url, language: 'hi' });
  await phone.context.addCookies((await helper.context.cookies()).filter((one) => one.name !== 'bakhiya_language'));
  await phone.page.goto(address);
  await phone.page.getByRole('heading', { name: 'मामला 1' }).waitFor();
  await look(phone.page, 'cases-one-hi-360');
  await phone.context.addCookies([{ name: 'bakhiya_language', value: 'ur', url: app.url }]);
  await phone.page.goto(`${app.url}/office/cases?list=all`);
  await phone.page.getByRole('heading', { name: 'معاملے' }).first().waitFor();
  await look(phone.page, 'cases-list-ur-360');
  const clerk = await openDesk(app, { name: 'Rekha', role: 'supervisor' });
  expect(await clerk.page.getByRole('link', { name: 'Cases', exact: true }).count()).toBe(0);
  await clerk.page.goto(`${app.url}/office/people/${app.village.people[3]}`);
  expect(await clerk.page.getByText('Cases about her').count()).toBe(0);
  for (const path of [address, `${app.url}/office/cases`, `${app.url}/office/cases/new`])
    expect((await clerk.page.goto(path))?.status()).toBe(403);
  expect([...admin.problems, ...helper.problems, ...phone.problems]).toEqual([]);
});
