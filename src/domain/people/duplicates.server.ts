/** Keeps `duplicate_pair` in step with the records, so that no screen compares everybody with everybody. */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import { DUPLICATE_SCORE, duplicateScore, type Candidate, type DuplicateScore } from './duplicates.rules.ts';
import type { PersonField } from './model.ts';
import { searchTokens } from './search.rules.ts';

/** The columns of a candidate of one alias of `person`. */
export const candidate = (alias: string) => {
  const of = (column: string) => sql.ref(`${alias}.${column}`);
  return sql`jsonb_build_object('personId', ${of('person_id')}, 'nameLatin', ${of('name_latin')}, 'nameDevanagari', ${of('name_devanagari')},
    'nameUrdu', ${of('name_urdu')}, 'phone', ${of('phone')}, 'relationName', ${of('relation_name')}, 'placeId', ${of('place_id')},
    'birthYear', ${of('birth_year')})`;
};
/** Stands for herself: merged into nobody, not erased. */
const standing = (alias: string) =>
  sql`${sql.ref(`${alias}.now_id`)} = ${sql.ref(`${alias}.person_id`)} and ${sql.ref(`${alias}.erased_on`)} is null`;

export type Likeness = Candidate & DuplicateScore;

/** Who may be the same as this one: of her phone, or alike in consonants and of her place. Best first. */
export async function likenessesOf(tx: Tx, one: Candidate): Promise<Likeness[]> {
  const tokens = searchTokens(one).filter((token) => token.startsWith('='));
  const { rows } = await sql<{ other: Candidate }>`
    select ${candidate('p')} as other from person p
    where p.org_id = ${tx.orgId} and ${standing('p')} and (p.person_id <> ${one.personId || null}::uuid) is not false
      and (p.phone = ${one.phone ?? null} or p.person_id in (
        select t.person_id from person_token t join person q on q.org_id = t.org_id and q.person_id = t.person_id
        where t.org_id = ${tx.orgId} and t.token = any(${tokens}) and q.place_id = ${one.placeId ?? null}))
    limit 500`.execute(tx.db);
  return rows
    .map(({ other }) => ({ ...other, ...duplicateScore(one, other) }))
    .filter((other) => other.score >= DUPLICATE_SCORE)
    .sort((a, b) => b.score - a.score);
}

/** Fields that make two records alike. */
const TELLING: ReadonlySet<PersonField> = new Set<PersonField>([
  'nameLatin',
  'nameDevanagari',
  'nameUrdu',
  'phone',
  'relation',
  'placeId',
  'birthYear',
]);
export const tellsLikeness = (changed: readonly string[]): boolean =>
  changed.some((field) => TELLING.has(field as PersonField));

/** Two records written at the same moment must still find each other: one at a time in an organisation. */
const oneAtATime = (tx: Tx) =>
  sql`select pg_advisory_xact_lock(hashtextextended('people.pairs:' || ${tx.orgId}, 0))`.execute(tx.db);

/** To be called after each write that changed what she is known by, or whether she stands for herself. */
export async function renewPairs(tx: Tx, personIds: readonly string[]): Promise<void> {
  await oneAtATime(tx);
  await sql`delete from duplicate_pair where org_id = ${tx.orgId}
    and (left_id = any(${personIds}::uuid[]) or right_id = any(${personIds}::uuid[]))`.execute(tx.db);
  const { rows } = await sql<{ one: Candidate }>`select ${candidate('p')} as one from person p
    where p.org_id = ${tx.orgId} and p.person_id = any(${personIds}::uuid[]) and ${standing('p')}`.execute(tx.db);
  for (const { one } of rows) await savePairs(tx, one.personId, await likenessesOf(tx, one));
}

async function savePairs(tx: Tx, personId: string, others: readonly Likeness[]): Promise<void> {
  if (others.length === 0) return;
  await sql`insert into duplicate_pair (org_id, left_id, right_id, score, reasons)
    select ${tx.orgId}, least(${personId}::uuid, other), greatest(${personId}::uuid, other), score, reasons
    from unnest(${others.map((one) => one.personId)}::uuid[], ${others.map((one) => one.score)}::int[],
      ${others.map((one) => JSON.stringify(one.reasons))}::jsonb[]) as found(other, score, reasons)
    on conflict (org_id, left_id, right_id) do update set score = excluded.score, reasons = excluded.reasons`.execute(
    tx.db,
  );
}

/** Everybody anew, a hundred at a time: after the rule of likeness itself has changed. @returns how many pairs stand then */
export async function renewAllPairs(tx: Tx): Promise<number> {
  const { rows } = await sql<{ id: string }>`select p.person_id as id from person p
    where p.org_id = ${tx.orgId} and ${standing('p')} order by 1`.execute(tx.db);
  for (let at = 0; at < rows.length; at += 100)
    await renewPairs(
      tx,
      rows.slice(at, at + 100).map(({ id }) => id),
    );
  const found = await sql<{ count: number }>`select count(*)::int as count from duplicate_pair
    where org_id = ${tx.orgId}`.execute(tx.db);
  return found.rows[0]!.count;
}
