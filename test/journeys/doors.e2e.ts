/** The doors of the built app: no page breaks its own content policy, no secret reaches a browser or the log, her language follows her. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAuth, installationSecret } from '#app/auth.server.ts';
import { makeFirstUser } from '#app/organisations.server.ts';
import { openPool } from '#platform/db.server.ts';
import { makeVillage, type Village } from '../village.ts';
import { look, openPhone, type PhoneBrowser } from './browser.ts';
import { makeDataDir, startSecureApp, type SecureApp } from './secure-app.ts';

const PHONE = '8123456790';
const PASSWORD = 'kaghaz qalam dawaat 7';
const SENTINEL = 'sentinel-that-no-browser-gets';
const folder = makeDataDir();
let village: Village;
let app: SecureApp;
let desk: PhoneBrowser;
let url: string;
let userId: string;
/** What the pages' own policies refused, told by the browser itself. */
const violations: string[] = [];

beforeAll(async () => {
  village = await makeVillage({ members: 10 });
  await village.owner.query('update server_state set demo = true');
  const user = { orgId: village.orgId, name: 'Kahkashan', phone: PHONE, grants: [{ role: 'administrator' }] };
  userId = await makeFirstUser(village.owner, user);
  const authPool = openPool(village.database.ownerUrl, { role: 'bakhiya_auth', max: 1 });
  const auth = createAuth({ authPool, secret: await installationSecret(authPool), origin: 'http://localhost' });
  const given = await auth.setSecret(userId, PASSWORD, { demo: true });
  await authPool.end();
  if (!given.ok) throw new Error(given.code);
  const settings = { DATABASE_URL: village.database.ownerUrl, BAKHIYA_MDNS: '0', BAKHIYA_LOG: 'debug' };
  app = await startSecureApp(folder.dataDir, { ...settings, BAKHIYA_SECRET: SENTINEL });
  url = `http://127.0.0.1:${app.port}`;
  desk = await openPhone({ url, width: 1280, height: 900 });
  await desk.context.exposeFunction('tellViolation', (words: string) => void violations.push(words));
  await desk.context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) =>
      (globalThis as unknown as { tellViolation(words: string): void }).tellViolation(
        `${location.pathname} ${violatedDirective} ${blockedURI} ${sourceFile}`,
      ),
    );
  });
});
afterAll(async () => {
  await app.stop();
  folder.remove();
  await village.app.close();
  await village.owner.end();
});

const signIn = async (page: Page, back = '/office') => {
  await page.goto(`${url}/sign-in?back=${encodeURIComponent(back)}`);
  await page.locator('[name=phone]').fill(PHONE);
  await page.locator('[name=secret]').fill(PASSWORD);
  await page.locator('main button[type=submit]').click();
  await page.waitForURL(`${url}${back}`);
};
const languageOf = (page: Page) => page.evaluate(() => document.documentElement.lang);
const storedLocale = async () =>
  (await village.owner.query<{ locale: string }>('select locale from app_user where user_id = $1', [userId])).rows[0]!
    .locale;

test('the page for programs reads well in three languages, and holds every command', async () => {
  const { page } = desk;
  const titles = { en: 'For programs', hi: 'प्रोग्रामों के लिए', ur: 'پروگراموں کے لیے' };
  for (const [language, title] of Object.entries(titles)) {
    await page.goto(`${url}/language?to=${language}&back=/api`);
    await page.getByRole('heading', { name: title, exact: true }).waitFor();
  }
  await page.setViewportSize({ width: 360, height: 740 });
  await page.locator('#commands-people summary').first().click();
  await page.locator('#commands-people details[open]').getByText('personId').waitFor();
  await look(page, 'api-narrow-ur');
  await page.setViewportSize({ width: 1280, height: 900 });
  const document = (await (await fetch(`${url}/api/openapi.json`)).json()) as { paths: object };
  expect(await page.locator('details').count()).toBe(
    Object.values(document.paths).flatMap((path) => Object.keys(path as object)).length,
  );
  await page.goto(`${url}/language?to=en&back=/`);
});

test('her language is kept with her name, and comes back at the next sign-in', async () => {
  const { page, context } = desk;
  await signIn(page, '/account');
  const kept = page.waitForResponse((response) => response.url().includes('/language?to=hi'));
  await page.locator('a[hreflang=hi]').first().click();
  expect((await kept).status()).toBe(204);
  expect(await languageOf(page)).toBe('hi');
  expect(await storedLocale()).toBe('hi');
  // another computer: no cookie of ours at all
  await context.clearCookies();
  await signIn(page);
  expect(await languageOf(page)).toBe('hi');
  await context.clearCookies();
  // what she picks on the way in says more than what was kept
  await page.goto(`${url}/sign-in`);
  await page.locator('a[hreflang=ur]').first().click();
  await page.locator('[name=phone]').fill(PHONE);
  await page.locator('[name=secret]').fill(PASSWORD);
  await page.locator('main button[type=submit]').click();
  await page.waitForURL(`${url}/office`);
  expect(await languageOf(page)).toBe('ur');
  expect(await storedLocale()).toBe('ur');
});

