import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { grantLoan, addDemand } from '#domain/meetings/index.ts';
import { newId } from '#platform/ids.ts';
import { LANGUAGES } from '#ui/index.ts';
import { close, contextOf, furnish, makeVillage, must, ordinaryMeeting, type Village } from '#test/village.ts';
import { exportTable } from '../exports/index.server.ts';
import { memberCardsPdf, meetingSheetPdf, passbookPdf, slipsPdf, type FileOr, type Reader } from './papers.server.ts';

/** Folder to look at what was printed; nothing is kept without it. */
const SHELF = process.env.BAKHIYA_PAPERS;
const SPAN = { from: '2025-04-01', to: '2025-08-31' };
let village: Village;
let meetingId = '';

const reader = (lang: Reader['lang'], who = village.admin): Reader => ({
  app: village.app,
  who,
  lang,
  origin: 'https://bakhiya.test',
});

async function pagesOf(file: Promise<FileOr>, shelfName: string): Promise<number> {
  const answer = await file;
  if (answer.kind !== 'file') throw new Error(`Not printed: ${answer.code}`);
  if (SHELF) {
    mkdirSync(SHELF, { recursive: true });
    writeFileSync(join(SHELF, `${shelfName}.pdf`), answer.body);
  }
  const text = Buffer.from(answer.body).toString('latin1');
  expect(text.startsWith('%PDF-')).toBe(true);
  return [...text.matchAll(/\/Type\s*\/Page[^s]/g)].length;
}

beforeAll(async () => {
  village = await makeVillage();
  const names = [
    ['Kshama Tripathi', 'क्षमा त्रिपाठी', 'کشما ترپاٹھی'],
    ['Gyanvati Shrivastava', 'ज्ञानवती श्रीवास्तव', 'گیان وتی شریواستو'],
    ['Rehana Khatoon', 'रेहाना ख़ातून', 'ریحانہ خاتون'],
  ] as const;
  for (const [index, [nameLatin, nameDevanagari, nameUrdu]] of names.entries())
    await village.owner.query(
      'update person set name_latin = $1, name_devanagari = $2, name_urdu = $3 where person_id = $4',
      [nameLatin, nameDevanagari, nameUrdu, village.people[index]],
    );
  for (const day of ['2025-04-12', '2025-05-12', '2025-06-12', '2025-07-12']) {
    const context = await contextOf(village, village.admin);
    const sheet = ordinaryMeeting(context, day, (made) => {
      if (day !== '2025-05-12') return made;
      const asked = addDemand(made, { personId: village.people[0]!, amountPaise: 200_000, purpose: 'craft_material' });
      return grantLoan(asked, context, {
        index: 0,
        loanId: newId(),
        grantedPaise: 200_000,
        paidFrom: 'cash',
        bankAccountId: null,
        acknowledged: 'thumb',
      });
    });
    await must(close(village.app, village.bookkeeper, sheet));
    meetingId = sheet.meetingId;
  }
});
afterAll(() => village.app.close());

describe.each(LANGUAGES)('in %s', (lang) => {
  test('a passbook, with loan and every meeting', async () => {
    const personId = village.people[0]!;
    expect(await pagesOf(passbookPdf(reader(lang), { personId }), `passbook-${lang}`)).toBeGreaterThan(0);
  });
  test('a meeting sheet of fifteen women on two pages at most', async () => {
    const file = meetingSheetPdf(reader(lang), { groupId: village.groupId, on: '2025-08-12' });
    expect(await pagesOf(file, `sheet-${lang}`)).toBeLessThanOrEqual(2);
  });
  test('eight cards to a page', async () => {
    expect(await pagesOf(memberCardsPdf(reader(lang), { groupId: village.groupId }), `cards-${lang}`)).toBe(2);
  });
  test('a slip for each member and one of the meeting', async () => {
    const file = slipsPdf(reader(lang), { groupId: village.groupId, meetingId });
    expect(await pagesOf(file, `slips-${lang}`)).toBeGreaterThan(0);
  });
  test.each([
    'trial-balance',
    'cash-book',
    'receipts-and-payments',
    'general-ledger',
    'member-balances',
    'groups',
    'meetings',
    'members',
  ])('%s', async (what) => {
    const filters = new URLSearchParams({ groupId: village.groupId, ...SPAN });
    expect(await pagesOf(exportTable(reader(lang), { what, form: 'pdf', filters }), `${what}-${lang}`)).toBeGreaterThan(
      0,
    );
  });
});

test('a stranger gets no paper of this group, and a bookkeeper no list of members', async () => {
  const stranger = await furnish(village.app, village.owner, 10);
  const theirs = reader('en', stranger.admin);
  expect(await meetingSheetPdf(theirs, { groupId: village.groupId })).toMatchObject({ code: 'paper.nothing_here' });
  expect(await slipsPdf(theirs, { groupId: village.groupId, meetingId })).toMatchObject({ code: 'paper.nothing_here' });
  expect(await passbookPdf(theirs, { personId: village.people[0]! })).toMatchObject({ code: 'paper.nothing_here' });
  const bookkeeper = reader('en', village.bookkeeper);
  const filters = new URLSearchParams({ groupId: village.groupId });
  expect(await exportTable(bookkeeper, { what: 'members', form: 'csv', filters })).toMatchObject({
    code: 'door.not_allowed',
  });
  expect(await exportTable(bookkeeper, { what: 'trial-balance', form: 'csv', filters })).toMatchObject({
    kind: 'file',
  });
});
