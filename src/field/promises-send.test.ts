/** Points 1 to 6 of the phone's design, a named test or more for each: commands, sending, what is believed, held, refused. */
import { beforeEach, describe, expect, test } from 'vitest';
import { ModelServer } from '#test/field/model-server.ts';
import { enrolled, GROUP, newPhone, save, saving, syncOf, Wires, type Clock, type Fault } from '#test/field/phone.ts';
import {
  acknowledgeRefused,
  appendCommand,
  lock,
  readCommands,
  readDraft,
  readView,
  saveDraft,
  unlock,
  type Phone,
  type Store,
} from './index.ts';
import { envelopeHash, GENESIS_HASH } from './sealed-envelope.ts';

type PushBody = { batchId: string; answers: { id: string }[] };
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

test('a crowded office takes few of a batch: the rest follows in the same round, in order', async () => {
  for (let n = 0; n < 8; n += 1) await save(store, 10);
  server.takes = 3;
  let pushes = 0;
  wires.next = (path) => {
    if (path === '/push') pushes += 1;
    return 'none';
  };
  expect(await (await syncOf(store, wires)).syncNow()).toBe('done');
  expect(await statuses()).toEqual(Array(8).fill('applied'));
  expect(server.balances().get(GROUP)).toBe(80);
  expect(pushes).toBeLessThan(8);
});

describe('1 command', () => {
  test('carries sequence, hash of the one before and its evidence, written together with the view', async () => {
    const first = await appendCommand(store, saving(100), {
      views: [{ kind: 'meeting', id: 'm1', view: { total: 100 } }],
    });
    const second = await save(store, 200, { dependsOn: [first.id] });
    expect([first.deviceSeq, second.deviceSeq]).toEqual([1, 2]);
    expect(first.prevHash).toBe(GENESIS_HASH);
    expect(second.prevHash).toBe(await envelopeHash(first));
    expect(second).toMatchObject({
      businessDate: '2026-05-12',
      deviceAt: '2026-05-12T10:00:00.000Z',
      dependsOn: [first.id],
    });
    expect(await readView(store, 'meeting', 'm1')).toEqual({ total: 100 });
  });
  test('two tabs recording at once never take one place twice', async () => {
    const other = await unlock(phone, store.vaultId, '123456');
    await Promise.all([save(store, 1), save(other, 2), save(store, 3), save(other, 4)]);
    const seqs = (await readCommands(store, 'unsent')).map((command) => command.seq);
    expect(seqs).toEqual([1, 2, 3, 4]);
    lock(other);
  });
  test('finishing a draft removes it in the same transaction', async () => {
    await saveDraft(store, { id: 'd', kind: 'meeting', groupId: GROUP, body: { step: 8 } });
    await appendCommand(store, saving(100), { finishesDraft: 'd' });
    expect(await readDraft(store, 'd')).toBeNull();
  });
});

describe('2 push', () => {
  test('an answer lost on the way doubles nothing', async () => {
    await save(store, 100);
    wires.next = faults('lostAnswer');
    const sync = await syncOf(store, wires);
    expect(await sync.syncNow()).toBe('stopped');
    expect(await statuses()).toEqual(['unsent']);
    expect(await sync.syncNow()).toBe('done');
    expect(await statuses()).toEqual(['applied']);
    expect(server.balances().get(GROUP)).toBe(100);
  });
  test('a changed payload under an old id posts nothing: the signature no longer fits', async () => {
    const made = await save(store, 100);
    await (await syncOf(store, wires)).syncNow();
    const item = (wires.sent.find((call) => call.body.commands?.length)?.body.commands ?? [])[0];
    const forged = structuredClone(item) as { envelope: { payload: { amountPaise: number } } };
    forged.envelope.payload.amountPaise = 9900;
    await server.handle('/push', { ...wires.sent.find((c) => c.body.commands?.length)?.body, commands: [forged] });
    expect(server.balances().get(GROUP)).toBe(100);
    expect(server.applied()).toEqual([made.id]);
  });
  test('more than a batch goes in batches of ten', async () => {
    for (let i = 0; i < 23; i += 1) await save(store, 1);
    await (await syncOf(store, wires)).syncNow();
    expect(wires.sent.filter((c) => c.path === '/push').map((c) => c.body.commands?.length)).toEqual([10, 10, 3]);
    expect(server.balances().get(GROUP)).toBe(23);
  });
});

