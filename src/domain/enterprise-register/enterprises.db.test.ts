import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { anEnterprise, group, woman } from '#test/enterprise-builder.ts';
import { makeLoanOffice, type LoanOffice } from '#test/loan-office.ts';
import { addWoman, must, openGroup } from '#test/village.ts';
import type { Actor } from '#platform/door.ts';
import { newId } from '#platform/ids.ts';
import { loadActivities, type EnterpriseCard, type EnterpriseList } from './index.server.ts';

let office: LoanOffice;
/** A second place with a group and a woman of its own. */
let far: { placeId: string; groupId: string; womanId: string };
let near: Record<'place' | 'group' | 'farPlace', Actor>;
beforeAll(async () => {
  office = await makeLoanOffice();
  await loadActivities(office.owner);
  const { app, admin, within } = office;
  const placeId = newId();
  await must(app.do('places.save', admin, { placeId, parentId: null, kind: 'village', nameEn: 'Kakori' }));
  const names = { name: 'Chand', nameHi: 'चाँद', nameUr: 'چاند' };
  const { groupId } = await openGroup(app, admin, { placeId, members: 3, names });
  far = { placeId, groupId, womanId: await addWoman(app, admin, { groupId, placeId, name: 'Rehana' }) };
  near = {
    place: await within('animator', { kind: 'place', id: office.placeId }),
    group: await within('loan_officer', { kind: 'group', id: office.groupId }),
    farPlace: await within('animator', { kind: 'place', id: placeId }),
  };
});

const act = (verb: string, input: object, who: Actor = office.admin) =>
  office.app.do<{ enterpriseId: string }>(`enterprises.${verb}`, who, input);
const register = async (of: object = {}, who?: Actor) => {
  const made = anEnterprise({ placeId: office.placeId, owners: [woman(office.womanId)], ...of });
  return { made, done: await act('register', made, who) };
};
const asks = async <T>(name: string, input: object = {}, who: Actor = office.admin): Promise<T> => {
  const answer = await office.app.ask<T>(`enterprises.${name}`, who, input);
  return answer.kind === 'answer' ? answer.value : (answer.code as T);
};
const seenBy = async (who: Actor, ids: readonly string[]) =>
  (await asks<EnterpriseList>('list', { limit: 200 }, who)).rows.flatMap(({ enterpriseId }) =>
    ids.includes(enterpriseId) ? [ids.indexOf(enterpriseId)] : [],
  );
const one = (enterpriseId: string, who?: Actor) => asks<EnterpriseCard>('one', { enterpriseId }, who);

describe('registering', () => {
  test('keeps names, activity, place, number and owners; the newest set is what it shows', async () => {
    const { made, done } = await register({
      ...{ activity: 'chikan', activityWords: null, udyam: 'udyam-up-50-0000001' },
      owners: [woman(office.womanId, 6_000), group(office.groupId, 4_000)],
    });
    expect(done.kind).toBe('applied');
    const card = await one(made.enterpriseId);
    expect(card).toMatchObject({ names: { en: 'Bakkas Chikan House' }, activityCode: 'chikan', closedOn: null });
    expect(card).toMatchObject({ udyam: 'UDYAM-UP-50-0000001', activity: { en: 'Chikan embroidery' } });
    expect(card.owners.map(({ kind, names, shareBps }) => [kind, names.en, shareBps])).toEqual([
      ['person', 'Shakila', 6_000],
      ['group', 'Roshni', 4_000],
    ]);
    expect(await register({ udyam: 'UDYAM UP 50 0000001' }).then(({ done: again }) => again)).toMatchObject({
      code: 'enterprises.udyam_taken',
    });
    expect(await act('register', made)).toMatchObject({ code: 'enterprises.registered_already' });
  });

  test.each([
    ['a day to come', { startedOn: '2999-01-01' }, 'enterprises.in_the_future'],
    ['work that is not on the list', { activity: 'no_such', activityWords: null }, 'enterprises.activity_unknown'],
    ['an owner nobody knows', { owners: [woman(newId())] }, 'enterprises.owner_unknown'],
    ['a share too much', { owners: [woman(newId(), 6_000), group(newId(), 6_000)] }, 'enterprises.shares_sum'],
  ])('refused: %s', async (_name, change, code) => {
    expect((await register(change)).done).toMatchObject({ kind: 'refused', code });
  });

  test('whoever writes reaches each owner, and a stranger reaches nobody here', async () => {
    const mixed = [woman(office.womanId, 5_000), woman(far.womanId, 5_000)];
    expect((await register({ owners: mixed }, near.group)).done).toMatchObject({ code: 'enterprises.owner_unknown' });
    expect((await register({}, near.group)).done.kind).toBe('applied');
    expect((await register({}, office.accountant)).done).toMatchObject({ code: 'door.not_allowed' });
    expect((await register({}, office.stranger)).done).toMatchObject({ code: 'enterprises.owner_unknown' });
  });
});

