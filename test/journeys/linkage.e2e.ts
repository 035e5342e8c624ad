/** A group goes to the bank: graded from its meetings, its plan resolved, the request written down, the branch's file in one tap. */
import { beforeAll, expect, test } from 'vitest';
import { liveAYear } from '../linkage-builder.ts';
import { startApp, type JourneyApp } from './app.ts';
import { look, openPhone } from './browser.ts';
import { openDesk, type Desk } from './desk.ts';

let app: JourneyApp;
let desk: Desk;
let here: string;

beforeAll(async () => {
  app = await startApp({ members: 12 });
  await liveAYear(app.village, { missed: [2, 4] });
  desk = await openDesk(app, { name: 'Shaista', role: 'supervisor' });
  here = `${app.url}/office/linkage/${app.village.groupId}`;
});

test('the page of a group says its grade, the way up, and what it may ask for', async () => {
  const { page } = desk;
  await page.goto(`${app.url}/office/groups/${app.village.groupId}`);
  await page.getByRole('link', { name: 'Bank linkage' }).last().click();
  await page.getByRole('heading', { name: 'The five rules' }).waitFor();
  await page.getByText('10 of 12 (83%)').first().waitFor();
  await look(page, 'linkage-group');
  await page.goto(`${here}/grading/panchasutra`);
  await page.getByText('Good: 10. To look at: 2').click();
  await page.getByText('No meeting held near').first().waitFor();
  await look(page, 'linkage-behind');
});

test('the plan begins with what was asked for at meetings; the minutes resolve it', async () => {
  const { page } = desk;
  await page.goto(`${here}/plan`);
  await page.getByRole('button', { name: 'Save the plan' }).click();
  await page.getByRole('heading', { name: /^Draft of/ }).waitFor();
  await look(page, 'linkage-plan');
  // it was made today, the decision is older: the group must decide again
  await page.getByRole('button', { name: 'Approve by this decision' }).click();
  await page.getByText('The decision is older').waitFor();
});

test('an assessor grades, the request is written down, and the branch gets its file', async () => {
  const { page } = desk;
  await page.goto(`${here}/grading/ten_points`);
  await page.getByLabel('Name of the assessor').fill('Rukhsana Parveen');
  await page.getByLabel('For which body').fill('Block office, Sursa');
  for (const head of ['Taking part', 'The rules are known', 'The purpose is understood'])
    await page.getByLabel(head).selectOption('high');
  await page.getByLabel('Women of like means').selectOption('yes');
  await page.getByRole('button', { name: 'Give the certificate' }).click();
  await page.getByRole('heading', { name: 'Grade certificate 1' }).waitFor();
  await look(page, 'linkage-certificate');
  await page.goto(`${here}/ask?fund=bank_term`);
  await page.getByLabel('Bank and branch, or federation').fill('Gramin Bank, Bakkas');
  await look(page, 'linkage-ask');
  await page.getByRole('button', { name: 'Write the request down' }).click();
  await page.getByRole('heading', { name: 'Steps so far' }).waitFor();
  await page.getByLabel('Rupees, for a sanction or money received').fill('150000');
  await page.getByRole('button', { name: 'Write it down' }).click();
  await page.getByRole('listitem').filter({ hasText: 'Sanctioned' }).waitFor();
  await look(page, 'linkage-money');
  for (const file of ['dossier.pdf?language=ur', 'dossier.xlsx']) {
    const answer = await page.request.get(`${here}/${file}`);
    expect([answer.status(), (await answer.body()).length > 5_000]).toEqual([200, true]);
  }
});

test('money of the federation is written down with its terms; its savings have a page', async () => {
  const { page } = desk;
  await page.goto(`${here}/ask?fund=cif`);
  await page.getByLabel('Bank and branch, or federation').fill('Sangam federation');
  await page.getByRole('button', { name: 'Write the request down' }).click();
  await page.getByRole('heading', { name: 'Steps so far' }).waitFor();
  await page.getByLabel('Rupees, for a sanction or money received').fill('40000');
  await page.getByRole('button', { name: 'Write it down' }).click();
  await page.getByRole('listitem').filter({ hasText: 'Sanctioned' }).waitFor();
  await page.getByLabel('How many instalments').fill('12');
  await page.getByLabel('Interest a year in per cent').fill('7');
  await page.getByRole('button', { name: 'Write the terms' }).click();
  await page.getByText('or write the first due day').first().waitFor();
  await page.getByLabel('First instalment due on').fill('2030-01-10');
  await page.getByRole('button', { name: 'Write the terms' }).click();
  await page.getByText('12 instalments, one every month, from 10 Jan 2030; 7% a year').waitFor();
  await look(page, 'linkage-terms');
  await page.goto(`${app.url}/office/linkage/kept/${app.village.groupId}`);
  await page.getByText('No federation above this group').waitFor();
  await look(page, 'linkage-kept');
});

test('the same in Hindi and Urdu on a phone', async () => {
  const phone = await openPhone({ url: app.url, language: 'hi' });
  await phone.context.addCookies((await desk.context.cookies()).filter((one) => one.name !== 'bakhiya_language'));
  await phone.page.goto(here);
  await phone.page.getByRole('heading', { name: 'पाँच नियम' }).waitFor();
  await look(phone.page, 'linkage-group-hi-360');
  await phone.context.addCookies([{ name: 'bakhiya_language', value: 'ur', url: app.url }]);
  await phone.page.goto(`${here}/shares`);
  await phone.page.getByRole('heading', { name: 'منافع کی تقسیم' }).waitFor();
  await look(phone.page, 'linkage-shares-ur-360');
  await phone.page.goto(`${app.url}/office/linkage`);
  await phone.page.getByText('روشنی').first().waitFor();
  await look(phone.page, 'linkage-list-ur-360');
  expect([...desk.problems, ...phone.problems]).toEqual([]);
});
