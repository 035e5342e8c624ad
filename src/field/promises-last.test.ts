/** Points 12 to 17 of the phone's design: session end, revoked users, upgrades, one sender, a restored server; and restarts. */
import { beforeEach, describe, expect, test } from 'vitest';
import { ModelServer } from '#test/field/model-server.ts';
import { enrolled, GROUP, newPhone, save, syncOf, Wires, type Clock, type Fault } from '#test/field/phone.ts';
import { openVaultDb } from './database.ts';
import {
  FieldError,
  listGroups,
  lock,
  readCommands,
  readGroup,
  saveDraft,
  unlock,
  type Phone,
  type Store,
} from './index.ts';

let server: ModelServer;
let wires: Wires;
let clock: Clock;
let phone: Phone;
let store: Store;
beforeEach(async () => {
  server = await ModelServer.start();
  wires = new Wires(server);
  clock = { ms: Date.parse('2026-05-12T10:00:00Z') };
  phone = await newPhone(clock);
  store = await enrolled(phone, wires);
});
const statuses = async (of: Store = store): Promise<string[]> =>
  (await readCommands(of, 'unsent', 'sending', 'applied', 'refused', 'held')).map((command) => command.status);
const faults =
  (...list: Fault[]) =>
  (path: string): Fault =>
    path === '/push' ? (list.shift() ?? 'none') : 'none';
const codeOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(() => 'fine').catch((fault: unknown) => (fault instanceof FieldError ? fault.code : String(fault)));

test('12 session end is not data end: she records on, signs in again, the same outbox goes', async () => {
  await save(store, 100);
  wires.next = () => 'signIn';
  const sync = await syncOf(store, wires);
  await sync.syncNow();
  expect(sync.status()).toMatchObject({ phase: 'signIn', lastProblem: 'sync.signInAgain', unsentCount: 1 });
  await save(store, 200);
  wires.next = () => 'none';
  await sync.syncNow();
  expect(sync.status()).toMatchObject({ phase: 'resting', unsentCount: 0, lastProblem: null });
  expect(server.balances().get(GROUP)).toBe(300);
});

describe('13 revoked', () => {
  test('unsent work is handed to quarantine, then members are hidden; nothing is deleted', async () => {
    await save(store, 100);
    const sync = await syncOf(store, wires);
    await sync.syncNow();
    const late = await save(store, 200);
    await saveDraft(store, { id: 'd', kind: 'meeting', groupId: GROUP, body: {} });
    server.revoked.add(late.deviceId);
    await sync.syncNow();
    expect(server.data.quarantined).toEqual(new Set([late.id]));
    expect(server.balances().get(GROUP)).toBe(100);
    expect(sync.status()).toMatchObject({ phase: 'revoked', hidden: true, unsentCount: 0, heldCount: 1 });
    expect([await readGroup(store, GROUP), await listGroups(store)]).toEqual([null, []]);
    expect(await store.db.count('drafts')).toBe(1);
    expect(await codeOf(save(store, 1))).toBe('field.hidden');
  });
  test('while the hand-over does not get through, nothing is hidden', async () => {
    const late = await save(store, 200);
    server.revoked.add(late.deviceId);
    wires.next = (path) => (path === '/quarantine' ? 'lostAnswer' : 'none');
    const sync = await syncOf(store, wires);
    await sync.syncNow();
    expect(sync.status()).toMatchObject({ phase: 'revoked', hidden: false, unsentCount: 1 });
    wires.next = () => 'none';
    await sync.syncNow();
    expect(sync.status()).toMatchObject({ hidden: true, unsentCount: 0 });
  });
  test("a portal's 403 or a revocation of another device hides nothing", async () => {
    await save(store, 100);
    const real = wires.fetch;
    wires.fetch = async () =>
      new Response(JSON.stringify({ code: 'sync.revoked', deviceId: GROUP }), {
        status: 403,
        headers: { 'content-type': 'application/json' },
      });
    const sync = await syncOf(store, wires);
    await sync.syncNow();
    expect(sync.status()).toMatchObject({ hidden: false, phase: 'waiting' });
    wires.fetch = real;
  });
});

test('14 upgrades: a schema the server does not know yet waits and is never changed on the phone', async () => {
  const made = await save(store, 100, { schemaVersion: 2 });
  const sync = await syncOf(store, wires);
  await sync.syncNow();
  expect(sync.status()).toMatchObject({ unsentCount: 1, lastProblem: 'sync.newerSchema' });
  server.newestSchema = 2;
  await sync.syncNow();
  expect((await readCommands(store, 'applied'))[0]?.envelope).toEqual(made);
});

