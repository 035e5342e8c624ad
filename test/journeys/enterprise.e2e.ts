/** An enterprise: registered with its owners, asks, is looked into, told what it costs, paid out; first repayment, portfolio, its owner's page, its end. */
import { beforeAll, expect, test } from 'vitest';
import { addMonths, dayInIndia } from '#platform/dates.ts';
import { consents } from '../debts-builder.ts';
import { productRules } from '../loan-office.ts';
import { startApp, type JourneyApp } from './app.ts';
import { look } from './browser.ts';
import { openDesk, type Desk } from './desk.ts';
import { lookEverywhere, openLendingOffice } from './lending.ts';

const today = dayInIndia(new Date());
const paidOutOn = addMonths(today, -1);
const NAME = 'Bakkas Chikan House';
let app: JourneyApp;
let officer: Desk;
let accountant: Desk;
let supervisor: Desk;
let enterprise: string;
let loan: string;

beforeAll(async () => {
  app = await startApp({ members: 10 });
  await openLendingOffice(app, productRules({ borrowers: ['group', 'enterprise'], needsKeyFacts: true }));
  await consents(app.village.app, app.village.admin, app.village.people[1]!);
  officer = await openDesk(app, { name: 'Shaista', role: 'loan_officer' });
  accountant = await openDesk(app, { name: 'Archana', role: 'accountant' });
  supervisor = await openDesk(app, { name: 'Kahkashan', role: 'supervisor' });
});

test('the register is empty and says what it is for; owners are found first, then the rest is written', async () => {
  const { page } = officer;
  await page.getByRole('link', { name: 'Enterprises', exact: true }).first().click();
  await page.getByText('No enterprise is registered yet').waitFor();
  await lookEverywhere(officer, 'enterprise-none');
  await page.getByRole('link', { name: 'Register an enterprise' }).click();
  const add = async (typed: string, link: string) => {
    const search = page.getByRole('search', { name: 'Find a woman or a group' });
    await search.getByRole('searchbox').fill(typed);
    await search.getByRole('button').click();
    await page.getByRole('link', { name: link, exact: true }).click();
    await page.getByRole('link', { name: link.replace(/^Add (the group )?/, 'Remove: ') }).waitFor();
  };
  await add('Woman 02', 'Add Woman 02');
  await add('Rosh', 'Add the group Roshni');
  expect(await page.getByLabel('Share of Woman 02 in percent').inputValue()).toBe('50');
  await lookEverywhere(officer, 'enterprise-new');
});

test('shares that make no whole are refused with what was typed kept; registered, it stands with owners and shares', async () => {
  const { page } = officer;
  await page.getByLabel('Share of Woman 02 in percent').fill('33.34');
  await page.getByLabel('Name in Latin letters').fill(NAME);
  await page.getByLabel('Name in Devanagari').fill('बक्कास चिकन हाउस');
  await page.getByLabel('Where it works').selectOption({ label: 'Bakkas' });
  await page.getByLabel('What it does').selectOption({ label: 'Chikan embroidery' });
  await page.getByLabel('Udyam number').fill('udyam up 50 0001234');
  await page.getByLabel('Started on').fill('2025-06-01');
  await page.getByRole('button', { name: 'Register', exact: true }).click();
  await page.getByText('do not make 100 percent').first().waitFor();
  expect(await page.getByLabel('Name in Latin letters').inputValue()).toBe(NAME);
  await look(page, 'enterprise-refused');
  await page.getByLabel('Share of Roshni in percent').fill('66.66');
  await page.getByRole('button', { name: 'Register', exact: true }).click();
  await page.getByRole('heading', { name: NAME }).waitFor();
  await page.getByText('UDYAM-UP-50-0001234').waitFor();
  await page.getByText('33.34 %').waitFor();
  enterprise = page.url();
});

test('it asks for a loan: the screen says which test is not made, and what the loan costs', async () => {
  const { page } = officer;
  await page.getByRole('link', { name: 'Ask for a loan' }).click();
  await page.getByText('is not a microfinance loan to a household').waitFor();
  await page.getByLabel('Amount').fill('1000');
  await page.getByLabel('Number of instalments').fill('4');
  await page.getByLabel('Asked on').fill(paidOutOn);
  await page.getByLabel('Day of paying out').fill(paidOutOn);
  await page.getByLabel('First instalment on').fill(today);
  await page.getByRole('region', { name: 'Schedule' }).first().getByText('₹1,050').first().waitFor();
  await look(page, 'enterprise-asks');
  await page.getByRole('button', { name: 'Write application' }).click();
  await page.getByText('is not a microfinance loan to a household').waitFor();
  await page.getByLabel('What was found').fill('orders for the season are written');
  await page.getByRole('button', { name: 'Propose for approval' }).click();
  await page.getByText('Looked into').first().waitFor();
  loan = page.url();
});

