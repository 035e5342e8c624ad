/** A meeting in which everything unusual happens, and what else a bookkeeper may come upon: giving up, practising, a new version. */
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { addDemand, addLine, grantLoan, setSaving } from '#domain/meetings/index.ts';
import { addDays, dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { close, contextOf, makeVillage, must, ordinaryMeeting, type Village } from '../village.ts';
import { startApp, type JourneyApp } from './app.ts';
import { look, type PhoneBrowser } from './browser.ts';
import { openDesk } from './desk.ts';
import { practiceContext } from '../../src/routes/field/parts/practice.ts';
import {
  allSent,
  expectedRupees,
  finishMeeting,
  groupUrl,
  joinPhone,
  openAt,
  PIN,
  primary,
  recordSteps,
  typeRupees,
} from './recording.ts';

const today = dayInIndia(new Date());
let app: JourneyApp;
let village: Village;
let phone: PhoneBrowser;
const books = () => contextOf(village, village.admin);

beforeAll(async () => {
  village = await makeVillage({ members: 10 });
  const bank = { bank: 'Gramin Bank', branch: null, ifsc: null, number: '123456789012', openedOn: null };
  const account = { ...bank, bankAccountId: newId(), groupId: village.groupId };
  await must(village.app.do('groups.addBankAccount', village.admin, account));
  await holdTwoMeetings(account.bankAccountId);
  app = await startApp({ village });
  phone = await joinPhone(app, village.bookkeeper.userId);
});

/** Two women owe, one has Rs 200 of her own beside the usual, Rs 300 lie in the bank. */
async function holdTwoMeetings(bankAccountId: string): Promise<void> {
  const { app: door, admin, people } = village;
  const first = await books();
  const lend = ordinaryMeeting(first, addDays(today, -70), (empty) => {
    const saved = setSaving(empty, { personId: people[5]!, compulsoryPaise: 10_000, voluntaryPaise: 20_000 });
    return [people[3]!, people[4]!].reduce((now, personId, index) => {
      const asked = addDemand(now, { personId, amountPaise: 30_000, purpose: 'craft_material' });
      const given = { loanId: newId(), grantedPaise: 30_000, paidFrom: 'cash', bankAccountId: null } as const;
      return grantLoan(asked, first, { ...given, index, acknowledged: 'thumb' });
    }, saved);
  });
  await must(close(door, admin, lend));
  const move = { way: 'cash_to_bank', bankAccountId, amountPaise: 30_000, byPersonId: people[1]!, note: '' } as const;
  const second = ordinaryMeeting(await books(), addDays(today, -40), (sheet) => addLine(sheet, 'transfers', move));
  await must(close(door, admin, second));
}

/** One is away, one comes late. */
async function rollCall(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Woman 10/ }).click();
  for (let taps = 0; taps < 2; taps += 1) await page.getByRole('button', { name: /^Woman 09/ }).click();
  await page.getByRole('button', { name: '9 of 10 are here' }).waitFor();
}

/** She brings Rs 100 more than is due and is asked where it goes; the other pays as due; a fine is paid. */
async function payBack(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: /Woman 04/ })
    .first()
    .click();
  const dialog = page.getByRole('dialog', { name: 'Woman 04' });
  const save = dialog.getByRole('button', { name: 'Save', exact: true });
  const due = /₹(\d+)/.exec(await dialog.locator('output').first().innerText())![1];
  await typeRupees(dialog, Number(due) + 100);
  await dialog.getByText('She paid more than is due. Where shall it go?').waitFor();
  expect(await save.isDisabled(), 'before she said where').toBe(true);
  await look(page, 'exceptions-excess');
  await dialog.getByRole('button', { name: 'Her own savings' }).click();
  await save.click();
  await page.getByRole('listitem').filter({ hasText: 'Woman 05' }).getByRole('button', { name: 'As due' }).click();
  await page.getByRole('listitem').filter({ hasText: 'Came late' }).getByRole('button', { name: 'Pays now' }).click();
}

