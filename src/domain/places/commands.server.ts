import { sql } from 'kysely';
import * as z from 'zod/mini';
import type { Tx } from '#platform/db.server.ts';
import { defineCommands, type Actor, type Scope } from '#platform/door.ts';
import { applied, refused, type Outcome } from '#platform/outcomes.ts';
import { readPlaceRows } from './csv.ts';
import { NewPlace, type PlaceKind } from './model.ts';
import { readCells, refPlaceId } from './reference.server.ts';
import { checkPlace } from './rules.ts';

const Adopt = z.strictObject({ refPlaceIds: z.array(z.uuid()).check(z.minLength(1), z.maxLength(2000)) });
type Adopt = z.infer<typeof Adopt>;
const Import = z.strictObject({ csv: z.string().check(z.maxLength(2_000_000)), belowPlaceId: z.nullable(z.uuid()) });
type Import = z.infer<typeof Import>;
const whole = (): Scope => null;

export const commands = defineCommands('places', {
  adopt: { input: Adopt, may: 'places.write', scope: whole, run: adopt },
  save: {
    input: NewPlace,
    may: 'places.write',
    scope: (input: NewPlace) => (input.parentId ? { kind: 'place', id: input.parentId } : null),
    run: save,
  },
  import: { input: Import, may: 'places.write', scope: whole, run: importPlaces },
});

/** Takes reference places, and all above them, into the organisation's own tree; what is there stays as it is. */
async function adopt(tx: Tx, _who: Actor, input: Adopt): Promise<Outcome<{ adopted: number }>> {
  const { rows } = await sql<{ found: number; adopted: number }>`
    with recursive up as (
      select r.* from ref_place r where r.ref_place_id = any(${input.refPlaceIds}::uuid[])
      union select r.* from ref_place r join up on r.ref_place_id = up.parent_ref_place_id),
    -- the reference id serves as the organisation's own: keys are led by org_id
    added as (
      insert into place (org_id, place_id, parent_id, ref_place_id, kind, code, lgd_code, name_en, name_hi, name_ur, valid_from, valid_to)
      select ${tx.orgId}, ref_place_id, parent_ref_place_id, ref_place_id, kind, code, lgd_code, name_en, name_hi, name_ur, valid_from, valid_to
      from up on conflict (org_id, place_id) do nothing returning 1)
    select (select count(*)::int from ref_place where ref_place_id = any(${input.refPlaceIds}::uuid[])) as found,
      (select count(*)::int from added) as adopted`.execute(tx.db);
  if (rows[0]!.found < new Set(input.refPlaceIds).size) return refused('places.not_found');
  return applied({ adopted: rows[0]!.adopted });
}

/** A place of its own, or a correction of one it has. @returns refused `places.not_found` and all of {@link checkPlace} | `places.circle` */
async function save(tx: Tx, _who: Actor, input: NewPlace): Promise<Outcome<{ placeId: string }>> {
  const { rows } = await sql<{ kind: PlaceKind; circle: boolean }>`
    with recursive up as (select place_id, parent_id, kind from place where org_id = ${tx.orgId} and place_id = ${input.parentId}
      union select p.place_id, p.parent_id, p.kind from place p join up on p.org_id = ${tx.orgId} and p.place_id = up.parent_id)
    select kind, (select bool_or(place_id = ${input.placeId}) from up) as circle from up where place_id = ${input.parentId}`.execute(
    tx.db,
  );
  if (input.parentId && !rows[0]) return refused('places.not_found');
  if (rows[0]?.circle) return refused('places.circle');
  const place = { kind: input.kind, validFrom: input.validFrom ?? null, validTo: input.validTo ?? null };
  const ruling = checkPlace(place, rows[0]?.kind ?? null);
  if (!ruling.ok) return refused(ruling.code, ruling.params);
  await sql`insert into place (org_id, place_id, parent_id, kind, code, lgd_code, name_en, name_hi, name_ur, valid_from, valid_to)
    values (${tx.orgId}, ${input.placeId}, ${input.parentId}, ${input.kind}, ${input.code ?? null}, ${input.lgdCode ?? null}, ${input.nameEn},
      ${input.nameHi ?? null}, ${input.nameUr ?? null}, ${place.validFrom}, ${place.validTo})
    on conflict (org_id, place_id) do update set (parent_id, kind, code, lgd_code, name_en, name_hi, name_ur, valid_from, valid_to)
      = (excluded.parent_id, excluded.kind, excluded.code, excluded.lgd_code, excluded.name_en, excluded.name_hi, excluded.name_ur,
        excluded.valid_from, excluded.valid_to)`.execute(tx.db);
  return applied({ placeId: input.placeId });
}

/**
 * A list of places of any city or state, in the columns of `db/reference/places.csv`, below `belowPlaceId`; importing it again corrects it.
 * @returns refused with the first fault's `places.*` code `{line, column, count}`, nothing imported
 */
async function importPlaces(tx: Tx, _who: Actor, input: Import): Promise<Outcome<{ imported: number }>> {
  const known = await sql<{ import_key: string; place_id: string }>`select import_key, place_id from place
    where org_id = ${tx.orgId} and import_key is not null`.execute(tx.db);
  const ids = new Map(known.rows.map((row) => [row.import_key, row.place_id]));
  const { rows, faults } = readPlaceRows(readCells(input.csv), new Set(ids.keys()));
  if (faults[0])
    return refused(faults[0].code, { line: faults[0].line, column: faults[0].column, count: faults.length });
  for (const row of rows) if (!ids.has(row.key)) ids.set(row.key, refPlaceId(`${tx.orgId}/${row.key}`));
  const lines = rows.map((row) => ({
    org_id: tx.orgId,
    place_id: ids.get(row.key),
    parent_id: row.parentKey === null ? input.belowPlaceId : ids.get(row.parentKey),
    kind: row.kind,
    code: row.code,
    lgd_code: row.lgdCode,
    name_en: row.nameEn,
    name_hi: row.nameHi,
    name_ur: row.nameUr,
    valid_from: row.validFrom,
    valid_to: row.validTo,
    import_key: row.key,
  }));
  await sql`insert into place (org_id, place_id, parent_id, kind, code, lgd_code, name_en, name_hi, name_ur, valid_from, valid_to, import_key)
    select org_id, place_id, parent_id, kind, code, lgd_code, name_en, name_hi, name_ur, valid_from, valid_to, import_key
    from jsonb_populate_recordset(null::place, ${JSON.stringify(lines)}::jsonb)
    on conflict (org_id, place_id) do update set (parent_id, kind, code, lgd_code, name_en, name_hi, name_ur, valid_from, valid_to)
      = (excluded.parent_id, excluded.kind, excluded.code, excluded.lgd_code, excluded.name_en, excluded.name_hi, excluded.name_ur,
        excluded.valid_from, excluded.valid_to)`.execute(tx.db);
  return applied({ imported: lines.length });
}
