/**
 * Whose store is open on this phone, and what is known about sending. The one place that starts and stops the kit's loop; screens read
 * `session` and call the functions below. Nothing here outlives the page: a reload asks for the PIN again.
 */
import {
  createSync,
  headerOf,
  lock,
  openThisPhone,
  realTimer,
  recover,
  unlock,
  unsentPerUser,
  SYNC_RULES,
  type Net,
  type Phone,
  type Store,
  type Sync,
  type SyncStatus,
} from '#field/index.ts';
import { amountOf, viewOf, type GroupView } from './group-view.ts';
import { readPractice } from './keep-meeting.ts';
import { PRACTICE_GROUP_ID } from './practice.ts';
import { makeRenewal } from './renewal.ts';
import { whyNot, type CannotStart } from './support.ts';

export type SessionPhase = 'loading' | 'unsupported' | 'noStore' | 'locked' | 'open';
/** Someone who may unlock here. */
export type PhoneUser = { readonly vaultId: string; readonly displayName: string; readonly unsentCount: number };

class FieldSession {
  phase = $state<SessionPhase>('loading');
  cannotStart = $state<CannotStart | null>(null);
  users = $state.raw<readonly PhoneUser[]>([]);
  displayName = $state('');
  userId = $state<string | null>(null);
  store = $state.raw<Store | null>(null);
  sync = $state.raw<Sync | null>(null);
  status = $state.raw<SyncStatus | null>(null);
  /** The phone could not prove itself to the office: she signs in again by unlocking, or the office has to look. */
  turnedAway = $state(false);
}

export const session = new FieldSession();

export const net: Net = {
  baseUrl: '/api/sync',
  fetch: (url, init) => fetch(url, init),
  after: realTimer,
  now: Date.now,
  timeLimitMs: SYNC_RULES.timeLimitMs,
};

let phone: Promise<Phone> | undefined;
export const thisPhone = (): Promise<Phone> => (phone ??= openThisPhone());

let beginning: Promise<void> | undefined;
/** Once per page: finds out whether this browser can do it and who has a store here. */
export const begin = (): Promise<void> => (beginning ??= findOut());

async function findOut(): Promise<void> {
  session.cannotStart = whyNot();
  try {
    if (!session.cannotStart) await showUsers();
  } catch {
    // A browser may have IndexedDB and refuse to open it (private window, settings).
    session.cannotStart = 'blocked';
  }
  if (session.cannotStart) session.phase = 'unsupported';
  else if (session.phase === 'loading') session.phase = session.users.length > 0 ? 'locked' : 'noStore';
}

/** Reads again who has a store here and how much each has not sent. */
export async function showUsers(): Promise<void> {
  const found = await unsentPerUser(await thisPhone());
  session.users = found.map(({ vault, unsentCount }) => ({
    vaultId: vault.vaultId,
    displayName: vault.displayName,
    unsentCount,
  }));
}

/** Throws `field.wrongPin`, `field.waitBeforePin` (params.seconds). */
export async function openWithPin(vaultId: string, pin: string): Promise<void> {
  await openStore(await unlock(await thisPhone(), vaultId, pin));
}

/** The code a supervisor read out, and her new PIN. Throws `field.wrongRecoveryCode`. Nothing is lost. */
export async function recoverWithCode(vaultId: string, given: { code: string; newPin: string }): Promise<void> {
  await openStore(await recover(await thisPhone(), vaultId, given));
}

let close: (() => Promise<void>) | null = null;

/** Makes a store the open one: after unlocking, recovery and enrolment. */
export async function openStore(store: Store): Promise<void> {
  if (session.store) await lockNow();
  const header = await headerOf(store.db);
  const sync = await createSync({ store, fetch: net.fetch, baseUrl: net.baseUrl, locks: navigator.locks, amountOf });
  const renew = makeRenewal(net, store, (turnedAway) => {
    session.turnedAway = turnedAway;
    if (!turnedAway) sync.poke();
  });
  const unsubscribe = sync.subscribe((status) => {
    session.status = status;
    if (status.phase === 'signIn') void renew();
  });
  const unwire = wire(sync);
  close = async () => {
    unwire();
    // The round under way ends first: it writes into the store that is about to close.
    await sync.stop();
    unsubscribe();
    lock(store);
  };
  session.displayName = header.displayName;
  session.userId = header.userId;
  session.store = store;
  session.sync = sync;
  session.turnedAway = false;
  session.phase = 'open';
  sync.start();
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

/** Waits for a round under way, then forgets the keys. Unsent work stays on the phone. */
export async function lockNow(): Promise<void> {
  await close?.();
  close = null;
  Object.assign(session, { store: null, sync: null, status: null, displayName: '', userId: null });
  await showUsers();
  session.phase = session.users.length > 0 ? 'locked' : 'noStore';
}

/** For screens behind the lock: the layout shows them only while a store is open. */
export function requireStore(): Store {
  if (!session.store) throw new Error('no store is open');
  return session.store;
}

/** After something was recorded: the line of truth at once, sending soon. */
export async function recorded(): Promise<void> {
  await session.sync?.refresh();
  session.sync?.poke();
}

/** Confirmed and on-phone figures of a group, the practice group included; null while the group is not completely here. */
export async function groupView(groupId: string): Promise<GroupView | null> {
  const store = requireStore();
  return groupId === PRACTICE_GROUP_ID ? readPractice(store) : viewOf(store, groupId);
}
