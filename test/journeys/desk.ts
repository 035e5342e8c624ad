/** A desk in the office: a user with a password on a wide screen, signed in. */
import { createAuth, installationSecret } from '#app/auth.server.ts';
import { makeFirstUser } from '#app/organisations.server.ts';
import { openPool } from '#platform/db.server.ts';
import type { JourneyApp } from './app.ts';
import { openPhone, type PhoneBrowser } from './browser.ts';
import { takeSecondStep } from './second-step.ts';

export const PASSWORD = 'kaghaz qalam dawaat 7';
let nextPhone = 8_123_456_700;

export type Desk = PhoneBrowser & { readonly userId: string };

export async function setPassword(app: JourneyApp, userId: string): Promise<void> {
  const authPool = openPool(app.village.database.ownerUrl, { role: 'bakhiya_auth', max: 1 });
  const auth = createAuth({ authPool, secret: await installationSecret(authPool), origin: 'http://localhost' });
  const given = await auth.setSecret(userId, PASSWORD);
  await authPool.end();
  if (!given.ok) throw new Error(given.code);
}

/** Somebody of the organisation with this role over all of it, at her desk. */
export async function openDesk(app: JourneyApp, of: { name: string; role: string }): Promise<Desk> {
  const { orgId, owner } = app.village;
  const phone = String((nextPhone += 1));
  const userId = await makeFirstUser(owner, { orgId, name: of.name, phone, grants: [{ role: of.role }] });
  await setPassword(app, userId);
  const desk = await openPhone({ url: app.url, width: 1280, height: 900 });
  const { page } = desk;
  await page.goto(`${app.url}/sign-in`);
  await page.getByLabel('Phone').fill(phone);
  await page.locator('[name=secret]').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  if (of.role === 'administrator') {
    await takeSecondStep(page, PASSWORD);
    await page.goto(`${app.url}/office`);
  }
  await page.getByRole('heading', { name: `Good day, ${of.name}` }).waitFor();
  return { ...desk, userId };
}
