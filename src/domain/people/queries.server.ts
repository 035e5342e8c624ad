import * as z from 'zod/mini';
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import { defineQuestions, OWN, type Actor, type Scope } from '#platform/door.ts';
import {
  DuplicatesOf,
  DuplicatesQuestion,
  duplicateCount,
  duplicates,
  duplicatesOf,
} from './duplicates.queries.server.ts';
import { erasurePreview, retention } from './leaving.queries.server.ts';
import { Day, FLAGS, Id, Nothing, PersonRef } from './model.ts';
import { card, CARD, profile, type Card, type Profile } from './profile.queries.server.ts';
import { personIsHers, reachesAll } from './reach.server.ts';
import { typedWords } from './search.rules.ts';

const Search = z.strictObject({
  typed: z.string().check(z.maxLength(120)),
  placeId: z.optional(z.nullable(Id)),
  groupId: z.optional(z.nullable(Id)),
  limit: z.optional(z.int().check(z.gte(1), z.lte(100))),
});
type Search = z.infer<typeof Search>;
const List = z.strictObject({
  placeId: z.optional(z.nullable(Id)),
  craft: z.optional(z.nullable(z.string().check(z.maxLength(40)))),
  flag: z.optional(z.nullable(z.enum(FLAGS))),
  withLeavers: z.optional(z.boolean()),
  sort: z._default(z.enum(['name', 'relation', 'place', 'registered']), 'name'),
  descending: z._default(z.boolean(), false),
  page: z._default(z.int().check(z.gte(1), z.lte(100_000)), 1),
  limit: z.optional(z.int().check(z.gte(1), z.lte(500))),
});
type List = z.infer<typeof List>;
const CountOn = z.strictObject({ on: Day });

const ofPerson = (input: { personId: string }): Scope => ({ kind: 'person', id: input.personId });
const within = (input: { placeId?: string | null | undefined; groupId?: string | null | undefined }): Scope =>
  input.groupId ? { kind: 'group', id: input.groupId } : input.placeId ? { kind: 'place', id: input.placeId } : null;

/** Nothing named: the answer narrows itself to what she may see. */
const withinOrOwn = (input: Parameters<typeof within>[0]): Scope => within(input) ?? OWN;

export const questions = defineQuestions('people', {
  search: { input: Search, may: 'people.read', scope: withinOrOwn, run: search },
  profile: {
    input: PersonRef,
    may: 'people.read',
    scope: ofPerson,
    run: (tx: Tx, _who: Actor, input: { personId: string }) => profile(tx, input.personId),
  },
  card: {
    input: PersonRef,
    may: 'people.read',
    scope: ofPerson,
    run: (tx: Tx, _who: Actor, input: { personId: string }) => card(tx, input.personId),
  },
  list: { input: List, may: 'people.read', scope: withinOrOwn, run: list },
  countOn: { input: CountOn, may: 'people.read', scope: () => null, run: countOn },
  duplicates: { input: DuplicatesQuestion, may: 'people.read_duplicates', scope: () => null, run: duplicates },
  retention: { input: Nothing, may: 'people.erase', scope: () => null, run: retention },
  erasurePreview: { input: PersonRef, may: 'people.erase', scope: ofPerson, run: erasurePreview },
  duplicateCount: { input: Nothing, may: 'people.read_duplicates', scope: () => null, run: duplicateCount },
  duplicatesOf: {
    input: DuplicatesOf,
    may: 'people.read',
    scope: (input: DuplicatesOf) => within({ placeId: input.person.placeId }),
    run: duplicatesOf,
  },
});

export type { Card, Profile };

/** What the database function asks for: the word that says most stands first, since its prefixes lead the search. */
function searchPlan(typed: string): string {
  const words = typedWords(typed).toSorted((a, b) => b.text.length - a.text.length);
  return JSON.stringify(
    words.map((word) => ({
      p: [word.text, ...word.sounds, ...word.skeletons],
      w: [30, ...word.sounds.map(() => 20), ...word.skeletons.map(() => 10)],
    })),
  );
}

type Found = Card & { readonly points: number };

