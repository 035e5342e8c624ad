/** Who may decide a held record: told to whoever sees it and may not, so that she knows whom to ask. */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Actor, Scope } from '#platform/door.ts';
import { actorOf } from '../actors.server.ts';
import { holds, ROLES } from '../rights.ts';
import { mayDo } from '../scopes.server.ts';

export type Decider = { readonly name: string; readonly roles: readonly string[] };
/** So many are named, those first whose grant is narrowest: an administrator decides everything and is asked last. */
const MOST_NAMED = 3;
const MOST_LOOKED_AT = 40;

/** @param authorId whose record it is: never her own judge */
export async function decidersOf(
  tx: Tx,
  of: { readonly right: string; readonly scope: Scope; readonly authorId: string },
): Promise<Decider[]> {
  const roles = ROLES.filter((role) => holds(role, of.right));
  const { rows } = await sql<{ userId: string; name: string; roles: string[] }>`
    select u.user_id as "userId", u.name, array_agg(distinct g.role) as roles from app_user u
    join user_grant g on g.org_id = u.org_id and g.user_id = u.user_id
    where u.org_id = ${tx.orgId} and u.state = 'active' and u.user_id <> ${of.authorId} and g.role = any(${[...roles]}::text[])
      and g.from_on <= ${tx.today}::date and (g.to_on is null or g.to_on >= ${tx.today}::date)
    group by u.user_id, u.name
    order by bool_or(g.role = 'administrator'), bool_and(g.scope_kind is null), u.name, u.user_id limit ${MOST_LOOKED_AT}`.execute(
    tx.db,
  );
  const named: Decider[] = [];
  for (const row of rows) {
    const who: Actor | null = named.length < MOST_NAMED ? await actorIn(tx, row.userId) : null;
    if (who && (await mayDo(tx.db, who, of))) named.push({ name: row.name, roles: row.roles });
  }
  return named;
}

/** One of this organisation as `mayDo` looks at her: her grants of today, nothing else. */
async function actorIn(tx: Tx, userId: string): Promise<Actor | null> {
  const who = await actorOf(tx.db, userId);
  return who?.orgId === tx.orgId ? who : null;
}
