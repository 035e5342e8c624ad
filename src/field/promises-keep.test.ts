/** Points 7 to 11 of the phone's design: receiving, figures, clocks, room, the shared phone. */
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
} from '#test/field/phone.ts';
import {
  addPhoto,
  appendCommand,
  countQueuedPhotos,
  FieldError,
  listGroups,
  lock,
  provisional,
  readCommands,
  readGroup,
  readWithUnsent,
  recover,
  saveDraft,
  unlock,
  unsentPerUser,
  type Phone,
  type Store,
} from './index.ts';
import { makeServerKey, openBox, serverPrivateKeyFrom } from './sealed-envelope.ts';
import { fromUtf8 } from './bytes.ts';
import { finishEnrolment } from './enrol.ts';
import { createVault } from './vault.ts';

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
const codeOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(() => 'fine').catch((fault: unknown) => (fault instanceof FieldError ? fault.code : String(fault)));

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
    expect(await codeOf(addPhoto(store, { image, commandId: null }, { downscale, storage: full }))).toBe(
      'field.photoNoRoom',
    );
    await save(store, 100);
    expect(await statuses()).toEqual(['unsent']);
  });
  test('photos are made small, sealed, and sent in their own queue', async () => {
    const id = await addPhoto(
      store,
      { image: new Blob(['0123456789abcdef']), commandId: null },
      { downscale, storage: wide },
    );
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
    expect(await codeOf(recover(phone, fresh.vaultId, { code: '1111-2222-3333-4444-5555-6666', newPin: '2222' }))).toBe(
      'field.wrongRecoveryCode',
    );
    const again = await recover(phone, fresh.vaultId, { code: recoveryCode, newPin: '2222' });
    expect(await statuses(again)).toEqual(['unsent']);
    // forgotten again before the office got the next code: the one it has still opens
    lock(again);
    lock(await recover(phone, fresh.vaultId, { code: recoveryCode, newPin: '3333' }));
    const third = await recover(phone, fresh.vaultId, { code: recoveryCode, newPin: '2222' });
    expect(await statuses(third)).toEqual(['unsent']);
    const escrows = server.data.escrows.length;
    await (await syncOf(third, wires)).syncNow();
    expect(server.data.escrows).toHaveLength(escrows + 1);
    expect(await statuses(third)).toEqual(['applied']);
    expect(await codeOf(unlock(phone, fresh.vaultId, '2222'))).toBe('fine');
    lock(third);
    expect(await codeOf(recover(phone, fresh.vaultId, { code: recoveryCode, newPin: '4444' }))).toBe(
      'field.wrongRecoveryCode',
    );
  });
});
