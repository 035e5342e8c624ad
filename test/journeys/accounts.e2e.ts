/** The office's own accounts: a payment above the limit, written by one person and checked by another, in two languages. */
import { beforeAll, expect, test } from 'vitest';
import type { HeadRow } from '#domain/accounts/index.server.ts';
import { addDays, dayInIndia, financialYear } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { must } from '../village.ts';
import { startApp, type JourneyApp } from './app.ts';
import { look } from './browser.ts';
import { openDesk, type Desk } from './desk.ts';

const today = dayInIndia(new Date());
const HUB = '/office/accounts';
/** A white square of 64 pixels. */
const BILL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAEAAAABAAQAAAACCEkxzAAAAEklEQVR4nGP4DwUMo4xRBukMAOPT/hD4qL4fAAAAAElFTkSuQmCC',
  'base64',
);
let app: JourneyApp;
let maker: Desk;
let checker: Desk;
let voucherUrl = '';
const booksFromOn = financialYear(addDays(today, -400)).from;

beforeAll(async () => {
  app = await startApp({ members: 3 });
  await openBook();
  maker = await openDesk(app, { name: 'Archana', role: 'accountant' });
  checker = await openDesk(app, { name: 'Naheed', role: 'accountant' });
});

const run = (name: string, input: object) => {
  const { village } = app;
  return must(
    village.app.do(`accounts.${name}`, village.admin, { bodyKind: 'trust', bodyId: village.orgId, ...input }),
  );
};
async function headOf(): Promise<(tallyName: string) => string> {
  const { village } = app;
  const body = { bodyKind: 'trust', bodyId: village.orgId };
  const answer = await village.app.ask<{ heads: HeadRow[] }>('accounts.masters', village.admin, body);
  if (answer.kind !== 'answer') throw new Error(answer.code);
  return (tallyName) => answer.value.heads.find((one) => one.tallyName === tallyName)!.headId;
}

/** A trust's book with one bank account, some money in it, an advance that is open and a recurring voucher. */
async function openBook(): Promise<void> {
  await run('openBook', { booksFromOn, limitPaise: 5_000_00, decidedBy: 'Trustees' });
  const names = { groupId: null, nameHi: null, nameUr: null, tallyName: null, personId: null, openedOn: booksFromOn };
  const number = '990000000101';
  const bank = { bank: 'Gramin Bank', branch: null, ifsc: null, number };
  const [bankId, advanceId] = [newId(), newId()];
  await run('addHead', { ...names, headId: bankId, account: '1020', nameEn: 'Gramin Bank', bank });
  await run('addHead', { ...names, headId: advanceId, account: '1220', nameEn: 'Advance: Rani', bank: null });
  const head = await headOf();
  const write = (type: string, debit: string, credit: string, paise: number) =>
    run('makeVoucher', {
      ...{ voucherId: newId(), type, eventOn: addDays(today, -45), narration: 'Before the journey' },
      lines: [
        { headId: debit, amountPaise: paise },
        { headId: credit, amountPaise: -paise },
      ],
    });
  await write('receipt', bankId, head('Donations'), 4_900_00);
  await write('payment', advanceId, bankId, 2_000_00);
  const lines = [
    { headId: head('Rent'), amountPaise: 1_500_00 },
    { headId: bankId, amountPaise: -1_500_00 },
  ];
  await run('addTemplate', {
    ...{ templateId: newId(), title: 'Rent of the hall', everyMonths: 1, firstOn: addDays(today, 5), untilOn: null },
    voucher: { type: 'payment', narration: 'Rent of the hall', lines },
  });
}

test('the front page shows where the money is, what waits and what is overdue', async () => {
  const { page } = maker;
  await page.getByRole('navigation', { name: 'Main parts' }).first().getByRole('link', { name: 'Accounts' }).click();
  await page.getByRole('heading', { name: 'Accounts of the office' }).waitFor();
  await page.getByText('₹2,900').first().waitFor();
  await page.getByText('Every voucher is decided.').waitFor();
  await page.getByRole('link', { name: 'Advance: Rani' }).waitFor();
  await look(page, 'accounts-front');
});

