/** A cheap phone: 360 x 740, one browser profile on disk that survives being killed. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { expect, type TestContext } from 'vitest';
import { checkAccess } from '../access.ts';
import { quickFolder } from '../quick-folder.ts';

export type PhoneBrowser = {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the page logged as an error so far; journeys end by expecting none. */
  readonly problems: string[];
  offline(off: boolean): Promise<void>;
  /** The battery falls out: no page gets to say goodbye. Open the same `profile` again to go on. */
  kill(): Promise<void>;
  readonly profile: string;
};
type Language = 'en' | 'hi' | 'ur';
export type PhoneOptions = {
  /** A folder made by an earlier phone: the same browser storage. */
  readonly profile?: string;
  readonly language?: Language;
  readonly url: string;
  readonly width?: number;
  readonly height?: number;
  /** More switches for the browser: a camera that is not there. */
  readonly args?: readonly string[];
};

/** `npm test` names one; a file run by hand takes what is there. */
export const browserPath = (): string =>
  process.env.BAKHIYA_CHROMIUM ??
  ['/usr/lib/chromium/chromium-headless-shell', '/usr/lib/chromium/chromium'].find((path) => existsSync(path)) ??
  'chromium';

const profiles: string[] = [];
const open = new Set<BrowserContext>();
const faults = new WeakMap<Page, string[]>();

export async function openPhone(options: PhoneOptions): Promise<PhoneBrowser> {
  const { url, language = 'en', width = 360, height = 740, args = [] } = options;
  const profile = options.profile ?? mkdtempSync(join(quickFolder(), 'bakhiya-phone-'));
  if (!profiles.includes(profile)) profiles.push(profile);
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: browserPath(),
    args: ['--no-sandbox', '--disable-dev-shm-usage', ...args],
    viewport: { width, height },
    hasTouch: true,
    isMobile: true,
    serviceWorkers: 'allow',
    reducedMotion: 'reduce',
  });
  open.add(context);
  // What must come comes; a crowded machine may take its time.
  context.setDefaultTimeout(30_000);
  await context.addCookies([{ name: 'bakhiya_language', value: language, url }]);
  const page = context.pages()[0] ?? (await context.newPage());
  const problems: string[] = [];
  faults.set(page, problems);
  page.on('pageerror', (fault) => problems.push(String(fault)));
  page.on('console', (message) => {
    // A request without network is told by the browser itself; everything else is ours.
    if (message.type() === 'error' && !/net::ERR_|Failed to load resource/.test(message.text()))
      problems.push(message.text());
  });
  return {
    context,
    page,
    problems,
    profile,
    offline: (off) => context.setOffline(off),
    async kill() {
      open.delete(context);
      const gone = new Promise<void>((resolve) => void context.once('close', () => resolve()));
      process.kill(browserOf(profile), 'SIGKILL');
      await gone;
    },
  };
}

/**
 * The browser's own process, found by the profile that only it has open; its helpers end with it. A helper that was only just made still
 * bears its maker's words, and may have a lower number once the machine counts them from the beginning again.
 */
function browserOf(profile: string): number {
  const found = readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    const words = readProc(name, 'cmdline').split('\0');
    return words.includes(`--user-data-dir=${profile}`) && !words.some((word) => word.startsWith('--type='));
  });
  const own = found.find((id) => !found.includes(/^PPid:\s+(\d+)/m.exec(readProc(id, 'status'))?.[1] ?? ''));
  if (!own) throw new Error('the browser is not running');
  return Number(own);
}

/** Empty for a process that ended meanwhile. */
function readProc(id: string, file: 'cmdline' | 'status'): string {
  try {
    return readFileSync(join('/proc', id, file), 'utf8');
  } catch {
    return '';
  }
}

/** A failing step shows what stood on the screen: a timeout alone says nothing. */
export async function tellWhatWasShown({ task }: TestContext): Promise<void> {
  if (task.result?.state !== 'fail') return;
  for (const context of open)
    for (const page of context.pages()) {
      const words = await page.evaluate(() => document.body.innerText).catch(() => '(gone)');
      console.error(`--- ${page.url()}\n${words}\n--- ${(faults.get(page) ?? []).join('\n')}`);
    }
}

export async function closePhones(): Promise<void> {
  for (const context of open) await context.close().catch(() => undefined);
  open.clear();
  for (const profile of profiles.splice(0)) rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
}

/** The worker has put the whole app on the phone. */
export async function waitUntilKept(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration('/field/');
    if (!registration) throw new Error('no worker is registered');
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (registration.active?.state === 'activated') resolve();
        else setTimeout(look, 50);
      };
      look();
    });
  });
}

/** Types a PIN on the app's own pad. */
export async function typePin(page: Page, pin: string): Promise<void> {
  for (const digit of pin) await page.getByRole('button', { name: digit, exact: true }).click();
}

/** A picture of the screen in BAKHIYA_PICTURES, when that is set; and every time: no accessibility rule of WCAG 2.2 AA broken. */
export async function look(page: Page, name: string): Promise<void> {
  const size = page.viewportSize()!;
  // What is drawn a moment after the first screen belongs to it.
  await page.locator('[data-coming]').first().waitFor({ state: 'detached' });
  // A colour on its way to another one is neither of both.
  await page.evaluate(async () => {
    const changing = document.getAnimations().filter((one) => one instanceof CSSTransition);
    await Promise.all(changing.map((one) => one.finished.catch(() => undefined)));
  });
  // The whole page at once: a bar that stays at the bottom would lie over what is only scrolled under it.
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ ...size, height: Math.max(size.height, height) });
  const folder = process.env.BAKHIYA_PICTURES;
  if (folder) {
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  }
  const { violations } = await checkAccess(page);
  expect(
    violations.map((one) => `${name}: ${one.id} ${one.nodes[0]?.html ?? ''}`),
    name,
  ).toEqual([]);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(wider, `${name} is wider than the screen`).toBeLessThanOrEqual(0);
  await page.setViewportSize(size);
}

/** A line so slow that she acts before the page's scripts are there; they come when she is done, and the page is alive. */
export async function withoutScript(page: Page, act: () => Promise<void>): Promise<void> {
  let come = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    come = resolve;
  });
  const scripts = /\/_app\/.*\.js$/;
  await page.route(scripts, async (route) => {
    await held;
    await route.continue();
  });
  await act();
  come();
  await page.waitForLoadState('networkidle');
  await page.unroute(scripts);
}