describe('3 trust only a well-formed answer to this very batch', () => {
  const untrusted: Fault[] = [
    'offline',
    'portal',
    'portalRedirect',
    'cut',
    'empty204',
    'foreign',
    'hang',
    'hang after',
    'unknownId',
    'portal403',
    'error500',
  ];
  test.each(untrusted)('%s: nothing becomes sent', async (fault) => {
    await save(store, 100);
    wires.next = (path) => (path === '/push' ? fault : 'none');
    const sync = await syncOf(store, wires);
    await sync.syncNow();
    expect(await statuses()).toEqual(['unsent']);
    expect(sync.status()).toMatchObject({ unsentCount: 1, unsentPaise: 100, lastSentAt: null });
    expect(sync.status().lastProblem).not.toBeNull();
    wires.next = () => 'none';
    await sync.syncNow();
    expect(await statuses()).toEqual(['applied']);
    expect(server.balances().get(GROUP)).toBe(100);
  });
  test('an answer with another hash leaves only that command unsent', async () => {
    await save(store, 100);
    await save(store, 200);
    wires.next = faults('wrongHash', 'offline');
    await (await syncOf(store, wires)).syncNow();
    expect(await statuses()).toEqual(['unsent', 'applied']);
  });
  test.each([
    ['the answer to another batch', (body: PushBody) => ({ ...body, batchId: GROUP }), 200],
    [
      'one unknown id among the known',
      (body: PushBody) => ({ ...body, answers: [{ ...body.answers[0], id: GROUP }, body.answers[1]] }),
      200,
    ],
    ['one id answered twice', (body: PushBody) => ({ ...body, answers: [body.answers[0], body.answers[0]] }), 200],
    ['a right body under another status', (body: PushBody) => body, 202],
  ])('%s: nothing becomes sent', async (_name, change, status) => {
    await save(store, 100);
    await save(store, 200);
    const real = wires.fetch;
    wires.fetch = async (url, init) => {
      const reply = await real(url, init);
      if (!url.endsWith('/push')) return reply;
      const body = JSON.stringify(change((await reply.json()) as PushBody));
      return new Response(body, { status, headers: { 'content-type': 'application/json' } });
    };
    await (await syncOf(store, wires)).syncNow();
    expect(await statuses()).toEqual(['unsent', 'unsent']);
  });
  test('413 sends smaller', async () => {
    for (let i = 0; i < 7; i += 1) await save(store, 1);
    wires.maxBatch = 2;
    await (await syncOf(store, wires)).syncNow();
    expect(server.balances().get(GROUP)).toBe(7);
  });
  test('429 waits as long as asked', async () => {
    await save(store, 100);
    wires.next = faults('busy429');
    const sync = await syncOf(store, wires);
    await sync.syncNow();
    expect(sync.status()).toMatchObject({
      phase: 'waiting',
      lastProblem: 'sync.serverBusy',
      nextTryMs: clock.ms + 120_000,
    });
  });
  test('the wait grows with each failure, with jitter, up to a cap', async () => {
    await save(store, 100);
    wires.next = () => 'offline';
    const sync = await syncOf(store, wires);
    const waits: number[] = [];
    for (let i = 0; i < 10; i += 1) {
      await sync.syncNow();
      waits.push((sync.status().nextTryMs ?? 0) - clock.ms);
    }
    expect(waits.slice(0, 3)).toEqual([3750, 7500, 15000]);
    expect(waits.at(-1)).toBe(675_000);
  });
});

