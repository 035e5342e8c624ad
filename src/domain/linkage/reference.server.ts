/** Grading schemes and rules of funds as reference data (db/reference/grading-schemes.json, group-funds.json, group-tells.json), dated and with their source. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import * as z from 'zod/mini';
import type { IsoDate } from '#platform/dates.ts';
import type { Db, Tx } from '#platform/db.server.ts';
import { FundRules } from './funds.model.ts';
import { Scheme } from './grading.model.ts';
import { TellRules } from './tells.model.ts';

// found from the folder the app runs in: a build moves this file, not the data
const fileOf = (name: string): unknown =>
  JSON.parse(readFileSync(join(process.cwd(), 'db', 'reference', name), 'utf8')) as unknown;

/** Runs as the owner, as often as wished. Versions never disappear: certificates name them. @throws when a file is not as its schema says */
export async function loadLinkageRules(db: Db): Promise<void> {
  const schemes = z.array(Scheme).parse(fileOf('grading-schemes.json'));
  const funds = FundRules.parse(fileOf('group-funds.json'));
  const tells = z.array(TellRules).parse(fileOf('group-tells.json'));
  const rows = schemes.map((one) => ({ scheme: one.scheme, from_on: one.fromOn, content: one }));
  await sql`insert into grading_scheme (scheme, from_on, content)
    select * from json_to_recordset(${JSON.stringify(rows)}::json) as r(scheme text, from_on date, content jsonb)
    on conflict (scheme, from_on) do update set content = excluded.content`.execute(db);
  await sql`insert into group_fund_rules (content) values (${JSON.stringify(funds)}::jsonb)
    on conflict (only_one) do update set content = excluded.content`.execute(db);
  const tellRows = tells.map((one) => ({ from_on: one.fromOn, content: one }));
  await sql`insert into tell_rules (from_on, content)
    select * from json_to_recordset(${JSON.stringify(tellRows)}::json) as r(from_on date, content jsonb)
    on conflict (from_on) do update set content = excluded.content`.execute(db);
}

/** The version of each scheme that holds on a day, in the order of the file. */
export async function schemesOn(tx: Tx, on: IsoDate): Promise<Scheme[]> {
  const { rows } = await sql<{ content: Scheme }>`select distinct on (scheme) content from grading_scheme
    where from_on <= ${on}::date order by scheme, from_on desc`.execute(tx.db);
  const at = (one: Scheme) => ORDER.indexOf(one.scheme);
  return rows.map((row) => row.content).toSorted((a, b) => at(a) - at(b));
}
/** From what needs no assessor to what a bank asks; others follow. */
const ORDER = [
  'myrada',
  'evaluation_chart',
  'state_bank_2',
  'state_bank_1',
  'dasasutra',
  'ten_points',
  'panchasutra',
].toReversed();

/** @throws when the reference data was never loaded: a fault of ours */
export async function fundRules(tx: Tx): Promise<FundRules> {
  const { rows } = await sql<{ content: FundRules }>`select content from group_fund_rules`.execute(tx.db);
  if (!rows[0]) throw new Error('db/reference/group-funds.json was not loaded');
  return rows[0].content;
}
