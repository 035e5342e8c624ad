/** A forgotten PIN loses nothing: a supervisor reads the code out over the phone, a new PIN is set, the unsent meeting goes. */
import { beforeAll, expect, test } from 'vitest';
import { allSent } from './recording.ts';
import { startApp, type JourneyApp } from './app.ts';
import { look, openPhone, typePin, waitUntilKept, type PhoneBrowser } from './browser.ts';
import { confirmTwice } from '../meeting-screens/walk.ts';
import { addStaff, join, openDesk, recordMeeting } from './steps.ts';

const PIN = '482916';
const NEW_PIN = '739164';
let app: JourneyApp;
let phone: PhoneBrowser;
let desk: PhoneBrowser;
let code = '';

beforeAll(async () => {
  app = await startApp();
  await addStaff(app, { name: 'Kahkashan', phone: '8123456789', grants: [{ role: 'supervisor' }] });
  phone = await openPhone({ url: app.url });
  await join(phone.page, await app.enrolmentLink(app.village.bookkeeper.userId), PIN);
  await waitUntilKept(phone.page);
  await phone.offline(true);
});

test('a meeting without signal; an officer forgot her PIN and another one stands in for her', async () => {
  const { page } = phone;
  await page.getByRole('link', { name: 'Roshni' }).click();
  // Rs 1,500: three notes of 500
  await recordMeeting(page, [[0, '3']]);
  await confirmTwice(page, () => Promise.resolve());
  const officers = page.locator('main section').last().locator('ul button');
  await officers.nth(0).click();
  await page.getByRole('button', { name: 'She forgot it' }).click();
  await page.getByText('Who stands in for her?').waitFor();
  await look(page, 'officer-who');
  await page.getByRole('dialog').getByRole('button', { name: 'Woman 02' }).click();
  await page.getByText('Woman 02 stands in').waitFor();
  await pinKeys('1358');
  await page.getByText('Not right').waitFor();
  await pinKeys('1357');
  for (const title of ['First time', 'The same PIN once more']) {
    await page.getByRole('dialog').getByText(title).waitFor();
    await pinKeys('9753');
  }
  await page.locator('dialog[open]').waitFor({ state: 'detached' });
  await page.locator('main ~ div button').last().click();
  await page.locator('svg[role=img]').first().waitFor();
  await page.goto(`${app.url}/field/`);
  await page.getByText('Your PIN').waitFor();
});

async function pinKeys(pin: string): Promise<void> {
  const keys = phone.page.locator('dialog[open] [role=group] button');
  for (const digit of pin) await keys.nth(Number(digit) - 1).click();
  await keys.last().click();
}

test('the supervisor calls back, gives a reason, and reads six boxes out; the trail keeps both', async () => {
  desk = await openDesk(app, '8123456789');
  const { page } = desk;
  await page.goto(`${app.url}/office/settings/devices`);
  await look(page, 'phones');
  await page.getByRole('link', { name: 'Forgotten PIN' }).click();
  await page.getByText('Nobody so far.').waitFor();
  await look(page, 'recovery-ask');
  await page.getByLabel('Why the code is needed').fill('no');
  await page.getByRole('button', { name: 'Show the code' }).click();
  await page.getByRole('alert').first().waitFor();
  await page.getByLabel('Why the code is needed').fill('She forgot her PIN; I called her back.');
  await page.getByRole('button', { name: 'Show the code' }).click();
  const boxes = page.getByRole('list', { name: 'The 24 digits' }).locator('.figure');
  await boxes.first().waitFor();
  code = (await boxes.allInnerTexts()).join('');
  expect(code).toMatch(/^\d{24}$/);
  await look(page, 'recovery-code');
  await page.getByRole('link', { name: 'Done, hide the code' }).click();
  // the reason stands below the code too: what tells is that the code goes
  await boxes.first().waitFor({ state: 'detached' });
  await page.getByText('She forgot her PIN; I called her back.', { exact: true }).waitFor();
  const { rows } = await app.village.owner.query(
    `select u.name, a.detail ->> 'reason' as reason, a.subject_kind from audit a
     join app_user u on u.org_id = a.org_id and u.user_id = a.user_id where a.action = 'devices.recoveryShown'`,
  );
  expect(rows).toEqual([
    { name: 'Kahkashan', reason: 'She forgot her PIN; I called her back.', subject_kind: 'device' },
  ]);
  const kept = await app.village.owner.query(`select count(*)::int as n from command where payload::text like $1`, [
    `%${code.slice(0, 12)}%`,
  ]);
  expect(kept.rows, 'the code itself is stored nowhere').toEqual([{ n: 0 }]);
});

