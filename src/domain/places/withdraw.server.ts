/** Taking back places that were entered by mistake, while nothing lies in them. */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';

/** Null when done; else how many places lie in them. Persons and groups there keep them too: the database refuses. */
export async function withdrawPlaces(
  tx: Tx,
  ids: readonly string[],
): Promise<{ readonly what: string; readonly count: number } | null> {
  const { rows } = await sql<{ what: string; count: number }>`select 'places' as what, count(*)::int as count from place
    where org_id = ${tx.orgId} and parent_id = any(${[...ids]}::uuid[]) and place_id <> all(${[...ids]}::uuid[])`.execute(
    tx.db,
  );
  if (rows[0] && rows[0].count > 0) return rows[0];
  await sql`delete from place where org_id = ${tx.orgId} and place_id = any(${[...ids]}::uuid[])`.execute(tx.db);
  return null;
}
