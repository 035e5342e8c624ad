/**
 * The phone, in Chromium at 360 x 740: JavaScript of the first load; first sync of 40 groups x 15 members x 24 meetings; then, with those
 * some 15,000 facts stored and the processor six times slower, a cold start without network until a meeting can be recorded, and what a
 * typed digit takes until it stands on the screen. `coldStartThreadMs` is what the page's own thread worked in that time, slowed as well, which
 * others on the machine disturb less. The slow-down binds the page; key derivation runs beside it, as on a phone.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import pg from 'pg';
import { chromium, type BrowserContext, type CDPSession, type Page } from 'playwright-core';
import { openEnrolment } from '#app/access.server.ts';
import { actorOf } from '#app/actors.server.ts';
import { createApp } from '#app/app.server.ts';
import { makeFirstUser } from '#app/organisations.server.ts';
import { loadAccounts } from '#domain/ledger/index.server.ts';
import { loadLimits } from '#domain/obligations/index.server.ts';
import { addDays, dayInIndia } from '#platform/dates.ts';
import { enrolmentLink } from '#field/enrol.ts';
import { EnrolmentCode } from '#field/wire.ts';
import { kyselyOn } from '#platform/db.server.ts';
import { makeTown, type Town } from './lib/devices.ts';
import { at95, median, round } from './lib/median.ts';
import { pushAll } from './lib/push.ts';
import { startApp, startDatabase } from './lib/served-app.ts';

const GROUPS = Number(process.env['BENCH_GROUPS'] ?? 40);
const MEETINGS = 24;
const PIN = '482916';
const SLOWER = 6;
const STARTS = 5;
const DIGITS = 20;

async function main(): Promise<void> {
  const database = await startDatabase('field');
  const profile = mkdtempSync(join(tmpdir(), 'bakhiya-bench-phone-'));
  try {
    const app = await startApp('app', { DATABASE_URL: database.ownerUrl });
    try {
      const { link, groupId } = await furnish(database.ownerUrl, app.origin);
      const figures = await measure({ origin: app.origin, link, groupId, profile });
      for (const [name, value] of Object.entries(figures)) console.log(`${name.padEnd(22)} ${value}`);
      process.send?.(figures);
    } finally {
      await app.stop();
    }
  } finally {
    await database.stop();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The groups with their meetings, and a bookkeeper of the whole village with a one-time code. */
async function furnish(ownerUrl: string, origin: string): Promise<{ link: string; groupId: string }> {
  const owner = new pg.Pool({ connectionString: ownerUrl, max: 2 });
  const own = createApp({ url: ownerUrl, maxConnections: 2 });
  try {
    await loadAccounts(kyselyOn(owner));
    await loadLimits(kyselyOn(owner));
    const from = addDays(dayInIndia(new Date()), -7 * (MEETINGS + 2));
    const town = await makeTown(ownerUrl, GROUPS, from);
    await owner.query('analyze');
    let groupId = '';
    for (const device of town.devices) {
      const queue = await device.record(MEETINGS);
      groupId = queue[0]!.groupId;
      await pushAll({ origin }, device, queue);
    }
    return { link: await linkFor(town, { own, owner, origin }), groupId };
  } finally {
    await own.close();
    await owner.end();
  }
}

async function linkFor(
  town: Town,
  { own, owner, origin }: { own: ReturnType<typeof createApp>; owner: pg.Pool; origin: string },
): Promise<string> {
  const grants = [{ role: 'bookkeeper', scopeKind: 'place' as const, scopeId: town.placeId }];
  const userId = await makeFirstUser(owner, { orgId: town.orgId, name: 'Rukhsana', phone: '9999999999', grants });
  const admin = await actorOf(own.db, town.adminId);
  const opened = await openEnrolment(own, admin!, { userId, origin });
  if (opened.kind !== 'open') throw new Error(JSON.stringify(opened));
  return enrolmentLink(EnrolmentCode.parse(JSON.parse(opened.code)));
}

type Phone = { readonly context: BrowserContext; readonly page: Page; readonly cdp: CDPSession };

async function openBrowser(profile: string, origin: string): Promise<Phone> {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env['BAKHIYA_CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
    viewport: { width: 360, height: 740 },
    hasTouch: true,
    isMobile: true,
  });
  context.setDefaultTimeout(60_000);
  await context.addCookies([{ name: 'bakhiya_language', value: 'en', url: origin }]);
  const page = context.pages()[0] ?? (await context.newPage());
  return { context, page, cdp: await context.newCDPSession(page) };
}

type Bench = { readonly origin: string; readonly link: string; readonly groupId: string; readonly profile: string };

async function measure(bench: Bench): Promise<Record<string, number>> {
  const first = await openBrowser(bench.profile, bench.origin);
  const firstSyncMs = await enrolAndSync(first.page, bench.link);
  const firstLoadKb = await firstLoad(first.context, bench.origin);
  await first.context.close();
  const [starts, digits, busy]: [number[][], number[], number[]] = [[], [], []];
  for (let n = 0; n < STARTS; n += 1) {
    const phone = await openBrowser(bench.profile, bench.origin);
    await phone.context.setOffline(true);
    await phone.cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
    await phone.cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
    starts.push(await coldStart(phone.page, bench));
    const { metrics } = await phone.cdp.send('Performance.getMetrics');
    busy.push(1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN));
    if (n === STARTS - 1) digits.push(...(await typeDigits(phone.page)));
    await phone.context.close();
  }
  const column = (at: number) => round(median(starts.map((start) => start[at]!)), 0);
  return {
    firstLoadKb: round(firstLoadKb, 1),
    firstSyncMs: round(firstSyncMs, 0),
    coldStartMs: round(median(starts.map((steps) => steps.reduce((sum, ms) => sum + ms, 0))), 0),
    coldStartThreadMs: round(median(busy), 0),
    untilPinMs: column(0),
    pinToGroupsMs: column(1),
    groupMs: column(2),
    formMs: column(3),
    typingP50Ms: round(median(digits), 0),
    typingP95Ms: round(at95(digits), 0),
  };
}

