/** One named test, or more, for each of the seventeen points of the phone's design. */
import { beforeEach, describe, expect, test } from 'vitest';
import { ModelServer } from '#test/field/model-server.ts';
import {
  amountOf,
  BASE,
  enrolled,
  GROUP,
  newPhone,
  OTHER_GROUP,
  save,
  saving,
  syncOf,
  Wires,
  type Clock,
  type Fault,
} from '#test/field/phone.ts';
import { openVaultDb } from './database.ts';
import {
  addPhoto,
  appendCommand,
  countQueuedPhotos,
  FieldError,
  listGroups,
  lock,
  provisional,
  readCommands,
  readDraft,
  readGroup,
  readView,
  readWithUnsent,
  recover,
  saveDraft,
  unlock,
  unsentPerUser,
  type Phone,
  type Store,
} from './index.ts';
import { envelopeHash, GENESIS_HASH, makeServerKey, openBox, serverPrivateKeyFrom } from './sealed-envelope.ts';
import { fromUtf8 } from './bytes.ts';
import { finishEnrolment } from './enrol.ts';
import { createVault } from './vault.ts';

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
const codeOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(() => 'fine').catch((fault: unknown) => (fault instanceof FieldError ? fault.code : String(fault)));

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
  test('the same id with another payload is refused by the server as tampered', async () => {
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

describe('7 pull', () => {
  const box = async (groupId: string): Promise<unknown> =>
    (await readGroup(store, groupId))?.parts.find((part) => part.kind === 'box')?.doc;
  test('a group is shown only when complete, and resumes where it was cut', async () => {
    for (let i = 0; i < 4; i += 1) await save(store, 10);
    for (let i = 0; i < 4; i += 1) await save(store, 5, { groupId: OTHER_GROUP });
    let pulls = 0;
    wires.next = (path) => (path === '/pull' && (pulls += 1) === 3 ? 'cut' : 'none');
    const sync = await syncOf(store, wires, { rules: { pullLimit: 3 } });
    expect(await sync.syncNow()).toBe('stopped');
    expect(await listGroups(store)).toEqual([GROUP]);
    expect(await box(GROUP)).toEqual({ paise: 40 });
    expect(await sync.syncNow()).toBe('done');
    expect(await box(OTHER_GROUP)).toEqual({ paise: 20 });
    expect((await readGroup(store, OTHER_GROUP))?.parts).toHaveLength(5);
  });
  test('changes are put on top of what is held; a group out of scope leaves', async () => {
    await save(store, 10);
    await save(store, 5, { groupId: OTHER_GROUP });
    const sync = await syncOf(store, wires);
    await sync.syncNow();
    await save(store, 10);
    server.scope = [GROUP];
    await sync.syncNow();
    expect(await box(GROUP)).toEqual({ paise: 20 });
    expect((await readGroup(store, GROUP))?.parts).toHaveLength(3);
    expect(await listGroups(store)).toEqual([GROUP]);
  });
});

describe('8 provisional', () => {
  const figures = async (groupId = GROUP) => {
    const read = await readWithUnsent(store, groupId);
    const doc = read?.group.parts.find((part) => part.kind === 'box')?.doc as { paise: number };
    return provisional(doc.paise, read?.onTop ?? [], (sum, command) => sum + amountOf(command));
  };
  test('confirmed and on-phone figures side by side, never counted twice or dropped', async () => {
    await save(store, 1_215_000);
    const sync = await syncOf(store, wires);
    await sync.syncNow();
    await save(store, 25_000);
    expect(await figures()).toEqual({ confirmed: 1_215_000, onPhone: 1_240_000 });
    wires.next = (path) => (path === '/pull' ? 'offline' : 'none');
    await sync.syncNow();
    expect(await statuses()).toEqual(['applied', 'applied']);
    expect(await figures()).toEqual({ confirmed: 1_215_000, onPhone: 1_240_000 });
    wires.next = () => 'none';
    await sync.syncNow();
    expect(await figures()).toEqual({ confirmed: 1_240_000, onPhone: 1_240_000 });
  });
  test('a group that came before the line broke is right at once, the other stays as it was', async () => {
    await save(store, 100);
    await save(store, 10, { groupId: OTHER_GROUP });
    const sync = await syncOf(store, wires, { rules: { pullLimit: 2 } });
    await sync.syncNow();
    await save(store, 200);
    await save(store, 20, { groupId: OTHER_GROUP });
    let pulls = 0;
    wires.next = (path) => (path === '/pull' && (pulls += 1) === 2 ? 'offline' : 'none');
    await sync.syncNow();
    expect(await figures(GROUP)).toEqual({ confirmed: 300, onPhone: 300 });
    expect(await figures(OTHER_GROUP)).toEqual({ confirmed: 10, onPhone: 30 });
  });
  test('a corrected command is not counted beside its correction', async () => {
    await save(store, 100);
    await (await syncOf(store, wires)).syncNow();
    const wrong = await save(store, 700);
    await save(store, 70, { replaces: wrong.id });
    expect(await figures()).toEqual({ confirmed: 100, onPhone: 170 });
  });
});

test('9 clocks: a wrong one is told, never a reason to refuse; order stays by sequence', async () => {
  await save(store, 100);
  clock.ms -= 400 * 86_400_000;
  await save(store, 200);
  const sync = await syncOf(store, wires);
  await sync.syncNow();
  expect(await statuses()).toEqual(['applied', 'applied']);
  expect((await readCommands(store, 'applied')).map((command) => command.seq)).toEqual([1, 2]);
  expect(sync.status()).toMatchObject({ clockLooksWrong: true, clockSkewMs: -400 * 86_400_000 });
});

describe('10 storage', () => {
  const full = {
    persist: async () => false,
    persisted: async () => false,
    estimate: async () => ({ quota: 30e6, usage: 29e6 }),
  };
  const wide = { ...full, persisted: async () => true, estimate: async () => ({ quota: 900e6, usage: 29e6 }) };
  const downscale = async (image: Blob): Promise<Blob> => image.slice(0, 10, 'image/jpeg');
  test('below the reserve photos are refused, money never', async () => {
    const image = new Blob(['0123456789abcdef']);
    expect(await codeOf(addPhoto(store, image, null, { downscale, storage: full }))).toBe('field.photoNoRoom');
    await save(store, 100);
    expect(await statuses()).toEqual(['unsent']);
  });
  test('photos are made small, sealed, and sent in their own queue', async () => {
    const id = await addPhoto(store, new Blob(['0123456789abcdef']), null, { downscale, storage: wide });
    expect(Buffer.from((await store.db.get('photos', id))?.image.data ?? []).includes('0123')).toBe(false);
    wires.next = (path) => (path === '/photos' ? 'offline' : 'none');
    const sync = await syncOf(store, wires);
    await sync.syncNow();
    expect(await countQueuedPhotos(store)).toBe(1);
    wires.next = () => 'none';
    await sync.syncNow();
    expect(await countQueuedPhotos(store)).toBe(0);
    expect(server.data.photos.get(id)).toHaveLength(64);
  });
  test('a disk that is full refuses the whole record and says so', async () => {
    const broken = new Proxy(store.db, {
      get(db, name) {
        if (name !== 'transaction') return Reflect.get(db, name).bind?.(db) ?? Reflect.get(db, name);
        return () => {
          throw new DOMException('full', 'QuotaExceededError');
        };
      },
    });
    expect(await codeOf(save({ ...store, db: broken }, 100))).toBe('field.noRoom');
    expect(await statuses()).toEqual([]);
  });
});

describe('11 shared phone', () => {
  test('another user sends her sealed outbox, and can neither read nor lose it', async () => {
    await save(store, 100);
    await save(store, 700, { refuse: true });
    lock(store);
    const meera = await enrolled(phone, wires, 'Meera', '654321');
    expect((await unsentPerUser(phone)).map((row) => row.unsentCount).toSorted()).toEqual([0, 2]);
    await (await syncOf(meera, wires)).syncNow();
    const carried = wires.sent.filter((call) => call.path === '/push').at(-1)?.body.commands ?? [];
    expect(JSON.stringify(carried)).not.toContain('amountPaise');
    expect(server.balances().get(GROUP)).toBe(100);
    const sunita = await unlock(phone, store.vaultId, '123456');
    expect(await statuses(sunita)).toEqual(['applied', 'refused']);
    const sync = await syncOf(sunita, wires);
    expect(sync.status().needsAttention[0]?.answer).toBeNull();
    await sync.syncNow();
    expect(sync.status().needsAttention[0]?.answer?.outcome).toMatchObject({ code: 'savings.tooLarge' });
  });
  test('nothing readable lies in her database', async () => {
    await appendCommand(store, saving(4_242), { views: [{ kind: 'member', id: 'x', view: { name: 'Rukhsana' } }] });
    await saveDraft(store, { id: 'd', kind: 'meeting', groupId: GROUP, body: { name: 'Rukhsana' } });
    await (await syncOf(store, wires)).syncNow();
    const dump: unknown[] = [];
    for (const name of store.db.objectStoreNames) dump.push(await store.db.getAll(name));
    const text = JSON.stringify(dump, (_k, v: unknown) =>
      v instanceof Uint8Array ? Buffer.from(v).toString('latin1') : v,
    );
    expect(text).not.toContain('Rukhsana');
    expect(text).not.toContain('4242');
    expect(text).not.toContain('savings.deposit');
  });
  test('wrong PINs wait longer and longer, across restarts and tabs; the right one resets', async () => {
    const id = store.vaultId;
    const tries: string[] = [];
    for (let i = 0; i < 3; i += 1) tries.push(await codeOf(unlock(phone, id, '000000')));
    tries.push(await codeOf(unlock(phone, id, '123456')));
    expect(tries).toEqual(['field.wrongPin', 'field.wrongPin', 'field.wrongPin', 'field.waitBeforePin']);
    clock.ms += 5_001;
    lock(await unlock(phone, id, '123456'));
    expect(await codeOf(unlock(phone, id, '000000'))).toBe('field.wrongPin');
    lock(await unlock(phone, id, '123456'));
  });
  test('a clock set back does not lock her out for years', async () => {
    for (let i = 0; i < 4; i += 1) {
      clock.ms += 61_000;
      await codeOf(unlock(phone, store.vaultId, '000000'));
    }
    clock.ms -= 900 * 86_400_000;
    const wait = await unlock(phone, store.vaultId, '123456').catch((fault: FieldError) => [fault.code, fault.params]);
    expect(wait).toEqual(['field.waitBeforePin', { seconds: 60 }]);
    clock.ms += 60_001;
    expect(await codeOf(unlock(phone, store.vaultId, '123456'))).toBe('fine');
  });
  test('a forgotten PIN loses nothing: the office reads out the code, and gets the next one', async () => {
    const { key, pkcs8 } = await makeServerKey();
    const { store: fresh, recoveryCode } = await createVault(phone, { pin: '1111', serverKey: key });
    const token = 'once';
    server.tokens.set(token, { userId: GROUP, displayName: 'Asha' });
    const net = { fetch: wires.fetch, baseUrl: BASE, after: wires.after, now: phone.now, timeLimitMs: 1 };
    await finishEnrolment(net, fresh, { token, deviceName: 'x' });
    const office = await serverPrivateKeyFrom(pkcs8);
    const escrow = server.data.escrows.at(-1) as Parameters<typeof openBox>[1];
    expect(JSON.parse(fromUtf8(await openBox(office, escrow, 'recovery code'))).recoveryCode).toBe(recoveryCode);
    await save(fresh, 100);
    lock(fresh);
    expect(await codeOf(recover(phone, fresh.vaultId, '1111-2222-3333-4444-5555-6666', '2222'))).toBe(
      'field.wrongRecoveryCode',
    );
    const again = await recover(phone, fresh.vaultId, recoveryCode, '2222');
    expect(await statuses(again)).toEqual(['unsent']);
    const escrows = server.data.escrows.length;
    await (await syncOf(again, wires)).syncNow();
    expect(server.data.escrows).toHaveLength(escrows + 1);
    expect(await statuses(again)).toEqual(['applied']);
    expect(await codeOf(unlock(phone, fresh.vaultId, '2222'))).toBe('fine');
  });
});

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
