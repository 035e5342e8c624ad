/**
 * A forgotten PIN: who may have the recovery code of a phone read out, and who did. The code itself never passes here: it lies sealed to
 * the server in `device.escrow` and is opened by `../access.server.ts` after this command was applied.
 */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import { defineQuestions, OWN, type Actor } from '#platform/door.ts';
import { applied, refused, type Outcome } from '#platform/outcomes.ts';
import * as model from './model.ts';
import type { OfDevice, ReadRecovery } from './model.ts';
import { covers, outranks } from './records.server.ts';

export const recoveryQuestions = defineQuestions('devices', {
  // the handler asks the right over the user whose phone it is
  get: { input: model.OfDevice, may: 'devices.manage', scope: () => OWN, run: phonePage },
});

type Phone = { userId: string; userState: string; codes: number };

/**
 * Also for a stopped phone: its rescue file opens with nothing else. Its user must be one of ours still.
 * @returns refused `devices.not_found`, `users.revoked`, `users.beyond_you`, `devices.no_recovery`
 */
export async function readRecovery(tx: Tx, who: Actor, input: ReadRecovery): Promise<Outcome<{ deviceId: string }>> {
  const { rows } = await sql<Phone>`select d.user_id as "userId", u.state as "userState",
      case when jsonb_typeof(d.escrow) = 'array' then jsonb_array_length(d.escrow) else 0 end as codes
    from device d join app_user u on u.org_id = d.org_id and u.user_id = d.user_id
    where d.org_id = ${tx.orgId} and d.device_id = ${input.deviceId}`.execute(tx.db);
  const phone = rows[0];
  if (!phone) return refused('devices.not_found');
  const { userId } = phone;
  if (!(await covers(tx, who, { right: 'devices.manage', userId }))) return refused('users.beyond_you', { role: '' });
  if (await outranks(tx, who, userId)) return refused('users.beyond_you', { role: '' });
  if (phone.userState !== 'active') return refused('users.revoked');
  if (phone.codes === 0) return refused('devices.no_recovery');
  // beside the door's own line: the phone and the reason, in the one table nobody can change
  await sql`insert into audit (org_id, user_id, device_id, action, command_id, subject_kind, subject_id, outcome, detail)
    values (${tx.orgId}, ${who.userId}, ${who.deviceId ?? null}, 'devices.recoveryShown', ${tx.commandId}, 'device', ${input.deviceId},
      'applied', ${JSON.stringify({ reason: input.reason })}::jsonb)`.execute(tx.db);
  return applied({ deviceId: input.deviceId });
}

export type Reading = { at: Date; by: string | null; reason: string };
export type PhonePage = {
  deviceId: string;
  userId: string;
  userName: string;
  phone: string;
  label: string;
  state: 'enrolling' | 'active' | 'revoked';
  lastSeenAt: Date | null;
  readings: Reading[];
};

/** Null when there is no such phone, or its user is not the asker's to look after. */
async function phonePage(tx: Tx, who: Actor, { deviceId }: OfDevice): Promise<PhonePage | null> {
  const { rows } = await sql<Omit<PhonePage, 'readings'>>`
    select d.device_id as "deviceId", d.user_id as "userId", u.name as "userName", u.phone, d.label, d.state, d.last_seen_at as "lastSeenAt"
    from device d join app_user u on u.org_id = d.org_id and u.user_id = d.user_id
    where d.org_id = ${tx.orgId} and d.device_id = ${deviceId}`.execute(tx.db);
  const row = rows[0];
  if (!row || !(await covers(tx, who, { right: 'devices.manage', userId: row.userId }))) return null;
  const readings = await sql<Reading>`
    select a.at, u.name as by, coalesce(a.detail ->> 'reason', '') as reason
    from audit a left join app_user u on u.org_id = a.org_id and u.user_id = a.user_id
    where a.org_id = ${tx.orgId} and a.subject_id = ${deviceId} and a.action = 'devices.recoveryShown'
    order by a.at desc limit 50`.execute(tx.db);
  return { ...row, readings: readings.rows };
}
