import { afterAll, beforeAll, expect, it } from 'vitest';
import { actorOf } from '#app/actors.server.ts';
import { makeFirstUser } from '#app/organisations.server.ts';
import { newId } from '#platform/ids.ts';
import {
  addWoman,
  close,
  contextOf,
  furnish,
  makeVillage,
  must,
  ordinaryMeeting,
  type Village,
} from '#test/village.ts';
import type { GroupRow } from './index.server.ts';

let village: Village;
beforeAll(async () => {
  village = await makeVillage({ members: 5 });
});
afterAll(async () => {
  await village.app.close();
  await village.owner.end();
});

it('lists the groups that a grant with the right covers: a role without it opens none, whatever its scope', async () => {
  const { app, owner, orgId, admin, groupId, placeId } = village;
  await furnish(app, owner, 5);
  const other = {
    groupId: '01900000-0000-7000-8000-00000000ab01',
    kind: 'self_help_group',
    name: 'Chand',
    nameHi: null,
  };
  const opened = { formedOn: '2025-04-01', booksFromOn: '2025-04-01', practice: false, sizeException: null };
  const done = await app.do('groups.open', admin, { ...other, ...opened, nameUr: null, placeId, parentGroupId: null });
  expect(done.kind).toBe('applied');
  const userId = await makeFirstUser(owner, {
    orgId,
    name: 'Both',
    phone: '9333333333',
    grants: [{ role: 'member' }, { role: 'bookkeeper', scopeKind: 'group', scopeId: groupId }],
  });
  const both = (await actorOf(app.db, userId))!;
  const names = async (who: typeof both | typeof admin) => {
    const answer = await app.ask<GroupRow[]>('groups.list', who, {});
    return answer.kind === 'answer' ? answer.value.map((row) => row.name) : answer.code;
  };
  expect(await names(both)).toEqual(['Roshni']);
  expect(await names(admin)).toEqual(['Chand', 'Roshni']);
});

it('a member with nothing leaves without a meeting; with savings she does not, and a group closes only when it is empty', async () => {
  const { app, admin, orgId, groupId, bookkeeper } = village;
  const leave = (personId: string, leftOn: string) =>
    app.do('groups.removeMember', admin, { groupId, personId, leftOn, reason: 'moved to Kanpur' });
  const idle = await addWoman(app, admin, { ...village, name: 'Rehana' });
  const context = await contextOf(village, admin);
  await must(close(app, bookkeeper, ordinaryMeeting(context, '2025-06-12')));
  const saver = village.people[0]!;
  expect(await leave(saver, '2025-06-13')).toMatchObject({
    code: 'groups.member_has_money',
    params: { savingsPaise: 10_000, loansPaise: 0 },
  });
  const stranger = await furnish(app, village.owner, 5);
  expect(await app.do('groups.close', stranger.admin, { groupId })).toMatchObject({ code: 'groups.unknown' });
  expect(await app.do('groups.close', admin, { groupId })).toMatchObject({ code: 'groups.still_has_members' });
  const empty = newId();
  const opened = { formedOn: '2025-04-01', booksFromOn: '2025-04-01', practice: false, sizeException: null };
  const names = { kind: 'self_help_group', name: 'Tara', nameHi: null, nameUr: null };
  await must(app.do('groups.open', admin, { groupId: empty, ...names, ...opened, placeId: null, parentGroupId: null }));
  expect(await app.do('groups.close', admin, { groupId: empty })).toMatchObject({ kind: 'applied' });
  expect(await app.do('groups.close', admin, { groupId: empty })).toMatchObject({ code: 'groups.closed_already' });
  expect(orgId).not.toBe(stranger.orgId);
  expect(await leave(idle, '2020-01-01')).toMatchObject({ code: 'groups.left_before_joined' });
});
