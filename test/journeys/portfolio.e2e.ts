/** Where the loan money is: a group's late loan from the figure down to the woman, as it stands today and as it stood before. */
import { beforeAll, expect, test } from 'vitest';
import { addDemand, grantLoan } from '#domain/meetings/index.ts';
import { addDays, dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { close, contextOf, must, ordinaryMeeting } from '../village.ts';
import { startApp, type JourneyApp } from './app.ts';
import { look } from './browser.ts';
import { openDesk, type Desk } from './desk.ts';

const today = dayInIndia(new Date());
const lentOn = addDays(today, -75);
let app: JourneyApp;
let desk: Desk;

beforeAll(async () => {
  app = await startApp({ members: 10 });
  const { village } = app;
  const asked = await contextOf(village, village.admin);
  const given = ordinaryMeeting(asked, lentOn, (sheet) =>
    grantLoan(addDemand(sheet, { personId: village.people[2]!, amountPaise: 50_000, purpose: 'trade' }), asked, {
      ...{
        index: 0,
        loanId: newId(),
        grantedPaise: 50_000,
        paidFrom: 'cash',
        bankAccountId: null,
        acknowledged: 'thumb',
      },
    }),
  );
  await must(close(village.app, village.admin, given));
  desk = await openDesk(app, { name: 'Archana', role: 'accountant' });
});

test('the late loan is at risk today, was not then, and is found behind its figure', async () => {
  const { page } = desk;
  await page.getByRole('link', { name: 'Portfolio', exact: true }).first().click();
  await page.getByRole('heading', { name: 'Where the loan money is' }).waitFor();
  await page.getByText('100.0 %').first().waitFor();
  await look(page, 'portfolio');
  await page.getByLabel('As on').fill(addDays(lentOn, 1));
  await page.getByRole('button', { name: 'Show' }).click();
  await page.getByText('Running on').waitFor();
  await page.getByText('1; late: 0').waitFor();
  await page.goto(`${app.url}/office/portfolio?by=group`);
  await page.getByRole('link', { name: 'Roshni' }).first().click();
  await page.getByRole('heading', { name: 'Loans behind this' }).waitFor();
  await page.getByText('Woman 03').waitFor();
  expect(desk.problems).toEqual([]);
});