test('approved by another, its key facts are addressed to it and name its owners; then the money leaves', async () => {
  const { page } = accountant;
  await page.goto(loan);
  await page.getByRole('button', { name: 'Approve' }).click();
  await page.getByRole('link', { name: 'Show the key facts' }).click();
  await page.getByRole('heading', { name: `Key facts of the loan: ${NAME}` }).waitFor();
  await page.getByText(/Woman 02\W+33\.34 %\W+Roshni\W+66\.66 %/).waitFor();
  await lookEverywhere(accountant, 'enterprise-key-facts');
  await page.getByLabel('thumb', { exact: true }).check();
  await page.getByLabel('Who saw it').fill('Salma');
  await page.getByRole('button', { name: 'She acknowledges' }).click();
  await page.getByRole('button', { name: 'Pay out' }).click();
  await page.getByRole('heading', { name: 'What happened' }).waitFor();
  await lookEverywhere(accountant, 'enterprise-loan');
  await page.getByRole('link', { name: 'Loan card' }).click();
  await page.getByText(/Woman 02\W+33\.34 %/).waitFor();
  await look(page, 'enterprise-card');
});

test('the first repayment; the portfolio counts the loan under the group of its owners', async () => {
  const { page } = officer;
  await page.goto(`${loan}/pay`);
  await page.getByLabel('Paid on').fill(today);
  await page.getByLabel('Amount').fill('270');
  await page.getByRole('button', { name: 'Show the split' }).click();
  await page.getByRole('heading', { name: 'How it is laid out' }).waitFor();
  await page
    .getByRole('button', { name: /^Take \W*270\W*$/ })
    .first()
    .click();
  await page.getByRole('heading', { name: 'What happened' }).waitFor();
  await page.goto(enterprise);
  await page.getByText('₹750').first().waitFor();
  await lookEverywhere(officer, 'enterprise-one');
  const books = accountant.page;
  await books.goto(`${app.url}/office/portfolio/loans?group=${app.village.groupId}`);
  await books.getByRole('row', { name: new RegExp(NAME) }).waitFor();
  await look(books, 'enterprise-portfolio');
});

test('its owner sees the loan beside her own debts, in none of her sums', async () => {
  const { page } = supervisor;
  await page.goto(`${app.url}/office/people/${app.village.people[1]}/debts`);
  await page.getByRole('heading', { name: 'What her enterprises borrow' }).waitFor();
  await page.getByText('her share 33.34 %').waitFor();
  await page.getByText('The enterprise owes this, not she').waitFor();
  await lookEverywhere(supervisor, 'enterprise-owner');
});

test('owners change from a day on; it does not close while it borrows', async () => {
  const { page } = supervisor;
  await page.goto(enterprise);
  await page.getByRole('link', { name: 'Change owners' }).click();
  await page.getByRole('link', { name: 'Remove: Woman 02' }).click();
  await page.getByRole('link', { name: 'Remove: Woman 02' }).waitFor({ state: 'detached' });
  expect(await page.getByLabel('Share of Roshni in percent').inputValue()).toBe('100');
  await look(page, 'enterprise-owners');
  await page.getByRole('button', { name: 'Change owners' }).click();
  await page.getByRole('heading', { name: 'Earlier owners' }).waitFor();
  await page.getByLabel('Why it ends').fill('no more orders');
  await page.getByRole('button', { name: 'Close the enterprise' }).click();
  await page.getByText('It still asks for loans or has some running: 1').waitFor();
  await page.goto(enterprise);
  await lookEverywhere(supervisor, 'enterprise-owners-changed');
  await page.goto(`${app.url}/office/enterprises`);
  await page.getByRole('link', { name: NAME }).waitFor();
  await lookEverywhere(supervisor, 'enterprise-list');
  expect([...officer.problems, ...accountant.problems, ...supervisor.problems]).toEqual([]);
});
