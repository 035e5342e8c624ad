/** A loan of the trust: asked by the loan officer, approved by another, stood for by a neighbour, its key facts acknowledged, its agreement printed, paid out, paid late, corrected backwards, paid off. */
import { beforeAll, expect, test } from 'vitest';
import { addDays, addMonths, dayInIndia } from '#platform/dates.ts';
import { plainServicing } from '../life-builder.ts';
import { productRules } from '../loan-office.ts';
import { startApp, type JourneyApp } from './app.ts';
import { look } from './browser.ts';
import { openDesk, type Desk } from './desk.ts';
import { lookEverywhere, openLendingOffice } from './lending.ts';

const today = dayInIndia(new Date());
const paidOutOn = addMonths(today, -3);
let app: JourneyApp;
let officer: Desk;
let accountant: Desk;
let address: string;

beforeAll(async () => {
  app = await startApp({ members: 10 });
  const servicing = plainServicing({ penal: { rateBps: 3_650, perRowPaise: 0, graceDays: 0 } });
  await openLendingOffice(app, productRules({ servicing, needsKeyFacts: true, leastGuarantors: 1 }));
  officer = await openDesk(app, { name: 'Shaista', role: 'loan_officer' });
  accountant = await openDesk(app, { name: 'Archana', role: 'accountant' });
});

test('an application shows what it costs while it is written; its writer cannot approve it', async () => {
  const { page } = officer;
  await page.getByRole('link', { name: 'Loans', exact: true }).first().click();
  await page.getByRole('link', { name: 'New application' }).click();
  await page.getByLabel('Choose the group first').selectOption({ label: 'Roshni' });
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByLabel('Who borrows?').selectOption({ label: 'Woman 03' });
  await page.getByLabel('Amount').fill('1000');
  await page.getByLabel('Number of instalments').fill('4');
  await page.getByLabel('Day of paying out').fill(paidOutOn);
  await page.getByLabel('First instalment on').fill(addMonths(paidOutOn, 1));
  const preview = page.getByRole('region', { name: 'Schedule' }).first();
  await preview.getByText(/^24\W?%$/).waitFor();
  await preview.getByText('₹1,050').first().waitFor();
  await look(page, 'trust-loan-application');
  await page.getByRole('button', { name: 'Write application' }).click();
  await page.getByLabel('What was found').fill('has repaid before');
  await page.getByRole('button', { name: 'Propose for approval' }).click();
  await page.getByText('Looked into').first().waitFor();
  expect(await page.getByRole('button', { name: 'Approve' }).count()).toBe(0);
  address = page.url();
  // somebody outside the register stands for it
  const outside = page.locator('form', { has: page.getByRole('button', { name: 'Stands for this loan' }) });
  await outside.getByLabel('Name').fill('Ram Autar');
  await outside.getByLabel('Phone').fill('98390 12345');
  await outside.getByRole('button', { name: 'Stands for this loan' }).click();
  await page.getByText('has not agreed to this offer yet').waitFor();
});

test('a second person approves; no money before she has been told what the loan costs', async () => {
  const { page } = accountant;
  await page.goto(address);
  await page.getByRole('button', { name: 'Approve' }).click();
  await page.getByRole('link', { name: 'Show the key facts' }).waitFor();
  expect(await page.getByRole('button', { name: 'Pay out' }).count()).toBe(0);
  await lookEverywhere(accountant, 'trust-loan-approved');
  await page.getByRole('link', { name: 'Show the key facts' }).click();
  await page.getByRole('heading', { name: 'Key facts of the loan: Woman 03' }).waitFor();
  await page.getByRole('cell', { name: '₹1,050' }).first().waitFor();
  await lookEverywhere(accountant, 'trust-loan-key-facts');
  await page.getByLabel('thumb', { exact: true }).check();
  await page.getByRole('button', { name: 'She acknowledges' }).click();
  await page.getByText('A thumb needs a witness').waitFor();
  await page.getByLabel('thumb', { exact: true }).check();
  await page.getByLabel('Who saw it').fill('Salma');
  await page.getByRole('button', { name: 'She acknowledges' }).click();
  await page.getByRole('button', { name: 'Pay out' }).waitFor();
  await page.goto(`${address}/key-facts`);
  await page.getByText('seen by Salma').waitFor();
});

