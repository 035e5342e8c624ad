/** Text twice as large, in Hindi, whose words are long: nothing is cut off, nothing lies over another, no screen grows sideways. */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { addDays, dayInIndia } from '#platform/dates.ts';
import { close, contextOf, must, ordinaryMeeting } from '../village.ts';
import { startApp, type JourneyApp } from './app.ts';
import { openPhone, typePin } from './browser.ts';
import { signInAtDesk } from './at-desk.ts';

const PIN = '482916';
const today = dayInIndia(new Date());
let app: JourneyApp;

beforeAll(async () => {
  app = await startApp();
  const { village } = app;
  for (const days of [-70, -40, -10]) {
    const sheet = ordinaryMeeting(await contextOf(village, village.admin), addDays(today, days));
    await must(close(village.app, village.bookkeeper, sheet));
  }
});

/** What does not fit. Called in the page. */
function misfits(): string[] {
  const found: string[] = [];
  const shown = (element: Element): boolean => element.checkVisibility() && element.getClientRects().length > 0;
  const wider = document.documentElement.scrollWidth - window.innerWidth;
  if (wider > 0) found.push(`the page is ${wider} px wider than the screen`);
  const tell = (what: string, element: Element): void =>
    void found.push(
      `${what}: ${(element.textContent ?? '').trim().slice(0, 40)} <${element.tagName} ${element.className}>`,
    );
  for (const element of document.querySelectorAll<HTMLElement>('main *, header *, nav *, button, a')) {
    if (!shown(element) || element.closest('svg, .sr-only, details:not([open]) > :not(summary), nav li')) continue;
    const { overflowX, overflowY } = getComputedStyle(element);
    const hides = (way: string): boolean => way === 'hidden' || way === 'clip';
    if (hides(overflowX) && element.scrollWidth > element.clientWidth + 1) tell('cut off', element);
    if (hides(overflowY) && element.scrollHeight > element.clientHeight + 1) tell('cut off below', element);
    const isBox = element.matches('button, a, td, th, li, dt, dd, p, h1, h2, h3, label');
    if (isBox && element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1 && overflowX === 'visible')
      tell('runs out of its box', element);
  }
  return found;
}

async function fits(page: Page, name: string): Promise<void> {
  await page.evaluate(() => {
    document.documentElement.style.fontSize = '200%';
    return document.fonts.ready.then(() => undefined);
  });
  const folder = process.env.BAKHIYA_PICTURES;
  if (folder) await page.screenshot({ path: join(folder, `large-${name}.png`), fullPage: true });
  expect.soft(await page.evaluate(misfits), name).toEqual([]);
}

test('on the phone', async () => {
  const { page, problems } = await openPhone({ url: app.url, language: 'hi' });
  const { groupId, people, bookkeeper } = app.village;
  await page.goto(await app.enrolmentLink(bookkeeper.userId));
  await page.getByRole('group').waitFor();
  await fits(page, 'choose-pin');
  await typePin(page, PIN);
  await page.getByText('वही पिन एक बार फिर').waitFor();
  await typePin(page, PIN);
  await page.getByRole('link', { name: 'मेरे समूह देखें' }).click();
  await page.getByRole('heading', { name: 'रोशनी' }).waitFor();
  await fits(page, 'home');
  await page.getByRole('button', { name: 'सदस्य की अपनी पासबुक' }).click();
  await page.getByLabel('या नाम खोजें').waitFor();
  await fits(page, 'member-find');
  await page.getByRole('button', { name: 'हो गया, बंद करें' }).click();
  await page.getByText('आपका पिन').waitFor();
  await fits(page, 'unlock');
  const screens: [string, string][] = [
    ['group', `groups/${groupId}/`],
    ['member', `groups/${groupId}/members/${people[0]}/`],
    ['skip', `groups/${groupId}/skip/`],
    ['meeting', `groups/${groupId}/meeting/`],
    ['sending', 'sending/'],
    ['this-phone', 'phone/'],
  ];
  for (const [name, path] of screens) {
    await page.goto(`${app.url}/field/${path}`);
    await typePin(page, PIN);
    await page.locator('main').locator('h2, button, form').first().waitFor();
    await page.getByText('आपका पिन').waitFor({ state: 'hidden' });
    await fits(page, name);
  }
  await page.goto(`${app.url}/verify/`);
  await fits(page, 'verify');
  expect(problems).toEqual([]);
});

test.each([1280, 360])('in the office at %i', async (width) => {
  const desk = await openPhone({ url: app.url, language: 'hi', width, height: 900 });
  const { page } = desk;
  await signInAtDesk(app, page, 'hi');
  const { groupId, people } = app.village;
  const screens = ['', '/groups', `/groups/${groupId}`, '/meetings', '/people', `/people/${people[0]}`];
  const more = [`/people/${people[0]}/passbook`, `/money/${groupId}`, '/held', '/settings', '/settings/users'];
  for (const path of [...screens, ...more]) {
    await page.goto(`${app.url}/office${path}`);
    await fits(page, `office-${width}${path.replace(/[0-9a-f-]{36}/g, 'id').replaceAll('/', '-')}`);
  }
  expect(desk.problems).toEqual([]);
});
