/**
 * Sends one device id's commands in batches and believes only a well-formed answer to this very batch.
 * Works on the author's own store (open items) and on another user's (sealed items, details left for the author).
 */
import { newId } from '#platform/ids.ts';
import type { Chain, OutboxRow, VaultDb } from './database.ts';
import { countByStatus, rowBound, type CommandBody } from './outbox.ts';
import { recordResponse, releaseRows, type Carrier } from './receipts.ts';
import { itemHash, itemId } from './sealed-envelope.ts';
import { openJson } from './sealing.ts';
import { post, type Net, type Reply } from './transport.ts';
import { MAX_BATCH, PushResponse, type Answer, type PushItem } from './wire.ts';

/** Why a round ended before all was said; `code` is a message key. */
export type Stop = {
  readonly why: 'noAnswer' | 'wait' | 'signIn' | 'revoked' | 'trouble' | 'later' | 'tooLarge';
  readonly code: string;
  readonly waitMs?: number | null;
};

export type PushMemory = { size: number };
export const newPushMemory = (): PushMemory => ({ size: MAX_BATCH });

export type PushTask = {
  readonly net: Net;
  readonly side: Carrier;
  readonly deviceId: string;
  /** `/push`, or `/quarantine` for a revoked user's hand-over (always sealed). */
  readonly path: '/push' | '/quarantine';
  /** Ask for `lastSeqKnown` even with nothing to send. */
  readonly probe: boolean;
  readonly memory: PushMemory;
  readonly onRound?: (serverAt: string, reply: { sentMs: number; gotMs: number }) => Promise<void> | void;
};

const MAX_BYTES = 262_144;
const TROUBLES_IN_A_ROW = 3;

const COME_AGAIN = 'sync.come_again';

/** Null when every command has its answer. */
export async function pushChain(task: PushTask): Promise<Stop | null> {
  const setAside = new Set<string>();
  let stop: Stop | null = null;
  let troubles = 0;
  let wentBack = 0;
  let probe = task.probe;
  for (;;) {
    const rows = await takeRows(task, setAside);
    if (rows.length === 0 && !probe) return stop;
    const { items, taken } = await itemsOf(task, rows);
    const round = await sendRound(task, items);
    probe = false;
    if (round.kind === 'recorded') {
      troubles = 0;
      if (round.wentBack) wentBack += 1;
      // Once is a restored backup; twice in one run is a server that forgets as it goes: pause instead of sending in circles.
      if (wentBack > 1) return { why: 'trouble', code: 'sync.serverTrouble' };
      // The office is crowded and took the first of them: the rest follows at once, in smaller batches.
      if (round.code === COME_AGAIN && round.left.length < taken.length) {
        task.memory.size = Math.max(1, taken.length - round.left.length);
        continue;
      }
      task.memory.size = Math.min(MAX_BATCH, task.memory.size * 2);
      for (const id of round.left) setAside.add(id);
      if (round.left.length > 0) stop ??= { why: 'later', code: round.code };
      continue;
    }
    await releaseRows(task.side.db, taken);
    if (round.stop.why === 'noAnswer' && round.stop.code === 'sync.timedOut') shrink(task.memory);
    if (round.stop.why !== 'trouble' && round.stop.why !== 'tooLarge') return round.stop;
    if (taken.length === 0) return round.stop;
    if (taken.length > 1) {
      task.memory.size = Math.min(taken.length, task.memory.size);
      shrink(task.memory);
      continue;
    }
    // One command alone makes trouble: it steps aside so that the others go on; if all do, the server is down.
    stop = round.stop;
    for (const row of taken) setAside.add(row.id);
    troubles += 1;
    if (troubles >= TROUBLES_IN_A_ROW) return stop;
  }
}

const shrink = (memory: PushMemory): void => {
  memory.size = Math.max(1, Math.floor(memory.size / 2));
};

/** Marks the next rows as being sent. The author also asks again about those whose answer came without details. */
async function takeRows(task: PushTask, setAside: ReadonlySet<string>): Promise<OutboxRow[]> {
  const { db, author } = task.side;
  const tx = db.transaction('outbox', 'readwrite');
  const index = tx.store.index('byStatus');
  const wanted = await Promise.all([index.getAllKeys('unsent'), index.getAllKeys('sending')]);
  const silent = author ? await Promise.all([index.getAll('refused'), index.getAll('held')]) : [];
  const keys = wanted
    .flat()
    .concat(silent.flat().flatMap((row): [string, number][] => (row.answer ? [] : [[row.deviceId, row.seq]])))
    .filter((key) => key[0] === task.deviceId)
    .sort((a, b) => a[1] - b[1]);
  const rows: OutboxRow[] = [];
  for (const key of keys) {
    if (rows.length >= task.memory.size) break;
    const row = await tx.store.get(key);
    if (!row || setAside.has(row.id)) continue;
    rows.push(row);
    if (row.status === 'unsent') await tx.store.put({ ...row, status: 'sending' });
  }
  await tx.done;
  return rows;
}

