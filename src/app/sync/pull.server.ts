/**
 * Sends a phone its groups, by commit order: what committed before the snapshot's oldest running transaction is in, the rest comes
 * next time (sync.md 7). A cursor holds the horizon of the last finished run, what that run told of days and settings, and how far this
 * one came.
 */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Actor } from '#platform/door.ts';
import type { Tx } from '#platform/db.server.ts';
import { canonicalJson } from '#platform/canonical.ts';
import { isIsoDate, type IsoDate } from '#platform/dates.ts';
import type { PullGroup, PullRequest, PullResponse } from '#field/wire.ts';
import { safetyFrame, womenSafety, type SafetyFrame } from '#domain/debts/index.server.ts';
import { tellGround } from '#domain/linkage/index.server.ts';
import { groupsOfEndedConsent, homesIn } from '#domain/people/index.server.ts';
import { groupDocuments, groupsOf } from '#domain/meetings/index.server.ts';
import { sheetPage, type SheetCursor } from './sheet-pages.server.ts';
import { facesOf, locksOf } from '../members/index.server.ts';
import { holds } from '../rights.ts';
import { inReading } from '../reading.server.ts';
import type { App } from '../app-type.server.ts';

/** What changes without anybody acting: a day comes on which a consent ends, or another setting or limit begins. */
type Told = { readonly on: IsoDate; readonly frame: string };
/**
 * before: horizon of the last finished run (null = nothing sent yet); upto: of this run; done: groups sent in it; told: by the last
 * finished run; telling: by this one since its first page.
 */
type Cursor = {
  readonly epoch: string;
  readonly told: Told | null;
  readonly telling: Told | null;
  readonly before: string | null;
  readonly upto: string | null;
  readonly done: string | null;
  /** What the phone was sent of the collection sheet. */
  readonly sheet?: SheetCursor | undefined;
};
/** After every group of a run. */
const ALL_GROUPS = '~';

const encode = (cursor: Cursor): string => Buffer.from(JSON.stringify(cursor)).toString('base64url');
function decode(text: string | null, epoch: string): Cursor | null {
  if (!text) return null;
  try {
    const cursor = JSON.parse(Buffer.from(text, 'base64url').toString()) as Cursor;
    const horizon = (value: unknown) => value === null || (typeof value === 'string' && /^\d{1,20}$/.test(value));
    const told = (value: Told | null | undefined): Told | null => (value && isIsoDate(value.on) ? value : null);
    const fits = cursor.epoch === epoch && horizon(cursor.before) && horizon(cursor.upto);
    return fits ? { ...cursor, told: told(cursor.told), telling: told(cursor.telling) } : null;
  } catch {
    return null;
  }
}

/** loansAPart: how much of a collection sheet one answer holds, unless as usual. */
type Asked = PullRequest & { readonly loansAPart?: number };
/** Null when the session is not that of the phone's user: on a shared phone nobody is sent another woman's groups. */
export async function pull(app: App, who: Actor, request: Asked): Promise<PullResponse | null> {
  const orgIds = who.kind === 'user' ? [who.orgId] : who.orgIds;
  return inReading(app.db, { who, orgIds }, async (tx) => {
    const own = await ownDevices(tx, who, [request.deviceId, ...(request.alsoDevices ?? [])]);
    return own.includes(request.deviceId) ? answer(tx, who, { ...request, own }) : null;
  });
}

async function answer(tx: Tx, who: Actor, request: Asked & { own: string[] }): Promise<PullResponse> {
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
  const frame = await safetyFrame(tx, tx.today);
  const told = known?.told ?? null;
  const telling = known?.telling ?? { on: tx.today, frame: markOf(frame) };
  const isOther = told?.frame !== markOf(frame);
  const changed = await changedSince(tx, scope, {
    before: isOther ? null : before,
    device: request.deviceId,
    ended: told && told.on < tx.today ? await groupsOfEndedConsent(tx, { after: told.on, upTo: tx.today }) : [],
  });
  const rest = changed.filter((id) => !known?.upto || known.done === null || id > known.done);
  const { own, loansAPart } = request;
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
      { kind: 'safety', id: groupId, doc: { ...frame, women, homes: await homesIn(tx, groupId) } },
      { kind: 'tells', id: groupId, doc: await tellGround(tx, groupId) },
    ];
    if (groups.length > 0 && parts + documents.length > request.limit) break;
    parts += documents.length;
    groups.push({ groupId, version: horizon, base: null, complete: true, parts: documents });
  }
  const isCut = groups.length < rest.length;
  const recording = who.grants.filter((grant) => holds(grant.role, 'collections.record'));
  const sheet =
    recording.length > 0 && !isCut
      ? await sheetPage(tx, { ...who, grants: recording }, { loansAPart, known: known?.sheet, version: horizon })
      : null;
  if (sheet?.unit) groups.push(sheet.unit);
  const more = isCut || sheet?.more === true;
  const done = isCut ? groups.at(-1)!.groupId : ALL_GROUPS;
  const cursor: Cursor = more
    ? { epoch, before, upto, done, told, telling, sheet: isCut ? known?.sheet : sheet?.cursor }
    : { epoch, before: upto, upto: null, done: null, told: telling, telling: null, sheet: sheet?.cursor };
  return {
    requestId: request.requestId,
    epoch,
    serverAt: tx.now.toISOString(),
    cursor: encode(cursor),
    more,
    reset,
    scope: recording.length > 0 ? [...scope, who.userId] : scope,
    appliedThrough: await appliedThrough(tx, request.deviceId, horizon),
    alsoThrough: await Promise.all(
      own.map(async (deviceId) => ({ deviceId, seq: await appliedThrough(tx, deviceId, horizon) })),
    ),
    groups,
    settled: await settledOf(tx, own, before),
  };
}

/** Of what is the same for every group; its day is not part of it. */
const markOf = ({ mode, limits }: SafetyFrame): string =>
  createHash('sha256').update(canonicalJson({ mode, limits })).digest('base64url').slice(0, 12);

/** Of the device ids the phone names, those of its own user: what became of another woman's commands is not hers to know. */
async function ownDevices(tx: Tx, who: Actor, named: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ device_id: string }>`select device_id from device
    where org_id = ${tx.orgId} and user_id = ${who.userId} and device_id = any(${[...named]}::uuid[])`.execute(tx.db);
  return rows.map((row) => row.device_id);
}

/** Groups with a change since the horizon or an ended consent, and those the phone cannot have: newly in its user's scope. */
async function changedSince(
  tx: Tx,
  groups: readonly string[],
  { before, device, ended }: { before: string | null; device: string; ended: readonly string[] },
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
  if (placeGranted.rows.length > 0) return [...groups];
  const changed = new Set([...rows.map((row) => row.scope_id), ...ended]);
  return groups.filter((groupId) => changed.has(groupId));
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
