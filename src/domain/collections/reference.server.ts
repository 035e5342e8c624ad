/** When and where repayment may be asked for, as reference data (db/reference/recovery-rules.csv), dated and with its source. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Db } from '#platform/db.server.ts';

// found from the folder the app runs in: a build moves this file, not the data
const rulesFile = (): string => join(process.cwd(), 'db', 'reference', 'recovery-rules.csv');

/** Adds what is new and mends a source; runs as the owner, as often as wished. */
export async function loadRecoveryRules(db: Db): Promise<number> {
  const [, ...lines] = readFileSync(rulesFile(), 'utf8').trim().split(/\r?\n/);
  const rows = lines.map((line, at) => {
    const match = /^(\d{4}-\d{2}-\d{2}),(\d+),(\d+),(\d+),"([^"]+)"$/.exec(line);
    if (!match) throw new Error(`recovery-rules.csv line ${at + 2} is not as expected`);
    const [, from_on, from_minute, until_minute, missed_before_home, source] = match;
    return { from_on, from_minute, until_minute, missed_before_home, source };
  });
  await sql`insert into recovery_rule (from_on, from_minute, until_minute, missed_before_home, source)
    select * from json_to_recordset(${JSON.stringify(rows)}::json)
      as r(from_on date, from_minute int, until_minute int, missed_before_home int, source text)
    on conflict (from_on) do update set from_minute = excluded.from_minute, until_minute = excluded.until_minute,
      missed_before_home = excluded.missed_before_home, source = excluded.source`.execute(db);
  return rows.length;
}
