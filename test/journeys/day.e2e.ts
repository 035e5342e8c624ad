/** A day without network: three meetings of three groups; in the evening the browser dies while it sends, and nothing is lost or doubled. */
import pg from 'pg';
import { beforeAll, expect, test } from 'vitest';
import { actorOf } from '#app/actors.server.ts';
import { makeFirstUser } from '#app/organisations.server.ts';
import type { Actor } from '#platform/door.ts';
import { dueAt } from '#domain/loans/index.ts';
import type { Passbook } from '#domain/meetings/index.server.ts';
import { addDemand, grantLoan, type GroupContext } from '#domain/meetings/index.ts';
import { addDays, dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { formatMoney } from '#ui/format.ts';
import { close, contextOf, makeVillage, must, openGroup, ordinaryMeeting, type Village } from '../village.ts';
import { startApp, type JourneyApp } from './app.ts';
import { look, openPhone, typePin, type PhoneBrowser } from './browser.ts';
import { allSent, groupUrl, joinPhone, openAt, PIN, recordMeeting } from './recording.ts';

const NAMES = [
  { name: 'Roshni', nameHi: 'रोशनी', nameUr: 'روشنی' },
  { name: 'Ujala', nameHi: 'उजाला', nameUr: 'اجالا' },
  { name: 'Sitara', nameHi: 'सितारा', nameUr: 'ستارہ' },
] as const;
const today = dayInIndia(new Date());
let app: JourneyApp;
let village: Village;
let recorder: Actor;
let groups: { name: string; groupId: string; people: string[] }[];
let phone: PhoneBrowser;

const context = (groupId: string): Promise<GroupContext> => contextOf({ ...village, groupId }, village.admin);

beforeAll(async () => {
  village = await makeVillage({ members: 10 });
  const { admin, placeId, orgId, owner } = village;
  groups = [{ ...village, name: 'Roshni', people: [...village.people] }];
  for (const names of NAMES.slice(1))
    groups.push({ ...(await openGroup(village.app, admin, { placeId, members: 10, names })), name: names.name });
  const userId = await makeFirstUser(owner, {
    orgId,
    name: 'Rehana',
    phone: '8000000001',
    grants: groups.map(({ groupId }) => ({ role: 'bookkeeper', scopeKind: 'group', scopeId: groupId })),
  });
  recorder = (await actorOf(village.app.db, userId))!;
  for (const { groupId } of groups) {
    const sheet = ordinaryMeeting(await context(groupId), addDays(today, -70));
    await must(close(village.app, recorder, sheet));
  }
  await lendInSitara();
  app = await startApp({ village });
  phone = await joinPhone(app, userId);
});

/** Two women of the third group borrowed Rs 300 each and have an instalment due by now. */
async function lendInSitara(): Promise<void> {
  const { groupId } = groups[2]!;
  const before = await context(groupId);
  const sheet = ordinaryMeeting(before, addDays(today, -45), (empty) =>
    before.members.slice(3, 5).reduce((now, { personId }, index) => {
      const asked = addDemand(now, { personId, amountPaise: 30_000, purpose: 'craft_material' });
      const given = { loanId: newId(), grantedPaise: 30_000, paidFrom: 'cash', bankAccountId: null } as const;
      return grantLoan(asked, before, { ...given, index, acknowledged: 'thumb' });
    }, empty),
  );
  await must(close(village.app, recorder, sheet));
}

/** What the third group's borrowers have to pay today, in paise. */
const dueToday = ({ loans }: GroupContext): number =>
  loans.reduce((sum, loan) => sum + dueAt(loan, today).totalPaise, 0);

test('three meetings are recorded without network, one with repayments and a new loan', async () => {
  const { page } = phone;
  await phone.offline(true);
  await page.getByText('10 members').first().waitFor();
  for (const [index, { name, groupId }] of groups.slice(0, 2).entries()) {
    const { cashPaise } = await context(groupId);
    await page.getByRole('link', { name: new RegExp(name) }).click();
    await page.getByRole('link', { name: 'Start the meeting' }).click();
    await recordMeeting(page, { boxRupees: cashPaise / 100 + 1_000 });
    await page.getByRole('link', { name: 'Done' }).click();
    await page.getByRole('heading', { name }).waitFor();
    await page.getByRole('link', { name: 'Back' }).click();
    await page.getByText(`${index + 1} meeting${index ? 's' : ''} not sent, ₹${index ? '2,000' : '1,000'}`).waitFor();
  }
  await look(page, 'day-two-not-sent');
});

test('the third has two repayments and lends to a third woman', async () => {
  const { page } = phone;
  const before = await context(groups[2]!.groupId);
  const due = dueToday(before);
  expect(due).toBeGreaterThan(0);
  await page.getByRole('link', { name: /Sitara/ }).click();
  await page.getByRole('link', { name: 'Start the meeting' }).click();
  const boxRupees = (before.cashPaise + due) / 100 + 1_000 - 500;
  await recordMeeting(page, {
    boxRupees,
    at: {
      loans: async () => {
        await page.getByRole('button', { name: 'Someone asks for a loan' }).click();
        await page.getByRole('button', { name: 'Woman 08' }).click();
        await page.getByRole('button', { name: '₹500', exact: true }).click();
        await page.getByRole('button', { name: 'Illness' }).click();
        await page.getByRole('button', { name: 'Give it', exact: true }).click();
        await page.getByRole('button', { name: 'Thumb' }).click();
        await look(page, 'day-lent');
      },
    },
  });
  await look(page, 'day-slip');
  await page.getByRole('link', { name: 'Done' }).click();
  await page.getByRole('link', { name: 'Back' }).click();
  await page.getByText('3 meetings not sent').waitFor();
});

/** While held, the server waits before it judges a meeting of this group: the lock that orders the records of one group. */
async function standStill(groupId: string): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: village.database.ownerUrl });
  await client.connect();
  await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [groupId]);
  return () => client.end();
}

