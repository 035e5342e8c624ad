/** A passbook in Urdu: the office's screen from right to left, its amounts and dates not mirrored, and its paper in three languages. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { addDemand, grantLoan } from '#domain/meetings/index.ts';
import { newId } from '#platform/ids.ts';
import { close, contextOf, must, ordinaryMeeting } from '../village.ts';
import { startApp, type JourneyApp } from './app.ts';
import { look, openPhone, type PhoneBrowser } from './browser.ts';
import { signInAtDesk } from './at-desk.ts';

let app: JourneyApp;
let desk: PhoneBrowser;
let personId: string;

beforeAll(async () => {
  app = await startApp();
  const { village } = app;
  personId = village.people[0]!;
  const names = { nameLatin: 'Kshama Tripathi', nameDevanagari: 'क्षमा त्रिपाठी', nameUrdu: 'کشما ترپاٹھی' };
  await must(village.app.do('people.update', village.admin, { personId, changes: names }));
  for (const day of ['2025-04-12', '2025-05-12', '2025-06-12', '2025-07-12']) {
    const context = await contextOf(village, village.admin);
    const sheet = ordinaryMeeting(context, day, (made) => {
      if (day !== '2025-05-12') return made;
      const asked = addDemand(made, { personId, amountPaise: 123_400, purpose: 'craft_material' });
      const granted = {
        index: 0,
        loanId: newId(),
        grantedPaise: 123_400,
        paidFrom: 'cash',
        bankAccountId: null,
      } as const;
      return grantLoan(asked, context, { ...granted, acknowledged: 'thumb' });
    });
    await must(close(village.app, village.bookkeeper, sheet));
  }
  desk = await openPhone({ url: app.url, language: 'ur', width: 1280, height: 900 });
  await signInAtDesk(app, desk.page, 'ur');
});

test('the screen stands from right to left, and no amount or date is mirrored', async () => {
  const { page } = desk;
  await page.goto(`${app.url}/office/people/${personId}`);
  await page.getByRole('heading', { name: 'کشما ترپاٹھی' }).waitFor();
  await page.getByRole('link', { name: 'پاس بک' }).first().click();
  await page.getByText('ان کی بچت').first().waitFor();
  expect(await page.evaluate(() => getComputedStyle(document.body).direction)).toBe('rtl');
  await look(page, 'passbook-ur');
  // the label stands right of what it names, as one reads
  const heading = await page.locator('h1').boundingBox();
  expect(heading!.x + heading!.width).toBeGreaterThan(640);
  expect(await page.evaluate(mirroredFigures)).toEqual([]);
  expect(await page.evaluate(() => document.body.innerText)).toContain('₹1,234');
});

/** Figures whose signs do not stand from left to right: the rupee sign first, then each digit right of the one before. */
function mirroredFigures(): string[] {
  const wrong: string[] = [];
  const walk = document.createTreeWalker(document.querySelector('main')!, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    for (const found of (node.textContent ?? '').matchAll(/₹?\d[\d,.]*/g)) {
      const at = (index: number): number => {
        const range = document.createRange();
        range.setStart(node, index);
        range.setEnd(node, index + 1);
        return range.getBoundingClientRect().left;
      };
      const places = [...found[0]].map((_sign, index) => at(found.index + index));
      if (places.every((place) => place === 0)) continue;
      if (places.some((place, index) => index > 0 && place < places[index - 1]!)) wrong.push(found[0]);
    }
  }
  return wrong;
}

/** Which letters each drawn shape stands for, as the file itself says (PDF 32000-1, 9.10.3): what shaping did can be read there. */
const shapesIn = (pdf: Buffer): string[] =>
  [...pdf.toString('latin1').matchAll(/<[0-9A-F]{4}>\s*<((?:[0-9A-F]{4})+)>/gi)].map((found) =>
    String.fromCharCode(...found[1]!.match(/.{4}/g)!.map((hex) => parseInt(hex, 16))),
  );

test.each([
  ['en', 'English'],
  ['hi', 'हिन्दी'],
  ['ur', 'اردو'],
] as const)(
  'its paper in %s comes by its own button, with letters joined as they are written',
  async (language, name) => {
    const { page } = desk;
    await page.goto(`${app.url}/office/people/${personId}/passbook`);
    const href = await page.getByRole('link', { name }).last().getAttribute('href');
    const answer = await page.request.get(`${app.url}${href}`);
    expect(answer.headers()['content-type']).toBe('application/pdf');
    const pdf = await answer.body();
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    const folder = process.env.BAKHIYA_PICTURES;
    if (folder) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, `passbook-${language}.pdf`), pdf);
    }
    const shapes = shapesIn(pdf);
    const forms = (letter: string): number => shapes.filter((shape) => shape === letter).length;
    if (language === 'en') expect(shapes).toEqual(expect.arrayContaining(['₹', 'P']));
    // one shape for a conjunct, and a vowel sign drawn with its consonant
    if (language === 'hi') expect(shapes).toEqual(expect.arrayContaining(['क्ष', 'त्रि', '₹']));
    // a letter has another shape at each place in a word: unjoined it would have one for each of two weights
    if (language === 'ur') for (const letter of ['ی', 'ر', 'ب', 'س']) expect(forms(letter), letter).toBeGreaterThan(2);
  },
);

test('nothing went wrong on the page all along', () => {
  expect(desk.problems).toEqual([]);
});
