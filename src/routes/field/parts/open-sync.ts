/** Starts the kit's loop on an open store and ends it again: the rules of `src/field/README.md` for screens, in one place. */
import { createSync, lock, type Store, type Sync, type SyncStatus } from '#field/index.ts';
import { amountOf } from './amounts.ts';
import { lockWhenIdle } from './auto-lock.ts';
import { net } from './net.ts';
import { makeRenewal } from './renewal.ts';

export type OnSync = {
  readonly onStatus: (status: SyncStatus) => void;
  /** The office did not believe this phone's key, or did again. */
  readonly onTurnedAway: (turnedAway: boolean) => void;
  /** Nobody has touched the phone for as long as its setting says. */
  readonly onIdle: () => void;
};
export type OpenSync = { readonly sync: Sync; readonly close: () => Promise<void> };

export async function openSync(store: Store, { onStatus, onTurnedAway, onIdle }: OnSync): Promise<OpenSync> {
  const sync = await createSync({ store, fetch: net.fetch, baseUrl: net.baseUrl, locks: navigator.locks, amountOf });
  const renew = makeRenewal(net, store, (turnedAway) => {
    onTurnedAway(turnedAway);
    if (!turnedAway) sync.poke();
  });
  const unsubscribe = sync.subscribe((status) => {
    onStatus(status);
    if (status.phase === 'signIn') void renew();
  });
  const unwire = wire(sync);
  const unwatch = lockWhenIdle(onIdle);
  return {
    sync,
    async close() {
      unwatch();
      unwire();
      // The round under way ends first: it writes into the store that is about to close.
      await sync.stop();
      unsubscribe();
      lock(store);
    },
  };
}

function wire(sync: Sync): () => void {
  const seen = (): void => {
    if (document.visibilityState !== 'visible') return;
    void sync.refresh();
    sync.poke();
  };
  const online = (): void => sync.poke();
  document.addEventListener('visibilitychange', seen);
  window.addEventListener('online', online);
  return () => {
    document.removeEventListener('visibilitychange', seen);
    window.removeEventListener('online', online);
  };
}
