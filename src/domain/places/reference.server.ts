/** Loads the shared reference places from `db/reference`. Runs as the owner of the tables, at every start. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseCsv } from 'hucre/csv';
import { sql } from 'kysely';
import type { Db } from '#platform/db.server.ts';
import { readPlaceRows, type PlaceRow, type PlaceRowFault } from './csv.ts';

const folder = new URL('../../../db/reference/', import.meta.url);
/** Namespace of the ids below; changing it would orphan every adopted place. */
const NAMESPACE = Buffer.from('b3a1f0c29d5e4c6f8a7b1e2d3c4f5a60', 'hex');

/** The same key gives the same id on every installation (UUIDv5, RFC 9562 §5.5). */
export function refPlaceId(key: string): string {
  const hash = createHash('sha1').update(NAMESPACE).update(key, 'utf8').digest().subarray(0, 16);
  hash[6] = (hash[6]! & 0x0f) | 0x50;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** Cells of a CSV text, all as text. */
export const readCells = (text: string): string[][] =>
  parseCsv(text, { typeInference: false }).map((row) => row.map((cell) => (cell === null ? '' : String(cell))));

const read = (file: string): Promise<string> => readFile(fileURLToPath(new URL(file, folder)), 'utf8');

export type Loaded = { readonly changed: number; readonly faults: readonly PlaceRowFault[] };

/**
 * Inserts what is missing and updates what the lists changed; fields an administrator corrected stay as corrected.
 * A second run changes nothing. With faults in a list nothing of it is loaded.
 * @param csvText another list in the same columns (any city or state); by default the lists of `db/reference`.
 */
export async function loadPlaces(db: Db, csvText?: string): Promise<Loaded> {
  const known = await sql<{ key: string }>`select key from ref_place`.execute(db);
  const { rows, faults } = readPlaceRows(
    readCells(csvText ?? (await read('places.csv'))),
    new Set(known.rows.map((row) => row.key)),
  );
  if (faults.length > 0) return { changed: 0, faults };
  const hints = csvText === undefined ? readCells(await read('ward-hints.csv')).slice(1) : [];
  return db
    .transaction()
    .execute(async (trx) => ({ changed: (await saveRows(trx, rows)) + (await saveHints(trx, hints)), faults }));
}

const OVERWRITTEN = [
  'parent_ref_place_id',
  'code',
  'lgd_code',
  'census2011',
  'name_en',
  'name_hi',
  'name_ur',
  'other_names',
  'valid_from',
  'valid_to',
  'source',
];

async function saveRows(db: Db, rows: readonly PlaceRow[]): Promise<number> {
  const lines = JSON.stringify(
    rows.map((row) => ({
      ref_place_id: refPlaceId(row.key),
      key: row.key,
      parent_ref_place_id: row.parentKey === null ? null : refPlaceId(row.parentKey),
      kind: row.kind,
      code: row.code,
      lgd_code: row.lgdCode,
      census2011: row.census2011,
      name_en: row.nameEn,
      name_hi: row.nameHi,
      name_ur: row.nameUr,
      other_names: row.otherNames,
      valid_from: row.validFrom,
      valid_to: row.validTo,
      source: row.source,
    })),
  );
  const columns = sql.raw(['ref_place_id', 'key', 'kind', ...OVERWRITTEN].join(', '));
  const kept = (column: string) =>
    `case when '${column}' = any(ref_place.corrected_fields) then ref_place.${column} else excluded.${column} end`;
  const assign = sql.raw(OVERWRITTEN.map((column) => `${column} = ${kept(column)}`).join(', '));
  const differs = sql.raw(
    OVERWRITTEN.map((column) => `ref_place.${column} is distinct from ${kept(column)}`).join(' or '),
  );
  const result = await sql`insert into ref_place (${columns})
    select ${columns} from jsonb_populate_recordset(null::ref_place, ${lines}::jsonb)
    on conflict (ref_place_id) do update set ${assign} where ${differs}`.execute(db);
  return Number(result.numAffectedRows ?? 0);
}

async function saveHints(db: Db, hints: readonly string[][]): Promise<number> {
  const column = (index: number) => hints.map((hint) => hint[index] ?? '');
  const result = await sql`insert into ref_ward_hint (ref_place_id, old_ref_place_id, match)
    select * from unnest(${column(0).map(refPlaceId)}::uuid[], ${column(1).map(refPlaceId)}::uuid[], ${column(2)}::text[])
    on conflict do nothing`.execute(db);
  return Number(result.numAffectedRows ?? 0);
}

const CORRECTABLE = {
  nameEn: 'name_en',
  nameHi: 'name_hi',
  nameUr: 'name_ur',
  validFrom: 'valid_from',
  validTo: 'valid_to',
} as const;
export type Correction = { readonly [field in keyof typeof CORRECTABLE]?: string | null };

/** An administrator of the installation corrects the shared tree; the loader leaves these fields alone from then on. */
export async function correctReferencePlace(db: Db, refId: string, correction: Correction): Promise<void> {
  for (const [field, column] of Object.entries(CORRECTABLE)) {
    const value = correction[field as keyof Correction];
    if (value === undefined) continue;
    await sql`update ref_place set ${sql.ref(column)} = ${value}, corrected_fields = array(
      select distinct unnest(corrected_fields || ${column}::text)) where ref_place_id = ${refId}`.execute(db);
  }
}
