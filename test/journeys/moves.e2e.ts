/** A half-recorded meeting goes to another phone, by a file closed with a number, or by pictures from screen to camera, and goes on there. */
import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { makeFirstUser } from '#app/organisations.server.ts';
import { addDays, dayInIndia } from '#platform/dates.ts';
import { close, contextOf, makeVillage, must, openGroup, ordinaryMeeting, type Village } from '../village.ts';
import { startApp, type JourneyApp } from './app.ts';
import { look, type PhoneBrowser } from './browser.ts';
import { openDesk } from './desk.ts';
import { readQr } from './qr.ts';
import { allSent, finishMeeting, groupUrl, joinPhone, openAt, recordSteps } from './recording.ts';

const UJALA = { name: 'Ujala', nameHi: 'उजाला', nameUr: 'اجالا' };
const today = dayInIndia(new Date());
/** The cheapest camera: what it shows is not looked at, what the reader finds in it comes from the other phone's screen. */
const CAMERA = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
let app: JourneyApp;
let village: Village;
let groups: string[];
let asma: PhoneBrowser;
let bano: PhoneBrowser;

beforeAll(async () => {
  village = await makeVillage({ members: 10 });
  const { admin, placeId, orgId, owner } = village;
  const second = await openGroup(village.app, admin, { placeId, members: 10, names: UJALA });
  groups = [village.groupId, second.groupId];
  for (const groupId of groups) {
    const sheet = ordinaryMeeting(await contextOf({ ...village, groupId }, admin), addDays(today, -40));
    await must(close(village.app, admin, sheet));
  }
  app = await startApp({ village });
  const grants = groups.map((scopeId) => ({ role: 'bookkeeper', scopeKind: 'group', scopeId }) as const);
  const join = async (name: string, phone: string, args: readonly string[] = []) =>
    joinPhone(app, await makeFirstUser(owner, { orgId, name, phone, grants }), { args });
  asma = await join('Asma', '8000000021');
  bano = await join('Bano', '8000000022', CAMERA);
});

/** The first half of the meeting on the first phone, then its page for handing over. */
async function recordHalf(groupId: string): Promise<void> {
  const { page } = asma;
  await openAt(asma, groupUrl(app, groupId));
  await asma.offline(true);
  await page.getByRole('link', { name: 'Start the meeting' }).click();
  await recordSteps(page, {}, [1, 3]);
  await page.getByRole('navigation', { name: 'Step 4 of 8' }).waitFor();
  await page.getByRole('link', { name: 'Back' }).click();
  await page.getByRole('link', { name: 'Give to another phone' }).click();
  await page.getByRole('heading', { name: 'Give to another phone' }).waitFor();
}

async function finishOnSecond(groupId: string): Promise<void> {
  const { page } = bano;
  await recordSteps(page, {}, [4, 7]);
  await finishMeeting(page, { boxRupees: 2_000 });
  await bano.offline(false);
  await page.getByRole('link', { name: 'Done' }).click();
  await allSent(page);
  expect(await contextOf({ ...village, groupId }, village.admin)).toMatchObject({ cashPaise: 200_000 });
}

test('by a file: it opens with the number told by mouth, and the first phone keeps it read-only', async () => {
  const [groupId = ''] = groups;
  await recordHalf(groupId);
  const from = asma.page;
  await from.getByRole('button', { name: 'Make a file' }).click();
  const told = await from.getByText(/^Tell her this number by mouth: \d{6}$/).innerText();
  await look(from, 'moves-out');
  const [download] = await Promise.all([
    from.waitForEvent('download'),
    from.getByRole('link', { name: 'Download' }).click(),
  ]);
  const buffer = readFileSync(await download.path());

  const { page } = bano;
  await openAt(bano, `${app.url}/field/`);
  await bano.offline(true);
  await page.getByRole('link', { name: 'Receive a meeting' }).click();
  const file = { name: 'bakhiya-meeting.txt', mimeType: 'text/plain', buffer };
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByLabel('The number you were told').waitFor();
  expect(await page.getByRole('alert').count(), 'being asked is no fault').toBe(0);
  await page.getByLabel('The number you were told').fill('000001');
  await page.getByRole('button', { name: 'Go on with the meeting' }).click();
  await page.getByText('This number does not open the file. Ask for it again.').waitFor();
  await look(page, 'moves-in');
  await page.getByLabel('The number you were told').fill(told.slice(-6));
  await page.getByRole('button', { name: 'Go on with the meeting' }).click();
  await page.getByRole('navigation', { name: 'Step 4 of 8' }).waitFor();

  await from.getByRole('button', { name: 'It arrived there' }).click();
  await from.getByText('Your PIN').waitFor();
  await finishOnSecond(groupId);
});

test('by pictures: the second phone reads them off the first one’s screen, in any order', async () => {
  const [, groupId = ''] = groups;
  const { page } = bano;
  await bano.context.exposeBinding('seenByCamera', () => readQr(asma.page).catch(() => ''));
  await bano.context.addInitScript(() => {
    const seen = (window as unknown as { seenByCamera: () => Promise<string> }).seenByCamera;
    class Reader {
      async detect(): Promise<{ rawValue: string }[]> {
        const rawValue = await seen();
        return rawValue ? [{ rawValue }] : [];
      }
    }
    Object.defineProperty(window, 'BarcodeDetector', { value: Reader });
  });
  await recordHalf(groupId);
  await openAt(bano, `${app.url}/field/receive/`);
  await bano.offline(true);
  await look(page, 'moves-camera');
  await page.getByRole('button', { name: 'Open the camera' }).click();
  await page.getByRole('navigation', { name: 'Step 4 of 8' }).waitFor({ timeout: 60_000 });
  await asma.page.getByRole('button', { name: 'It arrived there' }).click();
  await finishOnSecond(groupId);
});

test('the first phone lets her not go on by mistake', async () => {
  const [, groupId = ''] = groups;
  const { page } = asma;
  await page.getByText('Your PIN').waitFor();
  await openAt(asma, groupUrl(app, groupId));
  await page.getByText('Start the meeting').waitFor();
  expect(await page.getByText('Go on: meeting').count()).toBe(0);
});

test('the office reads both names', async () => {
  const { page, problems } = await openDesk(app, { name: 'Kahkashan', role: 'supervisor' });
  await page.goto(`${app.url}/office/meetings?group=${groups[0]}`);
  await page.getByRole('row').nth(1).getByRole('link').first().click();
  await page.getByText('Asma, Bano').waitFor();
  await look(page, 'moves-office');
  expect([...problems, ...asma.problems, ...bano.problems]).toEqual([]);
});
