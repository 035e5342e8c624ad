/**
 * Sends a phone its groups, by commit order: what committed before the snapshot's oldest running transaction is in, the rest comes
 * next time (sync.md 7). A cursor holds the horizon of the last finished run and how far this one came.
 */
import { sql } from 'kysely';
import type { Actor } from '#platform/door.ts';
import { actAs, type Tx } from '#platform/db.server.ts';
import { dayInIndia } from '#platform/dates.ts';
import type { PullGroup, PullRequest, PullResponse } from '#field/wire.ts';
import { safetyFrame, womenSafety } from '#domain/debts/index.server.ts';
import { tellGround } from '#domain/linkage/index.server.ts';
import { groupDocuments, groupsOf } from '#domain/meetings/index.server.ts';
import { facesOf, locksOf } from '../members/index.server.ts';
import { holds } from '../rights.ts';
import type { App } from '../app-type.server.ts';

/** before: horizon of the last finished run (null = nothing sent yet); upto: of this run; done: groups sent in it. */
type Cursor = {
  readonly epoch: string;
  readonly before: string | null;
  readonly upto: string | null;
  readonly done: string | null;
};

const encode = (cursor: Cursor): string => Buffer.from(JSON.stringify(cursor)).toString('base64url');
function decode(text: string | null, epoch: string): Cursor | null {
  if (!text) return null;
  try {
    const cursor = JSON.parse(Buffer.from(text, 'base64url').toString()) as Cursor;
    const horizon = (value: unknown) => value === null || (typeof value === 'string' && /^\d{1,20}$/.test(value));
    return cursor.epoch === epoch && horizon(cursor.before) && horizon(cursor.upto) ? cursor : null;
  } catch {
    return null;
  }
}

/** Null when the session is not that of the phone's user: on a shared phone nobody is sent another woman's groups. */
export async function pull(app: App, who: Actor, request: PullRequest): Promise<PullResponse | null> {
  return app.db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (trx) => {
      const now = await actAs(
        trx,
        who.kind === 'user' ? { orgId: who.orgId, orgIds: [who.orgId], userId: who.userId } : who,
      );
      const tx: Tx = {
        db: trx,
        now,
        today: dayInIndia(now),
        orgId: who.orgId,
        commandId: null,
        commitment: null,
        changed: () => {},
        waitFor: () => {},
        release: () => {},
      };
      const own = await ownDevices(tx, who, [request.deviceId, ...(request.alsoDevices ?? [])]);
      return own.includes(request.deviceId) ? answer(tx, who, { ...request, own }) : null;
    });
}

async function answer(tx: Tx, who: Actor, request: PullRequest & { own: string[] }): Promise<PullResponse> {
  const { rows } = await sql<{ epoch: string; horizon: string }>`
    select epoch, pg_snapshot_xmin(pg_current_snapshot())::text as horizon from server_state`.execute(tx.db);
  const { epoch, horizon } = rows[0]!;
  const known = request.epoch === null || request.epoch === epoch ? decode(request.cursor, epoch) : null;
  const reset = request.cursor !== null && known === null;
  const before = known?.before ?? null;
  const upto = known?.upto ?? horizon;
  // a grant of another role (her own passbook) opens no group
  const grants = who.grants.filter((grant) => holds(grant.role, 'meetings.read'));
  const scope = (await groupsOf(tx, { ...who, grants })).sort();
  const changed = await changedSince(tx, scope, { before, device: request.deviceId });
  const rest = changed.filter((id) => !known?.upto || known.done === null || id > known.done);
  const { own } = request;
  const safety = rest.length > 0 ? await safetyFrame(tx) : null;
  // incomes and lenders only where she may see them; elsewhere what still fits
  const open = new Set(
    await groupsOf(tx, { ...who, grants: grants.filter((one) => holds(one.role, 'obligations.read')) }),
  );
  const groups: PullGroup[] = [];
  let parts = 0;
  for (const groupId of rest) {
    const locks = { kind: 'locks', id: groupId, doc: await locksOf(tx, groupId) };
    const women = await womenSafety(tx, { groupId, whole: open.has(groupId) });
    const documents = [
      ...(await groupDocuments(tx, groupId)),
      locks,
      { kind: 'faces', id: groupId, doc: await facesOf(tx, groupId) },
      { kind: 'safety', id: groupId, doc: { ...safety, women } },
      { kind: 'tells', id: groupId, doc: await tellGround(tx, groupId) },
    ];
    if (groups.length > 0 && parts + documents.length > request.limit) break;
    parts += documents.length;
    groups.push({ groupId, version: horizon, base: null, complete: true, parts: documents });
  }
  const more = groups.length < rest.length;
  const cursor: Cursor = more
    ? { epoch, before, upto, done: groups.at(-1)!.groupId }
    : { epoch, before: upto, upto: null, done: null };
  return {
    requestId: request.requestId,
    epoch,
    serverAt: tx.now.toISOString(),
    cursor: encode(cursor),
    more,
    reset,
    scope,
    appliedThrough: await appliedThrough(tx, request.deviceId, horizon),
    alsoThrough: await Promise.all(
      own.map(async (deviceId) => ({ deviceId, seq: await appliedThrough(tx, deviceId, horizon) })),
    ),
    groups,
    settled: await settledOf(tx, own, before),
  };
}

