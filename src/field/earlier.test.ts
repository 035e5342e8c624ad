import { beforeEach, expect, test } from 'vitest';
import { ModelServer } from '#test/field/model-server.ts';
import { enrolled, GROUP, newPhone, save, syncOf, Wires } from '#test/field/phone.ts';
import {
  bringOver,
  earlierPlaces,
  lock,
  readCommands,
  readDraft,
  readView,
  replaceEarlier,
  saveDraft,
  saveView,
  unsentPerUser,
  type Phone,
  type Store,
} from './index.ts';

const ME = '0190a000-0000-7000-8000-0000000000aa';
const OTHER = '0190a000-0000-7000-8000-0000000000bb';
let server: ModelServer;
let wires: Wires;
let phone: Phone;
let old: Store;
let fresh: Store;

/** Two records and a begun form in her first place on the phone, then she is added again; another woman is there too. */
beforeEach(async () => {
  server = await ModelServer.start();
  wires = new Wires(server);
  phone = await newPhone();
  old = await enrolled(phone, wires, 'Sunita', '123456', ME);
  await save(old, 100);
  await save(old, 200);
  await saveDraft(old, { id: 'd', kind: 'meeting', groupId: GROUP, body: { step: 3 } });
  await saveView(old, 'officer', { id: 'o', view: { proof: 'x' } });
  lock(old);
  lock(await enrolled(phone, wires, 'Asha', '111111', OTHER));
  fresh = await enrolled(phone, wires, 'Sunita', '777777', ME);
  await replaceEarlier(fresh);
});

test('she is one of two who may unlock, and what is unsent in her earlier place is counted as hers', async () => {
  const users = await unsentPerUser(phone);
  expect(users.map(({ vault, unsentCount }) => [vault.displayName, unsentCount]).sort()).toEqual([
    ['Asha', 0],
    ['Sunita', 2],
  ]);
  expect(await earlierPlaces(fresh)).toEqual([{ vaultId: old.vaultId, waiting: 3 }]);
});

test('without the old PIN it is carried sealed all the same', async () => {
  await (await syncOf(fresh, wires)).syncNow();
  expect(server.balances().get(GROUP)).toBe(300);
  expect((await unsentPerUser(phone)).map((one) => one.unsentCount)).toEqual([0, 0]);
});

test('with the old PIN all of it comes over, once, and is sent once', async () => {
  await expect(bringOver(fresh, old.vaultId, { pin: '000000' })).rejects.toMatchObject({ code: 'field.wrongPin' });
  expect(await bringOver(fresh, old.vaultId, { pin: '123456' })).toEqual({ commands: 2, drafts: 1, alreadyHere: 0 });
  expect(await earlierPlaces(fresh)).toEqual([]);
  expect(await readDraft(fresh, 'd')).toMatchObject({ body: { step: 3 } });
  expect(await readView(fresh, 'officer', 'o')).toEqual({ proof: 'x' });
  expect(await readCommands(fresh, 'unsent')).toHaveLength(2);
  expect((await unsentPerUser(phone)).map((one) => one.unsentCount).sort()).toEqual([0, 2]);
  await save(fresh, 1);
  await (await syncOf(fresh, wires)).syncNow();
  expect(server.balances().get(GROUP)).toBe(301);
  expect(await readCommands(fresh, 'unsent', 'sending')).toEqual([]);
});
