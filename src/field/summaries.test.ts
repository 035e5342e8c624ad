import { beforeEach, expect, test } from 'vitest';
import { ModelServer } from '#test/field/model-server.ts';
import { enrolled, GROUP, newPhone, OTHER_GROUP, save, syncOf, Wires } from '#test/field/phone.ts';
import { readGroup } from './store.ts';
import { keepSummary, readSummaries } from './summaries.ts';
import { patchHeader, type Store } from './vault.ts';

let server: ModelServer;
let wires: Wires;
let store: Store;
beforeEach(async () => {
  server = await ModelServer.start();
  wires = new Wires(server);
  const phone = await newPhone({ ms: Date.parse('2026-05-12T10:00:00Z') });
  store = await enrolled(phone, wires);
  await save(store, 10);
  await save(store, 5, { groupId: OTHER_GROUP });
  await (await syncOf(store, wires)).syncNow();
});
const keep = async (groupId: string, summary: string): Promise<void> =>
  keepSummary(store, { groupId, version: (await readGroup(store, groupId))!.version, summary });
const read = async () => {
  const { groupIds, kept } = await readSummaries<string>(store);
  return { groupIds: [...groupIds].sort(), kept: Object.fromEntries(kept) };
};
const BOTH = [GROUP, OTHER_GROUP].sort();

test('summaries are kept beside their groups', async () => {
  await keep(GROUP, 'forty');
  expect(await read()).toEqual({ groupIds: BOTH, kept: { [GROUP]: 'forty' } });
});
test('one goes with the news of its group, the other stays', async () => {
  await keep(GROUP, 'forty');
  await keep(OTHER_GROUP, 'five');
  await save(store, 30);
  expect((await read()).kept).toEqual({ [OTHER_GROUP]: 'five' });
  await (await syncOf(store, wires)).syncNow();
  expect((await read()).kept).toEqual({ [OTHER_GROUP]: 'five' });
});
test('what was read before the news is not kept after it', async () => {
  const before = (await readGroup(store, GROUP))!.version;
  await save(store, 30);
  await (await syncOf(store, wires)).syncNow();
  await keepSummary(store, { groupId: GROUP, version: before, summary: 'old' });
  expect((await read()).kept).toEqual({});
});
test('a group that leaves takes its summary along; hidden members have none', async () => {
  await keep(GROUP, 'forty');
  await keep(OTHER_GROUP, 'five');
  server.scope = [GROUP];
  await save(store, 1);
  await (await syncOf(store, wires)).syncNow();
  expect((await read()).groupIds).toEqual([GROUP]);
  expect(await store.db.get('views', ['summary', OTHER_GROUP])).toBeUndefined();
  await patchHeader(store.db, { hidden: true });
  expect(await read()).toEqual({ groupIds: [], kept: {} });
});