const count = async (text: string, values: unknown[] = []): Promise<number> =>
  Number((await village.owner.query(text, values)).rows[0].count);

test('the browser dies while the second is on its way; opened again, everything arrives exactly once', async () => {
  const goOn = await standStill(groups[1]!.groupId);
  await phone.offline(false);
  const closed = `select count(*) from meeting where org_id = '${village.orgId}' and state = 'closed' and held_on = '${today}'`;
  await expect.poll(() => count(closed), { timeout: 30_000 }).toBe(1);
  const waiting = `select count(*) from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())`;
  await expect.poll(() => count(waiting), { timeout: 30_000 }).toBe(1);
  await phone.kill();
  await goOn();

  phone = await openPhone({ url: app.url, profile: phone.profile });
  const { page } = phone;
  await page.goto(`${app.url}/field/`);
  await page.getByText('Your PIN').waitFor();
  await typePin(page, PIN);
  await allSent(page);
  expect(await count(closed)).toBe(3);
  const sent = `select count(*) from command where org_id = $1 and user_id = $2 and device_id is not null`;
  expect(await count(sent, [village.orgId, recorder.userId])).toBe(3);
  const journals = `select count(*) from journal where org_id = $1 and event_on = $2`;
  expect(await count(journals, [village.orgId, today])).toBe(3);
});

test('what the phone shows is what the books say, group by group and in her passbook', async () => {
  const { page } = phone;
  for (const { groupId, name } of groups) {
    const { cashPaise } = await context(groupId);
    const card = page.getByRole('link', { name: new RegExp(name) });
    await card.getByText(formatMoney(cashPaise), { exact: true }).waitFor();
    // Reckoned anew after the answer: a moment later than the line above it.
    await card.getByText('not all confirmed').waitFor({ state: 'detached' });
  }
  const sitara = groups[2]!;
  const { loans } = await context(sitara.groupId);
  expect(loans.map((loan) => loan.terms.principalPaise).sort((a, b) => a - b)).toEqual([30_000, 30_000, 50_000]);
  const borrower = sitara.people[3]!;
  const answer = await village.app.ask<Passbook>('meetings.passbook', village.admin, { personId: borrower });
  if (answer.kind !== 'answer') throw new Error(answer.code);
  const [book] = answer.value.groups;
  expect(book).toMatchObject({ compulsoryPaise: 30_000 });
  expect(book!.lines).toHaveLength(3);
  await openAt(phone, `${groupUrl(app, sitara.groupId)}members/${borrower}/`);
  await page.getByText('Her savings').waitFor();
  await page.getByText('₹300', { exact: true }).first().waitFor();
  await page.getByText(formatMoney(book!.loans[0]!.rows[0]!.paid.principalPaise)).first().waitFor();
  await page.getByText('not confirmed yet').first().waitFor({ state: 'detached' });
  await look(page, 'day-passbook');
  expect(phone.problems).toEqual([]);
});
