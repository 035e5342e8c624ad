/**
 * Takes a phone's batch: every command in its own transaction, one answer per command (sync.md 2). Sealed items may come through
 * another user's session; each is performed under its author's name, which its signature proves.
 */
import { sql } from 'kysely';
import type { Actor } from '#platform/door.ts';
import { actAs, type Db } from '#platform/db.server.ts';
import { held, later, refused, type Outcome } from '#platform/outcomes.ts';
import { itemId, unsealCommand, type SignedEnvelope } from '#field/sealed-envelope.ts';
import type { Answer, PushItem, PushRequest, PushResponse } from '#field/wire.ts';
import type { App } from '../app-type.server.ts';
import { actorOf, systemActor } from '../actors.server.ts';
import { perform } from '../perform.server.ts';
import { answerHash, isSigned } from './proof.server.ts';

export type DeviceRow = {
  org_id: string;
  device_id: string;
  user_id: string;
  state: string;
  sign_key: string | null;
  user_state: string;
};

/** What a push came to: a response, or the word that this device (or its user) works here no more. */
export type PushResult =
  | { readonly kind: 'response'; readonly body: PushResponse }
  | { readonly kind: 'revoked' | 'forbidden' | 'sign_in' };

/**
 * What of a batch is not begun after this is answered `sync.come_again`: a phone gets a short answer and sends the rest at once, instead of
 * hanging on one long request. Shorter when many have come in one evening. One command of each batch is always taken.
 */
const LONG_ENOUGH_MS = { usually: 2_000, crowded: 400 };
const CROWD = 16;
let underWay = 0;

/** @param carrier the signed-in user, or null: a revoked phone hears of it even without a session. */
export async function push(
  app: App,
  carrier: Actor | null,
  request: PushRequest & { readonly forMs?: number },
): Promise<PushResult> {
  underWay += 1;
  try {
    return await take(app, carrier, request);
  } finally {
    underWay -= 1;
  }
}

async function take(
  app: App,
  carrier: Actor | null,
  {
    forMs = underWay > CROWD ? LONG_ENOUGH_MS.crowded : LONG_ENOUGH_MS.usually,
    ...request
  }: PushRequest & { readonly forMs?: number },
): Promise<PushResult> {
  const until = performance.now() + forMs;
  const device = await deviceOf(app.db, request.deviceId);
  const revoked = device?.state === 'revoked' || device?.user_state === 'revoked';
  // another woman who only carries a revoked user's work is not revoked herself: it goes to quarantine all the same
  if (revoked && carrier && carrier.userId !== device?.user_id && carrier.orgId === device?.org_id)
    return quarantine(app, request);
  if (revoked) return { kind: 'revoked' };
  if (!carrier) return { kind: 'sign_in' };
  if (!device || device.org_id !== carrier.orgId) return { kind: 'forbidden' };
  const own = carrier.userId === device.user_id;
  // On a shared phone the cookie is whoever's came last. Open items prove that their author sits there: she is asked to sign in, and
  // nothing of hers is refused for the other's sake.
  if (!own && request.commands.some((item) => item.form === 'open')) return { kind: 'sign_in' };
  // read for this very request already when she carries her own
  const author = own
    ? { ...carrier, deviceId: device.device_id }
    : await actorOf(app.db, device.user_id, device.device_id);
  if (!author) return { kind: 'forbidden' };
  const answers: Answer[] = [];
  for (const item of request.commands) {
    const late = answers.length > 0 && performance.now() > until;
    const outcome = late ? later('sync.come_again') : await takeItem(app, { item, device, author });
    answers.push({ id: itemId(item), payloadHash: answerHash(item), outcome: shown(outcome, item) });
  }
  return { kind: 'response', body: await responseTo(app, carrier.orgId, { request, answers }) };
}

type Delivery = { item: PushItem; device: DeviceRow; author: Actor };

async function takeItem(app: App, { item, device, author }: Delivery): Promise<Outcome<unknown>> {
  const signed = await openItem(app, item);
  if (!signed || signed.envelope.deviceId !== device.device_id) return refused('sync.unreadable', {});
  if (!device.sign_key || !isSigned(device.sign_key, signed)) return refused('sync.bad_signature', {});
  try {
    return await perform(app, author, signed.envelope);
  } catch (fault) {
    // one bad record stops only itself; the phone keeps it and tries again (sync.md P7)
    app.log.error('sync.command_fault', { command: signed.envelope.name, fault });
    return later('sync.fault');
  }
}