/** Of the device ids the phone names, those of its own user: what became of another woman's commands is not hers to know. */
async function ownDevices(tx: Tx, who: Actor, named: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ device_id: string }>`select device_id from device
    where org_id = ${tx.orgId} and user_id = ${who.userId} and device_id = any(${[...named]}::uuid[])`.execute(tx.db);
  return rows.map((row) => row.device_id);
}

/** Groups with a change since the horizon, and those the phone cannot have: newly in its user's scope. */
async function changedSince(
  tx: Tx,
  groups: readonly string[],
  { before, device }: { before: string | null; device: string },
): Promise<string[]> {
  if (before === null) return [...groups];
  const { rows } = await sql<{ scope_id: string }>`
    select distinct c.scope_id from change c where c.org_id = ${tx.orgId} and c.scope_id = any(${[...groups]}::uuid[]) and c.txid >= ${before}::xid8
    union select g.scope_id from user_grant g join device d on d.org_id = g.org_id and d.user_id = g.user_id
      where d.org_id = ${tx.orgId} and d.device_id = ${device} and g.txid >= ${before}::xid8 and g.scope_kind = 'group'
        and g.scope_id = any(${[...groups]}::uuid[])`.execute(tx.db);
  const placeGranted = await sql`select from user_grant g join device d on d.org_id = g.org_id and d.user_id = g.user_id
    where d.org_id = ${tx.orgId} and d.device_id = ${device} and g.txid >= ${before}::xid8 and g.scope_kind is distinct from 'group'`.execute(
    tx.db,
  );
  return placeGranted.rows.length > 0 ? [...groups] : rows.map((row) => row.scope_id).sort();
}

/** Every command of this device up to here committed before the horizon, so its effect is in what is sent. */
async function appliedThrough(tx: Tx, deviceId: string, horizon: string): Promise<number> {
  const { rows } = await sql<{ seq: number }>`
    select coalesce((select min(c.device_seq) - 1 from command c where c.org_id = ${tx.orgId} and c.device_id = ${deviceId}
        and c.device_seq > 0 and c.txid >= ${horizon}::xid8),
      (select d.last_seq_known from device d where d.org_id = ${tx.orgId} and d.device_id = ${deviceId}), 0) as seq`.execute(
    tx.db,
  );
  return rows[0]!.seq;
}

async function settledOf(tx: Tx, devices: string[], before: string | null): Promise<PullResponse['settled']> {
  const { rows } = await sql<{ id: string; outcome: PullResponse['settled'][number]['outcome'] }>`
    select distinct on (k.command_id) k.command_id as id, k.outcome from change c
    join command k on k.org_id = c.org_id and k.command_id = c.doc_id
    where c.org_id = ${tx.orgId} and c.scope_id = any(${devices}::uuid[]) and c.kind = 'settled' and k.outcome is not null
      and (${before}::text is null or c.txid >= ${before ?? '0'}::xid8)`.execute(tx.db);
  return rows;
}
