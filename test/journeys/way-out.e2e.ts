/** Out of the moneylender's hand: she consents, her income and debt are written down, the way out is shown, the lender is paid, his slip kept: free. */
import { beforeAll, expect, test } from 'vitest';
import { addDays, dayInIndia } from '#platform/dates.ts';
import { aLoanOutside, anAssessment, consents, swapMoney } from '../debts-builder.ts';
import { must } from '../village.ts';
import { startApp, type JourneyApp } from './app.ts';
import { look, openPhone, type PhoneBrowser } from './browser.ts';
import { openDesk, type Desk } from './desk.ts';

const today = dayInIndia(new Date());
/** The smallest picture there is: one pixel. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
let app: JourneyApp;
let desk: Desk;
let phone: PhoneBrowser | null = null;
let here: string;

beforeAll(async () => {
  app = await startApp();
  const { village } = app;
  here = `${app.url}/office/people/${village.people[4]}/debts`;
  await must(village.app.do('debts.offerSource', village.admin, swapMoney()));
  desk = await openDesk(app, { name: 'Shaista', role: 'loan_officer' });
});

test('nothing is shown or written down before she consents', async () => {
  const { page } = desk;
  await page.goto(here.replace(/\/debts$/, ''));
  await page.getByRole('link', { name: 'Income, debts and the way out' }).click();
  await page.getByText('She decides who may see this').waitFor();
  await look(page, 'way-out-consent');
  await page.getByRole('button', { name: 'She consents' }).click();
  await page.getByText('No debt to others stands.').waitFor();
});

test('her income is looked at, and a debt written down in the words it was agreed in', async () => {
  const { page } = desk;
  await page.getByRole('link', { name: 'Look at the income' }).click();
  await page.getByLabel('People in the household').fill('5');
  const first = page.getByRole('group', { name: 'Earning 1' });
  await first.getByLabel('In a month on average').fill('10000');
  await look(page, 'way-out-income');
  await page.getByRole('button', { name: 'Keep this look' }).click();
  await page.getByText('Inside the limit').waitFor();
  await page.getByRole('link', { name: 'Write down a debt' }).click();
  await page.getByLabel('Name of the lender').fill('Ramesh Sahukar');
  await page.getByLabel('Borrowed on').fill(addDays(today, -40));
  await page.getByLabel('Sum agreed').fill('10000');
  await page.getByLabel('Rupees a hundred each month').fill('5');
  await look(page, 'way-out-debt');
  await page.getByRole('button', { name: 'Write it down' }).click();
  await page.getByRole('heading', { name: 'Ramesh Sahukar' }).waitFor();
  await page.getByText('60 %').waitFor();
});

test('the way out: what to pay, when she is free, what it saves; the same in Hindi on a phone', async () => {
  const { page } = desk;
  await page.getByText('Now: pay Ramesh Sahukar ₹10,500 out of Swap fund').waitFor();
  await page.getByText('She owes nobody after 20 months').waitFor();
  // five years of Rs 500, the interest owed and the sum itself: 40,500; the swap takes 12,705
  await page.getByText('₹27,795').waitFor();
  await look(page, 'way-out-found');
  phone = await openPhone({ url: app.url, language: 'hi' });
  await phone.context.addCookies((await desk.context.cookies()).filter((one) => one.name !== 'bakhiya_language'));
  await phone.page.goto(here);
  await phone.page.getByRole('heading', { name: 'छुटकारे का रास्ता' }).waitFor();
  await phone.page.getByText('20 महीने बाद किसी का कुछ बाक़ी नहीं').waitFor();
  await look(phone.page, 'way-out-found-hi-360');
});

test('the lender is paid for her; with his slip she is free', async () => {
  const { page } = desk;
  await page.getByText('Pay the lender for her').click();
  await page.getByRole('button', { name: 'The lender was paid' }).click();
  await page.getByText('Paid, slip missing').waitFor();
  await page.getByText('Paid for her out of Swap fund').waitFor();
  await page.getByText('The lender’s slip').or(page.getByText("The lender's slip that nothing is left")).click();
  await page.getByLabel('Photo of the slip').setInputFiles({ name: 'slip.png', mimeType: 'image/png', buffer: PIXEL });
  await page.getByRole('button', { name: 'Keep it: she is free' }).click();
  await page.getByText('Free since').waitFor();
  await look(page, 'way-out-free');
  const slip = await page.getByRole('link', { name: 'Show the slip' }).getAttribute('href');
  const answer = await page.request.get(`${app.url}${slip}`);
  expect([answer.status(), answer.headers()['content-type']]).toEqual([200, 'image/png']);
});

test('three debts and money that comes in two parts, in Urdu: the picture of months holds on a phone and at a desk', async () => {
  const { village } = app;
  const personId = village.people[5]!;
  const act = (name: string, payload: unknown) => must(village.app.do(name, village.admin, payload));
  await consents(village.app, village.admin, personId);
  await act('obligations.assess', anAssessment(personId, 400_000));
  const pledge = { way: 'pledge', rateBps: 300, dueOn: addDays(today, 200), pledged: 'پازیب' };
  const daily = { way: 'collection', amountPaise: 5_000, times: 120, unit: 'day' };
  await act('debts.register', aLoanOutside(personId));
  await act(
    'debts.register',
    aLoanOutside(personId, { lenderName: 'Gupta Jewellers', lenderKind: 'pawnbroker', terms: pledge }),
  );
  await act(
    'debts.register',
    aLoanOutside(personId, { lenderName: 'Bharat Finance', principalPaise: 500_000, terms: daily }),
  );
  const three = here.replace(village.people[4]!, personId);
  await phone!.context.addCookies([{ name: 'bakhiya_language', value: 'ur', url: app.url }]);
  await phone!.page.goto(three);
  await phone!.page.getByRole('heading', { name: 'چھٹکارے کا راستہ' }).waitFor();
  await look(phone!.page, 'way-out-three-ur-360');
  await desk.page.goto(three);
  await look(desk.page, 'way-out-three');
  await phone!.context.addCookies([{ name: 'bakhiya_language', value: 'hi', url: app.url }]);
});

test('the register counts her; a clerk without the right is turned away', async () => {
  const { page } = desk;
  await page.getByRole('link', { name: 'Debts', exact: true }).first().click();
  await page.getByText('1 of 2 women with a registered debt are free of all of them.').waitFor();
  await page.getByText('13 of 15 members were not asked yet.').waitFor();
  await page.getByRole('cell', { name: 'Ramesh Sahukar' }).first().waitFor();
  await look(page, 'debts-register');
  await phone!.page.goto(`${app.url}/office/debts`);
  await look(phone!.page, 'debts-register-hi-360');
  expect(desk.problems).toEqual([]);
  expect(phone!.problems).toEqual([]);
  const clerk = await openDesk(app, { name: 'Archana', role: 'accountant' });
  expect(await clerk.page.getByRole('link', { name: 'Debts', exact: true }).count()).toBe(0);
  expect((await clerk.page.goto(here))?.status()).toBe(403);
});
