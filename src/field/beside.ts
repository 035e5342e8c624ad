/**
 * What an answer of the office left beside a group on this phone: pictures of its women, lines of an older meeting. The id begins with the
 * group's, so that it goes in the transaction that takes the group away; a picture goes in the one that names it no more.
 */
import { viewBound } from './outbox.ts';
import { sealJson } from './sealing.ts';
import type { Store } from './vault.ts';
import type { Part } from './wire.ts';

const FACE = 'face';
const KINDS = [FACE, 'older'];
export const besideId = (groupId: string, id: string): string => `${groupId} ${id}`;

type Views = {
  getAllKeys(range: IDBKeyRange): Promise<[string, string][]>;
  delete(key: [string, string]): Promise<void>;
};

/** Ids of the photos that may be shown, as the group's own document names them. */
export const photosIn = (parts: readonly Part[]): ReadonlySet<string> =>
  new Set(Object.values((parts.find((part) => part.kind === 'faces')?.doc ?? {}) as Record<string, string>));

/** @param photos by each group that is new in this transaction @param held groups once it is done */
export async function dropStrays(
  views: Views,
  { held, photos }: { held: readonly string[]; photos: ReadonlyMap<string, ReadonlySet<string>> },
): Promise<void> {
  for (const kind of KINDS)
    for (const key of await views.getAllKeys(IDBKeyRange.bound([kind], [kind, []]))) {
      const [groupId = '', id = ''] = key[1].split(' ');
      if (!held.includes(groupId) || (kind === FACE && photos.get(groupId)?.has(id) === false)) await views.delete(key);
    }
}

type Beside = { kind: string; groupId: string; id: string; view: unknown; version?: string };

/** False, and nothing kept, when the group left meanwhile. @param version when given, also when the group is another one by now */
export async function keepBeside(store: Store, { kind, groupId, id, view, version }: Beside): Promise<boolean> {
  const sealed = await sealJson(store.dataKey, viewBound(kind, id), view);
  const tx = store.db.transaction(['groups', 'views'], 'readwrite');
  const group = await tx.objectStore('groups').get(groupId);
  const fits = group !== undefined && (version === undefined || group.version === version);
  if (fits) await tx.objectStore('views').put({ kind, id, view: sealed });
  await tx.done;
  return fits;
}
