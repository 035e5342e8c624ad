/** What the screens read and keep beside the outbox: pulled groups, local views, drafts. Every record is sealed. */
import type { OutboxRow } from './database.ts';
import { asRoomError, FieldError } from './errors.ts';
import { readRow, viewBound, type RecordedCommand } from './outbox.ts';
import { openJson, sealJson } from './sealing.ts';
import { headerOf, type Store } from './vault.ts';
import type { Part } from './wire.ts';

export const groupBound = (groupId: string): string => `group ${groupId}`;
export const draftBound = (id: string): string => `draft ${id}`;

export type Group = { readonly groupId: string; readonly version: string; readonly parts: readonly Part[] };

/** Ids of the groups that are completely on the phone. */
export async function listGroups(store: Store): Promise<string[]> {
  return (await headerOf(store.db)).hidden ? [] : store.db.getAllKeys('groups');
}

/** Null until the group is complete on the phone, and after a hand-over. */
export async function readGroup(store: Store, groupId: string): Promise<Group | null> {
  if ((await headerOf(store.db)).hidden) return null;
  const row = await store.db.get('groups', groupId);
  if (!row) return null;
  return { groupId, version: row.version, parts: await openJson<Part[]>(store.dataKey, groupBound(groupId), row.docs) };
}

/**
 * The group as the server last told it and, on top, the commands it does not know yet: read in one transaction, so that no command
 * is counted twice or not at all. A command replaced by a later one on top is left out. Null as in `readGroup`.
 */
export async function readWithUnsent(
  store: Store,
  groupId: string,
): Promise<{ group: Group; onTop: RecordedCommand[] } | null> {
  if ((await headerOf(store.db)).hidden) return null;
  const tx = store.db.transaction(['groups', 'outbox']);
  const [row, rows] = await Promise.all([
    tx.objectStore('groups').get(groupId),
    tx.objectStore('outbox').index('byOverlay').getAll(groupId),
  ]);
  await tx.done;
  if (!row) return null;
  const parts = await openJson<Part[]>(store.dataKey, groupBound(groupId), row.docs);
  return { group: { groupId, version: row.version, parts }, onTop: await readOnTop(store, rows) };
}

async function readOnTop(store: Store, rows: readonly OutboxRow[]): Promise<RecordedCommand[]> {
  const commands = await Promise.all(rows.map((row) => readRow(store, row)));
  const replaced = new Set(commands.map((command) => command.envelope.replaces));
  return commands.filter((command) => !replaced.has(command.id)).sort((a, b) => a.seq - b.seq);
}

/** Confirmed and provisional state by the domain's own reducer; the command carries its status, so that refused work can be left out. */
export function provisional<State>(
  confirmed: State,
  onTop: readonly RecordedCommand[],
  reduce: (state: State, command: RecordedCommand) => State,
): { readonly confirmed: State; readonly onPhone: State } {
  return { confirmed, onPhone: onTop.reduce(reduce, confirmed) };
}

/** A local view written by `appendCommand`; null when there is none. */
export async function readView<T>(store: Store, kind: string, id: string): Promise<T | null> {
  if ((await headerOf(store.db)).hidden) return null;
  const row = await store.db.get('views', [kind, id]);
  return row ? openJson<T>(store.dataKey, viewBound(kind, id), row.view) : null;
}

export async function readViews<T>(store: Store, kind: string): Promise<T[]> {
  if ((await headerOf(store.db)).hidden) return [];
  const rows = await store.db.getAll('views', IDBKeyRange.bound([kind], [kind, []]));
  return Promise.all(rows.map((row) => openJson<T>(store.dataKey, viewBound(kind, row.id), row.view)));
}

/** A local view that belongs to no command. Throws `field.noRoom`, `field.hidden`. */
export async function saveView(store: Store, kind: string, item: { id: string; view: unknown }): Promise<void> {
  if ((await headerOf(store.db)).hidden) throw new FieldError('field.hidden');
  const { id, view } = item;
  try {
    await store.db.put('views', { kind, id, view: await sealJson(store.dataKey, viewBound(kind, id), view) });
  } catch (fault) {
    throw asRoomError(fault);
  }
}

export type Draft<Body = unknown> = {
  readonly id: string;
  readonly kind: string;
  readonly groupId: string | null;
  /** Grows with every save; tells two copies of a moved draft apart. */
  readonly rev: number;
  readonly savedAt: string;
  /** Everyone who recorded a part, in order; a moved draft continues under all their names. */
  readonly recordedBy: readonly { readonly userId: string; readonly displayName: string }[];
  /** Set when it was moved to another phone: read-only here. */
  readonly handedOverAt: string | null;
  readonly body: Body;
};

export type DraftInput<Body> = { id: string; kind: string; groupId: string | null; body: Body };

const queues = new WeakMap<object, Map<string, Promise<unknown>>>();

/** Saves of one draft follow each other in the order of the taps, however long sealing takes. */
function inOrder<T>(store: Store, id: string, work: () => Promise<T>): Promise<T> {
  const mine = queues.get(store.db) ?? new Map<string, Promise<unknown>>();
  queues.set(store.db, mine);
  const next = (mine.get(id) ?? Promise.resolve()).then(work, work);
  mine.set(id, next);
  return next;
}

/** Autosave. Throws `field.noRoom` (nothing changed: keep the form), `field.draftHandedOver`, `field.hidden`. */
export function saveDraft<Body>(store: Store, input: DraftInput<Body>): Promise<Draft<Body>> {
  return inOrder(store, input.id, async () => {
    const header = await headerOf(store.db);
    if (header.hidden) throw new FieldError('field.hidden');
    const before = await readDraft(store, input.id);
    if (before?.handedOverAt) throw new FieldError('field.draftHandedOver');
    const me = { userId: header.userId ?? header.vaultId, displayName: header.displayName };
    const known = before?.recordedBy ?? [];
    const draft: Draft<Body> = {
      ...input,
      rev: (before?.rev ?? 0) + 1,
      savedAt: new Date(store.phone.now()).toISOString(),
      recordedBy: known.some((person) => person.userId === me.userId) ? known : [...known, me],
      handedOverAt: null,
    };
    await putDraft(store, draft);
    return draft;
  });
}

export async function putDraft(store: Store, draft: Draft): Promise<void> {
  try {
    const sealed = await sealJson(store.dataKey, draftBound(draft.id), draft);
    await store.db.put('drafts', { id: draft.id, draft: sealed });
  } catch (fault) {
    throw asRoomError(fault);
  }
}

export async function readDraft<Body = unknown>(store: Store, id: string): Promise<Draft<Body> | null> {
  const row = await store.db.get('drafts', id);
  return row ? openJson<Draft<Body>>(store.dataKey, draftBound(id), row.draft) : null;
}

export async function listDrafts(store: Store): Promise<Draft[]> {
  if ((await headerOf(store.db)).hidden) return [];
  const rows = await store.db.getAll('drafts');
  return Promise.all(rows.map((row) => openJson<Draft>(store.dataKey, draftBound(row.id), row.draft)));
}

/** Only the one who records may throw a draft away, by name, on the screen. */
export const discardDraft = (store: Store, id: string): Promise<void> =>
  inOrder(store, id, () => store.db.delete('drafts', id));
