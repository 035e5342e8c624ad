import { sql } from 'kysely';
import * as z from 'zod/mini';
import type { Tx } from '#platform/db.server.ts';
import { defineQuestions, OWN, type Actor, type Scope } from '#platform/door.ts';
import type { PlaceNode } from './model.ts';

const Tree = z.strictObject({});
const Reference = z.strictObject({ parentRefPlaceId: z.nullable(z.uuid()) });
type Reference = z.infer<typeof Reference>;
/** Places have no personal data: whoever reads places anywhere reads their names everywhere in the organisation. */
const anywhere = (): Scope => OWN;

export type OwnPlace = PlaceNode & {
  readonly refPlaceId: string | null;
  readonly code: string | null;
  readonly lgdCode: string | null;
};
export type RefPlace = OwnPlace & {
  readonly needsHindi: boolean;
  readonly needsUrdu: boolean;
  /** Old wards bearing the same name: a hint by name, no claim about the boundary. */
  readonly sameNameBefore: readonly { refPlaceId: string; nameEn: string; match: string }[];
};

export const questions = defineQuestions('places', {
  tree: { input: Tree, may: 'places.read', scope: anywhere, run: tree },
  reference: { input: Reference, may: 'places.read', scope: anywhere, run: reference },
});

/** The organisation's whole tree, parents and children in no order; a few thousand rows at most. */
async function tree(tx: Tx): Promise<OwnPlace[]> {
  const { rows } =
    await sql<OwnPlace>`select place_id as "placeId", parent_id as "parentId", ref_place_id as "refPlaceId", kind, code,
      lgd_code as "lgdCode", name_en as "nameEn", name_hi as "nameHi", name_ur as "nameUr", valid_from as "validFrom", valid_to as "validTo"
    from place where org_id = ${tx.orgId} order by name_en`.execute(tx.db);
  return rows;
}

/** One level of the shared tree, to adopt from. */
async function reference(tx: Tx, _who: Actor, input: Reference): Promise<RefPlace[]> {
  const { rows } =
    await sql<RefPlace>`select r.ref_place_id as "placeId", r.parent_ref_place_id as "parentId", r.ref_place_id as "refPlaceId",
      r.kind, r.code, r.lgd_code as "lgdCode", r.name_en as "nameEn", r.name_hi as "nameHi", r.name_ur as "nameUr",
      r.valid_from as "validFrom", r.valid_to as "validTo", r.needs_hindi as "needsHindi", r.needs_urdu as "needsUrdu",
      (select coalesce(jsonb_agg(jsonb_build_object('refPlaceId', o.ref_place_id, 'nameEn', o.name_en, 'match', h.match)), '[]')
        from ref_ward_hint h join ref_place o on o.ref_place_id = h.old_ref_place_id where h.ref_place_id = r.ref_place_id) as "sameNameBefore"
    from ref_place r where r.parent_ref_place_id is not distinct from ${input.parentRefPlaceId}::uuid
    order by r.kind, length(r.code), r.code, r.name_en`.execute(tx.db);
  return rows;
}
