/** Which enterprises a person's grants reach: those of her places, and those that her groups or the women of these own now. */
import { sql, type RawBuilder } from 'kysely';
import { groupIsHers, personIsHers, placeIsHers, reachesAll } from '#domain/people/index.server.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';

/** Condition on a column that holds an enterprise's id. */
export const enterpriseIsHers = (tx: Tx, who: Actor, column: string): RawBuilder<unknown> =>
  reachesAll(who)
    ? sql`true`
    : sql`${sql.ref(column)} in (
        select x.enterprise_id from enterprise x where x.org_id = ${tx.orgId} and ${placeIsHers(tx, who, 'x.place_id')}
        union all select o.enterprise_id from enterprise_owner o where o.org_id = ${tx.orgId} and o.until_on is null
          and (${groupIsHers(tx, who, 'o.group_id')} or o.person_id = any(${persons(who)}::uuid[]) or o.person_id in (
            select p.person_id from person p where p.org_id = ${tx.orgId} and ${personIsHers(tx, who)})))`;

const persons = (who: Actor): string[] =>
  who.grants.flatMap(({ scope }) => (scope?.kind === 'person' ? [scope.id] : []));