test('what cannot be read is said with its line, and everything typed stays', async () => {
  const { page } = maker;
  await page.getByRole('link', { name: 'New voucher' }).click();
  await page.getByLabel('What for').fill('Rent of the hall');
  await page.getByLabel('Name on the paper').fill('Naseem Ahmad');
  const first = page.getByRole('listitem', { name: 'Line 1' });
  const second = page.getByRole('listitem', { name: 'Line 2' });
  // by keyboard: head, Enter, amount in Devanagari digits; the bank's line takes the other side by itself
  await first.getByLabel('Head').fill('no such head');
  await first.getByLabel('Head').press('Enter');
  await page.keyboard.type('१२,०००');
  await page.getByText('Both sides are equal.').waitFor();
  expect(await second.getByLabel('Credit').inputValue()).toBe('12,000');
  await page.locator('[name=bill]').setInputFiles({ name: 'bill.png', mimeType: 'image/png', buffer: BILL });
  await look(page, 'accounts-new');
  await page.keyboard.press('Control+Enter');
  await page.getByText('The head in line 1 is not in this book.').waitFor();
  expect(await page.getByLabel('Name on the paper').inputValue()).toBe('Naseem Ahmad');
  expect(await second.getByLabel('Credit').inputValue()).toBe('12,000');
  await page.getByText('A bill is kept already').waitFor();
});

test('above the limit it waits, and its maker is told that another must check it', async () => {
  const { page } = maker;
  const first = page.getByRole('listitem', { name: 'Line 1' });
  await first.getByLabel('Head').fill('ren');
  await first.getByLabel('Head').press('Control+Enter');
  await page.getByText('It waits for a second person and has no number yet.').waitFor();
  await page.getByText('twelve thousand rupees').waitFor();
  await page.getByText('You made this voucher. Another person must check it').waitFor();
  expect(await page.getByRole('button', { name: 'Approve' }).count()).toBe(0);
  voucherUrl = page.url().replace(/\?.*$/, '');
  const picture = page.getByRole('img', { name: 'Bill 1' });
  await picture.waitFor();
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(64);
  await look(page, 'accounts-waiting');
});

test('a second person checks it in Hindi: it has its number and stands in the bank book', async () => {
  const { page, context } = checker;
  await context.addCookies([{ name: 'bakhiya_language', value: 'hi', url: app.url }]);
  await page.goto(`${app.url}${HUB}`);
  await page.getByText('दूसरे व्यक्ति की मंज़ूरी में: 1।').waitFor();
  await look(page, 'accounts-front-hi');
  await page.getByRole('link', { name: 'Rent of the hall' }).first().click();
  await page.getByText('बारह हज़ार रुपये').waitFor();
  await look(page, 'accounts-check-hi');
  await page.getByRole('button', { name: 'मंज़ूर करें' }).click();
  await page.getByText('मंज़ूर हुआ। अब यह बही में है।').waitFor();
  const year = financialYear(today).year;
  const number = new RegExp(`P/${year}-${String((year + 1) % 100).padStart(2, '0')}/000\\d`);
  await page.getByRole('heading', { name: number }).waitFor();
  await look(page, 'accounts-posted-hi');
  await page.goto(`${app.url}${HUB}/bank`);
  await page.getByText('₹12,000').first().waitFor();
  await look(page, 'accounts-bank-hi');
});

test('its maker sees who checked it, and takes it back with a reason: that waits for a second person too', async () => {
  const { page } = maker;
  await page.goto(voucherUrl);
  await page.getByRole('listitem').filter({ hasText: 'Approved' }).getByText('Naheed').waitFor();
  await page.getByText('Take this voucher back').click();
  await page.getByLabel('Reason').fill('The hall was given free');
  await page.getByRole('button', { name: 'Take back' }).click();
  await page.getByText('The opposite entry is written.').waitFor();
  await page.goto(`${app.url}${HUB}/vouchers?state=waiting`);
  await page.getByText('The hall was given free').waitFor();
  await look(page, 'accounts-list');
});

