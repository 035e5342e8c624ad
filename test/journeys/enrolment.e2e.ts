/** A bookkeeper joins by the office's code, sees her group, works on without network, locks and opens again. */
import { gzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { must, close, contextOf, ordinaryMeeting } from '../village.ts';
import { allSent } from './recording.ts';
import { startApp, type JourneyApp } from './app.ts';
import { look, openPhone, typePin, waitUntilKept, type PhoneBrowser } from './browser.ts';

const PIN = '482916';
let app: JourneyApp;
let phone: PhoneBrowser;

beforeAll(async () => {
  app = await startApp();
  const { village } = app;
  const sheet = ordinaryMeeting(await contextOf(village, village.admin), '2026-10-12');
  await must(close(village.app, village.bookkeeper, sheet));
  phone = await openPhone({ url: app.url });
});

test('a phone nobody uses yet says what to do, and a spent or foreign code is told', async () => {
  const { page } = phone;
  await page.goto(`${app.url}/field/`);
  await page.getByRole('heading', { name: 'Welcome' }).waitFor();
  await look(page, 'welcome');
  await page.getByRole('link', { name: 'I have a code' }).click();
  await page.getByLabel('Or paste the code here').fill('https://shop.example/#abc');
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByText('This is not a code of the office').waitFor();
  await look(page, 'code');
});

test('she joins by the code, chooses a PIN that is not easy, and her group comes', async () => {
  const { page } = phone;
  await page.goto(await app.enrolmentLink(app.village.bookkeeper.userId));
  await page.getByText('Choose a PIN of 6 digits').waitFor();
  await look(page, 'choose-pin');
  await typePin(page, '123456');
  await page.getByText('Anyone would guess this one').waitFor();
  await typePin(page, PIN);
  await page.getByText('The same PIN once more').waitFor();
  await typePin(page, PIN);
  await page.getByText('You are in, Bookkeeper').waitFor();
  await page.getByText('1 group is on this phone.').waitFor();
  expect(page.url(), 'the token is gone from the address').not.toContain('#');
  await look(page, 'joined');
  await page.getByRole('link', { name: 'To my groups' }).click();
  await page.getByRole('heading', { name: 'Roshni' }).waitFor();
  await page.getByText('15 members').waitFor();
  await page.getByText('₹1,500').waitFor();
  await allSent(page);
  await look(page, 'home');
});

test('what the phone loads at first is small', async () => {
  const scripts = new Set<string>();
  const fresh = await phone.context.newPage();
  fresh.on('request', (request) => {
    if (request.resourceType() === 'script') scripts.add(request.url());
  });
  const measure = async (): Promise<number> => {
    await fresh.waitForLoadState('networkidle');
    let bytes = 0;
    for (const url of scripts) bytes += gzipSync(Buffer.from(await (await fetch(url)).arrayBuffer())).length;
    return bytes / 1024;
  };
  await fresh.goto(`${app.url}/field/`);
  await fresh.getByText('Your PIN').waitFor();
  const first = await measure();
  await typePin(fresh, PIN);
  await fresh.getByRole('heading', { name: 'Roshni' }).waitFor();
  console.log(`JavaScript, gzip: ${first.toFixed(1)} KB at first, ${(await measure()).toFixed(1)} KB at home`);
  await fresh.close();
  expect(first).toBeLessThanOrEqual(90);
});

test('without network everything still opens, and after the PIN she is where she was', async () => {
  const { page } = phone;
  await waitUntilKept(page);
  await phone.offline(true);
  await page.getByRole('link', { name: 'Roshni' }).click();
  await page.getByRole('link', { name: 'Start the meeting' }).waitFor();
  await page.reload();
  await page.getByText('Your PIN').waitFor();
  await look(page, 'unlock');
  await typePin(page, '482917');
  await page.getByText('This PIN is not right').waitFor();
  await typePin(page, PIN);
  await page.getByRole('heading', { name: 'Roshni' }).waitFor();
  await page.getByText('Cash in the box').first().waitFor();
  await look(page, 'group');
  await page.getByRole('link', { name: /Woman 03/ }).click();
  await page.getByText('Her savings').waitFor();
  await look(page, 'member');
  await page.goBack();
  await page.getByRole('link', { name: /12 Oct/ }).click();
  await page.getByText('15 of 15 were there').waitFor();
  await look(page, 'meeting-figures');
});

test('a meeting that was not held is kept without network and sent when it is back', async () => {
  const { page } = phone;
  await page.goto(`${app.url}/field/groups/${app.village.groupId}/skip/`);
  await typePin(page, PIN);
  await page.getByLabel('Planned day').fill('2026-11-12');
  await page.getByRole('button', { name: 'Weather' }).click();
  await look(page, 'skip');
  await page.getByRole('button', { name: 'Record', exact: true }).click();
  await page.getByText('1 not sent').first().waitFor();
  await page.getByRole('status').getByRole('link').click();
  await page.getByText('Meeting not held').waitFor();
  await look(page, 'not-sent');
  await phone.offline(false);
  await page.getByRole('button', { name: 'Send now' }).click();
  await allSent(page);
  const { rows } = await app.village.owner.query(
    `select state, reason from meeting where org_id = $1 and held_on = '2026-11-12'`,
    [app.village.orgId],
  );
  expect(rows).toEqual([{ state: 'skipped', reason: 'weather' }]);
});

test('the page of the phone, the lock, and growing waits after wrong PINs', async () => {
  const { page } = phone;
  await page.goto(`${app.url}/field/phone/`);
  await typePin(page, PIN);
  await page.getByText('Room on this phone').waitFor();
  await look(page, 'this-phone');
  await page.getByRole('button', { name: 'Lock now' }).click();
  await page.getByText('Your PIN').waitFor();
  for (const wrong of ['482911', '482912', '482913']) await typePin(page, wrong);
  await page.getByText(/Wait [1-5] seconds/).waitFor();
  await look(page, 'wait');
});

test('the practice group works without network and posts nothing', async () => {
  const { page } = phone;
  await page.getByText(/Wait/).waitFor({ state: 'hidden' });
  await typePin(page, PIN);
  await page.getByRole('link', { name: 'Back' }).click();
  await page.getByRole('link', { name: /Practice group/ }).click();
  await page.getByText('Practice: nothing here goes into the books.').waitFor();
  await page.getByText('12 members').waitFor();
  await look(page, 'practice');
});

test.each(['hi', 'ur'] as const)('the same in %s, switched at once', async (language) => {
  const { page } = phone;
  await page.goto(`${app.url}/field/phone/`);
  await typePin(page, PIN);
  await page.locator('input[type=file]').waitFor({ state: 'attached' });
  await page.locator(`a[hreflang=${language}]`).click();
  await page.locator(`html[lang=${language}]`).waitFor();
  await look(page, `this-phone-${language}`);
  await page.locator('header a').first().click();
  await page.locator('h2').first().waitFor();
  await look(page, `home-${language}`);
  await page.getByRole('status').getByRole('link').click();
  await page.locator('dl').waitFor();
  await look(page, `sent-${language}`);
  await page.goto(`${app.url}/field/groups/${app.village.groupId}/`);
  await page.locator('[role=img]').waitFor();
  await look(page, `unlock-${language}`);
  await typePin(page, PIN);
  await page.locator('ul a').first().waitFor();
  await look(page, `group-${language}`);
  await page.locator('ul a').first().click();
  await page.locator('h2').first().waitFor();
  await look(page, `member-${language}`);
  await page.goto(`${app.url}/field/groups/${app.village.groupId}/skip/`);
  await typePin(page, PIN);
  await page.locator('fieldset').waitFor();
  await look(page, `skip-${language}`);
  await page.goto(`${app.url}/field/enrol/`);
  await page.locator('textarea').waitFor();
  await look(page, `code-${language}`);
});

test('at an address that is not safe the app says why and what to do', async () => {
  const page = await phone.context.newPage();
  await phone.context.addCookies([{ name: 'bakhiya_language', value: 'en', url: app.url }]);
  await page.addInitScript(() => Object.defineProperty(window, 'isSecureContext', { value: false }));
  await page.goto(`${app.url}/field/`);
  await page.getByText('This address is not safe yet').waitFor();
  expect(await page.getByRole('link', { name: 'Make it safe' }).getAttribute('href')).toBe('/trust');
  await look(page, 'not-safe');
  await page.close();
});

test('nothing went wrong on the page all along', () => {
  expect(phone.problems).toEqual([]);
});
