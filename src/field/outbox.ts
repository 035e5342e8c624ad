/**
 * The outbox: commands in the order they were made, each written in the same transaction as what the screen shows for it.
 * A command never changes; a correction is a new command that names the one it replaces.
 */
import { payloadHash } from '#platform/canonical.ts';
import { newId } from '#platform/ids.ts';
import type { Chain, CommandStatus, OutboxRow, VaultDb } from './database.ts';
import { asRoomError, FieldError } from './errors.ts';
import { envelopeHash, GENESIS_HASH, sealCommand, signEnvelope } from './sealed-envelope.ts';
import { openJson, sealJson, type Sealed } from './sealing.ts';
import { headerOf, type Store } from './vault.ts';
import type { DeviceEnvelope, OpenItem, WireOutcome } from './wire.ts';

export type NewCommand = {
  /** Of the thing it makes, where later commands name that thing by it (a meeting); else a fresh one. Recording one id twice throws. */
  readonly id?: string;
  readonly name: string;
  readonly schemaVersion: number;
  readonly payload: unknown;
  readonly businessDate?: string;
  /** The group whose figures it changes; null = none. Decides where its effect is shown until the server's figures include it. */
  readonly groupId: string | null;
  readonly dependsOn?: readonly string[];
  readonly replaces?: string;
};

export type AlongWith = {
  readonly views?: readonly { readonly kind: string; readonly id: string; readonly view: unknown }[];
  /** The draft this command completes: removed in the same transaction. */
  readonly finishesDraft?: string;
};

/** What the author can read of a command. */
export type CommandBody = OpenItem & { readonly groupId: string | null; readonly payloadHash: string };
export type AnswerNote = { readonly outcome: WireOutcome; readonly at: string };
export type RecordedCommand = {
  readonly id: string;
  readonly seq: number;
  readonly status: CommandStatus;
  readonly groupId: string | null;
  readonly envelope: DeviceEnvelope;
  readonly answer: AnswerNote | null;
};

export const rowBound = (row: { deviceId: string; seq: number }): string => `outbox ${row.deviceId} ${row.seq}`;
export const headBound = (deviceId: string): string => `head ${deviceId}`;
export const answerBound = (id: string): string => `answer ${id}`;
export const viewBound = (kind: string, id: string): string => `view ${kind} ${id}`;

/**
 * Records a command for good: when this resolves it is on the phone's disk as unsent, with its views.
 * Throws `field.noRoom` (keep the form filled), `field.notEnrolled`, `field.hidden`; then nothing was written.
 */
export async function appendCommand(store: Store, given: NewCommand, along: AlongWith = {}): Promise<DeviceEnvelope> {
  const header = await headerOf(store.db);
  if (header.hidden) throw new FieldError('field.hidden');
  if (!header.deviceId) throw new FieldError('field.notEnrolled');
  const id = given.id ?? newId(store.phone.now());
  const views = await Promise.all(
    (along.views ?? []).map(async ({ kind, id: viewId, view }) => ({
      kind,
      id: viewId,
      view: await sealJson(store.dataKey, viewBound(kind, viewId), view),
    })),
  );
  try {
    for (;;) {
      // Sealing cannot happen inside an IndexedDB transaction, so the place in the chain is taken first and checked when writing.
      const chain = await store.db.get('chains', header.deviceId);
      if (!chain) throw new FieldError('field.notEnrolled');
      const made = await makeRow(store, chain, { ...given, id });
      if (await writeRow(store, made, { ...along, views })) return made.envelope;
    }
  } catch (fault) {
    throw asRoomError(fault);
  }
}

type MadeRow = { row: OutboxRow; envelope: DeviceEnvelope; head: Sealed };