/** An amount of money in or out with the woman who carries it. */
async function moveMoney(page: Page, of: { name: string; rupees: number; woman: string; asks: string }): Promise<void> {
  await page.getByRole('button', { name: of.name, exact: true }).click();
  const dialog = page.getByRole('dialog', { name: of.name });
  await typeRupees(dialog, of.rupees);
  await dialog.getByLabel(of.asks).selectOption({ label: of.woman });
  await look(page, `exceptions-${of.rupees}`);
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
}

/** Own savings are handed back by resolution, a member leaves with her loan set off, money goes to the bank. */
async function payOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Savings taken out' }).click();
  await page.getByRole('button', { name: 'Woman 06' }).click();
  await page.getByRole('button', { name: '₹200', exact: true }).click();
  await look(page, 'exceptions-withdraw');
  await primary(page).click();
  await page.getByRole('button', { name: 'A member leaves' }).click();
  await page.getByRole('button', { name: 'Woman 05' }).click();
  await page.getByText('She is handed').waitFor();
  await page.getByRole('button', { name: 'Moved away' }).click();
  await look(page, 'exceptions-exit');
  await primary(page).click();
  await moveMoney(page, {
    name: 'To the bank with a woman',
    rupees: 150,
    woman: 'Woman 03',
    asks: 'Who carries it?',
  });
}

test('excess asked, money from the bank, savings taken out, a member leaves, a shortage voted', async () => {
  const { page } = phone;
  await openAt(phone, groupUrl(app, village.groupId));
  await phone.offline(true);
  await page.getByRole('link', { name: 'Start the meeting' }).click();
  const receipts = (): Promise<void> =>
    moveMoney(page, { name: 'Taken out of the bank', rupees: 100, woman: 'Woman 02', asks: 'Who brought it?' });
  await recordSteps(page, {
    at: { roll: () => rollCall(page), repayments: () => payBack(page), receipts, payments: () => payOut(page) },
  });
  const expected = await expectedRupees(page);
  const closing = async (): Promise<void> => {
    await page.getByText('Box and books differ').waitFor();
    expect(await primary(page).isDisabled(), 'before the vote').toBe(true);
    await page.getByLabel('Why does it differ?').fill('a torn note');
    await page.getByRole('button', { name: 'The group agreed' }).click();
    await page.getByText('The difference is voted').waitFor();
    await look(page, 'exceptions-shortage');
  };
  await finishMeeting(page, { boxRupees: expected - 10, at: { closing } });
  await phone.offline(false);
  await page.getByRole('link', { name: 'Done' }).click();
  await allSent(page);

  const after = await books();
  const of = (index: number) => after.balances.find((one) => one.personId === village.people[index]);
  expect(after.cashPaise).toBe((expected - 10) * 100);
  expect(after.banks).toMatchObject([{ balancePaise: 20_000 }]);
  expect(after.inTransit).toEqual([{ personId: village.people[2], amountPaise: 15_000 }]);
  expect(of(3)).toMatchObject({ voluntaryPaise: 10_000 });
  expect(of(5)).toMatchObject({ voluntaryPaise: 0, compulsoryPaise: 30_000 });
  expect(of(4)).toMatchObject({ compulsoryPaise: 0, voluntaryPaise: 0 });
  expect(after.loans.map((loan) => loan.personId)).toEqual([village.people[3]]);
  expect(after.members.find((one) => one.personId === village.people[4])?.leftOn).toBe(addDays(today, 1));
  const { rows } = await village.owner.query(
    `select sum(amount_paise)::text as sum, sum(amount_paise) filter (where account = '5990')::text as short from posting where org_id = $1`,
    [village.orgId],
  );
  expect(rows[0].sum).toBe('0');
});

