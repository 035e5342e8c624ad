import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { groupsOf } from '#domain/meetings/index.server.ts';
import { holds } from '../rights.ts';

/** The groups this actor's grants with `right` cover; null = every group of the organisation, and what belongs to no group. */
export async function coveredGroups(tx: Tx, who: Actor, right = 'desk.read'): Promise<string[] | null> {
  if (who.kind === 'system') return null;
  const grants = who.grants.filter((grant) => holds(grant.role, right));
  return grants.some((grant) => grant.scope === null) ? null : groupsOf(tx, { ...who, grants });
}
