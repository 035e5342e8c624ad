/** How far a person's grants reach, for questions that narrow themselves to it: the whole organisation, or some places and groups. */
import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';

export const reachesAll = (who: Actor): boolean =>
  who.kind === 'system' || who.grants.some((grant) => grant.scope === null);

const ids = (who: Actor, kind: 'place' | 'group'): string[] =>
  who.grants.flatMap((grant) => (grant.scope?.kind === kind ? [grant.scope.id] : []));

/** Select of the places of her grants and all below them. */
const placesWithin = (tx: Tx, who: Actor): RawBuilder<unknown> => sql`
  with recursive reach as (
    select place_id from place where org_id = ${tx.orgId} and place_id = any(${ids(who, 'place')}::uuid[])
    union select p.place_id from place p join reach r on p.org_id = ${tx.orgId} and p.parent_id = r.place_id)
  select place_id from reach`;

/** Select of the groups of her grants: named ones, those below them, those of her places; closed ones too. */
const groupsWithin = (tx: Tx, who: Actor): RawBuilder<unknown> => sql`
  select o.group_id from groups o where o.org_id = ${tx.orgId} and (o.group_id = any(${ids(who, 'group')}::uuid[])
    or o.parent_group_id = any(${ids(who, 'group')}::uuid[]) or o.place_id in (${placesWithin(tx, who)}))`;

/** Condition on a column that holds a group's id. */
export const groupIsHers = (tx: Tx, who: Actor, column: string): RawBuilder<unknown> =>
  reachesAll(who) ? sql`true` : sql`${sql.ref(column)} in (${groupsWithin(tx, who)})`;

/** Condition on a column that holds a place's id. */
export const placeIsHers = (tx: Tx, who: Actor, column: string): RawBuilder<unknown> =>
  reachesAll(who) ? sql`true` : sql`${sql.ref(column)} in (${placesWithin(tx, who)})`;

/** Condition on `person p`: of her places, or in a group of hers. */
export const personIsHers = (tx: Tx, who: Actor): RawBuilder<unknown> =>
  reachesAll(who)
    ? sql`true`
    : sql`(p.place_id in (${placesWithin(tx, who)}) or p.person_id in (
        select x.person_id from membership x where x.org_id = ${tx.orgId} and x.group_id in (${groupsWithin(tx, who)})))`;