async function makeRow(store: Store, chain: Chain, given: NewCommand & { id: string }): Promise<MadeRow> {
  const { deviceId } = chain;
  const seq = chain.seq + 1;
  const prevHash = chain.head ? await openJson<string>(store.dataKey, headBound(deviceId), chain.head) : GENESIS_HASH;
  const { id, groupId, dependsOn, ...said } = given;
  const envelope: DeviceEnvelope = JSON.parse(
    JSON.stringify({
      ...said,
      id,
      deviceId,
      deviceSeq: seq,
      prevHash,
      deviceAt: new Date(store.phone.now()).toISOString(),
      dependsOn: dependsOn?.length ? dependsOn : undefined,
    }),
  );
  const signed = await signEnvelope(store.signKey, envelope);
  const hash = await payloadHash(envelope.name, envelope.schemaVersion, envelope.payload);
  const body: CommandBody = { form: 'open', ...signed, groupId, payloadHash: hash };
  const { serverKey } = await headerOf(store.db);
  const row: OutboxRow = {
    deviceId,
    seq,
    id,
    status: 'unsent',
    body: await sealJson(store.dataKey, rowBound({ deviceId, seq }), body),
    forServer: await sealCommand(serverKey, signed),
    answer: null,
    groupId: groupId ?? '',
    overlayGroup: groupId ?? '',
  };
  return { row, envelope, head: await sealJson(store.dataKey, headBound(deviceId), await envelopeHash(envelope)) };
}

type SealedAlong = { views: { kind: string; id: string; view: Sealed }[]; finishesDraft?: string };

/** False when another tab took this place in the chain meanwhile. */
async function writeRow(store: Store, made: MadeRow, along: SealedAlong): Promise<boolean> {
  const tx = store.db.transaction(['chains', 'outbox', 'views', 'drafts'], 'readwrite', { durability: 'strict' });
  const now = await tx.objectStore('chains').get(made.row.deviceId);
  if (!now || now.seq !== made.row.seq - 1) {
    await tx.done;
    return false;
  }
  const replaced = made.envelope.replaces
    ? await tx.objectStore('outbox').index('byId').get(made.envelope.replaces)
    : undefined;
  const writes: Promise<unknown>[] = [
    tx.objectStore('outbox').add(made.row),
    tx.objectStore('chains').put({ ...now, seq: made.row.seq, head: made.head }),
    ...along.views.map((view) => tx.objectStore('views').put(view)),
  ];
  if (along.finishesDraft) writes.push(tx.objectStore('drafts').delete(along.finishesDraft));
  if (replaced?.status === 'refused') writes.push(tx.objectStore('outbox').put(withoutOverlay(replaced)));
  await Promise.all([...writes, tx.done]);
  return true;
}

export function withoutOverlay(row: OutboxRow): OutboxRow {
  const { overlayGroup: _gone, ...rest } = row;
  return rest;
}

/**
 * She took note of what a named person decided about a refused command: it leaves the list of what needs her, and stays on the phone.
 * Does nothing to a command that is not refused.
 */
export async function acknowledgeRefused(store: Store, id: string): Promise<void> {
  const tx = store.db.transaction('outbox', 'readwrite', { durability: 'strict' });
  const row = await tx.store.index('byId').get(id);
  if (row?.status === 'refused') await tx.store.put(withoutOverlay(row));
  await tx.done;
}

export async function readRow(store: Store, row: OutboxRow): Promise<RecordedCommand> {
  const body = await openJson<CommandBody>(store.dataKey, rowBound(row), row.body);
  const answer = row.answer ? await openJson<AnswerNote>(store.dataKey, answerBound(row.id), row.answer) : null;
  const { id, seq, status } = row;
  return { id, seq, status, groupId: body.groupId, envelope: body.envelope, answer };
}

const bySeq = (a: OutboxRow, b: OutboxRow): number =>
  a.deviceId < b.deviceId ? -1 : a.deviceId > b.deviceId ? 1 : a.seq - b.seq;

export async function rowsWith(db: VaultDb, ...statuses: CommandStatus[]): Promise<OutboxRow[]> {
  const tx = db.transaction('outbox');
  const found = await Promise.all(statuses.map((status) => tx.store.index('byStatus').getAll(status)));
  return found.flat().sort(bySeq);
}

/** The author's commands with the given statuses, oldest first. */
export async function readCommands(store: Store, ...statuses: CommandStatus[]): Promise<RecordedCommand[]> {
  return Promise.all((await rowsWith(store.db, ...statuses)).map((row) => readRow(store, row)));
}

/** Counts per status; readable without any key, so that a locked user's unsent work is still told. */
export async function countByStatus(db: VaultDb): Promise<Record<CommandStatus, number>> {
  const index = db.transaction('outbox').store.index('byStatus');
  const [unsent, sending, applied, refused, held] = await Promise.all([
    index.count('unsent'),
    index.count('sending'),
    index.count('applied'),
    index.count('refused'),
    index.count('held'),
  ]);
  return { unsent, sending, applied, refused, held };
}