async function itemsOf(task: PushTask, rows: readonly OutboxRow[]): Promise<{ items: PushItem[]; taken: OutboxRow[] }> {
  const { author } = task.side;
  const items: PushItem[] = [];
  const taken: OutboxRow[] = [];
  let bytes = 0;
  for (const row of rows) {
    const item = author && task.path === '/push' ? await openItem(author.dataKey, row) : row.forServer;
    bytes += JSON.stringify(item).length;
    if (items.length > 0 && bytes > MAX_BYTES) break;
    items.push(item);
    taken.push(row);
  }
  await releaseRows(task.side.db, rows.slice(taken.length));
  return { items, taken };
}

async function openItem(dataKey: CryptoKey, row: OutboxRow): Promise<PushItem> {
  const { form, envelope, signature } = await openJson<CommandBody>(dataKey, rowBound(row), row.body);
  return { form, envelope, signature };
}

type Round = { kind: 'recorded'; left: string[]; code: string; wentBack: boolean } | { kind: 'stopped'; stop: Stop };
const stopped = (stop: Stop): Round => ({ kind: 'stopped', stop });

/** What the office is told still lies on this phone; a carrier does not speak for the author. */
async function leftAfter({ db, author }: PushTask['side'], sending: number): Promise<number | undefined> {
  if (!author) return undefined;
  const counts = await countByStatus(db);
  return Math.max(0, counts.unsent + counts.sending - sending);
}

async function sendRound(task: PushTask, items: readonly PushItem[]): Promise<Round> {
  const { side, deviceId, net } = task;
  const chain = await side.db.get('chains', deviceId);
  const batchId = newId(net.now());
  const knownReceipts = { lastSeq: chain?.lastReceipt ?? 0 };
  const epochSeen = chain?.epochSeen ?? null;
  const unsentLeft = await leftAfter(side, items.length);
  const request = { batchId, deviceId, epochSeen, knownReceipts, unsentLeft, commands: items };
  const reply = await post(net, task.path, { body: request, shape: PushResponse });
  if (reply.kind !== 'ok') return stopped(await stopOf(side.db, deviceId, reply));
  const response = reply.body;
  const answers = await believable(items, batchId, response);
  if (!answers) return stopped({ why: 'noAnswer', code: 'sync.strangeAnswer' });
  await task.onRound?.(response.serverAt, reply);
  const { wentBack } = await recordResponse(side, response, { deviceId, answers });
  const final = new Set(answers.filter((answer) => answer.outcome.kind !== 'later').map((answer) => answer.id));
  const left = items.map(itemId).filter((id) => !final.has(id));
  await releaseRows(side.db, await rowsById(side.db, left));
  const waiting = answers.find((answer) => answer.outcome.kind === 'later')?.outcome;
  const code = waiting?.kind === 'later' ? waiting.code : 'sync.strangeAnswer';
  return { kind: 'recorded', left, code, wentBack };
}

async function rowsById(db: VaultDb, ids: readonly string[]): Promise<OutboxRow[]> {
  const index = db.transaction('outbox').store.index('byId');
  const rows = await Promise.all(ids.map((id) => index.get(id)));
  return rows.filter((row) => row !== undefined);
}

/**
 * The answers that are about what was sent. Null = not an answer to this batch at all: another batch, an id that was not in it, an id
 * answered twice. A single answer with another hash is left out, so that one damaged record stops only itself.
 */
async function believable(
  items: readonly PushItem[],
  batchId: string,
  response: PushResponse,
): Promise<Answer[] | null> {
  if (response.batchId !== batchId) return null;
  const hashes = new Map(await Promise.all(items.map(async (item) => [itemId(item), await itemHash(item)] as const)));
  const ids = new Set(response.answers.map((answer) => answer.id));
  if (ids.size !== response.answers.length) return null;
  if (response.answers.some((answer) => !hashes.has(answer.id))) return null;
  return response.answers.filter((answer) => hashes.get(answer.id) === answer.payloadHash);
}

/** What a reply that is no answer means. Only a revocation of the user's own device id on this phone counts as one. */
export async function stopOf(
  db: VaultDb,
  deviceId: string,
  reply: Exclude<Reply<unknown>, { kind: 'ok' }>,
): Promise<Stop> {
  switch (reply.kind) {
    case 'noAnswer':
      return { why: 'noAnswer', code: reply.code };
    case 'wait':
      return { why: 'wait', code: 'sync.serverBusy', waitMs: reply.waitMs };
    case 'signIn':
      return { why: 'signIn', code: 'sync.signInAgain' };
    case 'tooLarge':
      return { why: 'tooLarge', code: 'sync.tooLarge' };
    case 'trouble':
      return { why: 'trouble', code: 'sync.serverTrouble' };
    case 'revoked': {
      const mine = (await db.get('header', 'header'))?.deviceId;
      if (reply.deviceId === mine) return { why: 'revoked', code: 'sync.revoked' };
      // An older device id of hers, come here by a rescue file: its revocation says nothing about this phone.
      if (reply.deviceId === deviceId) return { why: 'trouble', code: 'sync.oldDeviceRevoked' };
      return { why: 'noAnswer', code: 'sync.strangeAnswer' };
    }
  }
}

/** Chains whose server may have changed since they were last told something. */
export const mustProbe = (chain: Chain, epoch: string | null): boolean => epoch !== null && chain.epochSeen !== epoch;
