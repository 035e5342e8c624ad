/** A phone joins: one-time token from the office's QR -> device, certificate, server key. The same token and key get the same answer again. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { actAs } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { newId } from '#platform/ids.ts';
import { refused, type Refused } from '#platform/outcomes.ts';
import type { EnrolRequest, EnrolResponse } from '#field/wire.ts';
import type { App } from '../app-type.server.ts';
import { anyActorOf, systemActor } from '../actors.server.ts';

/** Only this is stored of a token. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex');

type Row = { org_id: string; enrolment_id: string; user_id: string; expires_at: Date; used_at: Date | null };

export async function enrol(
  app: App,
  request: EnrolRequest,
): Promise<{ kind: 'enrolled'; body: EnrolResponse } | Refused> {
  const found = await sql<Row>`select * from enrolment_of(${tokenHash(request.token)})`.execute(app.db);
  const row = found.rows[0];
  if (!row) return refused('sync.token_unknown', {});
  const who = await anyActorOf(app.db, row.user_id);
  if (!who || who.state !== 'active') return refused('sync.token_unknown', {});
  const keys = await app.keys();
  return app.db.transaction().execute(async (trx) => {
    const now = await actAs(trx, systemActor(row.org_id));
    const locked = await sql<{
      used_at: Date | null;
      device_id: string | null;
      sign_key: string | null;
      certificate: string | null;
    }>`
      select e.used_at, e.device_id, d.sign_key, d.certificate from enrolment e
      left join device d on d.org_id = e.org_id and d.device_id = e.device_id
      where e.org_id = ${row.org_id} and e.enrolment_id = ${row.enrolment_id} for update of e`.execute(trx);
    const before = locked.rows[0]!;
    if (before.used_at && before.sign_key !== request.signingKey) return refused('sync.token_used', {});
    if (!before.used_at && row.expires_at < now) return refused('sync.token_expired', {});
    const deviceId = before.device_id ?? newId();
    const certificate =
      before.certificate ??
      (await keys.certify({
        deviceId,
        userId: row.user_id,
        orgId: row.org_id,
        key: request.signingKey,
        at: now.toISOString(),
      }));
    if (!before.used_at) {
      await sql`with d as (insert into device (org_id, device_id, user_id, label, sign_key, certificate, escrow, state, last_seen_at)
          values (${row.org_id}, ${deviceId}, ${row.user_id}, ${request.deviceName}, ${request.signingKey}, ${certificate},
            jsonb_build_array(${JSON.stringify(request.escrow)}::jsonb), 'active', now())),
        line as (insert into audit (org_id, user_id, device_id, action, subject_kind, subject_id, outcome)
          values (${row.org_id}, ${row.user_id}, ${deviceId}, 'devices.enrol', 'device', ${deviceId}, 'applied'))
        update enrolment set used_at = now(), device_id = ${deviceId} where org_id = ${row.org_id} and enrolment_id = ${row.enrolment_id}`.execute(
        trx,
      );
    }
    const state = await trx.selectFrom('server_state').select('epoch').executeTakeFirstOrThrow();
    return {
      kind: 'enrolled',
      body: {
        deviceId,
        userId: row.user_id,
        displayName: who.name,
        orgId: row.org_id,
        epoch: state.epoch,
        serverAt: now.toISOString(),
        serverKey: keys.sealingKey,
        certificate,
      },
    };
  });
}

/** Adds a new recovery code's box to the office's escrow; earlier ones stay. Only the phone's own user may: a false code would lock her out. */
export async function addEscrow(
  app: App,
  { orgId, userId }: Pick<Actor, 'orgId' | 'userId'>,
  { deviceId, escrow }: { deviceId: string; escrow: unknown },
): Promise<boolean> {
  return app.db.transaction().execute(async (trx) => {
    await actAs(trx, systemActor(orgId));
    const done = await sql`update device set escrow = escrow || ${JSON.stringify([escrow])}::jsonb
      where org_id = ${orgId} and device_id = ${deviceId} and user_id = ${userId}`.execute(trx);
    return (done.numAffectedRows ?? 0n) > 0n;
  });
}
