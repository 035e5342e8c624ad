/**
 * The loop: send what is unsent, then receive; one sender per user across tabs. Session end is not data end: whatever stops the loop,
 * recording goes on and nothing is removed.
 */
import { newId } from '#platform/ids.ts';
import { listOtherVaults, sendForOthers } from './courier.ts';
import { NO_MARKS, patchMarks } from './database.ts';
import { handOver } from './quarantine.ts';
import { sendPhotos } from './photos.ts';
import { pullAll } from './pull.ts';
import { mustProbe, newPushMemory, pushChain, stopOf, type Stop } from './push.ts';
import { releaseLeftovers, type Carrier } from './receipts.ts';
import { makeUnsentSum, readStatus, type AmountOf, type Live, type SyncStatus } from './status.ts';
import { post, realTimer, type Locks, type Net } from './transport.ts';
import { headerOf, patchHeader, sendLock, type Store } from './vault.ts';
import { EscrowResponse } from './wire.ts';

export type SyncRules = {
  /** A request that hangs is given up after this (below one minute). */
  readonly timeLimitMs: number;
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
  /** How often to look for news when all is well. */
  readonly restMs: number;
  readonly pullLimit: number;
};

export const SYNC_RULES: SyncRules = {
  timeLimitMs: 45_000,
  firstWaitMs: 5_000,
  longestWaitMs: 900_000,
  restMs: 300_000,
  pullLimit: 1000,
};

export type SyncDeps = {
  readonly store: Store;
  readonly fetch: Net['fetch'];
  readonly baseUrl: string;
  readonly locks: Locks;
  /** Rupees at stake in a command, in paise, for "3 meetings not sent, Rs 4,230". */
  readonly amountOf: AmountOf;
  readonly after?: Net['after'];
  /** 0 <= n < 1. */
  readonly random?: () => number;
  readonly rules?: Partial<SyncRules>;
  readonly headers?: Net['headers'];
};

export type RoundEnd = 'done' | 'stopped' | 'elsewhere';

export type Sync = {
  readonly status: () => SyncStatus;
  /** Calls at once with the present status and again after each change; returns how to stop. */
  readonly subscribe: (listener: (status: SyncStatus) => void) => () => void;
  /** Reads the status from the disk again: after recording, and when the page becomes visible. */
  readonly refresh: () => Promise<SyncStatus>;
  /** One round now; `elsewhere` when another tab is at it. Calls during a round share it. */
  readonly syncNow: () => Promise<RoundEnd>;
  readonly start: () => void;
  /** Something was recorded, signal came back, she signed in again: try soon. */
  readonly poke: () => void;
  /** Resolves when a round under way has ended: wait for it before `lock`. */
  readonly stop: () => Promise<void>;
  readonly acknowledgeServerWentBack: () => Promise<void>;
};

type Loop = {
  readonly deps: SyncDeps;
  readonly net: Net;
  readonly rules: SyncRules;
  readonly side: Carrier;
  readonly memory: ReturnType<typeof newPushMemory>;
  readonly show: (change: Partial<Live>) => Promise<void>;
  failures: number;
  probed: boolean;
};

export async function createSync(deps: SyncDeps): Promise<Sync> {
  const { store } = deps;
  const rules = { ...SYNC_RULES, ...deps.rules };
  const after = deps.after ?? realTimer;
  const now = store.phone.now;
  const net: Net = { ...deps, after, now, timeLimitMs: rules.timeLimitMs };
  const unsentSum = makeUnsentSum(store, deps.amountOf);
  const listeners = new Set<(status: SyncStatus) => void>();
  let live: Live = { phase: 'resting', lastProblem: null, nextTryMs: null, expectedGroups: null };
  let status = await readStatus(store, live, unsentSum);
  const refresh = async (): Promise<SyncStatus> => {
    status = await readStatus(store, live, unsentSum);
    for (const listener of listeners) listener(status);
    return status;
  };
  const show = async (change: Partial<Live>): Promise<void> => {
    live = { ...live, ...change };
    await refresh();
  };
  const side: Carrier = { db: store.db, author: store, now };
  const loop: Loop = { deps, net, rules, side, memory: newPushMemory(), show, failures: 0, probed: false };
  let running: Promise<RoundEnd> | null = null;
  const syncNow = (): Promise<RoundEnd> => (running ??= oneRound(loop).finally(() => (running = null)));
  const pacer = makePacer(loop, syncNow, () => live.nextTryMs);
  return {
    status: () => status,
    subscribe(listener) {
      listeners.add(listener);
      listener(status);
      return () => listeners.delete(listener);
    },
    refresh,
    syncNow,
    ...pacer,
    async stop() {
      pacer.stop();
      await running?.catch(() => undefined);
    },
    async acknowledgeServerWentBack() {
      await patchMarks(store.db, { serverWentBack: false });
      await refresh();
    },
  };
}

function makePacer(loop: Loop, syncNow: () => Promise<RoundEnd>, nextTryMs: () => number | null) {
  let stopped = true;
  let wake: () => void = () => undefined;
  async function run(): Promise<void> {
    while (!stopped) {
      const woken = new Promise<void>((resolve) => (wake = resolve));
      const end = await syncNow().catch(() => 'stopped' as const);
      const dueMs = nextTryMs();
      const waitMs = end === 'stopped' && dueMs !== null ? dueMs - loop.net.now() : loop.rules.restMs;
      const timer = loop.net.after(Math.min(Math.max(waitMs, 0), loop.rules.longestWaitMs));
      await Promise.race([timer.done, woken]);
      timer.cancel();
    }
  }
  return {
    start() {
      if (!stopped) return;
      stopped = false;
      void run();
    },
    poke: () => wake(),
    stop() {
      stopped = true;
      wake();
    },
  };
}

