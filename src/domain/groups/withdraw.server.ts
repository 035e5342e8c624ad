/** Taking back groups and memberships that were entered by mistake, while nothing stands on them. Their empty books stay: a book is never removed. */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';

export type Standing = { readonly what: string; readonly count: number };

/** Null when done; else what stands on them. */
export async function withdrawGroups(tx: Tx, ids: readonly string[]): Promise<Standing | null> {
  const { rows } = await sql<Standing>`
    select 'members' as what, count(*)::int as count from membership where org_id = ${tx.orgId} and group_id = any(${[...ids]}::uuid[])
    union all select 'journals', count(*)::int from journal j join groups g on g.org_id = j.org_id and g.book_id = j.book_id
      where g.org_id = ${tx.orgId} and g.group_id = any(${[...ids]}::uuid[])
    union all select 'rules', count(*)::int from group_rule where org_id = ${tx.orgId} and group_id = any(${[...ids]}::uuid[])
    union all select 'enterprises', count(*)::int from enterprise_owner where org_id = ${tx.orgId} and group_id = any(${[...ids]}::uuid[])
    union all select 'groups', count(*)::int from groups where org_id = ${tx.orgId}
      and parent_group_id = any(${[...ids]}::uuid[]) and group_id <> all(${[...ids]}::uuid[])
    union all select 'accounts', count(*)::int from bank_account where org_id = ${tx.orgId} and group_id = any(${[...ids]}::uuid[])`.execute(
    tx.db,
  );
  const standing = rows.find((row) => row.count > 0);
  if (standing) return standing;
  await sql`delete from groups where org_id = ${tx.orgId} and group_id = any(${[...ids]}::uuid[])`.execute(tx.db);
  return null;
}

/** Takes the women out of the groups they were put into. Null when done; an officer stands. */
export async function withdrawMembers(tx: Tx, personIds: readonly string[]): Promise<Standing | null> {
  const { rows } = await sql<Standing>`select 'officers' as what, count(*)::int as count from officer
    where org_id = ${tx.orgId} and person_id = any(${[...personIds]}::uuid[])`.execute(tx.db);
  if (rows[0] && rows[0].count > 0) return rows[0];
  const gone = await sql<{ group_id: string }>`delete from membership
    where org_id = ${tx.orgId} and person_id = any(${[...personIds]}::uuid[]) returning group_id`.execute(tx.db);
  for (const groupId of new Set(gone.rows.map((row) => row.group_id))) tx.changed(groupId, 'group', groupId);
  return null;
}
