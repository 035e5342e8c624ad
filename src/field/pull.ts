/**
 * Brings the user's groups onto the phone, page by page, resumable by cursor. A group is shown only when all its parts are here:
 * pages are staged and swapped in, with the cursor, in one transaction.
 */
import { newId } from '#platform/ids.ts';
import { dropStrays, photosIn } from './beside.ts';
import { NO_PULL, patchMarks, type OutboxRow, type PullState } from './database.ts';
import { asRoomError } from './errors.ts';
import { stopOf, type Stop } from './push.ts';
import { included, settledNotes, type Carrier, type SettledNote } from './receipts.ts';
import { openJson, sealJson, type Sealed } from './sealing.ts';
import { groupBound } from './store.ts';
import { summaryKey } from './summaries.ts';
import { post, type Net } from './transport.ts';
import { headerOf, type Store } from './vault.ts';
import { PullResponse, type Part, type PullGroup } from './wire.ts';

export type PullTask = {
  readonly net: Net;
  readonly store: Store;
  readonly limit: number;
  readonly onRound?: (serverAt: string, reply: { sentMs: number; gotMs: number }) => Promise<void> | void;
  /** How many groups the user has, once the page that says so is on the phone. */
  readonly onScope?: (groups: number) => Promise<void> | void;
};

const stagedBound = (groupId: string, page: number): string => `staged ${groupId} ${page}`;
const strange: Stop = { why: 'noAnswer', code: 'sync.strangeAnswer' };

/** Null when the phone holds all the server had at the start of the run. */
export async function pullAll(task: PullTask): Promise<Stop | null> {
  const { db } = task.store;
  const header = await headerOf(db);
  if (!header.deviceId) return null;
  let restarts = 0;
  for (;;) {
    const state = (await db.get('pull', 'pull')) ?? NO_PULL;
    const chains = await db.getAllKeys('chains');
    const alsoDevices = chains.filter((deviceId) => deviceId !== header.deviceId).slice(-20);
    const request = {
      requestId: newId(task.net.now()),
      deviceId: header.deviceId,
      epoch: state.epoch,
      cursor: state.cursor,
      limit: task.limit,
      ...(alsoDevices.length > 0 && { alsoDevices }),
    };
    const reply = await post(task.net, '/pull', { body: request, shape: PullResponse });
    if (reply.kind !== 'ok') return stopOf(db, header.deviceId, reply);
    const page = reply.body;
    if (page.requestId !== request.requestId) return strange;
    await task.onRound?.(page.serverAt, reply);
    const otherEpoch = state.epoch !== null && state.epoch !== page.epoch;
    if (otherEpoch) await patchMarks(db, { serverWentBack: true });
    const stale = (otherEpoch && !page.reset) || !(await takePage(task, state, page));
    if (!stale && page.scope) await task.onScope?.(page.scope.length);
    if (stale) {
      // The page does not fit what is held: begin again from nothing, once. Shown groups stay until their new whole is here.
      restarts += 1;
      if (restarts > 1) return strange;
      await startAnew(task.store, page.epoch, state);
    } else if (!page.more) {
      return null;
    } else if (page.cursor === state.cursor && !page.reset) {
      return strange;
    }
  }
}

async function startAnew(store: Store, epoch: string, state: PullState): Promise<void> {
  const tx = store.db.transaction(['pull', 'staged'], 'readwrite');
  await tx.objectStore('staged').clear();
  await tx.objectStore('pull').put({ ...state, epoch, cursor: null }, 'pull');
  await tx.done;
}

type Whole = { groupId: string; version: string; docs: Sealed };
type StagedPage = { groupId: string; page: number; base: string | null; parts: Sealed };
type Ready = {
  wholes: Whole[];
  pages: StagedPage[];
  notes: SettledNote[];
  /** Of each whole, the photos it names. */
  photos: Map<string, ReadonlySet<string>>;
};

