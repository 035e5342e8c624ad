/** A member at her bookkeeper's phone, in Hindi: she chooses a PIN or pictures, and sees her own passbook and nothing else. */
import { beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { cardNumber, cardText } from '#app/members/card.ts';
import { setSecretAtOffice } from '#app/members/index.server.ts';
import { newId } from '#platform/ids.ts';
import { addWoman, close, contextOf, must, ordinaryMeeting, usualRules } from '../village.ts';
import { startApp, type JourneyApp } from './app.ts';
import { look, openPhone, typePin, waitUntilKept, type PhoneBrowser } from './browser.ts';

const PIN = '482916';
let app: JourneyApp;
let phone: PhoneBrowser;
let page: Page;
/** Of another group: not on the bookkeeper's phone. */
let stranger: string;

beforeAll(async () => {
  app = await startApp();
  const { village } = app;
  const { app: office, admin, placeId } = village;
  const sheet = ordinaryMeeting(await contextOf(village, admin), '2026-10-12');
  await must(close(office, village.bookkeeper, sheet));
  const groupId = newId();
  const opened = { groupId, kind: 'self_help_group', name: 'Umeed', nameHi: 'उम्मीद', nameUr: 'امید', placeId };
  const since = { parentGroupId: null, formedOn: '2025-04-01', booksFromOn: '2025-04-01' };
  await must(office.do('groups.open', admin, { ...opened, ...since, practice: false, sizeException: 'test' }));
  await must(office.do('meetings.setRules', admin, { groupId, rules: usualRules(), decidedBy: 'first meeting' }));
  stranger = await addWoman(office, admin, { groupId, placeId, name: 'Far Away' });
  await must(setSecretAtOffice(office, admin, { personId: stranger, way: 'pin', secret: '7392' }));
  phone = await openPhone({ url: app.url, language: 'hi' });
  page = phone.page;
  await page.addInitScript(giveCamera);
  await page.goto(await app.enrolmentLink(village.bookkeeper.userId));
  await page.getByRole('group').waitFor();
  await typePin(page, PIN);
  await page.getByText('वही पिन एक बार फिर').waitFor();
  await typePin(page, PIN);
  await page.getByRole('link', { name: 'मेरे समूह देखें' }).click();
  await page.getByRole('heading', { name: 'रोशनी' }).waitFor();
});

/** A camera that sees the card held before it: headless Chromium has neither. */
function giveCamera(): void {
  class BarcodeDetector {
    detect(): Promise<{ rawValue: string }[]> {
      const rawValue = (globalThis as { card?: string }).card;
      return Promise.resolve(rawValue ? [{ rawValue }] : []);
    }
  }
  Object.assign(globalThis, { BarcodeDetector });
  Object.defineProperty(navigator.mediaDevices, 'getUserMedia', {
    value: () => {
      const canvas = document.createElement('canvas');
      const draw = (): void => canvas.getContext('2d')?.fillRect(0, 0, 10, 10);
      setInterval(draw, 50);
      draw();
      return Promise.resolve(canvas.captureStream(20));
    },
  });
}
const hold = (card: string): Promise<void> =>
  page.evaluate((text) => Object.assign(globalThis, { card: text }), card).then(() => undefined);
const press = (name: string, exact = true) => page.getByRole('button', { name, exact }).click();
async function keys(pin: string): Promise<void> {
  await typePin(page, pin);
  await press('पक्का करें');
}
async function pictures(...names: string[]): Promise<void> {
  for (const name of names) await press(name);
}
const openMember = async (name: RegExp): Promise<void> => {
  await page.getByRole('link', { name }).click();
  await page.getByText('उनका अपना पिन या चित्र').waitFor();
};
const words = (): Promise<string> => page.evaluate(() => document.body.innerText);

test('at the meeting she chooses a PIN, twice; one that anybody would guess is not taken', async () => {
  await page.getByRole('link', { name: /रोशनी/ }).click();
  await openMember(/Woman 03/);
  await look(page, 'member-choose-hi');
  await press('वे पिन चुनेंगी');
  await keys('1234');
  await page.getByText('यह कोई भी बूझ लेगा').waitFor();
  await keys('4826');
  await page.getByText('वही एक बार और').waitFor();
  await keys('4827');
  await page.getByText('दोनों एक जैसे नहीं थे').waitFor();
  await keys('4826');
  await keys('4826');
  await page.getByText('उनका पिन है।').waitFor();
});

test('another chooses four of 24 pictures', async () => {
  await page.goBack();
  await openMember(/Woman 04/);
  await press('वे चित्र चुनेंगी');
  await look(page, 'member-pictures-hi');
  expect(await page.locator('dialog svg[viewBox="0 0 48 48"]').count()).toBe(24);
  for (let times = 0; times < 2; times += 1) await pictures('मछली', 'गाय', 'मटका', 'मछली');
  await page.getByText('उनके चार चित्र हैं।').waitFor();
  await expect.poll(async () => (await app.village.owner.query('select from member_secret')).rowCount).toBe(3);
});

test('without network she finds herself by name, and her PIN opens her passbook in large figures', async () => {
  await waitUntilKept(page);
  await page.goto(`${app.url}/field/`);
  await typePin(page, PIN);
  await page.getByRole('heading', { name: 'रोशनी' }).waitFor();
  await phone.offline(true);
  await press('सदस्य की अपनी पासबुक');
  await look(page, 'member-find-hi');
  await page.getByLabel('या नाम खोजें').fill('woman 03');
  await page.getByRole('button', { name: /Woman 03/ }).click();
  await page.getByText('अपना पिन दबाएँ').waitFor();
  await look(page, 'member-pin-hi');
  await keys('4827');
  await page.getByText('सही नहीं').waitFor();
  await keys('4826');
  await page.getByText('मेरी बचत').waitFor();
  expect(await words()).toContain('₹100');
  await look(page, 'member-book-hi');
  expect(await words()).not.toMatch(/Woman (?!03)/);
});

test('the phone behind is locked: no way leads further than the bookkeeper’s PIN', async () => {
  await press('हो गया, बंद करें');
  await page.getByText('आपका पिन').waitFor();
  expect(await words()).not.toContain('Woman');
  await page.goBack();
  await page.getByText('आपका पिन').waitFor();
  expect(await words()).not.toContain('Woman');
  await page.goto(`${app.url}/field/`);
});

test('by her card and her pictures, and not by another’s', async () => {
  await typePin(page, PIN);
  await page.getByRole('heading', { name: 'रोशनी' }).waitFor();
  await press('सदस्य की अपनी पासबुक');
  const { orgId, people } = app.village;
  await hold(cardText({ orgId: newId(), personId: people[3]! }));
  await press('कार्ड स्कैन करें');
  await page.getByText('यह इस दफ़्तर का सदस्य कार्ड नहीं है').waitFor();
  await hold(cardText({ orgId, personId: people[3]! }));
  await press('कार्ड स्कैन करें');
  await page.getByText('अपने चार चित्र').waitFor();
  await look(page, 'member-pictures-ask-hi');
  await pictures('मछली', 'मटका', 'गाय', 'मछली');
  await page.getByText('सही नहीं').waitFor();
  await pictures('मछली', 'गाय', 'मटका', 'मछली');
  await page.getByText('मेरी बचत').waitFor();
  await page.getByRole('heading', { name: 'Woman 04' }).waitFor();
  await press('हो गया, बंद करें');
});

test('of a group that is not on this phone: only with network, by the number on her card, and each wrong try counts', async () => {
  await typePin(page, PIN);
  await page.getByRole('heading', { name: 'रोशनी' }).waitFor();
  await press('सदस्य की अपनी पासबुक');
  const number = page.getByLabel('कार्ड का नंबर');
  const next = async (): Promise<void> => press('आगे');
  await number.fill(cardNumber(stranger).replace(/.$/, (last) => String((Number(last) + 1) % 10)));
  await next();
  await page.getByText('कोई अंक सही नहीं').waitFor();
  await number.fill(cardNumber(stranger));
  await next();
  await page.getByText('नेटवर्क होने पर खुलेगी').waitFor();
  await phone.offline(false);
  await next();
  await page.getByText('अपना पिन दबाएँ').waitFor();
  expect(await words()).not.toContain('Far Away');
  for (const wrong of ['7391', '7393', '7394']) {
    await keys(wrong);
    await page.getByText('सही नहीं').waitFor();
  }
  await page.getByText(/[1-5] सेकंड रुकें/).waitFor();
  await look(page, 'member-wait-hi');
  await page.getByText('रुकें').waitFor({ state: 'hidden' });
  await keys('7392');
  await page.getByRole('heading', { name: 'Far Away' }).waitFor();
  await page.getByText('उम्मीद').waitFor();
  const { rows } = await app.village.owner.query<{ outcome: string; n: number }>(
    `select outcome, count(*)::int as n from audit where action = 'members.try' group by outcome order by outcome`,
  );
  expect(rows).toEqual([
    { outcome: 'opened', n: 1 },
    { outcome: 'wrong', n: 3 },
  ]);
  await press('हो गया, बंद करें');
  await page.getByText('आपका पिन').waitFor();
});

test('nothing went wrong on the page all along', () => {
  expect(phone.problems).toEqual([]);
});
