import { sql } from 'kysely';
import type { Actor, Grant } from '#platform/door.ts';
import type { Db } from '#platform/db.server.ts';
import { rightsOf } from './rights.ts';

type ActorRow = {
  org_id: string;
  user_id: string;
  name: string;
  locale: 'en' | 'hi' | 'ur';
  state: string;
  person_id: string | null;
  grants: { role: string; scopeKind: 'place' | 'group' | 'person' | null; scopeId: string }[];
  org_ids: string[];
};

/** The signed-in person as an actor, freshly read so that a revoked right ends with the next request. Null when revoked or unknown. */
export async function actorOf(
  db: Db,
  userId: string,
  deviceId: string | null = null,
): Promise<(Actor & { name: string }) | null> {
  const actor = await anyActorOf(db, userId, deviceId);
  return actor?.state === 'active' ? actor : null;
}

/** As {@link actorOf}, revoked users included (their phones' unsent work goes to quarantine). */
export async function anyActorOf(db: Db, userId: string, deviceId: string | null = null) {
  const { rows } = await sql<ActorRow>`select * from actor_of(${userId}::uuid)`.execute(db);
  const row = rows[0];
  if (!row) return null;
  const grants: Grant[] = row.grants.map((grant) => ({
    role: grant.role,
    scope: grant.scopeKind ? { kind: grant.scopeKind, id: grant.scopeId } : null,
  }));
  return {
    kind: 'user' as const,
    userId: row.user_id,
    orgId: row.org_id,
    orgIds: row.org_ids,
    grants,
    rights: rightsOf(grants.map((grant) => grant.role)),
    personId: row.person_id,
    deviceId,
    locale: row.locale,
    name: row.name,
    state: row.state,
  };
}

/** Jobs, imports and the demo act as the system inside one organisation; its lines in the audit trail say so. */
export const systemActor = (orgId: string): Actor => ({
  kind: 'system',
  userId: '00000000-0000-7000-8000-000000000000',
  orgId,
  orgIds: [orgId],
  grants: [],
  rights: new Set(['*']),
  locale: 'en',
});
