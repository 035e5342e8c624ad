import type { HouseholdPage } from '#domain/debts/index.server.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from '#app/app.server.ts';
import { loadReference } from '#app/first-start.server.ts';
import { systemActor } from '#app/actors.server.ts';
import { createAuth, installationSecret } from '#app/auth.server.ts';
import { verifyDatabase } from '#domain/ledger/index.server.ts';
import { ownerPool } from '#platform/connect-owner.server.ts';
import { addDays, dayInIndia } from '#platform/dates.ts';
import { openPool } from '#platform/db.server.ts';
import { folderFiles } from '#platform/files.server.ts';
import { freshDatabase } from '#test/database.ts';
import { quickFolder } from '#test/quick-folder.ts';
import { loadDemo } from './load.server.ts';
import { DEMO_LOGINS, DEMO_PIN } from './logins.ts';

const today = dayInIndia(new Date());
const folder = mkdtempSync(join(quickFolder(), 'bakhiya-demo-test-'));
const size = { groups: 12, months: 13 };
type Loaded = { readonly owner: pg.Pool; readonly ownerUrl: string; readonly lines: readonly string[] };
let first: Loaded;
let second: Loaded;

async function load(): Promise<Loaded> {
  const { ownerUrl } = await freshDatabase();
  const owner = ownerPool(ownerUrl, 2);
  await loadReference(owner, () => {});
  const lines = await loadDemo({ ownerUrl, owner, size, today, files: folderFiles(folder), onStep: () => {} });
  return { owner, ownerUrl, lines };
}

beforeAll(async () => {
  first = await load();
  second = await load();
});
afterAll(async () => {
  await first.owner.end();
  await second.owner.end();
  rmSync(folder, { recursive: true, force: true });
});

const rows = async <T extends pg.QueryResultRow>(of: Loaded, text: string) => (await of.owner.query<T>(text)).rows;
const count = async (text: string): Promise<number> =>
  (await rows<{ n: number }>(first, `select count(*)::int as n from ${text}`))[0]!.n;

test('every book is in balance and every chain, bucket and sub-ledger is proved', async () => {
  expect(await rows(first, 'select book_id from posting group by book_id having sum(amount_paise) <> 0')).toEqual([]);
  const report = await verifyDatabase(first.owner);
  expect(report.faults).toEqual([]);
  expect(report.journals).toBeGreaterThan(size.groups * 10);
});

test('one record is held, one refused, and nothing else was answered but "applied"', async () => {
  const odd = `select status, name, outcome ->> 'code' as code from command where status <> 'applied' order by status`;
  expect(await rows(first, odd)).toEqual([
    { status: 'held', name: 'meetings.close', code: 'meetings.same_day' },
    { status: 'refused', name: 'meetings.close', code: 'meetings.not_officer' },
  ]);
});

test('one group has been silent for more than two cycles; all others met within one and a half', async () => {
  const last = await rows<{ last: string }>(
    first,
    `select max(m.held_on) as last from groups g join meeting m using (org_id, group_id) where not g.practice group by g.group_id`,
  );
  expect(last).toHaveLength(size.groups);
  expect(last.filter((group) => group.last < addDays(today, -70))).toHaveLength(1);
  // the refused record's group stands one meeting back
  expect(last.filter((group) => group.last < addDays(today, -46)).length).toBeLessThanOrEqual(2);
  expect(last.every((group) => group.last < today)).toBe(true);
});

test('the trust keeps its own book: a year closed, a grant under way, something left for today', async () => {
  expect(await count(`voucher_posted`)).toBeGreaterThan(120);
  expect(await count(`year_close where reopened_at is null`)).toBe(1);
  expect(await count(`voucher_state where state = 'waiting'`)).toBe(1);
  expect(await count(`voucher_state where state = 'reversed'`)).toBe(1);
  expect(await count(`bank_match`)).toBeGreaterThan(0);
  expect(
    await count(
      `(select max(number) as last, count(*) as n from voucher_posted group by financial_year) y where last <> n`,
    ),
  ).toBe(0);
});

test('the auditor has begun: one question closed, two waiting, a sample half looked at, slips partly answered', async () => {
  expect(await count(`audit_query_state where state = 'closed'`)).toBe(1);
  expect(await count(`audit_query_state where state = 'open'`)).toBe(2);
  expect(await count(`audit_sample_item`)).toBeGreaterThan(5);
  expect(await count(`audit_sample_tick`)).toBe(4);
  expect(await count(`audit_confirmation_reply`)).toBe(6);
});

test('cash is with an officer, two groups are graded, a sign was looked at', async () => {
  expect(await count(`collection`)).toBe(2);
  expect(await count(`collection_day`)).toBe(1);
  expect(await count(`cash_receipt`)).toBe(0);
  expect(
    await count(`(select sum(debit_paise - credit_paise) as paise from party_balance p
    join officer_cash_head h on h.org_id = p.org_id and h.head_id = p.party_id) held where paise = 100000`),
  ).toBe(1);
  expect(await rows(first, 'select scheme from grade_certificate order by scheme')).toEqual([
    { scheme: 'panchasutra' },
    { scheme: 'ten_points' },
  ]);
  expect(await count(`tell_note`)).toBe(1);
  expect(await count(`office_loan where borrower_kind = 'enterprise'`)).toBe(1);
});