/** As one types, in any of three scripts: best matches first. An empty box finds nobody. */
async function search(tx: Tx, who: Actor, input: Search): Promise<Found[]> {
  const found = await searchOnce(tx, who, input);
  const glued = input.typed.replace(/\s+/g, '');
  if (found.length > 0 || glued === input.typed.trim()) return found;
  // "Noor Jahan" typed, "Noorjahan" written
  return searchOnce(tx, who, { ...input, typed: glued });
}

async function searchOnce(tx: Tx, who: Actor, input: Search): Promise<Found[]> {
  const limit = input.limit ?? 20;
  // a place or group that was named was checked at the door
  const narrowed = !input.placeId && !input.groupId && !reachesAll(who);
  const places = input.placeId ? sql`(${subtree(tx, input.placeId)})` : sql`null::uuid[]`;
  const { rows } = await sql<Found>`
    select ${CARD}, f.points
    from person_search(${searchPlan(input.typed)}::jsonb, ${places}, ${input.groupId ?? null}::uuid, ${narrowed ? 100 : limit}) f
    join person p on p.org_id = ${tx.orgId} and p.person_id = f.person_id and p.erased_on is null
    where ${narrowed ? personIsHers(tx, who) : sql`true`}
    order by f.points desc, coalesce(p.name_latin, p.name_devanagari, p.name_urdu), p.person_id limit ${limit}`.execute(
    tx.db,
  );
  return rows;
}

/** The place and all below it, as an array. */
const subtree = (tx: Tx, placeId: string) => sql`
  with recursive below as (
    select place_id from place where org_id = ${tx.orgId} and place_id = ${placeId}
    union select c.place_id from place c join below b on c.org_id = ${tx.orgId} and c.parent_id = b.place_id)
  select array_agg(place_id) from below`;

const NAME = sql`coalesce(p.name_latin, p.name_devanagari, p.name_urdu)`;
const ORDERS = {
  name: NAME,
  relation: sql`p.relation_name`,
  place: sql`(select l.name_en from place l where l.org_id = p.org_id and l.place_id = p.place_id)`,
  registered: sql`p.registered_on`,
} as const;

/** Persons of the asker's places and groups, merged ones once, and how many fit the filters in all. */
async function list(tx: Tx, who: Actor, input: List): Promise<{ rows: Card[]; total: number }> {
  const limit = input.limit ?? 100;
  const chosen = sql`p.org_id = ${tx.orgId} and p.now_id = p.person_id and p.erased_on is null
      and (${input.withLeavers ?? false} or p.left_on is null)
      and (${input.flag ?? null}::text is null or ${input.flag ?? null} = any(p.flags))
      and (${input.craft ?? null}::text is null or exists (select from person_craft c
        where c.org_id = p.org_id and c.person_id = p.person_id and c.craft = ${input.craft ?? null}))
      ${input.placeId ? sql`and p.place_id = any ((${subtree(tx, input.placeId)})::uuid[])` : sql`and ${personIsHers(tx, who)}`}`;
  const way = input.descending ? sql`desc nulls last` : sql`asc nulls last`;
  const { rows } = await sql<Card>`select ${CARD} from person p where ${chosen}
    order by ${ORDERS[input.sort]} ${way}, ${NAME}, p.person_id limit ${limit} offset ${(input.page - 1) * limit}`.execute(
    tx.db,
  );
  const count = await sql<{ total: number }>`select count(*)::int as total from person p where ${chosen}`.execute(
    tx.db,
  );
  return { rows, total: count.rows[0]!.total };
}

/** How many persons were known on a day: each merged one once from the merge's day on. */
async function countOn(tx: Tx, _who: Actor, { on }: { on: string }): Promise<{ persons: number }> {
  const { rows } = await sql<{ persons: number }>`
    select count(*)::int as persons from person p
    where p.org_id = ${tx.orgId} and p.registered_on <= ${on} and (p.left_on is null or p.left_on > ${on})
      and not exists (select from person_alias a where a.org_id = p.org_id and a.alias_id = p.person_id
        and a.merged_on <= ${on} and (a.undone_on is null or a.undone_on > ${on}))`.execute(tx.db);
  return { persons: rows[0]!.persons };
}