test('work behind is shown in the settings, a failure with its kind', async () => {
  const { page } = desk;
  await village.owner.query(
    `insert into job (org_id, job_id, name, run_at, attempts, failed, failed_at)
     values ($1, gen_random_uuid(), 'commands.resume', now() + interval '1 hour', 3, 'TypeError', now())`,
    [village.orgId],
  );
  for (const language of ['hi', 'ur', 'en'] as const) {
    await page.goto(`${url}/language?to=${language}&back=/office/settings/work`);
    await page.getByText('TypeError').waitFor();
    await look(page, `work-${language}`);
  }
  await page.setViewportSize({ width: 360, height: 740 });
  await look(page, 'work-narrow');
  await page.setViewportSize({ width: 1280, height: 900 });
});

test('no page breaks its own content policy', async () => {
  const { page, problems } = desk;
  const pages = ['/', '/sign-in', '/api', '/trust', '/verify/', '/field/', '/field/enrol/', '/account', '/office'];
  const office = [
    'people',
    'people/new',
    'groups',
    `groups/${village.groupId}`,
    'meetings',
    'money',
    'held',
    'settings',
  ];
  for (const path of [...pages, ...office.map((part) => `/office/${part}`)]) {
    const response = await page.goto(url + path);
    expect(response?.headers()['content-security-policy'], path).toMatch(/script-src 'self'/);
    expect(response?.headers()['content-security-policy'], path).not.toMatch(/script-src[^;]*unsafe/);
    await page.waitForLoadState('networkidle');
  }
  expect(violations).toEqual([]);
  expect(problems).toEqual([]);
  // the listener does hear: a page that tries is caught
  await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'document.title = "taken over"';
    document.head.append(script);
  });
  expect(await page.title()).not.toBe('taken over');
  await expect.poll(() => violations.length).toBeGreaterThan(0);
});

test('no client file holds a secret of the build, or code of the server', () => {
  const files = readdirSync(join('build', 'client'), { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && /\.(js|css|html|json|svg|webmanifest|map)$/.test(entry.name),
  );
  expect(files.length).toBeGreaterThan(50);
  const never = [
    SENTINEL,
    'process.env',
    'bakhiya_auth',
    'bakhiya_app',
    'private_pkcs8',
    'DATABASE_URL',
    'set_config(',
  ];
  const found = files.flatMap(({ parentPath, name }) => {
    const text = readFileSync(join(parentPath, name), 'utf8');
    return never.filter((secret) => text.includes(secret)).map((secret) => `${name}: ${secret}`);
  });
  expect(found).toEqual([]);
});

test('neither secrets nor phone numbers stand in the log', async () => {
  const ask = (secret: string) =>
    fetch(`${url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ phone: PHONE, secret }),
    });
  const opened = await ask(PASSWORD);
  expect(opened.status).toBe(200);
  expect((await ask('a wrong one 99')).status).toBe(401);
  const token = /session_token=([^;]+)/.exec(opened.headers.getSetCookie().join())![1]!;
  // a fault of ours, with her words in it
  await fetch(`${url}/api/session`, { headers: { cookie: `bakhiya.session_token=${token}%00` } });
  const password = new URL(village.database.ownerUrl).password;
  const words = app.words();
  expect(words).toContain('app.serving');
  for (const secret of [PASSWORD, 'a wrong one 99', PHONE, token, decodeURIComponent(token), SENTINEL, password])
    expect(words, secret.slice(0, 4)).not.toContain(secret);
});

test('what is too large or of the wrong kind is refused at the door', async () => {
  const cookies = (await desk.context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const put = (body: Uint8Array<ArrayBuffer>, type = 'image/jpeg') =>
    fetch(`${url}/api/sync/photos/${village.groupId}`, {
      method: 'PUT',
      headers: { cookie: cookies, 'content-type': type, 'x-photo-sha256': '0'.repeat(64) },
      body,
    });
  expect(await (await put(new TextEncoder().encode('<svg onload=alert(1)>'))).json()).toMatchObject({
    code: 'files.type',
  });
  expect((await put(new Uint8Array(3 * 1024 * 1024))).status).toBe(413);
  expect((await put(new Uint8Array(5 * 1024 * 1024))).status).toBe(413);
  const streamed = await fetch(`${url}/api/session`, {
    ...{ method: 'POST', headers: { 'content-type': 'application/json' }, duplex: 'half' },
    body: new ReadableStream({
      start(controller) {
        for (let n = 0; n < 12; n += 1) controller.enqueue(new Uint8Array(1024 * 1024).fill(32));
        controller.close();
      },
    }),
  } as RequestInit).catch(() => null);
  expect(streamed === null || [400, 413].includes(streamed.status)).toBe(true);
  const form = new URLSearchParams({ phone: PHONE, secret: 'x'.repeat(9 * 1024 * 1024) });
  const large = await fetch(`${url}/sign-in`, { method: 'POST', headers: { origin: url }, body: form });
  expect(large.status).toBe(413);
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
});

test('strangers who ask too often are told how long to wait', async () => {
  const ask = () => fetch(`${url}/api/verification`);
  const answers = await Promise.all(Array.from({ length: 200 }, ask));
  const turned = answers.filter(({ status }) => status === 429);
  expect(turned.length).toBeGreaterThan(0);
  expect(Number(turned[0]!.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
});