test('then the money leaves', async () => {
  const { page } = accountant;
  await page.goto(address);
  // the amount stands there before any script has run
  expect(await (await page.request.get(address)).text()).toMatch(/<input[^>]*name="amount"[^>]*value="1,000"/);
  await page.getByRole('button', { name: 'Pay out' }).click();
  await page.getByText('0 said yes to exactly this offer').waitFor();
  await page.getByText('Agrees to this offer').click();
  await page.getByRole('button', { name: 'Write the yes' }).click();
  await page.getByText(/^yes on .* written by Archana$/).waitFor();
  for (const name of ['English', 'हिन्दी', 'اردو']) {
    const href = await page.getByRole('link', { name: `Paper in ${name}` }).getAttribute('href');
    const paper = await page.request.get(new URL(href!, address).href);
    expect(paper.headers()['content-type']).toBe('application/pdf');
    expect((await paper.body()).subarray(0, 5).toString()).toBe('%PDF-');
  }
  await page.getByRole('button', { name: 'Pay out' }).click();
  await page.getByRole('heading', { name: 'What happened' }).waitFor();
  await page.getByText('Paid out').first().waitFor();
  await lookEverywhere(accountant, 'trust-loan-paid-out');
});

test('a late repayment is seen before it is taken; one found later changes it, and says how', async () => {
  const { page } = officer;
  const pay = async (on: string, rupees: string) => {
    // Once, on a crowded machine, no split came after the click, and why was not found: the page is alive before it is filled in.
    await page.goto(`${address}/pay`, { waitUntil: 'networkidle' });
    await page.getByLabel('Paid on').fill(on);
    await page.getByLabel('Amount').fill(rupees);
    await page.getByRole('button', { name: 'Show the split' }).click();
    await page.getByRole('heading', { name: 'How it is laid out' }).waitFor();
    await look(page, 'trust-loan-split');
    await page
      .getByRole('button', { name: new RegExp(`^Take \\W*${rupees}\\W*$`) })
      .first()
      .click();
  };
  // the first instalment of ₹270 is 20 days late: 0.1% a day on it is ₹5.40
  await pay(addDays(addMonths(paidOutOn, 1), 20), '270');
  await page.getByRole('heading', { name: 'What happened' }).waitFor();
  await page.getByText('₹5.40').first().waitFor();
  await pay(addMonths(paidOutOn, 1), '100');
  await page.getByRole('heading', { name: 'What this changed' }).waitFor();
  // on ₹170 the charge is ₹3.40
  await page.getByText('₹3.40').waitFor();
  await look(page, 'trust-loan-changed');
  await page.getByRole('link', { name: 'Go on' }).click();
  await page.getByText('Split anew after a correction').waitFor();
});

test('what is no amount is said at its field, and nothing that was written is lost', async () => {
  const { page } = officer;
  const how = 'Write the amount in figures with at most two digits after the point';
  await page.goto(`${address}/pay?on=${addMonths(paidOutOn, 1)}&amount=१२३.४५६`);
  await page.getByText(how).waitFor();
  expect(await page.getByLabel('Amount').inputValue()).toBe('१२३.४५६');
  await look(page, 'trust-loan-no-amount');

  const { page: hers } = accountant;
  await hers.goto(`${address}/change`, { waitUntil: 'networkidle' });
  await hers.getByText('Let off', { exact: true }).first().click();
  const act = hers.locator('details[open]');
  await act.getByLabel('Amount').fill('12.345');
  await act.getByLabel('What').selectOption('interest');
  await act.getByLabel('Reason').fill('her house burnt');
  await act.getByRole('button', { name: 'Let off' }).click();
  await act.getByText(how).first().waitFor();
  expect(await act.getByLabel('Amount').inputValue()).toBe('12.345');
  expect(await act.getByLabel('What').inputValue()).toBe('interest');
  expect(await act.getByLabel('Reason').inputValue()).toBe('her house burnt');
  expect(await act.locator('[aria-invalid]').count()).toBe(1);
  // the other acts of the page were not sent
  expect(await hers.locator('details:not([open]) [name=reason]').first().inputValue()).toBe('');
  await look(hers, 'trust-loan-waive-refused');
});

test('paid off today, the loan is closed and its card can be printed', async () => {
  const { page } = officer;
  await page.goto(`${address}/pay`);
  await page.getByRole('heading', { name: 'Pay off now' }).waitFor();
  await page
    .getByRole('button', { name: /^Take / })
    .last()
    .click();
  await page.getByText('Paid back').first().waitFor();
  await page.getByRole('link', { name: 'Loan card' }).click();
  await page.getByRole('heading', { name: 'Loan card: Woman 03' }).waitFor();
  await look(page, 'trust-loan-card');
  await page.goto(`${app.url}/office/loans`);
  await page.getByRole('cell', { name: 'Paid back' }).waitFor();
  await lookEverywhere(officer, 'trust-loan-list');
  expect([...officer.problems, ...accountant.problems]).toEqual([]);
});