async function oneRound(loop: Loop): Promise<RoundEnd> {
  const { store, locks } = loop.deps;
  const name = sendLock(store.phone, store.vaultId);
  return locks.request(name, { ifAvailable: true }, async (held): Promise<RoundEnd> => {
    if (!held) {
      await loop.show({});
      return 'elsewhere';
    }
    const stop = await work(loop);
    if (!stop) {
      loop.failures = 0;
      await loop.show({ phase: 'resting', lastProblem: null, nextTryMs: null });
      return 'done';
    }
    loop.failures += 1;
    const nextTryMs = loop.net.now() + waitAfter(loop, stop);
    const phase = stop.why === 'signIn' ? 'signIn' : stop.why === 'revoked' ? 'revoked' : 'waiting';
    await loop.show({ phase, lastProblem: stop.code, nextTryMs });
    return 'stopped';
  });
}

/** Doubling, capped, with jitter so that a district's phones do not come back in one second; never earlier than the server asked. */
function waitAfter(loop: Loop, stop: Stop): number {
  const { firstWaitMs, longestWaitMs } = loop.rules;
  const random = loop.deps.random ?? Math.random;
  const full = Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(loop.failures - 1, 20));
  return Math.max(stop.waitMs ?? 0, full / 2 + random() * (full / 2));
}

async function work(loop: Loop): Promise<Stop | null> {
  const { store } = loop.deps;
  const header = await headerOf(store.db);
  const marks = (await store.db.get('marks', 'marks')) ?? NO_MARKS;
  if (header.hidden) return null;
  await releaseLeftovers(store.db);
  await loop.show({ phase: 'sending' });
  if (marks.revoked) return handOver(loop.net, store, loop.side);
  const sent = await sendOwn(loop);
  if (sent?.why === 'revoked') return revoke(loop);
  if (sent && ['noAnswer', 'wait', 'signIn'].includes(sent.why)) return sent;
  await loop.show({ phase: 'receiving' });
  const task = {
    net: loop.net,
    store,
    limit: loop.rules.pullLimit,
    onRound: watchClock(loop),
    onScope: tellScope(loop),
  };
  const received = await pullAll(task);
  if (received?.why === 'revoked') return revoke(loop);
  if (received) return received;
  // The pull may have shown that the server was restored: what it lost goes again at once.
  const again = await sendOwn(loop);
  const others = await listOtherVaults(store.phone, store.vaultId);
  const epoch = (await store.db.get('pull', 'pull'))?.epoch ?? null;
  const carried =
    others.length > 0 ? await sendForOthers(loop.net, store.phone, { locks: loop.deps.locks, others, epoch }) : null;
  const photos = await sendPhotos(loop.net, store);
  return again ?? sent ?? carried ?? photos;
}

async function revoke(loop: Loop): Promise<Stop | null> {
  await patchMarks(loop.deps.store.db, { revoked: true });
  return (await handOver(loop.net, loop.deps.store, loop.side)) ?? { why: 'revoked', code: 'sync.revoked' };
}

async function sendOwn(loop: Loop): Promise<Stop | null> {
  const { store } = loop.deps;
  const escrow = await sendEscrow(loop);
  if (escrow) return escrow;
  const epoch = (await store.db.get('pull', 'pull'))?.epoch ?? null;
  let stop: Stop | null = null;
  for (const chain of await store.db.getAll('chains')) {
    const { net, side, memory } = loop;
    const probe = !loop.probed || mustProbe(chain, epoch);
    const { deviceId } = chain;
    const end = await pushChain({ net, side, deviceId, path: '/push', probe, memory, onRound: watchClock(loop) });
    if (end && ['noAnswer', 'wait', 'signIn', 'revoked'].includes(end.why)) return end;
    stop ??= end;
  }
  loop.probed = true;
  return stop;
}

/** A recovery code the office has not got yet: without it a forgotten PIN would lose work. */
async function sendEscrow(loop: Loop): Promise<Stop | null> {
  const { store } = loop.deps;
  const { escrow, deviceId } = await headerOf(store.db);
  if (!escrow || !deviceId) return null;
  const requestId = newId(loop.net.now());
  const reply = await post(loop.net, '/escrow', { body: { requestId, deviceId, escrow }, shape: EscrowResponse });
  if (reply.kind !== 'ok') return stopOf(store.db, deviceId, reply);
  if (reply.body.requestId !== requestId) return { why: 'noAnswer', code: 'sync.strangeAnswer' };
  if ((await headerOf(store.db)).escrow?.data === escrow.data)
    await patchHeader(store.db, { escrow: null, recoveryBefore: undefined });
  return null;
}

/** So that a first arrival of many groups can be shown as "3 of 12". */
function tellScope(loop: Loop) {
  return (expectedGroups: number): Promise<void> => loop.show({ expectedGroups });
}

/** The device's clock is evidence only; a wrong one is shown so that she is asked for the meeting's date. */
function watchClock(loop: Loop) {
  return async (serverAt: string, { sentMs, gotMs }: { sentMs: number; gotMs: number }): Promise<void> => {
    const clockSkewMs = Math.round((sentMs + gotMs) / 2 - Date.parse(serverAt));
    await patchMarks(loop.deps.store.db, { clockSkewMs });
    await loop.show({});
  };
}
