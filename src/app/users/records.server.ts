/** What several commands on users ask of the database. */
import { sql } from 'kysely';
import type { Actor } from '#platform/door.ts';
import type { Tx } from '#platform/db.server.ts';
import { holds, rightsOfRole } from '../rights.ts';
import { mayDo } from '../scopes.server.ts';
import type { Where } from './model.ts';

export const NO_SCOPE = '00000000-0000-0000-0000-000000000000';
export type UserRow = { userId: string; name: string; phone: string; state: 'active' | 'revoked' };
type GrantRow = { role: string; scope: Where };

export async function loadUser(tx: Tx, userId: string): Promise<UserRow | null> {
  const { rows } = await sql<UserRow>`select user_id as "userId", name, phone, state from app_user
    where org_id = ${tx.orgId} and user_id = ${userId} for update`.execute(tx.db);
  return rows[0] ?? null;
}

/** Grants that hold today or later. */
export async function grantsOf(tx: Tx, userId: string): Promise<GrantRow[]> {
  const { rows } = await sql<GrantRow>`select role, case when scope_kind is not null
      then jsonb_build_object('kind', scope_kind, 'id', scope_id) end as scope
    from user_grant where org_id = ${tx.orgId} and user_id = ${userId} and (to_on is null or to_on >= current_date)`.execute(
    tx.db,
  );
  return rows;
}

/** Whether she holds every right of that role herself, over that scope: nobody gives what she does not have. */
export async function holdsAllOf(
  tx: Tx,
  who: Actor,
  { role, scope }: { role: string; scope: Where },
): Promise<boolean> {
  for (const right of rightsOfRole(role)) if (!(await mayDo(tx.db, who, { right, scope }))) return false;
  return true;
}

/** Whether everything that user may do lies within what the actor may do: else she could stop or impersonate her betters. */
export async function isBelow(tx: Tx, who: Actor, userId: string): Promise<boolean> {
  for (const grant of await grantsOf(tx, userId)) if (!(await holdsAllOf(tx, who, grant))) return false;
  return true;
}

/** Whether the actor holds the right over each of the user's scopes. */
export async function covers(
  tx: Tx,
  who: Actor,
  { right, userId }: { right: string; userId: string },
): Promise<boolean> {
  const grants = await grantsOf(tx, userId);
  if (grants.length === 0) return mayDo(tx.db, who, { right, scope: null });
  for (const grant of grants) if (!(await mayDo(tx.db, who, { right, scope: grant.scope }))) return false;
  return true;
}

/** With these rights one looks after others; whoever does may hand her own keys to her equals only. */
const KEEPING = ['users.manage', 'devices.manage'];

/** Whether that user looks after others where the actor does not: then her phone and its code are not the actor's to hand out. */
export async function outranks(tx: Tx, who: Actor, userId: string): Promise<boolean> {
  for (const { role, scope } of await grantsOf(tx, userId))
    for (const right of KEEPING) if (holds(role, right) && !(await mayDo(tx.db, who, { right, scope }))) return true;
  return false;
}

export async function scopeExists(tx: Tx, scope: Where): Promise<boolean> {
  if (scope === null) return true;
  const table = { group: 'groups', place: 'place', person: 'person' }[scope.kind];
  const key = { group: 'group_id', place: 'place_id', person: 'person_id' }[scope.kind];
  const { rows } = await sql<{ there: boolean }>`select exists (select from ${sql.table(table)}
    where org_id = ${tx.orgId} and ${sql.ref(key)} = ${scope.id}) as there`.execute(tx.db);
  return rows[0]?.there ?? false;
}

/** Two administrators who remove each other at the same moment are put one after the other. */
export async function isLastAdministrator(tx: Tx, userId: string): Promise<boolean> {
  await sql`select from org where org_id = ${tx.orgId} for update`.execute(tx.db);
  const { rows } = await sql<{ mine: boolean; others: boolean }>`
    select coalesce(bool_or(u.user_id = ${userId}), false) as mine, coalesce(bool_or(u.user_id <> ${userId}), false) as others
    from user_grant g join app_user u on u.org_id = g.org_id and u.user_id = g.user_id
    where g.org_id = ${tx.orgId} and g.role = 'administrator' and g.scope_kind is null and u.state = 'active'
      and g.from_on <= current_date and (g.to_on is null or g.to_on >= current_date)`.execute(tx.db);
  return Boolean(rows[0]?.mine) && !rows[0]?.others;
}

export async function endSessions(tx: Tx, userId: string, deviceId: string | null = null): Promise<number> {
  const { rows } = await sql<{ ended: number }>`select end_sessions_of(${userId}, ${deviceId}) as ended`.execute(tx.db);
  return rows[0]?.ended ?? 0;
}
