/** The server went back in time: a copy of yesterday is brought back. The phone deletes nothing, sends again, and both sides are told. */
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { copyDatabase } from '../database.ts';
import { allSent } from './recording.ts';
import { startApp, type JourneyApp } from './app.ts';
import { look, openPhone, typePin, type PhoneBrowser } from './browser.ts';
import { addStaff, confirmAndClose, join, openDesk, recordMeeting } from './steps.ts';

const PIN = '482916';
let app: JourneyApp;
let phone: PhoneBrowser;
let copy: Awaited<ReturnType<typeof copyDatabase>> | undefined;

beforeAll(async () => {
  app = await startApp();
  // the copy is taken by cutting off whoever is connected
  app.village.owner.on('error', () => undefined);
  await addStaff(app, { name: 'Kahkashan', phone: '8123456789', grants: [{ role: 'supervisor' }] });
  phone = await openPhone({ url: app.url });
  await join(phone.page, await app.enrolmentLink(app.village.bookkeeper.userId), PIN);
});
afterAll(async () => {
  await app.kill();
  await copy?.drop();
});

test('a meeting goes to the office after the copy was taken', async () => {
  const { page } = phone;
  await page.getByRole('heading', { name: 'Roshni' }).waitFor();
  await app.kill();
  copy = await copyDatabase(app.village.database);
  await app.start();
  await page.getByRole('link', { name: 'Roshni' }).click();
  await recordMeeting(page, [[0, '3']]);
  await confirmAndClose(page);
  await page.goto(`${app.url}/field/sending/`);
  await typePin(page, PIN);
  await allSent(page);
  expect(await meetingsIn(app.village.database.ownerUrl)).toBe(1);
});

test('the copy is brought back: the phone keeps all, sends again, and says so', async () => {
  const { page } = phone;
  await app.kill();
  const owner = new pg.Client(copy!.ownerUrl);
  await owner.connect();
  // as the restore does
  await owner.query('update server_state set epoch = gen_random_uuid()');
  await owner.end();
  expect(await meetingsIn(copy!.ownerUrl)).toBe(0);
  await app.start(copy!.ownerUrl);
  await page.reload();
  await typePin(page, PIN);
  await page.getByText('brought back from an older copy').waitFor({ timeout: 30_000 });
  await allSent(page);
  await look(page, 'went-back');
  expect(await meetingsIn(copy!.ownerUrl)).toBe(1);
  await page.getByRole('button', { name: 'Send now' }).click();
  await allSent(page);
  expect(await meetingsIn(copy!.ownerUrl), 'sent once more it is not booked twice').toBe(1);
  await page.getByRole('button', { name: 'Understood' }).click();
  await page.getByText('brought back from an older copy').waitFor({ state: 'detached' });
  await page.goto(`${app.url}/field/`);
  await typePin(page, PIN);
  await page.getByText('₹1,500').waitFor();
});

test('the office is told', async () => {
  const { page, problems } = await openDesk(app, '8123456789');
  await page.getByText('Brought back from an older copy').waitFor();
  await look(page, 'office-went-back');
  expect([...problems, ...phone.problems]).toEqual([]);
});

async function meetingsIn(databaseUrl: string): Promise<number> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  const { rows } = await client.query<{ n: number }>('select count(*)::int as n from meeting');
  await client.end();
  return rows[0]!.n;
}
