import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import { loadContext } from '#domain/meetings/index.server.ts';
import type { GroupContext } from '#domain/meetings/index.ts';
import type { CutOffWorld } from './plan-cutoffs.ts';
import type { Row, World } from './plan.ts';

/** The groups a table names, each with what its sheet is judged by. */
export async function withContexts(tx: Tx, world: World, rows: readonly Row[]): Promise<CutOffWorld> {
  const names = new Set(rows.flatMap(({ at }) => at.text('group') ?? []));
  const ids = new Set([...names].flatMap((name) => world.groupIds(name)));
  const contexts = new Map<string, GroupContext>();
  for (const id of ids) {
    const stored = await loadContext(tx, id);
    if (stored) contexts.set(id, stored.context);
  }
  const { rows: begun } = await sql<{ id: string }>`select distinct group_id as id from meeting
    where org_id = ${tx.orgId} and group_id = any(${[...ids]}::uuid[]) and state = 'closed'`.execute(tx.db);
  const standing = new Set(begun.map((one) => one.id));
  return { ...world, contextOf: (id) => contexts.get(id) ?? null, hasBegun: (id) => standing.has(id) };
}
