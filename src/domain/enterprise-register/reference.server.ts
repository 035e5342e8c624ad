/** What enterprises do, as reference data (db/reference/enterprise-activities.csv): dated, with its source. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Db } from '#platform/db.server.ts';

// found from the folder the app runs in: a build moves this file, not the data
const activitiesFile = (): string => join(process.cwd(), 'db', 'reference', 'enterprise-activities.csv');

/** Adds what is new, ends what ended, mends a name; runs as the owner, as often as wished. A code never disappears: enterprises name it. */
export async function loadActivities(db: Db, { file = activitiesFile() }: { file?: string } = {}): Promise<number> {
  const [, ...lines] = readFileSync(file, 'utf8').trim().split(/\r?\n/);
  const rows = lines.map((line, at) => {
    const [activity, from_on, until_on, name_en, name_hi, name_ur, source, ...more] = line.split(',');
    if (!source || more.length > 0) throw new Error(`enterprise-activities.csv line ${at + 2} is not as expected`);
    return { activity, from_on, until_on: until_on || null, name_en, name_hi, name_ur, source };
  });
  await sql`insert into enterprise_activity (activity, from_on, until_on, name_en, name_hi, name_ur, source)
    select * from json_to_recordset(${JSON.stringify(rows)}::json)
      as r(activity text, from_on date, until_on date, name_en text, name_hi text, name_ur text, source text)
    on conflict (activity) do update set from_on = excluded.from_on, until_on = excluded.until_on, name_en = excluded.name_en,
      name_hi = excluded.name_hi, name_ur = excluded.name_ur, source = excluded.source`.execute(db);
  return rows.length;
}
