/** From when a sign is worth a look: an organisation's own dated settings beside the default. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays } from '#platform/dates.ts';
import type { Actor } from '#platform/door.ts';
import { acting } from '#test/ledger.ts';
import { liveAYear, today } from '#test/linkage-builder.ts';
import { furnish, makeVillage, must, type Village } from '#test/village.ts';
import type { TellSettings, TellsPage } from './index.server.ts';
import { tellGround } from './tells.server.ts';

let village: Village;
let stranger: Omit<Village, 'database'>;
beforeAll(async () => {
  village = await makeVillage({ members: 12 });
  stranger = await furnish(village.app, village.owner, 5);
  await liveAYear(village);
});
afterAll(async () => {
  await village.app.close();
  await village.owner.end();
});

async function asks<T>(name: string, input: object = {}, who: Actor = village.admin): Promise<T> {
  const answer = await village.app.ask<T>(`linkage.${name}`, who, input);
  if (answer.kind !== 'answer') throw new Error(JSON.stringify(answer));
  return answer.value;
}
const ground = (of = village) => acting(of.app.db, of.orgId, { work: (tx) => tellGround(tx, of.groupId) });
const settings = (who?: Actor) => asks<TellSettings>('tellSettings', {}, who);
const set = async (change: object, who: Actor = village.admin) => {
  const { now } = await settings();
  const of = { ...now, fromOn: addDays(today, 1), source: 'Board of the trust', basis: 'gk', ...change };
  return village.app.do('linkage.setTells', who, of);
};

test('a change begins tomorrow or later, by whoever may set for all; what was told stays; each phone gets it', async () => {
  const before = { page: await asks<TellsPage>('tells', { groupId: village.groupId }), ground: await ground() };
  expect((await settings()).rows).toMatchObject([{ isOwn: false, by: null }]);
  expect(await set({ fromOn: today })).toMatchObject({ code: 'linkage.tells_not_before', params: { today } });
  expect(await set({ source: ' ' })).toMatchObject({ code: 'door.invalid' });
  expect(await set({ cashOverLimit: { meetings: 0 } })).toMatchObject({ code: 'door.invalid' });
  expect(await set({}, village.bookkeeper)).toMatchObject({ code: 'door.not_allowed' });
  const changes = async () => {
    const { rows: all } = await village.owner.query<{ n: number }>(
      "select count(*)::int as n from change where org_id = $1 and kind = 'group' and scope_id = $2",
      [village.orgId, village.groupId],
    );
    return all[0]!.n;
  };
  const marked = await changes();
  await must(set({ cashOverLimit: { meetings: 5 } }));
  await must(set({ cashOverLimit: { meetings: 4 } }));
  const { rows, now } = await settings();
  expect(rows.map((row) => [row.rules.fromOn, row.isOwn, row.rules.cashOverLimit.meetings, row.rules.basis])).toEqual([
    [addDays(today, 1), true, 4, 'gk'],
    ['2025-04-01', false, 2, 'house'],
  ]);
  expect(now?.cashOverLimit.meetings).toBe(2);
  expect(await asks<TellsPage>('tells', { groupId: village.groupId })).toEqual(before.page);
  expect((await ground()).rules.map((one) => one.cashOverLimit.meetings)).toEqual([2, 4]);
  expect(await changes()).toBe(marked + 2);
});

test('another organisation keeps the default and sees none of it', async () => {
  expect((await settings(stranger.admin)).rows).toMatchObject([{ isOwn: false }]);
  expect((await ground({ ...village, ...stranger })).rules).toHaveLength(1);
});