test('4 early is not wrong: a child before its parent is held, and applied when the parent comes', async () => {
  const parent = await save(store, 100);
  server.busy.add(parent.id);
  await save(store, 50, { dependsOn: [parent.id] });
  const sync = await syncOf(store, wires);
  await sync.syncNow();
  expect(await statuses()).toEqual(['unsent', 'held']);
  expect(sync.status()).toMatchObject({ heldCount: 1, unsentCount: 1, lastProblem: 'sync.busy' });
  server.busy.clear();
  await sync.syncNow();
  expect(await statuses()).toEqual(['applied', 'applied']);
  expect(server.balances().get(GROUP)).toBe(150);
});

test('5 two records of one meeting: the one that is held stays on the phone with its reason', async () => {
  await save(store, 50, { dependsOn: ['0190a000-0000-7000-8000-00000000dead'] });
  const sync = await syncOf(store, wires);
  await sync.syncNow();
  const [held] = await readCommands(store, 'held');
  expect(held?.answer?.outcome).toMatchObject({ kind: 'held', code: 'sync.waitsFor' });
  expect(sync.status()).toMatchObject({ heldCount: 1, unsentCount: 0 });
});

describe('6 refused is not lost', () => {
  test('it waits as typed with the reason until its correction is recorded', async () => {
    const wrong = await save(store, 700, { refuse: true });
    const sync = await syncOf(store, wires);
    await sync.syncNow();
    const [open] = sync.status().needsAttention;
    expect(open?.envelope.payload).toMatchObject({ amountPaise: 700 });
    expect(open?.answer?.outcome).toMatchObject({
      kind: 'refused',
      code: 'savings.tooLarge',
      params: { amountPaise: 700 },
    });
    const right = await save(store, 70, { replaces: wrong.id });
    expect((await sync.refresh()).needsAttention).toEqual([]);
    await sync.syncNow();
    expect(right.replaces).toBe(wrong.id);
    expect(await statuses()).toEqual(['refused', 'applied']);
    expect(server.balances().get(GROUP)).toBe(70);
  });
  test('what a named person decided stays until she takes note, and then too it is on the phone', async () => {
    const wrong = await save(store, 700, { refuse: true });
    const sent = await save(store, 70);
    const sync = await syncOf(store, wires);
    await sync.syncNow();
    await acknowledgeRefused(store, sent.id);
    expect((await sync.refresh()).needsAttention.map((command) => command.id)).toEqual([wrong.id]);
    await acknowledgeRefused(store, wrong.id);
    expect((await sync.refresh()).needsAttention).toEqual([]);
    expect(await statuses()).toEqual(['refused', 'applied']);
    const row = async (id: string) => store.db.getFromIndex('outbox', 'byId', id);
    const unsent = await save(store, 7);
    await acknowledgeRefused(store, unsent.id);
    expect((await row(unsent.id))?.overlayGroup, 'what is not refused still counts on the phone').toBe(GROUP);
  });
  test('one bad record stops only itself', async () => {
    await save(store, 100);
    await save(store, 200, { refuse: true });
    await save(store, 300);
    await (await syncOf(store, wires)).syncNow();
    expect(await statuses()).toEqual(['applied', 'refused', 'applied']);
  });
  test('a command over which the server falls steps aside for the others', async () => {
    const ids = [];
    for (let i = 0; i < 5; i += 1) ids.push((await save(store, 1)).id);
    const poison = ids[2];
    const real = wires.fetch;
    wires.fetch = async (url, init) =>
      String(init.body).includes(poison ?? '-') && url.endsWith('/push')
        ? new Response('', { status: 500 })
        : real(url, init);
    const sync = await syncOf(store, wires);
    await sync.syncNow();
    expect(await statuses()).toEqual(['applied', 'applied', 'unsent', 'applied', 'applied']);
    expect(sync.status().lastProblem).toBe('sync.serverTrouble');
  });
});
