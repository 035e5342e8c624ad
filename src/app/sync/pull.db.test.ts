/** Which groups a phone gets: those of grants that bring the right, now; what was taken away leaves the phone. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enrol, readGroup, type Store } from '#field/index.ts';
import type { PullResponse } from '#field/wire.ts';
import { newId } from '#platform/ids.ts';
import { enrolmentFor, wiresTo } from '#test/campaign/real-server.ts';
import { makeLocks } from '#test/field/locks.ts';
import { newPhone, syncOf, type Wires } from '#test/field/phone.ts';
import { makeVillage, must, usualRules, type Village } from '#test/village.ts';
import { actorOf } from '../actors.server.ts';
import { makeFirstUser } from '../organisations.server.ts';
import { pull } from './pull.server.ts';

let village: Village;
/** A second group in a hamlet of the first village, and a third in another village. */
let hamletGroup: string;
let farGroup: string;
let farPlace: string;

async function place(nameEn: string, parentId: string | null, kind = 'village'): Promise<string> {
  const placeId = newId();
  await must(village.app.do('places.save', village.admin, { placeId, parentId, kind, nameEn }));
  return placeId;
}
async function group(placeId: string): Promise<string> {
  const groupId = newId();
  const opened = { kind: 'self_help_group', name: 'G', nameHi: null, nameUr: null, parentGroupId: null };
  const days = { formedOn: '2025-04-01', booksFromOn: '2025-04-01', practice: false, sizeException: 'test' };
  await must(village.app.do('groups.open', village.admin, { groupId, placeId, ...opened, ...days }));
  await must(village.app.do('meetings.setRules', village.admin, { groupId, rules: usualRules(), decidedBy: 'test' }));
  return groupId;
}

beforeAll(async () => {
  village = await makeVillage({ members: 5 });
  hamletGroup = await group(await place('Purwa', village.placeId, 'hamlet'));
  farPlace = await place('Ahirori', null);
  farGroup = await group(farPlace);
});
afterAll(async () => {
  await village.app.close();
  await village.owner.end();
});

type Granted = { role: string; scope: { kind: 'place' | 'group'; id: string } | null };
const grant = (userId: string, given: Granted) =>
  must(village.app.do('users.grant', village.admin, { userId, ...given }));
const take = (userId: string, given: Granted) =>
  must(village.app.do('users.endGrant', village.admin, { userId, ...given }));
const inGroup = (role: string, id: string): Granted => ({ role, scope: { kind: 'group', id } });
const inPlace = (role: string, id: string): Granted => ({ role, scope: { kind: 'place', id } });

let phone = 8_000_000_000;
/** Somebody with a phone that pulls; each pull goes on from the one before. */
async function someone(...grants: Granted[]) {
  const userId = await makeFirstUser(village.owner, {
    ...{ orgId: village.orgId, name: 'Meera', phone: String((phone += 1)), grants: [] },
  });
  for (const one of grants) await grant(userId, one);
  const deviceId = newId();
  await village.owner.query(`insert into device (org_id, device_id, user_id) values ($1, $2, $3)`, [
    village.orgId,
    deviceId,
    userId,
  ]);
  let last: PullResponse | null = null;
  const pulls = async (): Promise<{ scope: string[]; whole: string[] }> => {
    const whole: string[] = [];
    do {
      const who = (await actorOf(village.app.db, userId, deviceId))!;
      const from = { epoch: last?.epoch ?? null, cursor: last?.cursor ?? null };
      const page = (await pull(village.app, who, { requestId: newId(), deviceId, limit: 500, ...from }))!;
      last = page;
      whole.push(...page.groups.filter((one) => one.complete && one.base === null).map((one) => one.groupId));
    } while (last.more);
    return { scope: [...last.scope!].sort(), whole: whole.sort() };
  };
  return { userId, pulls };
}
const just = (...ids: string[]) => [...ids].sort();

// Groups may come once more than needed: the horizon waits for any transaction of the whole server, other test files' included.
test('one group by its grant; the scope stays while nothing changed', async () => {
  const { pulls } = await someone(inGroup('bookkeeper', village.groupId));
  expect(await pulls()).toEqual({ scope: just(village.groupId), whole: just(village.groupId) });
  expect((await pulls()).scope).toEqual(just(village.groupId));
});