/** The command inside an item; null when it cannot be opened. The signature is still to be proved. */
export async function openItem(app: App, item: PushItem): Promise<SignedEnvelope | null> {
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

async function responseTo(
  app: App,
  orgId: string,
  { request, answers }: { request: PushRequest; answers: Answer[] },
): Promise<PushResponse> {
  const put = answers.filter(({ outcome }) => outcome.kind === 'later').length;
  const left = request.unsentLeft === undefined ? null : request.unsentLeft + put;
  return app.db.transaction().execute(async (trx) => {
    const now = await actAs(trx, systemActor(orgId));
    const { rows } = await sql<{ epoch: string; known: number }>`
      with recursive chain as (
        select d.last_seq_known as seq from device d where d.org_id = ${orgId} and d.device_id = ${request.deviceId}
        union all select c.seq + 1 from chain c where exists (
          select from command k where k.org_id = ${orgId} and k.device_id = ${request.deviceId} and k.device_seq = c.seq + 1)),
      seen as (update device set last_seen_at = now(), unsent_count = coalesce(${left}, unsent_count),
          unsent_paise = case when ${left} = 0 then 0 end, last_seq_known = (select max(seq) from chain)
        where org_id = ${orgId} and device_id = ${request.deviceId} returning last_seq_known)
      select (select epoch from server_state) as epoch, (select last_seq_known from seen) as known`.execute(trx);
    const row = rows[0]!;
    await noteWentBack(trx, { orgId, request, epoch: row.epoch, known: row.known });
    return {
      batchId: request.batchId,
      epoch: row.epoch,
      serverAt: now.toISOString(),
      lastSeqKnown: row.known,
      answers,
    };
  });
}

/** The phone knows of more than we do: a backup was brought back here. It sends again; the office is told once per phone and copy (sync.md 16). */
async function noteWentBack(
  trx: Db,
  { orgId, request, epoch, known }: { orgId: string; request: PushRequest; epoch: string; known: number },
): Promise<void> {
  const { deviceId, epochSeen, knownReceipts } = request;
  const lost = knownReceipts.lastSeq - known;
  if ((epochSeen === null || epochSeen === epoch) && lost <= 0) return;
  const detail = JSON.stringify({ epoch, lost: Math.max(0, lost) });
  await sql`insert into audit (org_id, user_id, device_id, action, subject_kind, subject_id, outcome, detail)
    select ${orgId}, d.user_id, d.device_id, 'sync.wentBack', 'device', d.device_id, 'applied', ${detail}::jsonb
    from device d where d.org_id = ${orgId} and d.device_id = ${deviceId} and not exists (
      select from audit a where a.org_id = ${orgId} and a.subject_id = ${deviceId} and a.action = 'sync.wentBack'
        and a.detail ->> 'epoch' = ${epoch})`.execute(trx);
}

async function deviceOf(db: Db, deviceId: string): Promise<DeviceRow | null> {
  const { rows } = await sql<DeviceRow>`select * from device_anywhere(${deviceId}::uuid)`.execute(db);
  return rows[0] ?? null;
}

/**
 * A revoked user's unsent work: kept until a supervisor releases or refuses it (sync.md 13). No session is asked for, since she has
 * none any more: the items are sealed and signed by the device's key, and only a revoked device may bring them. Repeating adds nothing.
 */
export async function quarantine(app: App, request: PushRequest): Promise<PushResult> {
  const device = await deviceOf(app.db, request.deviceId);
  if (!device || (device.state !== 'revoked' && device.user_state !== 'revoked')) return { kind: 'forbidden' };
  const answers: Answer[] = [];
  const kept: PushItem[] = [];
  for (const item of request.commands) {
    const signed = await openItem(app, item);
    const proved = signed !== null && device.sign_key !== null && isSigned(device.sign_key, signed);
    if (proved) kept.push(item);
    const outcome = proved ? held('sync.quarantined') : refused('sync.bad_signature', {});
    answers.push({ id: itemId(item), payloadHash: answerHash(item), outcome });
  }
  await app.db.transaction().execute(async (trx) => {
    await actAs(trx, systemActor(device.org_id));
    for (const item of kept) {
      await sql`insert into quarantine (org_id, quarantine_id, device_id, user_id, envelope)
        values (${device.org_id}, ${itemId(item)}, ${device.device_id}, ${device.user_id}, ${JSON.stringify(item)}::jsonb)
        on conflict do nothing`.execute(trx);
    }
  });
  return { kind: 'response', body: await responseTo(app, device.org_id, { request, answers }) };
}
