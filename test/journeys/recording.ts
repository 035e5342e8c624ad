/** A bookkeeper at work on her phone: joins, unlocks, records a meeting tap by tap. What the journeys about meetings share. */
import type { Locator, Page } from 'playwright-core';
import { CASH_KINDS } from '#ui/cash.ts';
import type { JourneyApp } from './app.ts';
import { look, openPhone, typePin, waitUntilKept, type PhoneBrowser, type PhoneOptions } from './browser.ts';

/** Of every phone in the journeys. */
export const PIN = '482916';

/** The one act of the screen. */
export const primary = (page: Page): Locator => page.locator('main ~ div button').last();

/** Enrols a user on a phone of her own; her groups are on it and the app is kept offline. */
export async function joinPhone(
  app: JourneyApp,
  userId: string,
  options: Partial<PhoneOptions> = {},
): Promise<PhoneBrowser> {
  const phone = await openPhone({ url: app.url, ...options });
  const { page } = phone;
  await page.goto(await app.enrolmentLink(userId));
  await page.getByText('Choose a PIN of 6 digits').waitFor();
  await typePin(page, PIN);
  await page.getByText('The same PIN once more').waitFor();
  await typePin(page, PIN);
  await page.getByRole('link', { name: 'To my groups' }).click();
  await waitUntilKept(page);
  await page.getByText(/^All sent, /).waitFor();
  return phone;
}

/** Opens an address of the app afresh, and the lock on the way. */
export async function openAt(phone: PhoneBrowser, url: string): Promise<void> {
  await phone.page.goto(url);
  await phone.page.getByText('Your PIN').waitFor();
  await typePin(phone.page, PIN);
}

export const groupUrl = (app: JourneyApp, groupId: string): string => `${app.url}/field/groups/${groupId}/`;

const STEPS = ['opening', 'roll', 'savings', 'repayments', 'receipts', 'loans', 'payments', 'closing'] as const;
type StepName = (typeof STEPS)[number] | 'minutes' | 'confirm';
export type Plan = {
  /** In rupees, as counted at the end. */
  readonly boxRupees: number;
  /** What she does on a step's screen before she goes on. */
  readonly at?: Readonly<Partial<Record<StepName, (page: Page) => Promise<void>>>>;
  /** Begins the names of the pictures; none are looked at without it. */
  readonly looks?: string;
  /** The officers set their PINs on this phone now; else they have done so at an earlier meeting. */
  readonly firstTime?: boolean;
  /** Who confirms with which PIN; in the village's groups the first two women. */
  readonly officers?: readonly (readonly [name: string, pin: string])[];
};

/** From the first step on the screen to the slip. */
export async function recordMeeting(page: Page, plan: Plan): Promise<void> {
  await recordSteps(page, plan);
  await finishMeeting(page, plan);
}

/** Steps 1 to `last`, each left by its one act: everyone saved and repaid as usual where nothing else was tapped. */
export async function recordSteps(page: Page, plan: Partial<Plan>, [first, last] = [1, 7]): Promise<void> {
  for (const [index, name] of STEPS.entries()) {
    const step = index + 1;
    if (step < first || step > last) continue;
    await page.getByRole('navigation', { name: `Step ${step} of 8` }).waitFor();
    await atStep(page, name, plan);
    const act = primary(page);
    if (/^All \d+ (saved|paid)/.test((await act.innerText()).trim())) {
      await act.click();
      await page.getByRole('button', { name: 'Next', exact: true }).waitFor();
    }
    await act.click();
  }
}

/** The box counted, minutes, two officers, the slip. */
export async function finishMeeting(page: Page, plan: Plan): Promise<void> {
  await page.getByRole('navigation', { name: 'Step 8 of 8' }).waitFor();
  await countBox(page, plan.boxRupees);
  await atStep(page, 'closing', plan);
  await primary(page).click();
  await page.waitForURL(/part=minutes/);
  await atStep(page, 'minutes', plan);
  await primary(page).click();
  await page.waitForURL(/part=confirm/);
  if (plan.at?.confirm) await atStep(page, 'confirm', plan);
  else
    for (const [name, pin] of plan.officers ?? OFFICERS)
      await confirmByPin(page, { name, pin, firstTime: plan.firstTime ?? true });
  await primary(page).click();
  await page.waitForURL(/done=/);
  await page.getByText('In the box now').waitFor();
}

