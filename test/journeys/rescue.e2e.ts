/** The office's address changed, or the phone broke: the rescue file carries what was not sent to a new origin, once, however often. */
import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { openEnrolment, readRecoveryCodes } from '#app/access.server.ts';
import { newId } from '#platform/ids.ts';
import { allSent } from './recording.ts';
import { startApp, type JourneyApp } from './app.ts';
import { look, openPhone, type PhoneBrowser } from './browser.ts';
import { confirmAndClose, join, recordMeeting } from './steps.ts';

const [PIN, NEW_PIN] = ['482916', '739164'] as const;
let app: JourneyApp;
let old: PhoneBrowser;
let fresh: PhoneBrowser;
let file: { name: string; mimeType: string; buffer: Buffer };
let code = '';
/** The same server by another name: to a browser another place altogether. */
let newUrl = '';

beforeAll(async () => {
  app = await startApp();
  newUrl = app.url.replace('127.0.0.1', 'localhost');
  old = await openPhone({ url: app.url });
  const { page, context } = old;
  await join(page, await app.enrolmentLink(app.village.bookkeeper.userId), PIN);
  await page.getByRole('heading', { name: 'Roshni' }).waitFor();
  await context.route('**/api/sync/push', (route) => route.abort());
});

test('a meeting that could not be sent goes into a file nobody can read', async () => {
  const { page } = old;
  await page.getByRole('link', { name: 'Roshni' }).click();
  await recordMeeting(page, [[0, '3']]);
  await confirmAndClose(page);
  await page.goto(`${app.url}/field/phone/`);
  for (const digit of PIN) await page.getByRole('button', { name: digit, exact: true }).click();
  const made = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Make the file' }).click();
  const download = await made;
  file = {
    name: download.suggestedFilename(),
    mimeType: 'application/json',
    buffer: readFileSync(await download.path()),
  };
  expect(file.name).toMatch(/^bakhiya-Bookkeeper-\d{4}-\d\d-\d\d\.json$/);
  for (const word of ['Woman', 'Roshni', 'compulsoryPaise', '1500'])
    expect(file.buffer.includes(word), word).toBe(false);
});

test('at the new address she joins anew and brings it back with the office’s code; twice is harmless', async () => {
  const { app: door, admin, bookkeeper, owner, orgId } = app.village;
  const { rows } = await owner.query<{ device_id: string }>('select device_id from device where org_id = $1', [orgId]);
  const asked = { id: newId(), deviceId: rows[0]!.device_id, reason: 'the address changed' };
  const codes = await readRecoveryCodes(door, admin, asked);
  if (codes.kind !== 'read') throw new Error(codes.kind);
  code = codes.codes[0]!.code;
  const opened = await openEnrolment(door, admin, { userId: bookkeeper.userId, origin: newUrl });
  if (opened.kind !== 'open') throw new Error(opened.kind);

  fresh = await openPhone({ url: newUrl });
  const { page } = fresh;
  await join(page, opened.link, NEW_PIN);
  await page.getByRole('heading', { name: 'Roshni' }).waitFor();
  await page.getByText('₹0').waitFor();
  await page.getByRole('link', { name: 'This phone' }).click();
  await restore();
  await page.getByLabel('The 24 digits of the old phone').fill('1234');
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByText('These digits are not right').waitFor();
  await page.getByLabel('The 24 digits of the old phone').fill(code);
  await look(page, 'rescue-code');
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByText('Brought back: 1. Already here: 0.').waitFor();
  await allSent(page);
  await expect.poll(meetings).toEqual([{ state: 'closed', recorded_by: bookkeeper.userId }]);

  await restore();
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByText('Brought back: 0. Already here: 1.').waitFor();
  await page.getByRole('link', { name: 'Back' }).click();
  await allSent(page);
  await page.getByText('₹1,500').waitFor();
  expect(await meetings()).toHaveLength(1);
});

const restore = () => fresh.page.locator('input[type=file]').setInputFiles(file);
const meetings = async (): Promise<unknown[]> =>
  (await app.village.owner.query('select state, recorded_by from meeting where org_id = $1', [app.village.orgId])).rows;

test('the old phone sends the same when it comes near a signal after all, and nothing is doubled', async () => {
  const { page, context } = old;
  await context.unroute('**/api/sync/push');
  await page.goto(`${app.url}/field/sending/`);
  for (const digit of PIN) await page.getByRole('button', { name: digit, exact: true }).click();
  await allSent(page);
  expect(await meetings()).toHaveLength(1);
  expect([...old.problems, ...fresh.problems]).toEqual([]);
});
