/** Steps that several journeys take: joining a phone, signing in at the office, recording an ordinary meeting. */
import type { Page } from 'playwright-core';
import { createAuth, installationSecret } from '#app/auth.server.ts';
import { makeFirstUser, type NewUser } from '#app/organisations.server.ts';
import { openPool } from '#platform/db.server.ts';
import { confirmTwice } from '../meeting-screens/walk.ts';
import type { JourneyApp } from './app.ts';
import { openPhone, typePin, type PhoneBrowser } from './browser.ts';

export const PASSWORD = 'kaghaz qalam dawaat 7';

/** Somebody who works at a desk, with a password. @returns her user id */
export async function addStaff(app: JourneyApp, who: Omit<NewUser, 'orgId'>): Promise<string> {
  const { owner, orgId, database } = app.village;
  const userId = await makeFirstUser(owner, { ...who, orgId });
  const authPool = openPool(database.ownerUrl, { role: 'bakhiya_auth', max: 1 });
  const auth = createAuth({ authPool, secret: await installationSecret(authPool), origin: 'http://localhost' });
  const given = await auth.setSecret(userId, PASSWORD);
  await authPool.end();
  if (!given.ok) throw new Error(given.code);
  return userId;
}

/** A desk in the office, signed in. */
export async function openDesk(app: JourneyApp, phone: string): Promise<PhoneBrowser> {
  const desk = await openPhone({ url: app.url, width: 1280, height: 900 });
  const { page } = desk;
  await page.goto(`${app.url}/office`);
  await page.getByLabel('Phone').fill(phone);
  await page.locator('[name=secret]').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(/\/office/);
  return desk;
}

/** By the office's link, with a PIN of her choice, to her groups. */
export async function join(page: Page, link: string, pin: string): Promise<void> {
  await page.goto(link);
  await page.getByText('Choose a PIN of 6 digits').waitFor();
  await typePin(page, pin);
  await page.getByText('The same PIN once more').waitFor();
  await typePin(page, pin);
  await page.getByText(/^You are in/).waitFor();
  await page.getByText(/on this phone\.$/).waitFor();
  await page.getByRole('link', { name: 'To my groups' }).click();
}

/** From the group's page to the page where the officers confirm: all as usual, the box counted in the given notes. */
export async function recordMeeting(
  page: Page,
  notes: readonly (readonly [kind: number, many: string])[],
): Promise<void> {
  await page.getByRole('link', { name: 'Start the meeting' }).click();
  const primary = page.locator('main ~ div button').last();
  const counter = page.locator('main input[inputmode=numeric]').nth(8);
  for (let steps = 0; !(await counter.isVisible()); steps += 1) {
    if (steps > 20) throw new Error('the count never came');
    // Where the count is asked for the button waits: a press there is given up soon and the loop looks again.
    await primary.click({ timeout: 1_000 }).catch(() => undefined);
  }
  for (const [kind, many] of notes) await page.locator('main input[inputmode=numeric]').nth(kind).fill(many);
  await primary.click();
  await primary.click();
}

/** Two officers confirm, each setting her PIN (2468, 1357) the first time, and the meeting is closed. */
export async function confirmAndClose(page: Page): Promise<void> {
  await confirmTwice(page, () => Promise.resolve());
  await page.locator('main ~ div button').last().click();
  await page.waitForURL(/[?&]done=/);
}