describe('who sees it', () => {
  test('by its place, by the group or a woman that owns a part; nobody else, and no stranger', async () => {
    const made = [
      await register(),
      await register({ placeId: far.placeId, owners: [group(far.groupId)] }),
      // works far away, half of it is a woman's of the near group
      await register({ placeId: far.placeId, owners: [woman(office.womanId, 5_000), woman(far.womanId, 5_000)] }),
    ];
    const ids = made.map((each) => each.made.enterpriseId);
    expect((await seenBy(office.admin, ids)).sort()).toEqual([0, 1, 2]);
    expect((await seenBy(near.place, ids)).sort()).toEqual([0, 2]);
    expect((await seenBy(near.group, ids)).sort()).toEqual([0, 2]);
    expect((await seenBy(near.farPlace, ids)).sort()).toEqual([1, 2]);
    expect(await seenBy(office.stranger, ids)).toEqual([]);
    const codes = (who: Actor) =>
      Promise.all(ids.map(async (id) => ((await one(id, who)) as unknown) === 'door.not_allowed'));
    expect(await codes(near.place)).toEqual([false, true, false]);
    expect(await codes(near.farPlace)).toEqual([true, false, false]);
    expect(await one(ids[0]!, office.stranger)).toBeNull();
    const far1 = { enterpriseId: ids[1], fromOn: '2025-06-01', owners: [woman(office.womanId)] };
    expect(await act('changeOwners', far1, near.group)).toMatchObject({ code: 'door.not_allowed' });
    expect(
      await act('close', { enterpriseId: ids[0], closedOn: '2026-01-01', reason: 'test' }, office.stranger),
    ).toEqual(expect.objectContaining({ code: 'enterprises.unknown' }));
  });

  test('who sold her part sees it no more; found by words of its work, by place and by owner', async () => {
    const { made } = await register({ activityWords: 'lac bangles', owners: [woman(office.womanId)] });
    const { enterpriseId } = made;
    const find = async (input: object) =>
      (await asks<EnterpriseList>('list', input)).rows.map((row) => row.enterpriseId);
    expect(await find({ q: 'LAC b' })).toEqual([enterpriseId]);
    expect(await find({ q: 'lac', groupId: office.groupId })).toEqual([enterpriseId]);
    expect(await find({ q: 'lac', personId: far.womanId })).toEqual([]);
    const { startedOn: _started, owners: _owners, ...fields } = made;
    await must(act('correct', { ...fields, placeId: far.placeId, nameUr: 'چوڑی' }));
    await must(act('changeOwners', { enterpriseId, fromOn: '2025-06-01', owners: [woman(far.womanId)] }));
    expect(await seenBy(near.group, [enterpriseId])).toEqual([]);
    expect(await seenBy(near.farPlace, [enterpriseId])).toEqual([0]);
    const card = await one(enterpriseId);
    expect(card.sets.map(({ fromOn, untilOn }) => [fromOn, untilOn])).toEqual([
      ['2025-06-01', null],
      ['2025-01-01', '2025-06-01'],
    ]);
    expect([card.names.ur, card.group?.names.en]).toEqual(['چوڑی', 'Chand']);
  });
});

test('it closes once; whoever owns an open one neither leaves nor closes', async () => {
  const { app, admin } = office;
  const { groupId, people } = await openGroup(app, admin, { placeId: far.placeId, members: 3 });
  const owners = [woman(people[0]!, 5_000), group(groupId, 5_000)];
  const { made } = await register({ owners });
  for (const personId of people)
    await must(app.do('groups.removeMember', admin, { groupId, personId, leftOn: '2026-01-01', reason: 'moved' }));
  const leave = () => app.do('people.leave', admin, { personId: people[0], leftOn: '2026-01-02' });
  const closeGroup = () => app.do('groups.close', admin, { groupId });
  expect(await leave()).toMatchObject({ code: 'people.leave_open_ties', params: { count: 1 } });
  expect(await closeGroup()).toMatchObject({ code: 'groups.still_owns', params: { count: 1 } });
  const closing = { enterpriseId: made.enterpriseId, closedOn: '2026-01-02', reason: 'no more orders' };
  expect(await act('close', { ...closing, closedOn: '2024-12-31' })).toMatchObject({
    code: 'enterprises.owners_before',
  });
  await must(act('close', closing));
  expect(await act('close', closing)).toMatchObject({ code: 'enterprises.closed' });
  expect(await one(made.enterpriseId)).toMatchObject({ closedOn: '2026-01-02', closeReason: 'no more orders' });
  await must(leave());
  await must(closeGroup());
});

test('with the last of its owners erased its names, words and number go, and what was written of it', async () => {
  const { app, admin, owner, orgId } = office;
  const alone = await addWoman(app, admin, { groupId: far.groupId, placeId: far.placeId, name: 'Nasreen' });
  const both = [woman(alone, 5_000), woman(far.womanId, 5_000)];
  const hers = (await register({ owners: [woman(alone)], udyam: 'UDYAM-UP-50-7654321' })).made.enterpriseId;
  const shared = (await register({ owners: both })).made.enterpriseId;
  for (const enterpriseId of [hers, shared])
    await must(act('close', { enterpriseId, closedOn: '2025-06-01', reason: 'given up' }));
  const leaving = { groupId: far.groupId, personId: alone, leftOn: '2025-07-01', reason: 'moved' };
  await must(app.do('groups.removeMember', admin, leaving));
  await must(app.do('people.setRetention', admin, { fromOn: '2025-01-01', months: 0, source: 'trustees' }));
  await must(app.do('people.leave', admin, { personId: alone, leftOn: '2025-07-02' }));
  await must(app.do('people.erase', admin, { personId: alone }));
  const none = { en: null, hi: null, ur: null };
  expect(await one(hers)).toMatchObject({ names: none, activityWords: null, udyam: null, closeReason: null });
  expect(await one(shared)).toMatchObject({ names: { en: 'Bakkas Chikan House' }, closeReason: 'given up' });
  const { rows } = await sql<{ kept: number }>`select count(*)::int as kept from command
    where org_id = ${orgId} and payload ->> 'enterpriseId' = ${hers}`.execute(owner);
  expect(rows).toEqual([{ kept: 0 }]);
});