test.each(['hi', 'ur'] as const)('the same page in %s', async (language) => {
  const { page, context } = desk;
  await context.addCookies([{ name: 'bakhiya_language', value: language, url: app.url }]);
  await page.reload();
  await page.locator('textarea').fill('पिन भूल गईं; वापस फ़ोन किया।');
  await page.locator('main form button[type=submit]').last().click();
  await page.locator('ol[dir=ltr]').waitFor();
  await look(page, `recovery-code-${language}`);
  await page.setViewportSize({ width: 360, height: 740 });
  await look(page, `recovery-code-${language}-360`);
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto(page.url().split('?')[0]!);
});

test('without signal she types the code, sets a new PIN, and her meeting is still there', async () => {
  const { page } = phone;
  await page.getByRole('button', { name: 'I forgot my PIN' }).click();
  const field = page.getByLabel('The 24 digits');
  await field.pressSequentially(code.slice(0, 23) + ((Number(code[23]) + 1) % 10));
  await page.getByText('These digits do not open this phone.').waitFor();
  expect(await page.getByRole('button', { name: 'Next' }).isDisabled()).toBe(true);
  await field.press('Backspace');
  await field.press(code[23]!);
  await look(page, 'recover-typed');
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByText('Choose a PIN of 6 digits').waitFor();
  await typePin(page, NEW_PIN);
  await page.getByText('The same PIN once more').waitFor();
  await typePin(page, NEW_PIN);
  await page
    .getByText(/2 .*not sent/)
    .first()
    .waitFor();
  await phone.offline(false);
  await allSent(page);
  const { owner, orgId } = app.village;
  const meetings = await owner.query(`select state, closing_cash_paise::int as paise from meeting where org_id = $1`, [
    orgId,
  ]);
  expect(meetings.rows).toEqual([{ state: 'closed', paise: 150_000 }]);
  const pins = await owner.query('select way from officer_pin_reset where org_id = $1', [orgId]);
  expect(pins.rows).toEqual([{ way: 'pin' }]);
});

test('the old PIN and the spent code open nothing any more; the office has the next code', async () => {
  const { page } = phone;
  const { rows } = await app.village.owner.query('select jsonb_array_length(escrow) as codes from device');
  expect(rows).toEqual([{ codes: 2 }]);
  await page.reload();
  await page.getByText('Your PIN').waitFor();
  await typePin(page, PIN);
  await page.getByText('This PIN is not right').waitFor();
  await page.getByRole('button', { name: 'I forgot my PIN' }).click();
  await page.getByLabel('The 24 digits').fill(code);
  await page.getByRole('button', { name: 'Next' }).click();
  for (const title of ['Choose a PIN of 6 digits', 'The same PIN once more']) {
    await page.getByText(title).waitFor();
    await typePin(page, '826491');
  }
  await page.getByText('These digits do not open this phone.').waitFor();
  await page.getByRole('button', { name: 'Back' }).click();
  await typePin(page, NEW_PIN);
  await page.getByRole('heading', { name: 'Roshni' }).waitFor();
  await desk.context.addCookies([{ name: 'bakhiya_language', value: 'en', url: app.url }]);
  await desk.page.goto(`${app.url}/office/groups/${app.village.groupId}`);
  await desk.page.getByText('Woman 01 chose a new PIN; Woman 02 stood in').waitFor();
  expect([...phone.problems, ...desk.problems]).toEqual([]);
});