async function atStep(page: Page, name: StepName, { at, looks }: Partial<Plan>): Promise<void> {
  await primary(page).waitFor();
  await at?.[name]?.(page);
  if (looks) await look(page, `${looks}-${name}`);
}

export const OFFICERS = [
  ['Woman 01', '2468'],
  ['Woman 02', '1357'],
] as const;

/** Rupees the books expect in the box, from the line above the closing step's act. */
export async function expectedRupees(page: Page): Promise<number> {
  await page.getByRole('navigation', { name: 'Step 8 of 8' }).waitFor();
  const words = await page.locator('main ~ div').filter({ hasText: 'In the books' }).innerText();
  return Number(/₹([\d,]+)/.exec(words)![1]!.replaceAll(',', ''));
}

/** Fills in the closing count with the fewest pieces. */
export async function countBox(page: Page, rupees: number): Promise<void> {
  let left = rupees * 100;
  for (const [index, { paise, form }] of CASH_KINDS.entries()) {
    const coin = form === 'coin' && paise === 1_000;
    const many = coin ? 0 : Math.floor(left / paise);
    left -= many * paise;
    await page
      .locator('main input[inputmode=numeric]')
      .nth(index)
      .fill(many === 0 ? '' : String(many));
  }
}

/** Her line on the list of officers. */
const askOfficer = (page: Page, name: string): Promise<void> =>
  page.getByRole('listitem').filter({ hasText: name }).getByRole('button').last().click();

export async function confirmByPin(
  page: Page,
  { name, pin, firstTime }: { name: string; pin: string; firstTime: boolean },
): Promise<void> {
  await askOfficer(page, name);
  const dialog = page.getByRole('dialog', { name });
  for (const said of firstTime ? [/^First time here/, 'The same PIN once more'] : ['Her PIN']) {
    await dialog.getByText(said).waitFor();
    for (const digit of pin) await dialog.getByRole('button', { name: digit, exact: true }).click();
    await dialog.getByRole('button', { name: 'Confirm' }).click();
  }
  await dialog.waitFor({ state: 'detached' });
}

/** Three pictures in order, set now and signed with. */
export async function confirmByPictures(page: Page, name: string, signs: readonly string[]): Promise<void> {
  await askOfficer(page, name);
  const dialog = page.getByRole('dialog', { name });
  await dialog.getByRole('button', { name: 'With pictures instead' }).click();
  for (const chosen of ['once', 'again']) {
    await dialog.getByText('○○○').waitFor();
    for (const sign of signs) await dialog.getByRole('button', { name: sign, exact: true }).click();
    if (chosen === 'again') await dialog.waitFor({ state: 'detached' });
  }
}

/** By her thumb on the photographed page. */
export async function confirmByThumb(page: Page, name: string): Promise<void> {
  await askOfficer(page, name);
  await page.getByRole('dialog', { name }).getByRole('button', { name: 'By thumb on the photographed page' }).click();
  await page.getByRole('dialog', { name }).waitFor({ state: 'detached' });
}

/** Types an amount of whole rupees on the pad that is on the screen. */
export async function typeRupees(on: Page | Locator, rupees: number): Promise<void> {
  const back = on.getByRole('button', { name: 'Remove last digit' });
  for (let n = 0; n < 8; n += 1) await back.click();
  for (const digit of String(rupees)) await on.getByRole('button', { name: digit, exact: true }).click();
}

/** Asks the app to send and waits until it says that all is sent. */
export async function sendNow(page: Page): Promise<void> {
  if (!page.url().endsWith('/sending/')) await page.getByRole('status').getByRole('link').first().click();
  await page.getByRole('button', { name: 'Send now' }).click();
}

/**
 * The line of truth says so. A phone that found the office busy tries again only after a while, and longer each time: on a crowded
 * machine that is the slow part, not the sending.
 */
export const allSent = (page: Page): Promise<void> =>
  page
    .getByText(/^All sent, \d\d:\d\d$/)
    .first()
    .waitFor({ timeout: 120_000 });