test('what happens in a year happened', async () => {
  expect(await count(`meeting where confirmed_by_photo`)).toBe(1);
  expect(await count(`meeting where kind = 'cut_off'`)).toBe(2);
  expect(await count(`meeting where source = 'paper'`)).toBe(1);
  expect(await count(`meeting where state = 'skipped'`)).toBeGreaterThan(0);
  expect(await count(`membership where leave_reason = 'moved'`)).toBe(1);
  expect(await count(`correction where to_be_told and told_on is null`)).toBe(1);
  expect(await count(`posting where account = '5990'`)).toBe(1);
  expect(await count(`officer where until_on is not null`)).toBeGreaterThan(1);
  expect(await count(`person_alias where undone_on is null`)).toBe(1);
  expect(await count(`period_close`)).toBeGreaterThan(0);
  expect(await count(`groups where practice`)).toBe(1);
  expect(await count(`loan where oldest_unpaid_due_on < current_date - 30 and state = 'active'`)).toBeGreaterThan(0);
  expect((await rows(first, `select distinct terms ->> 'method' as method from loan`)).length).toBeGreaterThan(1);
});

test('three pairs wait to be looked at by a person', async () => {
  const app = createApp({ url: first.ownerUrl, maxConnections: 1 });
  const [org] = await rows<{ org_id: string }>(first, `select org_id from org where kind = 'trust'`);
  const answer = await app.ask<unknown[]>('people.duplicates', systemActor(org!.org_id), {});
  await app.close();
  expect(answer.kind === 'answer' && answer.value.length).toBeGreaterThanOrEqual(3);
  expect(answer.kind === 'answer' && answer.value.length).toBeLessThan(12);
});

test('two loads of one day give the same women, groups, meetings, loans and totals', async () => {
  for (const text of [
    `select group_id, name, place_id, formed_on from groups order by 1`,
    `select person_id, name_latin, name_devanagari, name_urdu, relation_name, phone from person order by 1`,
    `select meeting_id, group_id, held_on, state, opening_cash_paise, closing_cash_paise, present_count from meeting where sheet is not null order by 1`,
    `select loan_id, borrower_id, principal_paise, principal_left_paise, oldest_unpaid_due_on from loan order by 1`,
    `select account, sum(amount_paise) as paise, count(*) as lines from posting group by 1 order by 1`,
    `select name, status, count(*) as n from command group by 1, 2 order by 1, 2`,
  ])
    expect(await rows(second, text)).toEqual(await rows(first, text));
});

test('a demo login opens its own database and no other', async () => {
  const pool = openPool(first.ownerUrl, { role: 'bakhiya_auth', max: 2 });
  const auth = createAuth({ authPool: pool, secret: await installationSecret(pool), origin: 'https://books.example' });
  const given = (at: number) => ({ phone: DEMO_LOGINS[at]!.phone, secret: DEMO_PIN, address: '10.0.0.1' });
  expect(first.lines.filter((line) => line.includes(DEMO_PIN))).toHaveLength(DEMO_LOGINS.length);
  expect(await auth.signIn(given(0))).toMatchObject({ ok: true });
  await first.owner.query('update server_state set demo = false');
  for (const at of DEMO_LOGINS.keys()) expect(await auth.signIn(given(at))).toMatchObject({ ok: false });
  await first.owner.query('update server_state set demo = true');
  await pool.end();
});

test('women owe moneylenders: one is free with her slip, one waits for it, one sees a way out, one cannot yet', async () => {
  expect(await count(`outside_debt where state = 'free' and slip_file_id is not null`)).toBe(1);
  expect(await count(`outside_debt where state = 'paid'`)).toBe(1);
  expect(await count(`debt_payment where as_now_paise > payable_paise`)).toBe(2);
  expect(await count(`credit_application where result = 'refused'`)).toBe(1);
  const app = createApp({ url: first.ownerUrl, maxConnections: 1 });
  const owing = await rows<{ org_id: string; person_id: string }>(
    first,
    `select distinct org_id, person_id from outside_debt where state = 'standing'`,
  );
  const ways = [];
  for (const { org_id: orgId, person_id: personId } of owing) {
    const answer = await app.ask<HouseholdPage>('debts.household', systemActor(orgId), { personId });
    if (answer.kind === 'answer' && answer.value.consent === 'stands')
      ways.push(answer.value.wayOut.kind === 'plan' ? 'plan' : answer.value.wayOut.reason);
  }
  await app.close();
  expect(ways.sort()).toEqual(['over_limit', 'plan', 'plan']);
});
