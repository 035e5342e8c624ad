/**
 * What a list of groups says of each, kept beside the groups: reading forty whole groups for forty lines is slow on a cheap phone. A
 * summary goes in the transaction that brings another version of its group, so it is never older than the group.
 */
import { keepBeside } from './beside.ts';
import { viewBound } from './outbox.ts';
import { openJson } from './sealing.ts';
import { isHidden, type Store } from './vault.ts';

const KIND = 'summary';
export const summaryKey = (groupId: string): [string, string] => [KIND, groupId];
export const ALL_SUMMARIES = (): IDBKeyRange => IDBKeyRange.bound([KIND], [KIND, []]);

export type Summaries<T> = {
  /** Every group that is completely on the phone. */
  readonly groupIds: readonly string[];
  /** Of those whose figures are the office's alone. */
  readonly kept: ReadonlyMap<string, T>;
};

/** In one transaction; a group with commands on top has no summary: its figures are ahead of the office's. */
export async function readSummaries<T>(store: Store): Promise<Summaries<T>> {
  const tx = store.db.transaction(['header', 'groups', 'outbox', 'views']);
  const [header, groupIds, onTop, rows] = await Promise.all([
    tx.objectStore('header').get('header'),
    tx.objectStore('groups').getAllKeys(),
    tx.objectStore('outbox').index('byOverlay').getAll(),
    tx.objectStore('views').getAll(ALL_SUMMARIES()),
  ]);
  await tx.done;
  if (isHidden(header)) return { groupIds: [], kept: new Map() };
  const ahead = new Set(onTop.map((row) => row.overlayGroup));
  const opened = await Promise.all(
    rows
      .filter((row) => !ahead.has(row.id))
      .map(async ({ id, view }): Promise<[string, T]> => [
        id,
        await openJson<T>(store.dataKey, viewBound(KIND, id), view),
      ]),
  );
  return { groupIds, kept: new Map(opened) };
}

/** Not kept when the group has changed since it was read. @param version of the group that it sums up */
export async function keepSummary(
  store: Store,
  of: { groupId: string; version: string; summary: unknown },
): Promise<void> {
  const { groupId, version, summary } = of;
  await keepBeside(store, { kind: KIND, groupId, id: groupId, version, view: summary });
}
