/** Who took the whole organisation along, and when. The archive itself passes no door: it is written while it is sent. */
import { sql } from 'kysely';
import * as z from 'zod/mini';
import type { Tx } from '#platform/db.server.ts';
import { type Actor, defineCommands } from '#platform/door.ts';
import { applied, refused, type Outcome } from '#platform/outcomes.ts';
import { ZIP_LIMITS } from '#platform/zip-write.server.ts';

const whole = () => null;

export const commands = defineCommands('leaving', {
  take: { input: z.strictObject({}), may: 'leaving.take', scope: whole, run: take },
  takeGroup: { input: z.strictObject({ groupId: z.uuid() }), may: 'leaving.take', scope: whole, run: takeGroup },
});

/** @returns refused `leaving.too_large` {files} for one archive */
async function take(tx: Tx): Promise<Outcome<{ files: number }>> {
  const { rows } = await sql<{
    files: number;
    bytes: number;
  }>`select count(*)::int as files, coalesce(sum(bytes), 0)::bigint as bytes
    from (select distinct on (sha256) bytes from file where org_id = ${tx.orgId}) f`.execute(tx.db);
  const { files, bytes } = rows[0]!;
  if (files > ZIP_LIMITS.entries - 1_000 || bytes > ZIP_LIMITS.bytes * 0.8)
    return refused('leaving.too_large', { files });
  return applied({ files });
}

/** @returns refused `groups.unknown` for a practice group too: it keeps no book */
async function takeGroup(tx: Tx, _who: Actor, { groupId }: { groupId: string }): Promise<Outcome<{ groupId: string }>> {
  const found = await sql`select from groups where org_id = ${tx.orgId} and group_id = ${groupId} and not practice
    and book_id is not null`.execute(tx.db);
  return found.rows.length === 0 ? refused('groups.unknown', {}) : applied({ groupId });
}