test('an advance is settled with a bill from its own line', async () => {
  const { page } = maker;
  await page.goto(`${app.url}${HUB}/advances`);
  await page.getByRole('link', { name: 'Settle with bills' }).click();
  await page.getByLabel('What for').fill('Travel to Hardoi');
  const first = page.getByRole('listitem', { name: 'Line 1' });
  await first.getByLabel('Head').fill('Travel');
  await first.getByLabel('Debit').fill('1250.50');
  const second = page.getByRole('listitem', { name: 'Line 2' });
  await second.getByLabel('Credit').press('=');
  expect(await second.getByLabel('Credit').inputValue()).toBe('1,250.50');
  await page.getByRole('button', { name: 'Record the journal entry' }).click();
  await page.getByText(/Recorded as J\//).waitFor();
  await page.goto(`${app.url}${HUB}/advances`);
  await page.getByText('₹749.50').first().waitFor();
  await look(page, 'accounts-advances');
});

/** Ministry's grant of Rs 500 that came in the first year of the books, and Rs 100 of the trust's own. */
async function receiveGrant(): Promise<void> {
  const head = await headOf();
  const fundId = newId();
  const names = { nameEn: 'Craft training', nameHi: null, nameUr: null, donor: 'Ministry' };
  const days = { fromOn: booksFromOn, untilOn: null };
  await run('addFund', { fundId, code: 'HC-1', kind: 'grant', ...names, ...days, interestToGrant: true });
  const lines = [
    { headId: head('Gramin Bank'), amountPaise: 600_00 },
    { headId: head('Unspent Grants'), amountPaise: -500_00, fundId },
    { headId: head('Donations'), amountPaise: -100_00 },
  ];
  const eventOn = addDays(booksFromOn, 60);
  await run('makeVoucher', { voucherId: newId(), type: 'receipt', eventOn, narration: 'Grant and gift', lines });
}

test('a grant is sanctioned, and the receipt that brought it is laid to it', async () => {
  const { page } = maker;
  await receiveGrant();
  await page.goto(`${app.url}${HUB}/grants`);
  await page.getByRole('link', { name: 'Craft training' }).click();
  await page.getByText('Write down a sanction').click();
  await page.getByLabel('Number of the sanction letter').fill('S-12');
  await page.getByLabel('Sanctioned on').fill(addDays(booksFromOn, 30));
  await page.getByLabel('Amount').fill('400');
  await page.getByLabel('Sanctioned by').fill('Ministry');
  await page.getByLabel('For what').fill('Training');
  await page.getByRole('button', { name: 'Keep the sanction' }).click();
  await page.getByText('Write down a release').click();
  await page.getByLabel('Number of the release letter').fill('R-1');
  await page.getByLabel('Released on').fill(addDays(booksFromOn, 50));
  const release = page.locator('form', { has: page.getByRole('button', { name: 'Keep the release' }) });
  await release.getByLabel('Amount').fill('500');
  await release.getByRole('button').click();
  // beyond what was sanctioned: said at the form, and what was typed stays
  await release.getByRole('alert').waitFor();
  expect(await release.getByLabel('Number of the release letter').inputValue()).toBe('R-1');
  await look(page, 'accounts-grant-beyond');
  await release.getByLabel('Amount').fill('400');
  await release.getByRole('button').click();
  await page.getByText('R-1').waitFor();
  await look(page, 'accounts-grant');
});

test('a year that is over is closed; why an administrator opened it again stands there', async () => {
  const { page } = maker;
  const year = `${booksFromOn.slice(0, 4)}-${String((Number(booksFromOn.slice(0, 4)) + 1) % 100).padStart(2, '0')}`;
  await page.goto(`${app.url}${HUB}/year`);
  await page.getByText('₹100').first().waitFor();
  await page.getByRole('button', { name: /Close the books of/ }).click();
  await page.getByText(new RegExp(`Closed up to .*${year}`)).waitFor();
  await look(page, 'accounts-year-closed');
  // who closed it may not open it again: that is the administrator's
  await page.getByText(/Open .* again/).waitFor({ state: 'detached' });
  const administrator = await openDesk(app, { name: 'Sadhna', role: 'administrator' });
  const hers = administrator.page;
  await hers.goto(`${app.url}${HUB}/year`);
  await hers.locator('[name=reason]').fill('A bill of March was found');
  await look(hers, 'accounts-year-reopen');
  await hers.getByRole('button', { name: 'Open again' }).click();
  await hers.getByText('No year is closed yet.').waitFor();
  expect(administrator.problems).toEqual([]);
  await page.goto(`${app.url}${HUB}/year`);
  await page.getByText('No year is closed yet.').waitFor();
  await page.getByText('A bill of March was found').waitFor();
});

test('every page is whole on a narrow screen in Urdu', async () => {
  const { page, context } = checker;
  await context.addCookies([{ name: 'bakhiya_language', value: 'ur', url: app.url }]);
  await page.setViewportSize({ width: 360, height: 740 });
  const parts = ['', '/vouchers', '/vouchers/new', '/cash', '/bank', '/recurring', '/recurring/new', '/advances'];
  const masters = [
    '/assets',
    '/heads',
    '/heads/new',
    '/heads/groups',
    '/heads/funds',
    '/heads/limits',
    '/grants',
    '/year',
  ];
  for (const part of [...parts, ...masters]) {
    await page.goto(`${app.url}${HUB}${part}`);
    await look(page, `accounts${part.replaceAll('/', '-')}-ur`);
  }
  expect([...maker.problems, ...checker.problems]).toEqual([]);
});
