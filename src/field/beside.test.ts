import { beforeEach, expect, test } from 'vitest';
import { ModelServer } from '#test/field/model-server.ts';
import { enrolled, GROUP, newPhone, OTHER_GROUP, save, syncOf, Wires } from '#test/field/phone.ts';
import { besideId, keepBeside } from './beside.ts';
import { handOver } from './quarantine.ts';
import { readGroup, readView, saveView } from './store.ts';
import type { Store } from './vault.ts';

let server: ModelServer;
let wires: Wires;
let store: Store;
const sync = async () => (await syncOf(store, wires)).syncNow();
/** Who may be shown of a group from now on, by person the id of her photo. */
const shows = (groupId: string, doc: Record<string, string>) =>
  server.data.log.push({ groupId, kind: 'faces', id: groupId, doc });
const keep = async (kind: string, groupId: string, id: string) =>
  keepBeside(store, { kind, groupId, id: besideId(groupId, id), view: id });
const kept = async (...kinds: string[]) =>
  (await store.db.getAllKeys('views')).filter(([kind]) => kinds.includes(kind)).map(([, id]) => id);
const both = (id: string) => [besideId(GROUP, id), besideId(OTHER_GROUP, id)].sort();

beforeEach(async () => {
  server = await ModelServer.start();
  wires = new Wires(server);
  store = await enrolled(await newPhone({ ms: Date.parse('2026-05-12T10:00:00Z') }), wires);
  await save(store, 10);
  await save(store, 5, { groupId: OTHER_GROUP });
  shows(GROUP, { asha: 'photo-asha', rehana: 'photo-rehana' });
  shows(OTHER_GROUP, { rehana: 'photo-rehana' });
  await sync();
  for (const groupId of [GROUP, OTHER_GROUP]) {
    await keep('face', groupId, 'photo-rehana');
    await keep('older', groupId, 'meeting');
  }
  await keep('face', GROUP, 'photo-asha');
  await saveView(store, 'slip', { id: 'one', view: 1 });
});

test('a picture goes with the pull that names it no more: consent taken back, or a newer photo', async () => {
  shows(GROUP, { asha: 'photo-newer', rehana: 'photo-rehana' });
  await sync();
  expect(await kept('face')).toEqual(both('photo-rehana'));
  shows(GROUP, {});
  await sync();
  expect(await kept('face')).toEqual([besideId(OTHER_GROUP, 'photo-rehana')]);
  expect(await kept('older')).toEqual(both('meeting'));
});

test('a group that leaves takes its pictures and older lines along; who is in another too keeps her face there', async () => {
  server.scope = [OTHER_GROUP];
  await save(store, 1, { groupId: OTHER_GROUP });
  await sync();
  expect(await kept('face')).toEqual([besideId(OTHER_GROUP, 'photo-rehana')]);
  expect(await kept('older')).toEqual([besideId(OTHER_GROUP, 'meeting')]);
  expect(await readView(store, 'face', besideId(OTHER_GROUP, 'photo-rehana'))).toBe('photo-rehana');
  expect(await readView(store, 'slip', 'one')).toBe(1);
  expect(await keep('older', GROUP, 'meeting'), 'an answer that comes after').toBe(false);
});

test('a picture that was asked for before the news is not kept after it', async () => {
  const { version } = (await readGroup(store, GROUP))!;
  shows(GROUP, {});
  await sync();
  const late = { kind: 'face', groupId: GROUP, id: besideId(GROUP, 'photo-asha'), view: 1 };
  expect(await keepBeside(store, { ...late, version })).toBe(false);
  expect(await kept('face')).toEqual([besideId(OTHER_GROUP, 'photo-rehana')]);
});

test('what an earlier version kept without naming a group goes with the next pull', async () => {
  await saveView(store, 'face', { id: 'rehana', view: 1 });
  await saveView(store, 'older', { id: 'meeting', view: 1 });
  await save(store, 1);
  await sync();
  expect([await kept('face'), await kept('older')].flat()).not.toContain('rehana');
  expect(await kept('older')).toEqual(both('meeting'));
});

test('a phone that was handed over keeps none', async () => {
  const net = {
    fetch: wires.fetch,
    baseUrl: 'https://bakhiya.test/api/sync',
    after: wires.after,
    now: store.phone.now,
  };
  await handOver({ ...net, timeLimitMs: 1 }, store, { db: store.db, author: store, now: store.phone.now });
  expect(await kept('face', 'older')).toEqual([]);
});
