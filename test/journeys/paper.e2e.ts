/** A meeting that was written on paper is entered afterwards: past day, photo of the page, eight steps; confirmed by pictures and by thumb. */
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { addDays, dayInIndia } from '#platform/dates.ts';
import { close, contextOf, makeVillage, must, ordinaryMeeting, type Village } from '../village.ts';
import { startApp, type JourneyApp } from './app.ts';
import { look, type PhoneBrowser } from './browser.ts';
import { openDesk } from './desk.ts';
import {
  allSent,
  confirmByPictures,
  confirmByThumb,
  groupUrl,
  joinPhone,
  openAt,
  primary,
  recordMeeting,
} from './recording.ts';

const today = dayInIndia(new Date());
const heldOn = addDays(today, -8);
let app: JourneyApp;
let village: Village;
let phone: PhoneBrowser;

beforeAll(async () => {
  village = await makeVillage({ members: 10 });
  const sheet = ordinaryMeeting(await contextOf(village, village.admin), addDays(today, -40));
  await must(close(village.app, village.admin, sheet));
  app = await startApp({ village });
  phone = await joinPhone(app, village.bookkeeper.userId);
});

/** A large photo of a ruled page, as a phone's camera gives it. */
async function photographPage(page: Page): Promise<void> {
  const base64 = await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [2400, 3200];
    const ink = canvas.getContext('2d')!;
    ink.fillStyle = '#f4efe0';
    ink.fillRect(0, 0, 2400, 3200);
    ink.fillStyle = '#223';
    for (let y = 200; y < 3200; y += 120) ink.fillRect(100, y, 2200, 3);
    return canvas.toDataURL('image/jpeg', 0.9).split(',')[1]!;
  });
  const buffer = Buffer.from(base64, 'base64');
  await page.locator('input[type=file]').setInputFiles({ name: 'page.jpg', mimeType: 'image/jpeg', buffer });
  await page.getByRole('img', { name: 'Photo of the page' }).waitFor();
}

test('it does not begin without the page; then eight steps like any other', async () => {
  const { page } = phone;
  await openAt(phone, groupUrl(app, village.groupId));
  await phone.offline(true);
  await page.getByRole('link', { name: 'Enter from paper' }).click();
  await page.getByText('First photograph the page').waitFor();
  expect(await primary(page).isDisabled(), 'without its photo').toBe(true);
  const opening = async (): Promise<void> => {
    await photographPage(page);
    await page.getByLabel('Day of the meeting').fill(addDays(today, 1));
    await page.getByLabel('Day of the meeting').blur();
    await page.getByText('This day has not come yet.').waitFor();
    expect(await primary(page).isDisabled(), 'on a day to come').toBe(true);
    await page.getByLabel('Day of the meeting').fill(heldOn);
    await page.getByLabel('Day of the meeting').blur();
    await page.getByText('This day has not come yet.').waitFor({ state: 'detached' });
    await look(page, 'paper-opening');
  };
  const minutes = async (): Promise<void> => {
    await page.getByRole('img', { name: 'Photo of the page' }).waitFor();
    await page.getByRole('button', { name: 'Health' }).click();
    await page.getByLabel('What was decided').fill('Everyone brings her passbook');
    await page.getByRole('button', { name: 'Add the decision' }).click();
    await page.getByText('for 10, against 0').waitFor();
    await look(page, 'paper-minutes');
  };
  const confirm = async (): Promise<void> => {
    await page.getByText('0 of 2 officers confirmed').waitFor();
    await confirmByPictures(page, 'Woman 01', ['Fish', 'Lamp', 'Star']);
    await page.getByText('1 of 2 officers confirmed').waitFor();
    await confirmByThumb(page, 'Woman 03');
    await page.getByRole('button', { name: 'Confirmed by photo' }).waitFor();
    await look(page, 'paper-confirmed');
  };
  await recordMeeting(page, { boxRupees: 2_000, at: { opening, minutes, confirm } });
  await look(page, 'paper-slip');
  await phone.offline(false);
  await page.getByRole('link', { name: 'Done' }).click();
  await allSent(page);
  expect(await contextOf(village, village.admin)).toMatchObject({ cashPaise: 200_000, lastMeeting: { heldOn } });
});

test('the office sees that it came from paper, with its page, and that a page waits to be looked at', async () => {
  const { page, problems } = await openDesk(app, { name: 'Kahkashan', role: 'supervisor' });
  await page.getByText('Confirmed by photo, to be looked at').waitFor();
  const rail = page.getByRole('navigation', { name: 'Main parts' }).first();
  await rail.getByRole('link', { name: 'Meetings' }).click();
  const row = page.getByRole('row').filter({ hasText: 'From paper' });
  await row.getByText('Confirmed by photo').waitFor();
  await look(page, 'paper-register');
  await row.getByRole('link').first().click();
  await page.getByText('From paper').first().waitFor();
  await page.getByText('Everyone brings her passbook').waitFor();
  const photo = page.getByRole('main').getByRole('img').last();
  await expect
    .poll(() => photo.evaluate((image: HTMLImageElement) => image.naturalWidth), { timeout: 20_000 })
    .toBeGreaterThan(0);
  expect(await photo.evaluate((image: HTMLImageElement) => image.naturalHeight), 'made small on the phone').toBe(1_600);
  await look(page, 'paper-office');
  await page.getByRole('button', { name: 'I looked at the page' }).click();
  await page.goto(`${app.url}/office`);
  await page.getByText('No page waits to be looked at.').waitFor();
  expect([...problems, ...phone.problems]).toEqual([]);
});
