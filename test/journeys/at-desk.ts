/** A supervisor signed in on a page that is open already, whatever its language and width. */
import type { Page } from 'playwright-core';
import { makeFirstUser } from '#app/organisations.server.ts';
import type { JourneyApp } from './app.ts';
import { PASSWORD, setPassword } from './desk.ts';

const PHONE = '8123456780';
const made = new WeakMap<JourneyApp, string>();

/** Makes her, once for an app, and signs her in; the office speaks her language from then on. */
export async function signInAtDesk(app: JourneyApp, page: Page, language: 'en' | 'hi' | 'ur'): Promise<void> {
  const { owner, orgId } = app.village;
  const grants = [{ role: 'supervisor' as const }];
  const known = made.get(app);
  const userId = known ?? (await makeFirstUser(owner, { orgId, name: 'Kahkashan', phone: PHONE, grants }));
  if (!known) await setPassword(app, userId);
  made.set(app, userId);
  await owner.query('update app_user set locale = $1 where org_id = $2 and user_id = $3', [language, orgId, userId]);
  await page.goto(`${app.url}/office`);
  await page.locator('[name=phone]').fill(PHONE);
  await page.locator('[name=secret]').fill(PASSWORD);
  await page.locator('button[type=submit]').click();
  await page.waitForURL(/\/office$/);
}