test('a grant taken away between two pulls takes the group out of the scope; a new one brings its group whole', async () => {
  const { userId, pulls } = await someone(inGroup('bookkeeper', village.groupId), inGroup('bookkeeper', hamletGroup));
  expect((await pulls()).scope).toEqual(just(village.groupId, hamletGroup));
  await take(userId, inGroup('bookkeeper', village.groupId));
  expect((await pulls()).scope).toEqual(just(hamletGroup));
  await grant(userId, inGroup('bookkeeper', farGroup));
  const after = await pulls();
  expect(after.scope).toEqual(just(hamletGroup, farGroup));
  expect(after.whole).toContain(farGroup);
  await take(userId, inGroup('bookkeeper', hamletGroup));
  await take(userId, inGroup('bookkeeper', farGroup));
  expect(await pulls()).toEqual({ scope: [], whole: [] });
});

test.each(['member', 'programme_head'])('a %s has no right to meetings: her grant opens no group', async (role) => {
  const { pulls } = await someone(inGroup(role, village.groupId), { role, scope: null });
  expect(await pulls()).toEqual({ scope: [], whole: [] });
});

test('a role with the right in one group and one without it in another opens the first only', async () => {
  const { userId, pulls } = await someone(inGroup('bookkeeper', farGroup), inGroup('member', village.groupId));
  expect(await pulls()).toEqual({ scope: just(farGroup), whole: just(farGroup) });
  await take(userId, inGroup('bookkeeper', farGroup));
  expect((await pulls()).scope).toEqual([]);
});

test('a grant for a place brings the groups of that place and below it, and no others', async () => {
  const { userId, pulls } = await someone(inPlace('animator', village.placeId));
  expect(await pulls()).toEqual({
    scope: just(village.groupId, hamletGroup),
    whole: just(village.groupId, hamletGroup),
  });
  await grant(userId, inPlace('animator', farPlace));
  const after = await pulls();
  expect(after.scope).toEqual(just(village.groupId, hamletGroup, farGroup));
  expect(after.whole).toContain(farGroup);
  await take(userId, inPlace('animator', village.placeId));
  expect((await pulls()).scope).toEqual(just(farGroup));
});

test('a place’s grant of a role without the right opens nothing beside one that does', async () => {
  const { pulls } = await someone(inPlace('member', village.placeId), inGroup('bookkeeper', hamletGroup));
  expect((await pulls()).scope).toEqual(just(hamletGroup));
});

test('a grant that has not begun or is over opens nothing', async () => {
  const { userId, pulls } = await someone();
  for (const [from, to] of [
    ['current_date + 1', 'null'],
    ['current_date - 9', 'current_date - 1'],
  ])
    await village.owner.query(
      `insert into user_grant (org_id, user_id, role, scope_kind, scope_id, from_on, to_on)
       values ($1, $2, 'bookkeeper', 'group', $3, ${from}, ${to})`,
      [village.orgId, userId, village.groupId],
    );
  expect(await pulls()).toEqual({ scope: [], whole: [] });
});

test('on the phone itself: the group is there, and gone after the grant is taken and the phone has synced', async () => {
  const { userId } = await someone(inGroup('bookkeeper', village.groupId));
  const kept = await newPhone({ ms: Date.now() });
  const wires: Wires = wiresTo(village.app, () => userId);
  const code = await enrolmentFor(village.app, village.admin, userId);
  const net = { fetch: wires.fetch, baseUrl: 'https://bakhiya.test/api/sync', after: wires.after, now: kept.now };
  const store: Store = await enrol({ ...net, timeLimitMs: 1 }, kept, { ...code, pin: '271828', deviceName: 'test' });
  const sync = await syncOf(store, wires, { locks: makeLocks() });
  await sync.syncNow();
  expect(await readGroup(store, village.groupId)).not.toBeNull();
  await take(userId, inGroup('bookkeeper', village.groupId));
  await sync.syncNow();
  expect(await readGroup(store, village.groupId)).toBeNull();
  await sync.stop();
});
