/** A trust's month: opening balances from Tally, vouchers, the bank's statement, balance sheet, and the month back to Tally. */
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { readTallyXml } from '#domain/accounts/index.ts';
import type { HeadRow, OfficeTrialBalance } from '#domain/accounts/index.server.ts';
import { addDays, addMonths, dayInIndia, monthOf } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { rupees } from '#platform/money.ts';
import { readFirstSheet } from '#platform/sheets.server.ts';
import { makeVillage, must, type Village } from '../village.ts';
import { startApp, type JourneyApp } from './app.ts';
import { look } from './browser.ts';
import { openDesk, type Desk } from './desk.ts';

const HUB = '/office/accounts';
/** The last whole month. */
const from = addMonths(monthOf(dayInIndia(new Date())), -1);
const to = addDays(addMonths(from, 1), -1);
const day = (of: number): string => addDays(from, of - 1);

let app: JourneyApp;
let village: Village;
let desk: Desk;
let heads: readonly HeadRow[];
const body = () => ({ bodyKind: 'trust', bodyId: village.orgId });
const head = (name: string): string => {
  const found = heads.find((one) => one.tallyName === name);
  if (!found) throw new Error(`No head ${name}`);
  return found.headId;
};
const run = (verb: string, input: object) =>
  must(village.app.do(`accounts.${verb}`, village.admin, { ...body(), ...input }));
async function ask<T>(question: string, input: object = {}): Promise<T> {
  const answer = await village.app.ask<T>(`accounts.${question}`, village.admin, { ...body(), ...input });
  if (answer.kind !== 'answer') throw new Error(answer.code);
  return answer.value;
}

beforeAll(async () => {
  village = await makeVillage({ members: 10 });
  await run('openBook', { booksFromOn: from, limitPaise: rupees(10_00_000), decidedBy: 'Trustees' });
  const names = { nameHi: 'ग्रामीण बैंक', nameUr: 'گرامین بینک', tallyName: null, groupId: null, personId: null };
  const bank = { bank: 'Gramin Bank', branch: null, ifsc: null, number: '990000000101' };
  await run('addHead', { ...names, headId: newId(), account: '1020', nameEn: 'Gramin Bank', openedOn: from, bank });
  heads = (await ask<{ heads: HeadRow[] }>('masters')).heads;
  app = await startApp({ village });
  desk = await openDesk(app, { name: 'Archana', role: 'accountant' });
});

const ledger = (name: string, rupeesClosing: string) =>
  `<LEDGER NAME="${name}" RESERVEDNAME=""><CLOSINGBALANCE>${rupeesClosing}</CLOSINGBALANCE></LEDGER>`;
/** As Tally writes balances: credit positive. */
const TALLY = `<ENVELOPE><BODY>${[
  ledger('Gramin Bank A/c 101', '-150000.00'),
  ledger('Cash', '-5000.00'),
  ledger('Capital Account', '100000.00'),
  ledger('General Fund', '55000.00'),
].join('')}</BODY></ENVELOPE>`;

async function choose(page: Page, tallyName: string, label: string): Promise<void> {
  const choice = page.getByLabel(`Our head: ${tallyName}`);
  await choice.selectOption({ label });
}

test("Tally's trial balance becomes the opening, line by line confirmed", async () => {
  const { page } = desk;
  await page.goto(`${app.url}${HUB}/tally`);
  await page.getByRole('link', { name: 'Read opening balances from Tally' }).click();
  const buffer = Buffer.from(TALLY);
  await page.locator('input[type=file]').setInputFiles({ name: 'trial.xml', mimeType: 'text/xml', buffer });
  await page.getByRole('button', { name: 'Read the list' }).click();
  await page.getByText('The lines chosen do not add up to zero yet.').waitFor();
  await choose(page, 'Gramin Bank A/c 101', 'Gramin Bank');
  await choose(page, 'Capital Account', 'Corpus fund');
  await page.getByRole('button', { name: 'Add up again' }).click();
  await page.getByText('Both sides are equal.').waitFor();
  await look(page, 'trust-opening');
  await page.getByRole('button', { name: 'Take these balances' }).click();
  await page.getByRole('heading', { name: 'Trial balance' }).waitFor();
  await page.getByText('Both sides are equal.').waitFor();
  expect(await ask<OfficeTrialBalance>('trialBalance', { asOf: addDays(from, -1) })).toMatchObject({
    debitPaise: rupees(1_55_000),
  });
  await page.goto(`${app.url}${HUB}/tally/names`);
  await page.getByText("2 of Tally's names are known.").or(page.getByText("4 of Tally's names are known.")).waitFor();
  await look(page, 'trust-names');
});

