/** Left lying about, the phone locks by itself and the meeting begun goes on; a session that ended ends nothing else. */
import { beforeAll, expect, test } from 'vitest';
import { giveFirstSecret } from '#app/access.server.ts';
import { createAuth, installationSecret } from '#app/auth.server.ts';
import { openPool } from '#platform/db.server.ts';
import { startApp, type JourneyApp } from './app.ts';
import { look, openPhone, typePin, type PhoneBrowser } from './browser.ts';
import { join } from './steps.ts';

const PIN = '482916';
let app: JourneyApp;
let phone: PhoneBrowser;

beforeAll(async () => {
  app = await startApp();
  phone = await openPhone({ url: app.url });
  await phone.context.clock.install();
  await join(phone.page, await app.enrolmentLink(app.village.bookkeeper.userId), PIN);
  await phone.page.getByRole('heading', { name: 'Roshni' }).waitFor();
});

test('her password is changed in the office and her sessions end; what she records is sent all the same', async () => {
  const { app: door, admin, bookkeeper, owner, orgId, database } = app.village;
  const authPool = openPool(database.ownerUrl, { role: 'bakhiya_auth', max: 1 });
  const auth = createAuth({ authPool, secret: await installationSecret(authPool), origin: 'http://localhost' });
  const sessions = () => auth.listSessions(bookkeeper.userId);
  const before = (await sessions()).map(({ sessionId }) => sessionId);
  expect(before).toHaveLength(1);
  const given = await giveFirstSecret({ app: door, auth }, admin, bookkeeper.userId);
  expect(given.kind).toBe('given');
  expect(await sessions()).toEqual([]);

  const { page } = phone;
  await page.goto(`${app.url}/field/groups/${app.village.groupId}/skip/`);
  await typePin(page, PIN);
  await page.getByLabel('Planned day').fill('2027-01-12');
  await page.getByRole('button', { name: 'Weather' }).click();
  await page.getByRole('button', { name: 'Record', exact: true }).click();
  const states = async () => (await owner.query('select state from meeting where org_id = $1', [orgId])).rows;
  await expect.poll(states, { timeout: 30_000 }).toEqual([{ state: 'skipped' }]);
  expect((await sessions()).map(({ sessionId }) => sessionId)).not.toEqual(before);
  await authPool.end();
});

test('after ten minutes without a touch it asks for the PIN, and the meeting stands where it stood', async () => {
  const { page, context } = phone;
  await page.goto(`${app.url}/field/groups/${app.village.groupId}/`);
  await typePin(page, PIN);
  await page.getByRole('link', { name: 'Start the meeting' }).click();
  const primary = page.locator('main ~ div button').last();
  await primary.click();
  await page.getByText('Step 2 of 8').waitFor();
  const absent = page.getByRole('button', { name: /Woman 05/ });
  await absent.click();
  await page.getByText(/14/).first().waitFor();
  const shown = await page.locator('main').innerText();

  await context.clock.fastForward('09:30');
  expect(await page.getByText('Your PIN').count()).toBe(0);
  await context.clock.fastForward('00:40');
  await page.getByText('Your PIN').waitFor();
  expect(await page.getByText('Woman 05').count()).toBe(0);
  await look(page, 'locked-by-itself');
  await typePin(page, PIN);
  await page.getByText('Step 2 of 8').waitFor();
  expect(await page.locator('main').innerText()).toBe(shown);
});

test('how long is set on each phone', async () => {
  const { page, context } = phone;
  await page.goto(`${app.url}/field/phone/`);
  await typePin(page, PIN);
  await page.getByLabel('When nobody has touched it for').selectOption({ label: '2 minutes' });
  await look(page, 'lock-setting');
  await context.clock.fastForward('02:10');
  await page.getByText('Your PIN').waitFor();
  await typePin(page, PIN);
  expect(await page.getByLabel('When nobody has touched it for').inputValue()).toBe('2');
  // from any screen
  await page.getByRole('link', { name: 'Back' }).click();
  await page.getByRole('heading', { name: 'Roshni' }).waitFor();
  await context.clock.fastForward('02:10');
  await page.getByText('Your PIN').waitFor();
  expect(phone.problems).toEqual([]);
});
