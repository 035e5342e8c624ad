/**
 * A phone in the office's network, before and after it trusts the office: Chromium calls the app by its LAN name, with the
 * authority in the trust store that it really reads (NSS), and with an empty one.
 */
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { checkAccess } from '../access.ts';
import { browserPath } from './browser.ts';
import { makeDataDir, startSecureApp, type SecureApp } from './secure-app.ts';

const NAME = 'bakhiya-test.local';
const data = makeDataDir();
const phones: { context: BrowserContext; home: string }[] = [];
let app: SecureApp;

beforeAll(async () => {
  app = await startSecureApp(data.dataDir, { BAKHIYA_LAN_NAME: NAME });
});
afterEach(async () => {
  for (const { context, home } of phones.splice(0)) {
    await context.close();
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
});
afterAll(async () => {
  await app?.stop();
  data.remove();
});

const plain = (path: string) => `http://${NAME}:${app.port}${path}`;
const secure = (path: string) => `https://${NAME}:${app.httpsPort}${path}`;

/** A fresh phone that finds the office by name; with `trusts` it has installed this authority. */
async function phone({
  trusts = null,
  language = 'en',
}: { trusts?: X509Certificate | null; language?: string } = {}): Promise<Page> {
  const home = mkdtempSync(join(tmpdir(), 'bakhiya-home-'));
  if (trusts) trustIn(home, trusts);
  const context = await chromium.launchPersistentContext(join(home, 'profile'), {
    executablePath: browserPath(),
    args: ['--no-sandbox', '--disable-dev-shm-usage', `--host-resolver-rules=MAP ${NAME} 127.0.0.1`],
    env: { ...(process.env as Record<string, string>), HOME: home },
    viewport: { width: 360, height: 740 },
    hasTouch: true,
    isMobile: true,
    reducedMotion: 'reduce',
    acceptDownloads: true,
  });
  phones.push({ context, home });
  context.setDefaultTimeout(30_000);
  await context.addCookies([{ name: 'bakhiya_language', value: language, url: plain('/') }]);
  return context.pages()[0] ?? (await context.newPage());
}

function trustIn(home: string, certificate: X509Certificate): void {
  const store = join(home, '.pki', 'nssdb');
  const file = join(home, 'authority.pem');
  mkdirSync(store, { recursive: true });
  writeFileSync(file, certificate.toString());
  const certutil = (...args: string[]) => execFileSync('certutil', ['-d', `sql:${store}`, ...args], { stdio: 'pipe' });
  certutil('-N', '--empty-password');
  certutil('-A', '-t', 'C,,', '-n', 'Bakhiya', '-i', file);
}

/** What the phone would download, read over the plain address like the phone does. */
async function downloaded(): Promise<X509Certificate> {
  const response = await fetch(`http://127.0.0.1:${app.port}/trust/authority.crt`);
  expect(response.headers.get('content-type')).toBe('application/x-x509-ca-cert');
  expect(response.headers.get('content-disposition')).toBe('attachment; filename="bakhiya-bakhiya-test.crt"');
  return new X509Certificate(Buffer.from(await response.arrayBuffer()));
}

test('a phone that does not trust the office is stopped by its browser', async () => {
  const page = await phone();
  await expect(page.goto(secure('/field/'))).rejects.toThrow('ERR_CERT_AUTHORITY_INVALID');
});

test('on the plain address the app says why it cannot start and leads to the steps', async () => {
  const page = await phone();
  await page.goto(plain('/field/'));
  await page.getByRole('heading', { name: 'This address is not safe yet' }).waitFor();
  expect(await page.evaluate(() => [isSecureContext, 'serviceWorker' in navigator])).toEqual([false, false]);
  await page.getByRole('link', { name: 'Make it safe' }).click();
  await page.waitForURL(plain('/trust'));
  const fingerprint = (await page.locator('[data-fingerprint] span').allInnerTexts()).join(':');
  expect(fingerprint).toBe((await downloaded()).fingerprint256);
  expect(app.words()).toContain(fingerprint);
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download' }).click(),
  ]);
  expect(file.suggestedFilename()).toBe('bakhiya-bakhiya-test.crt');
  expect(await page.getByRole('link', { name: 'Open the app' }).getAttribute('href')).toBe(secure('/field/'));
});

test('with the authority installed the same address is safe and the app starts', async () => {
  const page = await phone({ trusts: await downloaded() });
  await page.goto(plain('/trust'));
  await page.getByRole('link', { name: 'Open the app' }).click();
  await page.waitForURL(secure('/field/**'));
  expect(await page.evaluate(() => [isSecureContext, 'serviceWorker' in navigator, 'subtle' in crypto])).toEqual([
    true,
    true,
    true,
  ]);
  await page
    .evaluate(() => navigator.serviceWorker.ready.then(({ scope }) => scope))
    .then((scope) => expect(scope).toBe(secure('/field/')));
  expect(await page.getByRole('heading', { name: 'This address is not safe yet' }).count()).toBe(0);
  const headers = (await page.goto(secure('/trust')))?.headers() ?? {};
  // It would also shut the plain pages of this name, where the next phone reads the steps.
  expect(headers).not.toHaveProperty('strict-transport-security');
  expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' });
  await page.getByText('You are at the safe address.').waitFor();
});

test('another start keeps name, authority and phones; signing in over plain lines is warned of', async () => {
  const trusts = await downloaded();
  const httpsPort = app.httpsPort;
  await app.stop();
  app = await startSecureApp(data.dataDir, { BAKHIYA_HTTPS_PORT: String(httpsPort) });
  expect(app.words()).toContain(`https://${NAME}:${httpsPort}`);
  const page = await phone({ trusts });
  await page.goto(secure('/sign-in'));
  expect(await page.getByRole('link', { name: 'Use the safe address' }).count()).toBe(0);
  await page.goto(plain('/sign-in'));
  await page.getByRole('link', { name: 'Use the safe address' }).waitFor();
  await page.goto(`http://localhost:${app.port}/sign-in`);
  expect(await page.getByRole('link', { name: 'Use the safe address' }).count()).toBe(0);
});

test.each(['en', 'hi', 'ur'])('the steps are readable by all at 360 px and with doubled text: %s', async (language) => {
  const page = await phone({ language });
  await page.goto(plain('/trust'));
  expect(await page.locator('html').getAttribute('lang')).toBe(language);
  for (const summary of await page.locator('summary').all()) await summary.click();
  await page.evaluate(() => document.fonts.ready);
  const folder = process.env.BAKHIYA_PICTURES;
  if (folder) await page.screenshot({ path: join(folder, `trust-${language}.png`), fullPage: true });
  const { violations } = await checkAccess(page);
  expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html ?? ''}`)).toEqual([]);
  const tooWide = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(await tooWide()).toBeLessThanOrEqual(0);
  await page.evaluate(() => void (document.documentElement.style.fontSize = '200%'));
  expect(await tooWide()).toBeLessThanOrEqual(0);
});