async function typePin(page: Page): Promise<void> {
  for (const digit of PIN) await page.getByRole('button', { name: digit, exact: true }).click();
}

/** From the first request for documents until every group is on the phone and said to be. */
async function enrolAndSync(page: Page, link: string): Promise<number> {
  await page.goto(link);
  await page.getByText('Choose a PIN of 6 digits').waitFor();
  await typePin(page);
  await page.getByText('The same PIN once more').waitFor();
  const asked = page.waitForRequest(/\/api\/sync\/pull$/).then(() => performance.now());
  await typePin(page);
  await page.getByText(`${GROUPS} groups are on this phone.`).waitFor();
  const done = performance.now();
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    while (registration.active?.state !== 'activated') await new Promise((next) => setTimeout(next, 50));
  });
  return done - (await asked);
}

async function firstLoad(context: BrowserContext, origin: string): Promise<number> {
  const scripts = new Set<string>();
  const page = await context.newPage();
  page.on('request', (request) => void (request.resourceType() === 'script' && scripts.add(request.url())));
  await page.goto(`${origin}/field/`);
  await page.getByText('Your PIN').waitFor();
  await page.waitForLoadState('networkidle');
  let bytes = 0;
  for (const url of scripts) bytes += gzipSync(Buffer.from(await (await fetch(url)).arrayBuffer())).length;
  await page.close();
  return bytes / 1024;
}

/**
 * As she does it: the app opens, she types her PIN (her own time, a third of a second a digit, is not counted), taps her group and "start".
 * The page itself tells when a thing stands on the screen: a driver that searches it from outside would work on the slowed thread too.
 * @returns milliseconds until the PIN can be typed, until her groups stand there, until the group does, until the form can be confirmed
 */
async function coldStart(page: Page, { origin, groupId }: Bench): Promise<number[]> {
  const shown = (wanted: Wanted) => page.evaluate(standsThere, wanted);
  const key = (digit: string): Wanted => ({ css: 'button', text: digit });
  await page.goto(`${origin}/field/`, { waitUntil: 'commit' });
  const lock = await shown(key(PIN[0]!));
  for (const digit of PIN.slice(0, -1)) {
    const { x, y } = await shown(key(digit));
    await page.touchscreen.tap(x, y);
    await new Promise((later) => setTimeout(later, 330));
  }
  const steps = [lock.at];
  const ways: [Wanted, Wanted][] = [
    [key(PIN.at(-1)!), { css: `a[href*="${groupId}"]` }],
    [{ css: `a[href*="${groupId}"]` }, { css: 'a[href*="/meeting/"]', text: 'Start the meeting' }],
    [{ css: 'a[href*="/meeting/"]', text: 'Start the meeting' }, { css: 'main ~ div button:enabled' }],
  ];
  for (const [tapped, next] of ways) {
    const { x, y, at } = await shown(tapped);
    await page.touchscreen.tap(x, y);
    steps.push((await shown(next)).at - at);
  }
  return steps;
}

type Wanted = { readonly css: string; readonly text?: string };

/** In the page: where it is and, since the page was asked for, when its frame was drawn. */
function standsThere({ css, text }: Wanted): Promise<{ x: number; y: number; at: number }> {
  const find = (): Element | undefined =>
    [...document.querySelectorAll(css)].find((one) => !text || one.textContent.trim() === text);
  return new Promise((done) => {
    const tell = (): void => {
      const found = find();
      if (!found) return;
      watch.disconnect();
      requestAnimationFrame(() =>
        setTimeout(() => {
          if (found.getBoundingClientRect().bottom > innerHeight) found.scrollIntoView({ block: 'center' });
          const { x, y, width, height } = found.getBoundingClientRect();
          done({ x: x + width / 2, y: y + height / 2, at: performance.now() });
        }),
      );
    };
    const watch = new MutationObserver(tell);
    watch.observe(document, { childList: true, subtree: true, attributes: true });
    tell();
  });
}

/**
 * In the count of notes, the row where most is typed: from the key until the frame that shows it. Keys come as a hurried hand types
 * them, and nothing is asked of the page between them: a driver that looks whether it is done works on the slowed thread too.
 */
async function typeDigits(page: Page): Promise<number[]> {
  await page.evaluate(() => {
    const times: number[] = [];
    Object.assign(window, { benchTimes: times });
    const note = (event: Event): void => {
      const from = event.timeStamp;
      requestAnimationFrame(() => setTimeout(() => times.push(performance.now() - from), 0));
    };
    document.addEventListener('input', note, { capture: true });
  });
  await openCounting(page);
  const field = page.locator('main input[inputmode=numeric]').first();
  await field.click();
  for (let n = 0; n < DIGITS; n += 1) {
    await page.keyboard.press(n % 4 === 3 ? 'Backspace' : String(1 + (n % 9)));
    await new Promise((later) => setTimeout(later, 250));
  }
  await page.waitForFunction(
    (count) => (window as unknown as { benchTimes: number[] }).benchTimes.length >= count,
    DIGITS,
  );
  return page.evaluate(() => (window as unknown as { benchTimes: number[] }).benchTimes);
}

/** The first step shows the count when she asks for it. */
async function openCounting(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Count the notes' }).click();
  await page.locator('main input[inputmode=numeric]').first().waitFor();
}

await main();
