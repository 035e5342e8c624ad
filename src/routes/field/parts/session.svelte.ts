/**
 * Whose store is open on this phone, and what is known about sending. The one place that starts and stops the kit's loop; screens read
 * `session` and call the functions below. Nothing here outlives the page: a reload asks for the PIN again.
 */
import {
  headerOf,
  openThisPhone,
  recover,
  rememberLanguage,
  unlock,
  unsentPerUser,
  type Phone,
  type Store,
  type Sync,
  type SyncStatus,
} from '#field/index.ts';
import { forgetPick, language, pickedLanguage, switchLanguage } from '#ui/language.svelte.ts';
import type { Language } from '#ui/languages.ts';
import { fingerLifted } from './early-lock.ts';
import type { GroupView } from './group-view.ts';
import { PRACTICE_GROUP_ID } from './practice-id.ts';
import { onceSeen } from './read-ahead.ts';
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
  await fingerLifted();
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
  // It must not turn into a fault of its own while a wrong PIN is refused: `openStore` asks again.
  void sending().catch(() => undefined);
  // What she is about to tap on comes before a look for news.
  await openStore(await unlock(await thisPhone(), vaultId, pin), onceSeen);
}

/** The code a supervisor read out, and her new PIN. Throws `field.wrongRecoveryCode`. Nothing is lost. */
export async function recoverWithCode(vaultId: string, given: { code: string; newPin: string }): Promise<void> {
  await openStore(await recover(await thisPhone(), vaultId, given));
}

let close: (() => Promise<void>) | null = null;

/** What sends and receives: fetched while the slow lock turns, since the first screen does not need it. */
const sending = () => import('./open-sync.ts');

/** Makes a store the open one: after unlocking, recovery and enrolment. @param before what sending and receiving wait for */
export async function openStore(store: Store, before?: () => Promise<void>): Promise<void> {
  if (session.store) await lockNow();
  const [header, { openSync }] = await Promise.all([headerOf(store.db), sending()]);
  const opened = await openSync(store, {
    onStatus: (status) => (session.status = status),
    onTurnedAway: (turnedAway) => (session.turnedAway = turnedAway),
    // Left lying among others, the phone locks by itself; what was begun is kept at each tap.
    onIdle: () => void lockNow(),
  });
  close = opened.close;
  await speakHers(store, header.language);
  session.displayName = header.displayName;
  session.userId = header.userId;
  session.store = store;
  session.sync = opened.sync;
  session.turnedAway = false;
  session.phase = 'open';
  const start = (): void => {
    // Locked again meanwhile, it stays still.
    if (session.sync === opened.sync) opened.sync.start();
  };
  if (before) void before().then(start);
  else start();
}

/** Several women share a phone: each finds her own language again, unless she picked one on the way in. */
async function speakHers(store: Store, before: Language | undefined): Promise<void> {
  const hers = pickedLanguage() ?? before ?? language();
  forgetPick();
  if (hers !== language()) switchLanguage(hers);
  if (hers !== before) await rememberLanguage(store, hers);
}

/** Kept with whoever has her store open; else the cookie alone remembers. Never told to the server: its session may be another woman's. */
export async function keepLanguage(to: Language): Promise<void> {
  if (!session.store) return;
  forgetPick();
  await rememberLanguage(session.store, to);
}

/** Waits for a round under way, then forgets the keys. Unsent work stays on the phone. */
export async function lockNow(): Promise<void> {
  await close?.();
  close = null;
  await showUsers();
  // In one breath: a screen drawn anew without a store would ask for one.
  const phase: SessionPhase = session.users.length > 0 ? 'locked' : 'noStore';
  Object.assign(session, { phase, store: null, sync: null, status: null, displayName: '', userId: null });
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
  // Under her own id lies a loan officer's collection sheet, which is no group.
  if (groupId === session.userId) return null;
  // The rules that work figures out come after the first screen: it has to stand there quickly on a slow phone.
  if (groupId === PRACTICE_GROUP_ID) return (await import('./keep-meeting.ts')).readPractice(store);
  return (await import('./group-view.ts')).viewOf(store, groupId);
}
