/** The limits of the directions as reference data (db/reference/obligation-limits.csv), dated and with their source. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Db } from '#platform/db.server.ts';

// found from the folder the app runs in: a build moves this file, not the data
const limitsFile = (): string => join(process.cwd(), 'db', 'reference', 'obligation-limits.csv');

/** Adds what is new and mends a source; runs as the owner, as often as wished. Rows never disappear: verdicts name them. */
export async function loadLimits(db: Db, { file = limitsFile() }: { file?: string } = {}): Promise<number> {
  const [, ...lines] = readFileSync(file, 'utf8').trim().split(/\r?\n/);
  const rows = lines.map((line, at) => {
    const match = /^(\d{4}-\d{2}-\d{2}),(\d+),(\d+),"([^"]+)"$/.exec(line);
    if (!match) throw new Error(`obligation-limits.csv line ${at + 2} is not as expected`);
    return { from_on: match[1], ratio_bps: Number(match[2]), ceiling_paise: Number(match[3]), source: match[4] };
  });
  await sql`insert into obligation_limit (from_on, ratio_bps, ceiling_paise, source)
    select * from json_to_recordset(${JSON.stringify(rows)}::json) as r(from_on date, ratio_bps int, ceiling_paise bigint, source text)
    on conflict (from_on) do update set ratio_bps = excluded.ratio_bps, ceiling_paise = excluded.ceiling_paise, source = excluded.source`.execute(
    db,
  );
  return rows.length;
}
