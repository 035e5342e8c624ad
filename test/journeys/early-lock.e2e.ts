/**
 * The lock before the app: on a slow phone she types her PIN while the app is still read. Here the app is held back until the test lets
 * it go; the lock must stand there all the same, look like the app's own, and lose no tap.
 */
import type { Page } from 'playwright-core';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { addStaff, join } from './steps.ts';
import { startApp, type JourneyApp } from './app.ts';
import { look, openPhone, typePin, waitUntilKept, type PhoneBrowser } from './browser.ts';

const [PIN, WRONG, SAKINAS] = ['482916', '739164', '826491'];
type Held = { letGo(): void };

let app: JourneyApp;
let phone: PhoneBrowser;

/** The app's own start waits for the lock to be drawn; here it waits for the test as well. */
const holdTheApp = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    let letGo = (): void => undefined;
    const gone = new Promise<void>((done) => (letGo = done));
    Object.assign(window, { letGo });
    let lock: { drawn: Promise<void> } | undefined;
    Object.defineProperty(window, 'bakhiyaLock', {
      get: () => lock,
      set: (made: { drawn: Promise<void> }) => {
        const { drawn } = made;
        lock = Object.assign(made, { drawn: drawn.then(() => gone) });
      },
    });
  });
const letGo = (page: Page): Promise<void> => page.evaluate(() => (window as unknown as Held).letGo());
const started = (page: Page): Promise<boolean> => page.evaluate(() => 'started' in document.documentElement.dataset);
const takenOver = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => document.querySelector('template ~ div h1'));
const speak = (language: string) =>
  phone.context.addCookies([{ name: 'bakhiya_language', value: language, url: app.url }]);

beforeAll(async () => {
  app = await startApp();
  phone = await openPhone({ url: app.url });
  await join(phone.page, await app.enrolmentLink(app.village.bookkeeper.userId), PIN!);
  await waitUntilKept(phone.page);
  await holdTheApp(phone.page);
  await phone.offline(true);
});
beforeEach(async () => {
  await speak('en');
  await phone.page.goto(`${app.url}/field/`);
  await phone.page.getByText('Your PIN').waitFor();
});

test('begun before the app is there, ended after it: no digit is lost', async () => {
  const { page } = phone;
  expect(await started(page)).toBe(false);
  await typePin(page, '489');
  await page.getByRole('button', { name: 'Remove last digit' }).click();
  await page.getByRole('img', { name: '2 of 6 digits typed' }).waitFor();
  await look(page, 'early-lock');
  await letGo(page);
  await takenOver(page);
  await page.getByRole('img', { name: '2 of 6 digits typed' }).waitFor();
  await typePin(page, PIN!.slice(2));
  await page.getByRole('heading', { name: 'Roshni' }).waitFor();
});

test('a whole PIN waits for the app; a wrong one is told and counted as ever', async () => {
  const { page } = phone;
  await typePin(page, WRONG!);
  expect(await page.getByRole('button', { name: '1', exact: true }).isDisabled()).toBe(true);
  await letGo(page);
  await page.getByText('This PIN is not right').waitFor();
  await page.reload();
  await typePin(page, PIN!);
  await letGo(page);
  await page.getByRole('heading', { name: 'Roshni' }).waitFor();
});

test('another thing tapped there is done when the app can', async () => {
  const { page } = phone;
  await page.getByRole('button', { name: 'I forgot my PIN' }).click();
  expect(await started(page)).toBe(false);
  await letGo(page);
  await page.getByRole('button', { name: 'Back' }).waitFor();
});

test('what is not sent is told there too', async () => {
  const { page } = phone;
  await page.goto(`${app.url}/field/groups/${app.village.groupId}/skip/`);
  await letGo(page);
  await typePin(page, PIN!);
  await page.getByLabel('Planned day').fill('2027-01-12');
  await page.getByRole('button', { name: 'Weather' }).click();
  await page.getByRole('button', { name: 'Record', exact: true }).click();
  await page
    .getByText(/1 not sent/)
    .first()
    .waitFor();
  await page.goto(`${app.url}/field/`);
  await page.getByText('1 meeting not sent').waitFor();
  expect(await started(page)).toBe(false);
});

/** A picture of the screen once nothing on it moves any more: a key is darker while a finger is on it. */
async function still(page: Page): Promise<Buffer> {
  let last = await page.screenshot();
  for (;;) {
    const next = await page.screenshot();
    if (next.equals(last)) return next;
    last = next;
  }
}

test.each([
  ['en', 'light'],
  ['hi', 'dark'],
  ['ur', 'light'],
  ['ur', 'dark'],
] as const)('in %s and %s the two look the same, point by point', async (language, colorScheme) => {
  const { page } = phone;
  await page.emulateMedia({ colorScheme });
  await speak(language);
  await page.reload();
  await page.locator('[data-key="1"]').click();
  const before = await still(page);
  await letGo(page);
  await takenOver(page);
  await expect.poll(async () => (await page.screenshot()).equals(before)).toBe(true);
  await look(page, `early-lock-${language}-${colorScheme}`);
  await page.emulateMedia({ colorScheme: 'light' });
});

test('two women on the phone: the app itself asks who it is; and nobody enrolled: no store is made', async () => {
  const grants = [{ role: 'bookkeeper', scopeKind: 'group' as const, scopeId: app.village.groupId }];
  const sakina = await addStaff(app, { name: 'Sakina', phone: '8123456780', grants });
  const { page } = phone;
  await phone.offline(false);
  await page.goto(await app.enrolmentLink(sakina));
  expect(await page.getByText('Your PIN').count()).toBe(0);
  await letGo(page);
  await page.getByText('Choose a PIN of 6 digits').waitFor();
  await typePin(page, SAKINAS!);
  await page.getByText('The same PIN once more').waitFor();
  await typePin(page, SAKINAS!);
  await page.getByText(/^You are in/).waitFor();
  await page.goto(`${app.url}/field/`);
  await letGo(page);
  await page.getByText('Who is it?').waitFor();
  expect(phone.problems).toEqual([]);

  const empty = await openPhone({ url: app.url });
  await empty.page.goto(`${app.url}/account`);
  await holdTheApp(empty.page);
  await empty.page.goto(`${app.url}/field/`);
  await empty.page.waitForFunction(() => 'bakhiyaLock' in window);
  await expect.poll(() => empty.page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
  expect(await empty.page.getByRole('button', { name: '1', exact: true }).count()).toBe(0);
  await letGo(empty.page);
  await empty.page.getByRole('link', { name: 'I have a code' }).waitFor();
});
