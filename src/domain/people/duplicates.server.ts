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
export const likenessesOf = async (tx: Tx, one: Candidate): Promise<Likeness[]> =>
  (await likenessesOfAll(tx, [one]))[0]!;

/** The same for many, in their order: who shares a phone, who shares a sound and a place, looked up for all of them at once. */
async function likenessesOfAll(tx: Tx, list: readonly Candidate[]): Promise<Likeness[][]> {
  const asked = list.map((one) => ({ one, tokens: searchTokens(one).filter((token) => token.startsWith('=')) }));
  const byPhone = await samePhone(tx, list);
  const bySound = await sameSound(tx, asked);
  const found = asked.map(({ one, tokens }) => {
    const ids = new Set(byPhone.get(one.phone ?? '') ?? []);
    for (const token of tokens) for (const id of bySound.get(`${one.placeId} ${token}`) ?? []) ids.add(id);
    ids.delete(one.personId);
    return [...ids].slice(0, MOST_CANDIDATES);
  });
  const { rows } = await sql<{ other: Candidate }>`select ${candidate('p')} as other from person p
    where p.org_id = ${tx.orgId} and p.person_id = any(${[...new Set(found.flat())]}::uuid[]) and ${standing('p')}`.execute(
    tx.db,
  );
  const others = new Map(rows.map(({ other }) => [other.personId, other]));
  return list.map((one, at) =>
    found[at]!.flatMap((id) => others.get(id) ?? [])
      .map((other) => ({ ...other, ...duplicateScore(one, other) }))
      .filter((other) => other.score >= DUPLICATE_SCORE)
      .sort((a, b) => b.score - a.score),
  );
}
const MOST_CANDIDATES = 500;

async function samePhone(tx: Tx, list: readonly Candidate[]): Promise<Map<string, string[]>> {
  const phones = [...new Set(list.flatMap((one) => one.phone ?? []))];
  if (phones.length === 0) return new Map();
  const { rows } = await sql<{ id: string; phone: string }>`select person_id as id, phone from person
    where org_id = ${tx.orgId} and phone = any(${phones}::text[])`.execute(tx.db);
  return grouped(rows.map(({ id, phone }) => [phone, id]));
}

/** By "place sound". */
async function sameSound(
  tx: Tx,
  asked: readonly { one: Candidate; tokens: readonly string[] }[],
): Promise<Map<string, string[]>> {
  const here = asked.filter(({ one }) => one.placeId);
  if (here.length === 0) return new Map();
  const tokens = [...new Set(here.flatMap((each) => each.tokens))];
  const places = [...new Set(here.map(({ one }) => one.placeId!))];
  const { rows } = await sql<{ id: string; place: string; token: string }>`
    select t.person_id as id, q.place_id as place, t.token from person_token t join person q on q.org_id = t.org_id and q.person_id = t.person_id
    where t.org_id = ${tx.orgId} and t.token = any(${tokens}::text[]) and q.place_id = any(${places}::uuid[])`.execute(
    tx.db,
  );
  return grouped(rows.map(({ id, place, token }) => [`${place} ${token}`, id]));
}

function grouped(pairs: readonly (readonly [string, string])[]): Map<string, string[]> {
  const map = new Map<string, string[]>();
  for (const [key, id] of pairs) {
    const ids = map.get(key);
    if (ids) ids.push(id);
    else map.set(key, [id]);
  }
  return map;
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
  const all = rows.map(({ one }) => one);
  const likenesses = await likenessesOfAll(tx, all);
  await savePairs(
    tx,
    all.flatMap(({ personId }, at) => likenesses[at]!.map((other) => ({ personId, other }))),
  );
}

/** Two who were written together find each other twice: one pair. */
async function savePairs(tx: Tx, found: readonly { personId: string; other: Likeness }[]): Promise<void> {
  if (found.length === 0) return;
  const keyOf = (a: string, b: string) => (a < b ? `${a} ${b}` : `${b} ${a}`);
  const pairs = [...new Map(found.map((one) => [keyOf(one.personId, one.other.personId), one])).values()];
  await sql`insert into duplicate_pair (org_id, left_id, right_id, score, reasons)
    select ${tx.orgId}, least(one, other), greatest(one, other), score, reasons
    from unnest(${pairs.map((one) => one.personId)}::uuid[], ${pairs.map((one) => one.other.personId)}::uuid[],
      ${pairs.map((one) => one.other.score)}::int[], ${pairs.map((one) => JSON.stringify(one.other.reasons))}::jsonb[]) as found(one, other, score, reasons)
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
