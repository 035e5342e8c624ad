/** Taking back persons that were entered by mistake, all at once, while nobody has done anything about them since. */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';

export type Standing = { readonly what: string; readonly count: number };

/**
 * Removes them with their crafts, numbers and history. Null when done; else what stands on them, nothing removed.
 * @param commands those that made them: anything else done about them keeps them
 */
export async function withdrawPersons(
  tx: Tx,
  ids: readonly string[],
  commands: readonly string[],
): Promise<Standing | null> {
  const { rows } = await sql<{ what: string; count: number }>`
    select 'acts' as what, count(*)::int as count from command where org_id = ${tx.orgId} and scope_kind = 'person'
      and scope_id = any(${[...ids]}::uuid[]) and status in ('applied', 'settled') and command_id <> all(${[...commands]}::uuid[])
    union all select 'enterprises', count(*)::int from enterprise_owner where org_id = ${tx.orgId} and person_id = any(${[...ids]}::uuid[])
    union all select 'guarantees', count(*)::int from loan_guarantor where org_id = ${tx.orgId} and person_id = any(${[...ids]}::uuid[])
    union all select 'merges', count(*)::int from person_alias where org_id = ${tx.orgId}
      and (alias_id = any(${[...ids]}::uuid[]) or kept_id = any(${[...ids]}::uuid[]))`.execute(tx.db);
  const standing = rows.find((row) => row.count > 0);
  if (standing) return standing;
  for (const table of [
    'person_craft',
    'person_change',
    'person_identity',
    'person_bank_account',
    'consent',
    'person_token',
    'person',
  ])
    await sql`delete from ${sql.table(table)} where org_id = ${tx.orgId} and person_id = any(${[...ids]}::uuid[])`.execute(
      tx.db,
    );
  return null;
}
