/** A supervisor signed in on a page that is open already, whatever its language and width. */
import type { Page } from 'playwright-core';
import { makeFirstUser } from '#app/organisations.server.ts';
import type { JourneyApp } from './app.ts';
import { PASSWORD, setPassword } from './desk.ts';

const PHONE = '8123456780';
const made = new WeakSet<JourneyApp>();

/** Makes her, once for an app, and signs her in. */
export async function signInAtDesk(app: JourneyApp, page: Page): Promise<void> {
  if (!made.has(app)) await makeHer(app);
  made.add(app);
  await page.goto(`${app.url}/office`);
  await page.locator('[name=phone]').fill(PHONE);
  await page.locator('[name=secret]').fill(PASSWORD);
  await page.locator('button[type=submit]').click();
  await page.waitForURL(/\/office$/);
}

async function makeHer(app: JourneyApp): Promise<void> {
  const { owner, orgId } = app.village;
  const grants = [{ role: 'supervisor' as const }];
  await setPassword(app, await makeFirstUser(owner, { orgId, name: 'Kahkashan', phone: PHONE, grants }));
}
