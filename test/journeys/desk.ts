/** Somebody at the office's desk, signed in: a supervisor with a password of her own. */
import type { Page } from 'playwright-core';
import { createAuth, installationSecret } from '#app/auth.server.ts';
import { makeFirstUser } from '#app/organisations.server.ts';
import { openPool } from '#platform/db.server.ts';
import type { JourneyApp } from './app.ts';

const PHONE = '8123456780';
const PASSWORD = 'kaghaz qalam dawaat 7';
const made = new WeakSet<JourneyApp>();

/** Makes her (once for an app) and signs her in, whatever the language of the page. */
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
  const { owner, orgId, database } = app.village;
  const grants = [{ role: 'supervisor' as const }];
  const userId = await makeFirstUser(owner, { orgId, name: 'Kahkashan', phone: PHONE, grants });
  const authPool = openPool(database.ownerUrl, { role: 'bakhiya_auth', max: 1 });
  const auth = createAuth({ authPool, secret: await installationSecret(authPool), origin: 'http://localhost' });
  const given = await auth.setSecret(userId, PASSWORD);
  await authPool.end();
  if (!given.ok) throw new Error(given.code);
}