test("the month's vouchers stand beside the bank's statement until both tell the same", async () => {
  const bank = head('Gramin Bank');
  const entries = [
    ['receipt', 3, bank, head('Donations'), 60_000, 'Donations of the month', null],
    ['payment', 5, head('Rent'), bank, 12_000, 'Rent of the office', '000777'],
    ['payment', 20, head('Printing & Stationery'), bank, 2_400, 'Paper and ink', '000778'],
    ['contra', 7, head('Cash'), bank, 3_000, 'Cash for the office', null],
  ] as const;
  for (const [type, on, debit, credit, amount, narration, reference] of entries)
    await run('makeVoucher', {
      ...{ voucherId: newId(), type, eventOn: day(on), narration, reference },
      lines: [
        { headId: debit, amountPaise: rupees(amount) },
        { headId: credit, amountPaise: -rupees(amount) },
      ],
    });
  const plain = (on: number) => day(on).split('-').reverse().join('/');
  const csv = [
    'GRAMIN BANK, AMINABAD,,,,',
    'Txn Date,Narration,Chq/Ref No,Withdrawal,Deposit,Balance',
    `${plain(4)},NEFT DONATIONS,,,"60,000.00","2,10,000.00"`,
    `${plain(7)},SELF CASH,,3000.00,,"2,07,000.00"`,
    `${plain(9)},CHQ 000777 RENT,000777,"12,000.00",,"1,95,000.00"`,
    `${plain(28)},SMS CHARGES,,17.70,,"1,94,982.30"`,
  ].join('\n');
  const { page } = desk;
  await page.goto(`${app.url}${HUB}/reconcile`);
  await page.getByRole('link', { name: 'Gramin Bank' }).click();
  await page.getByRole('link', { name: 'Read a bank statement' }).click();
  const file = { name: 'statement.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) };
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByRole('button', { name: 'Read the list' }).click();
  await page.getByText('SMS CHARGES').waitFor();
  await look(page, 'trust-bank-columns');
  await page.getByRole('button', { name: 'Take these 4 lines' }).click();
  await page.getByText('These seem to belong together').waitFor();
  await look(page, 'trust-bank-work');
  await page.getByRole('button', { name: 'Confirm the ticked' }).click();
  await page.getByText('Not matched yet: 1 of the bank’s lines, 1 of our book’s entries.').waitFor();
  await page.getByRole('main').getByRole('link', { name: 'Bank reconciliation' }).last().click();
  await page.getByText('Both balances agree').waitFor();
  await page.getByText('000778').or(page.getByText('Paper and ink')).first().waitFor();
  await look(page, 'trust-reconciliation');
  // the same file once more adds nothing, and its columns are remembered
  await page.goto(`${app.url}${HUB}/reconcile/${bank}/read`);
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByRole('button', { name: 'Read the list' }).click();
  await page.getByRole('button', { name: 'Take these 4 lines' }).click();
  await page.getByRole('alert').waitFor();
});

test('a match confirmed by mistake is taken back, and confirmed again', async () => {
  const { page } = desk;
  await page.goto(`${app.url}${HUB}/reconcile/${head('Gramin Bank')}`);
  await page.getByText('Show the last matches').click();
  // Three were confirmed in one moment: in which order they stand is not said.
  const donations = page.getByRole('listitem').filter({ hasText: 'NEFT DONATIONS' });
  await donations.getByRole('button', { name: 'Take back' }).click();
  await page.getByText('Not matched yet: 2 of the bank’s lines, 1 of our book’s entries.').waitFor();
  await page.getByText('These seem to belong together').waitFor();
  await page.getByRole('button', { name: 'Confirm the ticked' }).click();
  await page.getByText('Not matched yet: 1 of the bank’s lines, 1 of our book’s entries.').waitFor();
});

test('the balance sheet opens downwards, in English and in Urdu, and leaves as Excel and PDF', async () => {
  const { page } = desk;
  await page.goto(`${app.url}${HUB}/statements?to=${to}`);
  await page.getByText('Both sides are equal.', { exact: true }).waitFor();
  await look(page, 'trust-balance-sheet');
  await page.getByRole('link', { name: 'Banks' }).click();
  const bank = page.getByRole('region', { name: /Banks/ }).getByRole('link', { name: 'Gramin Bank' });
  expect(await bank.getAttribute('href')).toContain(`/heads/${head('Gramin Bank')}`);
  const trial = await ask<OfficeTrialBalance>('trialBalance', { asOf: to });
  const fetched = async (path: string) => {
    const answer = await page.request.get(`${app.url}${path}`);
    expect(answer.status(), path).toBe(200);
    return answer.body();
  };
  const book = `bodyKind=trust&bodyId=${village.orgId}&from=${from}&to=${to}`;
  const sheet = await readFirstSheet(await fetched(`/office/export/accounts-trial-balance.xlsx?${book}`));
  expect(sheet.at(-1)?.slice(4)).toEqual([trial.debitPaise / 100, trial.creditPaise / 100]);
  const days = await readFirstSheet(await fetched(`/office/export/accounts-day-book.xlsx?${book}`));
  expect(days).toHaveLength(1 + 4 * 2 + 1);
  for (const what of ['balance-sheet', 'income-expenditure', 'receipts-payments', 'budget', 'grants'])
    await fetched(`/office/export/accounts-${what}.csv?${book}`);
  await fetched(`/office/export/accounts-head-book.xlsx?${book}&head=${head('Cash')}`);
  await fetched(`/office/export/accounts-reconciliation.pdf?${book}&headId=${head('Gramin Bank')}`);
  const pdf = await fetched(`${HUB}/statements/accounts.pdf?from=${from}&to=${to}`);
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  for (const part of ['income', 'trial', 'receipts', 'day-book', 'files']) {
    await page.goto(`${app.url}${HUB}/statements/${part}?from=${from}&to=${to}`);
    await look(page, `trust-${part}`);
  }
  await page.setViewportSize({ width: 360, height: 740 });
  await page.context().addCookies([{ name: 'bakhiya_language', value: 'ur', url: app.url }]);
  for (const part of ['statements', 'reconcile', 'grants', 'budget', 'budget/set', 'tally', 'year']) {
    await page.goto(`${app.url}${HUB}/${part}`);
    expect(await page.locator('html').getAttribute('dir'), part).toBe('rtl');
    await look(page, `trust-ur-${part.replace('/', '-')}`);
  }
  await page.context().addCookies([{ name: 'bakhiya_language', value: 'en', url: app.url }]);
  await page.setViewportSize({ width: 1280, height: 900 });
});

type Voucher = { readonly remoteId: string; readonly lines: readonly { ledger: string; paise: number }[] };

/** A reader of the published format: debits bear a minus in Tally's amounts. */
function vouchersOf(xml: string): Voucher[] {
  return [...xml.matchAll(/<VOUCHER REMOTEID="([^"]+)"[^>]*>([\s\S]*?)<\/VOUCHER>/g)].map(
    ([, remoteId = '', part = '']) => ({
      remoteId,
      lines: [
        ...part.matchAll(
          /<LEDGERNAME>([^<]+)<\/LEDGERNAME><ISDEEMEDPOSITIVE>(Yes|No)<\/ISDEEMEDPOSITIVE><AMOUNT>([^<]+)</g,
        ),
      ].map(([, ledger = '', positive, amount]) => {
        const paise = -Math.round(Number(amount) * 100);
        expect(positive === 'Yes', ledger).toBe(paise > 0);
        return { ledger: ledger.replaceAll('&amp;', '&'), paise };
      }),
    }),
  );
}

