import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { freshDatabase } from './database.ts';
import { catalogueFaults } from '../scripts/catalogue/catalogue.ts';
import { statementFaults, statementsIn } from '../scripts/catalogue/statements.ts';

let client: pg.Client;
beforeAll(async () => {
  client = new pg.Client((await freshDatabase()).ownerUrl);
  await client.connect();
});
afterEach(() => client.query('rollback'));
afterAll(() => client.end());

test('every table, key, policy, privilege and function keeps to one organisation', async () => {
  expect(await catalogueFaults(client)).toEqual([]);
});

test('every statement of the source names the organisation, or is declared', () => {
  expect(statementFaults(join(import.meta.dirname, '..'))).toEqual([]);
});

test.each([
  [
    'create table loose (id int primary key)',
    'table loose: no org_id, and not listed as the same for all organisations',
  ],
  ['create table loose (org_id uuid primary key)', 'table loose: row-level security is off (make_tenant is missing)'],
  [
    `create table loose (org_id uuid, id int, primary key (id, org_id)); select make_tenant('loose')`,
    'table loose: loose_pkey is unique without leading by org_id',
  ],
  [`create table loose (org_id uuid); select make_tenant('loose')`, 'table loose: no primary key'],
  ['create unique index by_name on org (name)', 'table org: by_name is unique without leading by org_id'],
  [
    'create policy all_see on person for select using (true)',
    'table person: policy all_see widens what the standard one closes',
  ],
  ['alter policy tenant on person using (true)', 'table person: its policy is not the standard one (true)'],
  ['alter table person disable row level security', 'table person: row-level security is off (make_tenant is missing)'],
  [
    `create table loose (org_id uuid, id uuid references org, primary key (org_id, id)); select make_tenant('loose')`,
    'table loose: loose_id_fkey reaches org without org_id',
  ],
  ['grant update on posting to bakhiya_app', 'table posting: the app may UPDATE'],
  ['grant insert on posting to bakhiya_app', 'table posting: the app may INSERT'],
  ['grant update (closed_to) on period_close to bakhiya_app', 'table period_close: the app may change closed_to'],
  ['grant truncate on person to bakhiya_app', 'table person: the app may TRUNCATE'],
  [
    `create function peek() returns int language sql security definer set search_path = pg_catalog, public as 'select 1'`,
    'function peek: security definer, and not listed with a reason',
  ],
  [
    'alter function actor_of reset search_path',
    'function actor_of: its search_path is not pinned to pg_catalog, public',
  ],
  ['create view seen as select * from person', 'view seen: sees past row-level security (security_invoker is missing)'],
])('is told: %s', async (change, fault) => {
  await client.query('begin');
  await client.query(change);
  expect(await catalogueFaults(client)).toEqual([fault]);
});

test.each([
  ['sql`select * from person where person_id = ${id}`', 0],
  ['sql`select * from person p join place l on l.place_id = p.place_id where p.org_id = ${o}`', 1],
  ['client.query("delete from person")', 0],
  ["db.selectFrom('person').selectAll().where('person_id', '=', id).execute()", 0],
])('a statement without its organisation is found: %s', (text, organisations) => {
  const [statement] = statementsIn('x.ts', text, new Set(['person', 'place']));
  expect(statement).toMatchObject({ organisations });
  expect(statement!.tables.length).toBeGreaterThan(organisations);
});

test.each([
  'sql`select * from person where org_id = ${o} and person_id = ${id}`',
  'const hers = sql`org_id = ${o}`; sql`delete from person where ${hers}`',
  "db.selectFrom('person').selectAll().where('org_id', '=', o).execute()",
])('one with its organisation passes: %s', (text) => {
  const loose = statementsIn('x.ts', text, new Set(['person'])).filter((one) => one.organisations < one.tables.length);
  expect(loose).toEqual([]);
});
