/** The chart of accounts as reference data: one row per account, in three languages, with its source (db/reference/accounts.csv). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Db } from '#platform/db.server.ts';

const COLUMNS = [
  'code',
  'name_en',
  'name_hi',
  'name_ur',
  'kind',
  'party_kind',
  'needs_party',
  'needs_item',
  'source',
] as const;

/**
 * Adds new accounts and refreshes names; runs as the owner, as often as wished. A code never disappears: postings name it.
 * @returns how many rows the file holds
 */
export async function loadAccounts(db: Db, { file = accountsFile() }: { file?: string } = {}): Promise<number> {
  const rows = readAccounts(readFileSync(file, 'utf8'));
  await sql`insert into account (code, name_en, name_hi, name_ur, kind, party_kind, needs_party, needs_item, source)
    select code, name_en, name_hi, name_ur, kind, nullif(party_kind, ''), needs_party, needs_item, source
    from json_to_recordset(${JSON.stringify(rows)}::json) as r(code text, name_en text, name_hi text, name_ur text, kind text,
      party_kind text, needs_party boolean, needs_item boolean, source text)
    on conflict (code) do update set name_en = excluded.name_en, name_hi = excluded.name_hi, name_ur = excluded.name_ur,
      kind = excluded.kind, party_kind = excluded.party_kind, needs_party = excluded.needs_party, needs_item = excluded.needs_item,
      source = excluded.source`.execute(db);
  return rows.length;
}

/** Found from the folder the app runs in: a build moves this file, not the data. */
const accountsFile = (): string => join(process.cwd(), 'db', 'reference', 'accounts.csv');

/** @throws when a row has another number of fields than the header: the file is ours, so that is a fault. */
export function readAccounts(text: string): Record<(typeof COLUMNS)[number], string>[] {
  const [header, ...lines] = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (header !== COLUMNS.join(',')) throw new Error('accounts.csv has other columns than expected');
  return lines.map((line, index) => {
    const fields = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((m) =>
      (m[1] ?? m[2] ?? '').replaceAll('""', '"'),
    );
    if (fields.length !== COLUMNS.length) throw new Error(`accounts.csv line ${index + 2} has ${fields.length} fields`);
    return Object.fromEntries(COLUMNS.map((column, at) => [column, fields[at]!])) as Record<
      (typeof COLUMNS)[number],
      string
    >;
  });
}
