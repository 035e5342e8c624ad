import { afterAll, beforeAll, expect, it } from 'vitest';
import { actorOf } from '#app/actors.server.ts';
import { makeFirstUser } from '#app/organisations.server.ts';
import { furnish, makeVillage, type Village } from '#test/village.ts';
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