test('at the next meeting the money carried is asked for; the office reads the vote and the reason', async () => {
  const { page } = phone;
  await openAt(phone, `${groupUrl(app, village.groupId)}meeting/?special=1`);
  const receipts = async (): Promise<void> => {
    await page.getByText('Woman 03 took ₹150 to the bank after the last meeting.').waitFor();
    await page.getByRole('button', { name: /^It is in: Gramin Bank/ }).click();
    await look(page, 'exceptions-arrived');
  };
  await recordSteps(page, {}, [1, 2]);
  await page.getByRole('button', { name: 'Next', exact: true }).click();
  await recordSteps(page, { at: { receipts } }, [4, 7]);
  await finishMeeting(page, { boxRupees: await expectedRupees(page), firstTime: false });
  await page.getByRole('link', { name: 'Done' }).click();
  await allSent(page);
  expect(await books()).toMatchObject({ inTransit: [], banks: [{ balancePaise: 35_000 }] });

  const desk = await openDesk(app, { name: 'Kahkashan', role: 'supervisor' });
  await desk.page.goto(`${app.url}/office/meetings?group=${village.groupId}`);
  await desk.page.getByRole('row').filter({ hasText: '9/10' }).getByRole('link').first().click();
  await desk.page.getByText('a torn note').waitFor();
  await look(desk.page, 'exceptions-office');
  expect(desk.problems).toEqual([]);
});

test('a meeting begun and given up has a reason and posts nothing', async () => {
  const { page } = phone;
  await page.getByRole('link', { name: 'Special meeting' }).click();
  await recordSteps(page, {}, [1, 1]);
  await page.getByRole('navigation', { name: 'Step 2 of 8' }).waitFor();
  await page.getByRole('link', { name: 'Back' }).click();
  await page.getByRole('link', { name: 'Give this meeting up' }).click();
  await page.getByText('Nothing of this meeting goes into the books.').waitFor();
  await page.getByRole('button', { name: 'A death' }).click();
  await look(page, 'exceptions-give-up');
  await page.getByRole('button', { name: 'Record', exact: true }).click();
  await page.getByRole('link', { name: 'Start the meeting' }).waitFor();
  await allSent(page);
  const { rows } = await village.owner.query(
    `select state, reason, journal_seq from meeting where org_id = $1 and state <> 'closed'`,
    [village.orgId],
  );
  expect(rows).toEqual([{ state: 'cancelled', reason: 'death', journal_seq: null }]);
});

test('a practice meeting is like any other and posts nothing', async () => {
  const { page } = phone;
  const said = async (): Promise<unknown> =>
    (await village.owner.query('select count(*) from command where org_id = $1', [village.orgId])).rows[0];
  const before = await said();
  await page.getByRole('link', { name: 'Back' }).click();
  await page.getByRole('link', { name: /Practice group/ }).click();
  await page.getByRole('link', { name: 'Start the meeting' }).click();
  await recordSteps(page, {});
  const { officers: holders, members } = practiceContext(today);
  const named = holders.map(({ personId }) => members.find((one) => one.personId === personId)!.names.en);
  const officers = named.slice(0, 2).map((name) => [name, '2468'] as const);
  await finishMeeting(page, { boxRupees: await expectedRupees(page), officers });
  await look(page, 'exceptions-practised');
  await page.getByRole('link', { name: 'Done' }).click();
  await page.getByText('Practice').first().waitFor();
  await allSent(page);
  expect(await said()).toEqual(before);
});

test('a new version is offered, and put in place when she says so', async () => {
  const { page } = phone;
  await openAt(phone, `${app.url}/field/`);
  await page.getByRole('link', { name: /Roshni/ }).waitFor();
  // The same script under another address is another version to the browser.
  await page.evaluate(() => navigator.serviceWorker.register('/service-worker.js?next', { scope: '/field/' }));
  await page.getByText('A new version of the app is ready.').waitFor();
  await look(page, 'exceptions-version');
  await page.getByRole('button', { name: 'Open again' }).click();
  await page.getByText('Your PIN').waitFor();
  for (const digit of PIN) await page.getByRole('button', { name: digit, exact: true }).click();
  await page.getByRole('link', { name: /Roshni/ }).waitFor();
  expect(phone.problems).toEqual([]);
});
