/** What the screens read and keep beside the outbox: pulled groups, local views, drafts. Every record is sealed. */
import type { OutboxRow } from './database.ts';
import { asRoomError, FieldError } from './errors.ts';
import { readRow, viewBound, type RecordedCommand } from './outbox.ts';
import { openJson, sealJson, type Sealed } from './sealing.ts';
import { headerOf, isHidden, type Store } from './vault.ts';
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
  return row ? openGroup(store, row) : null;
}

export type WithUnsent = { readonly group: Group; readonly onTop: RecordedCommand[] };

/**
 * The group as the server last told it and, on top, the commands it does not know yet: read in one transaction, so that no command
 * is counted twice or not at all. A command replaced by a later one on top is left out. Null as in `readGroup`.
 */
export async function readWithUnsent(store: Store, groupId: string): Promise<WithUnsent | null> {
  const tx = store.db.transaction(['header', 'groups', 'outbox']);
  const [header, row, rows] = await Promise.all([
    tx.objectStore('header').get('header'),
    tx.objectStore('groups').get(groupId),
    tx.objectStore('outbox').index('byOverlay').getAll(groupId),
  ]);
  await tx.done;
  if (!row || isHidden(header)) return null;
  return { group: await openGroup(store, row), onTop: await readOnTop(store, rows) };
}

/**
 * The same of one group and of every other that has such commands on top as are asked for, all in one transaction: what one group was
 * told of another's meeting fits what lies on top of that. Groups without are not opened. Null as in `readGroup`.
 */
export async function readWithOthers(
  store: Store,
  groupId: string,
  asked: (command: RecordedCommand) => boolean,
): Promise<{ group: Group; unsent: WithUnsent[] } | null> {
  const tx = store.db.transaction(['header', 'groups', 'outbox']);
  const [header, own, onTop] = await Promise.all([
    tx.objectStore('header').get('header'),
    tx.objectStore('groups').get(groupId),
    tx.objectStore('outbox').index('byOverlay').getAll(),
  ]);
  const ids = [...new Set(onTop.map((row) => row.groupId))];
  const groups = await Promise.all(ids.map((id) => tx.objectStore('groups').get(id)));
  await tx.done;
  if (!own || isHidden(header)) return null;
  const unsent = await Promise.all(
    groups.map(async (row): Promise<WithUnsent[]> => {
      const rows = onTop.filter(({ groupId: of }) => of === row?.groupId);
      const commands = await readOnTop(store, rows);
      return row && commands.some(asked) ? [{ group: await openGroup(store, row), onTop: commands }] : [];
    }),
  );
  return { group: await openGroup(store, own), unsent: unsent.flat() };
}

type GroupRow = { readonly groupId: string; readonly version: string; readonly docs: Sealed };
const openGroup = async (store: Store, { groupId, version, docs }: GroupRow): Promise<Group> => ({
  groupId,
  version,
  parts: await openJson<Part[]>(store.dataKey, groupBound(groupId), docs),
});

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
  const tx = store.db.transaction(['header', 'views']);
  const [header, row] = await Promise.all([
    tx.objectStore('header').get('header'),
    tx.objectStore('views').get([kind, id]),
  ]);
  if (isHidden(header)) return null;
  return row ? openJson<T>(store.dataKey, viewBound(kind, id), row.view) : null;
}

export async function readViews<T>(store: Store, kind: string): Promise<T[]> {
  const tx = store.db.transaction(['header', 'views']);
  const [header, rows] = await Promise.all([
    tx.objectStore('header').get('header'),
    tx.objectStore('views').getAll(IDBKeyRange.bound([kind], [kind, []])),
  ]);
  if (isHidden(header)) return [];
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
  const tx = store.db.transaction(['header', 'drafts']);
  const [header, rows] = await Promise.all([tx.objectStore('header').get('header'), tx.objectStore('drafts').getAll()]);
  if (isHidden(header)) return [];
  return Promise.all(rows.map((row) => openJson<Draft>(store.dataKey, draftBound(row.id), row.draft)));
}

/** Only the one who records may throw a draft away, by name, on the screen. */
export const discardDraft = (store: Store, id: string): Promise<void> =>
  inOrder(store, id, () => store.db.delete('drafts', id));
