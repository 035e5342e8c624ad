/** A revoked user's unsent work is handed to the office sealed, kept there for a supervisor; only then are members' data hidden here. */
import { dropStrays } from './beside.ts';
import { pushChain, newPushMemory, type Stop } from './push.ts';
import type { Carrier } from './receipts.ts';
import { ALL_SUMMARIES } from './summaries.ts';
import type { Net } from './transport.ts';
import { patchHeader, type Store } from './vault.ts';

/** Null when all was handed over. The outbox and the drafts stay on the phone, sealed: hiding is not deleting. */
export async function handOver(net: Net, store: Store, side: Carrier): Promise<Stop | null> {
  for (const { deviceId } of await store.db.getAll('chains')) {
    const memory = newPushMemory();
    const stop = await pushChain({ net, side, deviceId, path: '/quarantine', probe: false, memory });
    if (stop) return stop;
  }
  await patchHeader(store.db, { hidden: true });
  const tx = store.db.transaction(['groups', 'staged', 'pull', 'views'], 'readwrite');
  await Promise.all([
    tx.objectStore('groups').clear(),
    tx.objectStore('views').delete(ALL_SUMMARIES()),
    dropStrays(tx.objectStore('views'), { held: [], photos: new Map() }),
    tx.objectStore('staged').clear(),
    tx.objectStore('pull').clear(),
  ]);
  await tx.done;
  return null;
}
