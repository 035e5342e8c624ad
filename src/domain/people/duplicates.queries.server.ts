/** Pairs that may be one woman, for a person to decide. */
import * as z from 'zod/mini';
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { type Candidate, type DuplicateScore } from './duplicates.rules.ts';
import { candidate, likenessesOf, type Likeness } from './duplicates.server.ts';
import { Id, PersonFields } from './model.ts';
import { readPhone } from './identities.rules.ts';

export const DuplicatesQuestion = z.strictObject({
  /** Only pairs that she is one of. */
  personId: z.optional(Id),
  limit: z.optional(z.int().check(z.gte(1), z.lte(500))),
  page: z._default(z.int().check(z.gte(1), z.lte(10_000)), 1),
});
export type DuplicatesQuestion = z.infer<typeof DuplicatesQuestion>;
export const DuplicatesOf = z.strictObject({ person: PersonFields });
export type DuplicatesOf = z.infer<typeof DuplicatesOf>;

export type DuplicatePair = { readonly left: Candidate; readonly right: Candidate } & DuplicateScore;

/** Best first: same phone anywhere in the organisation, or alike in consonants and of the same place. */
export async function duplicates(tx: Tx, _who: Actor, input: DuplicatesQuestion): Promise<DuplicatePair[]> {
  const limit = input.limit ?? 100;
  const { rows } = await sql<DuplicatePair>`
    with chosen as materialized (
      select left_id, right_id, score, reasons from duplicate_pair where org_id = ${tx.orgId}
        ${input.personId ? sql`and (left_id = ${input.personId} or right_id = ${input.personId})` : sql``}
      order by score desc, left_id, right_id limit ${limit} offset ${(input.page - 1) * limit})
    select ${candidate('a')} as left, ${candidate('b')} as right, c.score, c.reasons
    from chosen c join person a on a.org_id = ${tx.orgId} and a.person_id = c.left_id
      join person b on b.org_id = ${tx.orgId} and b.person_id = c.right_id
    order by c.score desc, c.left_id, c.right_id`.execute(tx.db);
  return rows;
}

export async function duplicateCount(tx: Tx): Promise<{ pairs: number }> {
  const { rows } = await sql<{ pairs: number }>`select count(*)::int as pairs from duplicate_pair
    where org_id = ${tx.orgId}`.execute(tx.db);
  return rows[0]!;
}

/** Before she is registered: who she may already be. */
export function duplicatesOf(tx: Tx, _who: Actor, { person }: DuplicatesOf): Promise<Likeness[]> {
  const phone = person.phone ? readPhone(person.phone) : null;
  return likenessesOf(tx, {
    personId: '',
    nameLatin: person.nameLatin,
    nameDevanagari: person.nameDevanagari,
    nameUrdu: person.nameUrdu,
    phone: phone?.ok ? phone.value : null,
    relationName: person.relation?.name,
    placeId: person.placeId,
    birthYear: person.birthYear,
  });
}