test('the month goes to Tally, and what Tally reads back is the same trial balance', async () => {
  const { page, problems } = desk;
  await page.goto(`${app.url}${HUB}/tally`);
  await look(page, 'trust-tally');
  const download = async (button: string) => {
    const coming = page.waitForEvent('download');
    await page.getByLabel('From').fill(from);
    await page.getByLabel('To', { exact: true }).fill(to);
    await page.getByRole('button', { name: button }).click();
    const chunks: Buffer[] = [];
    for await (const chunk of await (await coming).createReadStream()) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString('utf8');
  };
  const masters = readTallyXml(await download('Masters (XML)'));
  const [once, twice] = [vouchersOf(await download('Vouchers (XML)')), vouchersOf(await download('Vouchers (XML)'))];
  expect(once).toHaveLength(4);
  expect(twice.map((one) => one.remoteId)).toEqual(once.map((one) => one.remoteId));
  const sums = new Map<string, number>((masters ?? []).map((row) => [row.name, row.amountPaise]));
  for (const { lines } of once) {
    expect(lines.reduce((sum, line) => sum + line.paise, 0)).toBe(0);
    for (const { ledger: name, paise } of lines) sums.set(name, (sums.get(name) ?? 0) + paise);
  }
  const trial = await ask<OfficeTrialBalance>('trialBalance', { asOf: to });
  const ours = trial.rows.map((row) => [heads.find((one) => one.headId === row.headId)?.tallyName, row.balancePaise]);
  const theirs = [...sums].filter(([, paise]) => paise !== 0);
  expect(Object.fromEntries(theirs)).toEqual(Object.fromEntries(ours.filter(([, paise]) => paise !== 0)));
  expect(problems).toEqual([]);
});