/** False when a part builds on a version the phone does not hold. */
async function takePage(task: PullTask, state: PullState, page: PullResponse): Promise<boolean> {
  const ready = await prepare(task, page);
  if (!ready) return false;
  const { store } = task;
  const { deviceId } = await headerOf(store.db);
  const isIn = coverage(page, deviceId);
  const doneAt = page.more ? state.doneAt : new Date(store.phone.now()).toISOString();
  try {
    const tx = store.db.transaction(['groups', 'staged', 'pull', 'outbox', 'views'], 'readwrite');
    const groups = tx.objectStore('groups');
    const staged = tx.objectStore('staged');
    const outbox = tx.objectStore('outbox');
    if (page.reset) await staged.clear();
    for (const { id, status, note } of ready.notes) {
      const row = await outbox.index('byId').get(id);
      if (row && row.status !== 'applied') await outbox.put({ ...row, status, answer: note });
    }
    for (const whole of ready.wholes) {
      await groups.put(whole);
      await tx.objectStore('views').delete(summaryKey(whole.groupId));
      await staged.delete(IDBKeyRange.bound([whole.groupId], [whole.groupId, []]));
      for (const row of await outbox.index('byOverlay').getAll(whole.groupId)) {
        if (isIn(row)) await outbox.put(included(row));
      }
    }
    for (const part of ready.pages) await staged.put(part);
    if (!page.more) {
      const scope = page.scope;
      if (scope)
        for (const groupId of await groups.getAllKeys())
          if (!scope.includes(groupId)) {
            await groups.delete(groupId);
            await tx.objectStore('views').delete(summaryKey(groupId));
          }
      const tellsAll = page.appliedThrough === null;
      for (const row of await outbox.index('byOverlay').getAll())
        if (tellsAll || isIn(row)) await outbox.put(included(row));
    }
    await dropStrays(tx.objectStore('views'), { held: await groups.getAllKeys(), photos: ready.photos });
    await tx.objectStore('pull').put({ epoch: page.epoch, cursor: page.cursor, doneAt }, 'pull');
    await tx.done;
    return true;
  } catch (fault) {
    throw asRoomError(fault);
  }
}

/** Whether the pulled figures include a command: told per device id, since each counts its own commands. */
function coverage(page: Pick<PullResponse, 'appliedThrough' | 'alsoThrough'>, mine: string | null) {
  const through = new Map(page.alsoThrough.map(({ deviceId, seq }) => [deviceId, seq]));
  if (mine !== null && page.appliedThrough !== null) through.set(mine, page.appliedThrough);
  return (row: OutboxRow): boolean => row.seq <= (through.get(row.deviceId) ?? 0);
}

async function prepare(task: PullTask, page: PullResponse): Promise<Ready | null> {
  const { store } = task;
  const side: Carrier = { db: store.db, author: store, now: store.phone.now };
  const notes = await settledNotes(side, page.settled);
  const ready: Ready = { wholes: [], pages: [], notes, photos: new Map() };
  for (const group of page.groups) {
    const earlier = page.reset ? [] : await stagedPages(store, group.groupId);
    if (earlier.some((before) => before.base !== group.base)) return null;
    const held = group.base === null ? null : await store.db.get('groups', group.groupId);
    if (group.base !== null && held?.version !== group.base) return null;
    if (!group.complete) {
      const number = Math.max(0, ...earlier.map((before) => before.page)) + 1;
      const parts = await sealJson(store.dataKey, stagedBound(group.groupId, number), group.parts);
      ready.pages.push({ groupId: group.groupId, page: number, base: group.base, parts });
      continue;
    }
    const bound = groupBound(group.groupId);
    const base = held ? await openJson<Part[]>(store.dataKey, bound, held.docs) : [];
    const parts = merged(base, [...(await partsOf(store, earlier)), ...group.parts]);
    const docs = await sealJson(store.dataKey, bound, parts);
    ready.photos.set(group.groupId, photosIn(parts));
    ready.wholes.push({ groupId: group.groupId, version: group.version, docs });
  }
  return distinct(page.groups) ? ready : null;
}

const distinct = (groups: readonly PullGroup[]): boolean =>
  new Set(groups.map((group) => group.groupId)).size === groups.length;

const stagedPages = (store: Store, groupId: string): Promise<StagedPage[]> =>
  store.db.getAll('staged', IDBKeyRange.bound([groupId], [groupId, []]));

async function partsOf(store: Store, pages: readonly StagedPage[]): Promise<Part[]> {
  const all = await Promise.all(
    pages.map((row) => openJson<Part[]>(store.dataKey, stagedBound(row.groupId, row.page), row.parts)),
  );
  return all.flat();
}

function merged(base: readonly Part[], changes: readonly Part[]): Part[] {
  const docs = new Map(base.map((part) => [`${part.kind} ${part.id}`, part]));
  for (const part of changes) {
    if (part.doc === null || part.doc === undefined) docs.delete(`${part.kind} ${part.id}`);
    else docs.set(`${part.kind} ${part.id}`, part);
  }
  return [...docs.values()];
}