describe('15 one sender', () => {
  test('two tabs: one sends, the other says so', async () => {
    await save(store, 100);
    const tab = await unlock(phone, store.vaultId, '123456');
    const ends = await Promise.all([(await syncOf(store, wires)).syncNow(), (await syncOf(tab, wires)).syncNow()]);
    expect(ends.toSorted()).toEqual(['done', 'elsewhere']);
    expect(wires.sent.filter((call) => call.path === '/push' && call.body.commands?.length)).toHaveLength(1);
  });
  test('an edit made while its earlier version is being sent stays unsent', async () => {
    const first = await save(store, 100);
    let edit: string | null = null;
    wires.onServer = async (path) => {
      if (path !== '/push' || edit) return;
      expect(await statuses()).toEqual(['sending']);
      edit = (await save(store, 150, { replaces: first.id })).id;
      wires.next = (next) => (next === '/push' ? 'offline' : 'none');
    };
    const sync = await syncOf(store, wires);
    await sync.syncNow();
    expect((await readCommands(store, 'unsent')).map((command) => command.id)).toEqual([edit]);
    expect((await readCommands(store, 'applied')).map((command) => command.id)).toEqual([first.id]);
  });
});

describe('16 the server went back in time', () => {
  test.each([false, true])('what it lost is sent again and told (epoch kept: %s)', async (sameEpoch) => {
    await save(store, 100);
    const sync = await syncOf(store, wires);
    await sync.syncNow();
    const backup = server.backup();
    await save(store, 200);
    await save(store, 300);
    await sync.syncNow();
    server.restore(backup, sameEpoch);
    expect(server.balances().get(GROUP)).toBe(100);
    const again = await syncOf(store, wires);
    await again.syncNow();
    expect(server.balances().get(GROUP)).toBe(600);
    expect(await statuses()).toEqual(['applied', 'applied', 'applied']);
    expect(again.status().serverWentBack).toBe(true);
    await again.syncNow();
    const box = (await readGroup(store, GROUP))?.parts.find((part) => part.kind === 'box')?.doc;
    expect(box).toEqual({ paise: 600 });
    await again.acknowledgeServerWentBack();
    expect(again.status().serverWentBack).toBe(false);
  });
  test("another user's carried work goes again too", async () => {
    const backup = server.backup();
    await save(store, 100);
    lock(store);
    const meera = await enrolled(phone, wires, 'Meera', '654321');
    const sync = await syncOf(meera, wires);
    await sync.syncNow();
    server.restore(backup);
    await sync.syncNow();
    await sync.syncNow();
    expect(server.balances().get(GROUP)).toBe(100);
  });
});

test('17 world changed meanwhile: what cannot be applied is held for a person, and its settlement comes back', async () => {
  const parent = await save(store, 10);
  server.busy.add(parent.id);
  await save(store, 50, { dependsOn: [parent.id] });
  const sync = await syncOf(store, wires);
  await sync.syncNow();
  expect(sync.status().heldCount).toBe(1);
  server.busy.clear();
  await sync.syncNow();
  expect(sync.status().heldCount).toBe(0);
  expect(await statuses()).toEqual(['applied', 'applied']);
});

test('the loop sends by itself, again when poked, and rests after stop', async () => {
  const sync = await syncOf(store, wires);
  const allSent = (total: number): Promise<void> =>
    new Promise((resolve) => {
      const leave = sync.subscribe((status) => {
        if (status.phase !== 'resting' || status.unsentCount > 0 || server.balances().get(GROUP) !== total) return;
        queueMicrotask(() => leave());
        resolve();
      });
    });
  await save(store, 100);
  sync.start();
  await allSent(100);
  await save(store, 200);
  sync.poke();
  await allSent(300);
  await sync.stop();
  await save(store, 400);
  sync.poke();
  expect((await sync.refresh()).unsentCount).toBe(1);
});

test('P4 counts and sums of unsent work survive a restart, and a kill in mid-push is not called sent', async () => {
  await save(store, 12_300);
  wires.next = faults('hang after');
  await (await syncOf(store, wires)).syncNow();
  const row = await store.db.get('outbox', [(await readCommands(store, 'unsent'))[0]?.envelope.deviceId ?? '', 1]);
  if (row) await store.db.put('outbox', { ...row, status: 'sending' });
  lock(store);
  const db = await openVaultDb(phone.prefix, store.vaultId);
  expect(await db.countFromIndex('outbox', 'byStatus', 'sending')).toBe(1);
  db.close();
  const again = await unlock(phone, store.vaultId, '123456');
  const sync = await syncOf(again, wires);
  expect(sync.status()).toMatchObject({ unsentCount: 1, unsentPaise: 12_300 });
  await sync.syncNow();
  expect(sync.status()).toMatchObject({ unsentCount: 0, unsentPaise: 0 });
  expect(server.balances().get(GROUP)).toBe(12_300);
});
