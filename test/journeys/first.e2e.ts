/** An organisation's first half hour: from an empty machine to the first meeting in the books, as a person goes through it. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allSent } from './recording.ts';
import { look, openPhone, typePin, type PhoneBrowser } from './browser.ts';
import { takeSecondStep } from './second-step.ts';
import { makeDataDir, startSecureApp, type SecureApp } from './secure-app.ts';
import { confirmAndClose, recordMeeting } from './steps.ts';

const PASSWORD = 'pehla din, pehli baithak 1';
const PIN = '482916';
const WOMEN = ['Kamla Devi, Ram Lal', 'Shabana', 'रेहाना', 'Sunita', 'نسیم بانو', 'Geeta', 'Farzana', 'Zainab', 'Meena'];
const data = makeDataDir();
let app: SecureApp;
let url = '';
let desk: PhoneBrowser;
let phone: PhoneBrowser;
let link = '';

beforeAll(async () => {
  app = await startSecureApp(data.dataDir, { BAKHIYA_HTTPS_PORT: '0' });
  url = `http://127.0.0.1:${app.port}`;
  desk = await openPhone({ url, width: 1280, height: 900 });
});
afterAll(async () => {
  await app?.stop();
  data.remove();
});

test('she signs in with what the terminal said, chooses her own secret, and gives the names', async () => {
  const { page } = desk;
  const [, number, pin] = /First sign-in: phone (\d{10}), PIN (\d{8})/.exec(app.words()) ?? [];
  await page.goto(`${url}/office`);
  await page.getByLabel('Phone').fill(number!);
  await page.locator('[name=secret]').fill(pin!);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.locator('[name=old]').fill(pin!);
  await page.locator('[name=new]').fill(PASSWORD);
  await look(page, 'first-secret');
  await page.getByRole('button', { name: 'Save' }).click();
  await takeSecondStep(page, PASSWORD, 'first-second-step');
  await page.waitForURL(/office\/begin/);
  await page.getByLabel('Name in Latin letters').or(page.locator('[name=name]')).first().fill('Mahila Sewa Trust');
  await page.locator('[name=yourName]').fill('Rukhsana');
  await page.locator('[name=phone]').fill('12345');
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.getByRole('alert').first().waitFor();
  expect(await page.locator('[name=name]').inputValue()).toBe('Mahila Sewa Trust');
  await page.locator('[name=phone]').fill('98765 43210');
  await look(page, 'first-names');
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.getByRole('heading', { name: 'First steps' }).waitFor();
  await page.getByText('Mahila Sewa Trust').first().waitFor();
  await page.getByRole('heading', { name: /Rukhsana/ }).waitFor();
  await look(page, 'first-steps');
});

const save = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).last().click();

test('a village, a group with ten women, officers and rules', async () => {
  const { page } = desk;
  await page.getByRole('link', { name: 'Add your villages or mohallas' }).click();
  await page.locator('[name=nameEn]').fill('Kakori');
  await look(page, 'first-places');
  await save(page, 'Add a place');
  await page.getByText('Kakori').first().waitFor();
  await page.goto(`${url}/office`);
  await page.getByText('Done', { exact: true }).waitFor();
  await page.getByRole('link', { name: /^Open the first group/ }).click();
  await page.locator('[name=name]').fill('Roshni');
  await page.locator('[name=placeId]').selectOption({ index: 1 });
  await look(page, 'first-group');
  await save(page, 'Open a group');
  await page.getByRole('link', { name: 'Add several members' }).first().click();
  await page
    .locator('[name=names]')
    .fill([...WOMEN, 'Savitri Devi'].map((name, at) => `${at + 1}. ${name}`).join('\n'));
  await look(page, 'first-members');
  await save(page, 'Add them');
  await page.getByRole('heading', { name: 'Members: 10' }).waitFor();
  await page.getByRole('link', { name: 'Set rules' }).first().click();
  await look(page, 'first-rules');
  await save(page, 'Set rules');
  await page.getByRole('link', { name: 'Give an office' }).first().click();
  for (const [name, office] of [
    ['Kamla Devi', 'president'],
    ['Shabana', 'secretary'],
    ['Sunita', 'treasurer'],
  ] as const) {
    await page.locator('[name=personId]').last().selectOption({ label: name });
    await page.locator('[name=office]').last().selectOption(office);
    await save(page, 'Give an office');
    await page.getByText(name).first().waitFor();
  }
  await page.getByRole('navigation', { name: 'The pages above this one' }).getByRole('link').last().click();
  await page.getByRole('heading', { name: 'Members: 10' }).waitFor();
  expect(await page.getByText('Next steps').count()).toBe(0);
  await look(page, 'first-group-ready');
});

test('a bookkeeper for that group, and the code for her phone', async () => {
  const { page } = desk;
  await page.goto(`${url}/office`);
  await page.getByRole('link', { name: 'Add its bookkeeper, then her phone' }).click();
  await page.locator('[name=name]').fill('Nargis');
  await page.locator('[name=phone]').fill('9876500001');
  await page.locator('[name=locale]').selectOption('en');
  await page.locator('[name=scope]').selectOption({ label: 'Roshni' });
  await look(page, 'first-user');
  await save(page, 'Add a person');
  await page.getByRole('heading', { name: 'Nargis' }).waitFor();
  await page.getByRole('button', { name: 'Add a phone' }).click();
  await page.getByText('Her phone cannot scan').click();
  link = await page.locator('[data-enrolment]').innerText();
  expect(link.startsWith(`${url}/field/enrol/#`)).toBe(true);
  await look(page, 'first-code');
});

test('from the code to a practice meeting in two taps beside her PIN', async () => {
  phone = await openPhone({ url });
  const { page } = phone;
  await page.goto(link);
  for (const title of ['Choose a PIN of 6 digits', 'The same PIN once more']) {
    await page.getByText(title).waitFor();
    await typePin(page, PIN);
  }
  await page.getByText('You are in, Nargis').waitFor();
  await page.getByText('1 group is on this phone.').waitFor();
  await page.getByRole('link', { name: 'Practise a meeting' }).click();
  // Rs 2,400 in the box, 12 women save 100 each, four repay 360 each: Rs 5,040
  await recordMeeting(page, [
    [0, '10'],
    [4, '2'],
  ]);
  await confirmAndClose(page);
  await look(page, 'first-practised');
  await page.goto(`${url}/field/`);
  await typePin(page, PIN);
  await page.getByRole('heading', { name: 'Roshni' }).waitFor();
  await page.getByText(/not sent/).waitFor({ state: 'detached' });
});

test('the first meeting is recorded, sent, and stands in the books', async () => {
  const { page } = phone;
  await page.getByRole('link', { name: 'Roshni' }).click();
  await recordMeeting(page, [[0, '2']]);
  await confirmAndClose(page);
  await page.goto(`${url}/field/`);
  await typePin(page, PIN);
  await allSent(page);
  await look(page, 'first-sent');
  await desk.page.goto(`${url}/office`);
  await desk.page.getByRole('link', { name: 'Roshni' }).first().waitFor();
  await desk.page.getByText('₹1,000').first().waitFor();
  await desk.page.getByText('None: all 1 books balance.').waitFor();
  await look(desk.page, 'first-office');
  expect([...desk.problems, ...phone.problems]).toEqual([]);
});
