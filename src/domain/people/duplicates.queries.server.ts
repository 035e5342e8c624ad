/** Pairs that may be one woman, for a person to decide. Candidates come from the database, the score from the pure rule. */
import * as z from 'zod/mini';
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { DUPLICATE_SCORE, duplicateScore, type Candidate, type DuplicateScore } from './duplicates.rules.ts';
import { PersonFields } from './model.ts';
import { readPhone } from './identities.rules.ts';
import { searchTokens } from './search.rules.ts';

export const DuplicatesQuestion = z.strictObject({ limit: z.optional(z.int().check(z.gte(1), z.lte(500))) });
export const DuplicatesOf = z.strictObject({ person: PersonFields });
export type DuplicatesOf = z.infer<typeof DuplicatesOf>;

export type DuplicatePair = { readonly left: Candidate; readonly right: Candidate } & DuplicateScore;

const candidate = (
  alias: string,
) => sql`jsonb_build_object('personId', ${sql.ref(`${alias}.person_id`)}, 'nameLatin', ${sql.ref(`${alias}.name_latin`)},
  'nameDevanagari', ${sql.ref(`${alias}.name_devanagari`)}, 'nameUrdu', ${sql.ref(`${alias}.name_urdu`)}, 'phone', ${sql.ref(`${alias}.phone`)},
  'relationName', ${sql.ref(`${alias}.relation_name`)}, 'placeId', ${sql.ref(`${alias}.place_id`)}, 'birthYear', ${sql.ref(`${alias}.birth_year`)})`;
const standing = (alias: string) =>
  sql`${sql.ref(`${alias}.now_id`)} = ${sql.ref(`${alias}.person_id`)} and ${sql.ref(`${alias}.erased_on`)} is null`;

/** Best first: same phone anywhere in the organisation, or alike in consonants and of the same place. Looks at 5,000 pairs of each at most. */
export async function duplicates(tx: Tx, _who: Actor, input: { limit?: number | undefined }): Promise<DuplicatePair[]> {
  const { rows } = await sql<{ left: Candidate; right: Candidate }>`
    with pairs as (
      (select a.person_id as l, b.person_id as r from person a
        join person b on b.org_id = a.org_id and b.phone = a.phone and b.person_id > a.person_id
        where a.org_id = ${tx.orgId} and ${standing('a')} and ${standing('b')} limit 5000)
      union
      (select a.person_id, b.person_id from person a
        join person b on b.org_id = a.org_id and b.place_id = a.place_id and b.person_id > a.person_id
        where a.org_id = ${tx.orgId} and ${standing('a')} and ${standing('b')} and a.relation_name is not null and b.relation_name is not null
          and exists (select from person_token x join person_token y on y.org_id = x.org_id and y.token = x.token
            where x.org_id = a.org_id and x.person_id = a.person_id and y.person_id = b.person_id and x.token like '=%')
        limit 5000))
    select ${candidate('a')} as left, ${candidate('b')} as right
    from pairs join person a on a.org_id = ${tx.orgId} and a.person_id = pairs.l join person b on b.org_id = ${tx.orgId} and b.person_id = pairs.r`.execute(
    tx.db,
  );
  return rows
    .map((pair) => ({ ...pair, ...duplicateScore(pair.left, pair.right) }))
    .filter((pair) => pair.score >= DUPLICATE_SCORE)
    .sort((a, b) => b.score - a.score)
    .slice(0, input.limit ?? 100);
}

/** Before she is registered: who she may already be. */
export async function duplicatesOf(tx: Tx, _who: Actor, input: DuplicatesOf): Promise<(Candidate & DuplicateScore)[]> {
  const person = input.person;
  const phone = person.phone ? readPhone(person.phone) : null;
  const draft: Candidate = {
    personId: '',
    nameLatin: person.nameLatin,
    nameDevanagari: person.nameDevanagari,
    nameUrdu: person.nameUrdu,
    phone: phone?.ok ? phone.value : null,
    relationName: person.relation?.name,
    placeId: person.placeId,
    birthYear: person.birthYear,
  };
  const tokens = searchTokens(draft).filter((token) => token.startsWith('='));
  const { rows } = await sql<{ one: Candidate }>`
    select ${candidate('p')} as one from person p
    where p.org_id = ${tx.orgId} and ${standing('p')} and (p.phone = ${draft.phone ?? null} or p.person_id in (
      select t.person_id from person_token t join person q on q.org_id = t.org_id and q.person_id = t.person_id
      where t.org_id = ${tx.orgId} and t.token = any(${tokens}) and q.place_id = ${draft.placeId ?? null}))
    limit 500`.execute(tx.db);
  return rows
    .map(({ one }) => ({ ...one, ...duplicateScore(draft, one) }))
    .filter((one) => one.score >= DUPLICATE_SCORE)
    .sort((a, b) => b.score - a.score);
}
