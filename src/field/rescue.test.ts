import { beforeEach, expect, test } from 'vitest';
import { ModelServer } from '#test/field/model-server.ts';
import { enrolled, GROUP, newPhone, save, syncOf, Wires } from '#test/field/phone.ts';
import { fromUtf8 } from './bytes.ts';
import {
  lock,
  makeRescueFile,
  readCommands,
  readDraft,
  restoreRescueFile,
  saveDraft,
  type Phone,
  type Store,
} from './index.ts';
import { openBox, serverPrivateKeyFrom, makeServerKey } from './sealed-envelope.ts';
import { patchHeader } from './vault.ts';

const ME = '0190a000-0000-7000-8000-0000000000aa';
let server: ModelServer;
let wires: Wires;
let phone: Phone;
let store: Store;
let office: CryptoKey;

/** The code as the office reads it from its escrow. */
async function codeInOffice(): Promise<string> {
  const box = server.data.escrows.at(-1) as Parameters<typeof openBox>[1];
  return JSON.parse(fromUtf8(await openBox(office, box, 'recovery code'))).recoveryCode;
}

beforeEach(async () => {
  server = await ModelServer.start();
  const { key, pkcs8 } = await makeServerKey();
  office = await serverPrivateKeyFrom(pkcs8);
  const real = server.key;
  server.key = key;
  wires = new Wires(server);
  phone = await newPhone();
  store = await enrolled(phone, wires, 'Sunita', '123456', ME);
  // The test reads the escrow with its own key; commands are sealed to the model's.
  await patchHeader(store.db, { serverKey: real });
});

test('to a new address: the code opens it, old commands keep their author, nothing doubles', async () => {
  const code = await codeInOffice();
  await save(store, 100);
  await save(store, 200);
  await saveDraft(store, { id: 'd', kind: 'meeting', groupId: GROUP, body: { step: 3 } });
  const file = await makeRescueFile(store);
  expect(file).not.toContain('savings.deposit');
  // The first of them got through after all before the phone was changed.
  wires.next = (path) => (path === '/push' ? 'lostAnswer' : 'none');
  await (await syncOf(store, wires)).syncNow();
  wires.next = () => 'none';
  lock(store);
  const fresh = await enrolled(await newPhone(), wires, 'Sunita', '777777', ME);
  await save(fresh, 400);
  expect(await restoreRescueFile(fresh, file, code)).toEqual({ commands: 2, drafts: 1, alreadyHere: 0 });
  expect(await restoreRescueFile(fresh, file, code)).toEqual({ commands: 0, drafts: 0, alreadyHere: 3 });
  expect(await readDraft(fresh, 'd')).toMatchObject({ body: { step: 3 } });
  await (await syncOf(fresh, wires)).syncNow();
  expect(await readCommands(fresh, 'unsent')).toEqual([]);
  expect(server.balances().get(GROUP)).toBe(700);
  await save(fresh, 1);
  await (await syncOf(fresh, wires)).syncNow();
  expect(server.balances().get(GROUP)).toBe(701);
});

test('when the lost phone is revoked, its rescued commands wait and the new phone works on', async () => {
  const code = await codeInOffice();
  const old = await save(store, 100);
  const file = await makeRescueFile(store);
  const fresh = await enrolled(await newPhone(), wires, 'Sunita', '777777', ME);
  await restoreRescueFile(fresh, file, code);
  await save(fresh, 1);
  server.revoked.add(old.deviceId);
  const sync = await syncOf(fresh, wires);
  await sync.syncNow();
  expect(sync.status()).toMatchObject({ hidden: false, unsentCount: 1, lastProblem: 'sync.oldDeviceRevoked' });
  expect(server.balances().get(GROUP)).toBe(1);
});

test('into the same phone: no code, no change, and what was sent since stays sent', async () => {
  await save(store, 100);
  const file = await makeRescueFile(store);
  await (await syncOf(store, wires)).syncNow();
  expect(await restoreRescueFile(store, file)).toEqual({ commands: 0, drafts: 0, alreadyHere: 1 });
  expect(await readCommands(store, 'unsent')).toEqual([]);
});

test('cut, changed, of another user, without or with a wrong code: refused whole', async () => {
  await save(store, 100);
  const file = await makeRescueFile(store);
  const meera = await enrolled(phone, wires, 'Meera', '654321');
  const fresh = await enrolled(await newPhone(), wires, 'Sunita', '777777', ME);
  const tries = [
    restoreRescueFile(fresh, file.slice(0, -9)),
    restoreRescueFile(fresh, file.replace('unsent', 'applied')),
    restoreRescueFile(meera, file),
    restoreRescueFile(fresh, file),
    restoreRescueFile(fresh, file, '1234'),
  ];
  const codes = await Promise.all(tries.map((work) => work.catch((fault: { code?: string }) => fault.code)));
  expect(codes).toEqual([
    'field.rescueDamaged',
    'field.rescueDamaged',
    'field.rescueOfOther',
    'field.rescueNeedsCode',
    'field.wrongRecoveryCode',
  ]);
  expect(await readCommands(fresh, 'unsent')).toEqual([]);
});
