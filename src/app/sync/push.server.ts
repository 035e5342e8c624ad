/**
 * Takes a phone's batch: every command in its own transaction, one answer per command (sync.md 2). Sealed items may come through
 * another user's session; each is performed under its author's name, which its signature proves.
 */
import { sql } from 'kysely';
import type { Actor } from '#platform/door.ts';
import { actAs, type Db } from '#platform/db.server.ts';
import { newId } from '#platform/ids.ts';
import { held, later, refused, type Outcome } from '#platform/outcomes.ts';
import { itemHash, itemId, unsealCommand, verifyEnvelope, type SignedEnvelope } from '#field/sealed-envelope.ts';
import type { Answer, PushItem, PushRequest, PushResponse } from '#field/wire.ts';
import type { App } from '../app.server.ts';
import { anyActorOf, systemActor } from '../actors.server.ts';
import { perform } from '../perform.server.ts';

export type DeviceRow = { device_id: string; user_id: string; state: string; sign_key: string | null };

/** What a push came to: a response, or the word that this device (or its user) works here no more. */
export type PushResult = { readonly kind: 'response'; readonly body: PushResponse } | { readonly kind: 'revoked' } | { readonly kind: 'forbidden' };

export async function push(app: App, carrier: Actor, request: PushRequest): Promise<PushResult> {
  const device = await deviceOf(app.db, carrier.orgId, request.deviceId);
  if (!device) return { kind: 'forbidden' };
  const author = await anyActorOf(app.db, device.user_id, device.device_id);
  if (!author || author.orgId !== carrier.orgId) return { kind: 'forbidden' };
  if (device.state === 'revoked' || author.state === 'revoked') return { kind: 'revoked' };
  const answers: Answer[] = [];
  for (const item of request.commands) {
    const outcome = await takeItem(app, { item, device, author, own: carrier.userId === device.user_id });
    answers.push({ id: itemId(item), payloadHash: await itemHash(item), outcome: shown(outcome, item) });
  }
  return { kind: 'response', body: await responseTo(app, carrier.orgId, { request, answers }) };
}

type Delivery = { item: PushItem; device: DeviceRow; author: Actor; own: boolean };

async function takeItem(app: App, { item, device, author, own }: Delivery): Promise<Outcome<unknown>> {
  const signed = await openItem(app, item);
  if (!signed || signed.envelope.deviceId !== device.device_id) return refused('sync.unreadable', {});
  if (item.form === 'open' && !own) return refused('sync.not_yours', {});
  if (!device.sign_key || !(await verifyEnvelope(device.sign_key, signed))) return refused('sync.bad_signature', {});
  try {
    return await perform(app, author, signed.envelope);
  } catch (fault) {
    // one bad record stops only itself; the phone keeps it and tries again (sync.md P7)
    app.log.error('command failed', { command: signed.envelope.name, fault });
    return later('sync.fault');
  }
}

async function openItem(app: App, item: PushItem): Promise<SignedEnvelope | null> {
  if (item.form === 'open') return { envelope: item.envelope, signature: item.signature };
  try {
    return await unsealCommand((await app.keys()).sealing, item);
  } catch {
    return null;
  }
}

/** Who only carries a sealed command learns that it arrived, not what it said. */
function shown(outcome: Outcome<unknown>, item: PushItem): Outcome<unknown> {
  if (item.form === 'open') return outcome;
  if (outcome.kind === 'applied' || outcome.kind === 'already') return { kind: outcome.kind, receipt: null };
  return outcome.kind === 'later' ? outcome : { kind: outcome.kind, code: 'sync.carried', params: {} };
}

async function responseTo(app: App, orgId: string, { request, answers }: { request: PushRequest; answers: Answer[] }): Promise<PushResponse> {
  return app.db.transaction().execute(async (trx) => {
    const now = await actAs(trx, systemActor(orgId));
    const { rows } = await sql<{ epoch: string; known: number }>`
      with recursive chain as (
        select d.last_seq_known as seq from device d where d.org_id = ${orgId} and d.device_id = ${request.deviceId}
        union all select c.seq + 1 from chain c where exists (
          select from command k where k.org_id = ${orgId} and k.device_id = ${request.deviceId} and k.device_seq = c.seq + 1)),
      seen as (update device set last_seen_at = now(), last_seq_known = (select max(seq) from chain)
        where org_id = ${orgId} and device_id = ${request.deviceId} returning last_seq_known)
      select (select epoch from server_state) as epoch, (select last_seq_known from seen) as known`.execute(trx);
    const row = rows[0]!;
    return { batchId: request.batchId, epoch: row.epoch, serverAt: now.toISOString(), lastSeqKnown: row.known, answers };
  });
}

export async function deviceOf(db: Db, orgId: string, deviceId: string): Promise<DeviceRow | null> {
  return db.transaction().execute(async (trx) => {
    await actAs(trx, systemActor(orgId));
    const row = await trx
      .selectFrom('device')
      .select(['device_id', 'user_id', 'state', 'sign_key'])
      .where('org_id', '=', orgId)
      .where('device_id', '=', deviceId)
      .executeTakeFirst();
    return row ?? null;
  });
}

/** A revoked user's unsent work: kept unread until a supervisor releases or refuses it (sync.md 13). Repeating it adds nothing. */
export async function quarantine(app: App, carrier: Actor, request: PushRequest): Promise<PushResult> {
  const device = await deviceOf(app.db, carrier.orgId, request.deviceId);
  if (!device) return { kind: 'forbidden' };
  await app.db.transaction().execute(async (trx) => {
    await actAs(trx, systemActor(carrier.orgId));
    for (const item of request.commands) {
      await sql`insert into quarantine (org_id, quarantine_id, device_id, user_id, envelope)
        select ${carrier.orgId}, ${newId()}, ${device.device_id}, ${device.user_id}, ${JSON.stringify(item)}::jsonb
        where not exists (select from quarantine q where q.org_id = ${carrier.orgId} and q.device_id = ${device.device_id}
          and coalesce(q.envelope ->> 'id', q.envelope -> 'envelope' ->> 'id') = ${itemId(item)})`.execute(trx);
    }
  });
  const answers: Answer[] = [];
  for (const item of request.commands) {
    answers.push({ id: itemId(item), payloadHash: await itemHash(item), outcome: held('sync.quarantined') });
  }
  return { kind: 'response', body: await responseTo(app, carrier.orgId, { request, answers }) };
}
