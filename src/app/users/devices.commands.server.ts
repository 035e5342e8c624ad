import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import { defineCommands, type Actor, type Scope } from '#platform/door.ts';
import { applied, refused, type Outcome } from '#platform/outcomes.ts';
import * as model from './model.ts';
import type { CreateEnrolment, RevokeDevice, UpdateSettings, Where } from './model.ts';
import { readRecovery } from './recovery.server.ts';
import { covers, endSessions, loadUser, outranks } from './records.server.ts';

/** A code shown on a screen in the office is scanned while both stand there. */
export const ENROLMENT_MINUTES = 15;

const within = (input: { within?: Where }): Scope => input.within ?? null;

export const deviceCommands = defineCommands('devices', {
  revoke: { input: model.RevokeDevice, may: 'devices.manage', scope: within, run: revoke },
  readRecovery: { input: model.ReadRecovery, may: 'devices.manage', scope: within, run: readRecovery },
});
export const enrolmentCommands = defineCommands('enrolments', {
  create: { input: model.CreateEnrolment, may: 'devices.manage', scope: within, secret: ['tokenHash'], run: create },
});
export const orgCommands = defineCommands('org', {
  updateSettings: { input: model.UpdateSettings, may: 'org.manage', scope: () => null, run: updateSettings },
});

/** Its session ends at once; what it has not sent goes to quarantine. @returns refused `devices.not_found`, `users.beyond_you` */
async function revoke(tx: Tx, who: Actor, input: RevokeDevice): Promise<Outcome<{ deviceId: string }>> {
  const { rows } = await sql<{ user_id: string }>`select user_id from device
    where org_id = ${tx.orgId} and device_id = ${input.deviceId} for update`.execute(tx.db);
  const userId = rows[0]?.user_id;
  if (!userId) return refused('devices.not_found');
  if (!(await covers(tx, who, { right: 'devices.manage', userId }))) return refused('users.beyond_you', { role: '' });
  await sql`update device set state = 'revoked', revoked_at = coalesce(revoked_at, now())
    where org_id = ${tx.orgId} and device_id = ${input.deviceId}`.execute(tx.db);
  await endSessions(tx, userId, input.deviceId);
  return applied({ deviceId: input.deviceId });
}

/** @returns refused `users.not_found`, `users.revoked`, `users.beyond_you` */
async function create(
  tx: Tx,
  who: Actor,
  input: CreateEnrolment,
): Promise<Outcome<{ enrolmentId: string; expiresAt: string }>> {
  const user = await loadUser(tx, input.userId);
  if (!user) return refused('users.not_found');
  if (user.state !== 'active') return refused('users.revoked');
  if (!(await covers(tx, who, { right: 'devices.manage', userId: input.userId })))
    return refused('users.beyond_you', { role: '' });
  if (await outranks(tx, who, input.userId)) return refused('users.beyond_you', { role: '' });
  // one open code at a time: the one on the screen
  await sql`update enrolment set expires_at = now()
    where org_id = ${tx.orgId} and user_id = ${input.userId} and used_at is null and expires_at > now()`.execute(tx.db);
  const { rows } = await sql<{
    expires_at: Date;
  }>`insert into enrolment (org_id, enrolment_id, token_hash, user_id, expires_at)
    values (${tx.orgId}, ${input.enrolmentId}, ${input.tokenHash}, ${input.userId}, now() + make_interval(mins => ${ENROLMENT_MINUTES}))
    returning expires_at`.execute(tx.db);
  return applied({ enrolmentId: input.enrolmentId, expiresAt: rows[0]!.expires_at.toISOString() });
}

async function updateSettings(tx: Tx, _who: Actor, input: UpdateSettings): Promise<Outcome<{ orgId: string }>> {
  await sql`update org set name = coalesce(${input.name ?? null}, name),
      name_hi = case when ${input.nameHi !== undefined} then ${input.nameHi ?? null} else name_hi end,
      name_ur = case when ${input.nameUr !== undefined} then ${input.nameUr ?? null} else name_ur end,
      settings = jsonb_strip_nulls(settings || ${JSON.stringify(input.settings ?? {})}::jsonb)
    where org_id = ${tx.orgId}`.execute(tx.db);
  return applied({ orgId: tx.orgId });
}
