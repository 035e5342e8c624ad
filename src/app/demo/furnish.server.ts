/** Places, groups, women and users of the demo, each by the command that the office or a phone would send. */
import type { NewGroup } from '#domain/groups/index.ts';
import type pg from 'pg';
import { addDays } from '#platform/dates.ts';
import type { Actor } from '#platform/door.ts';
import { actorOf } from '../actors.server.ts';
import type { Auth } from '../auth.server.ts';
import type { Where } from '../users/model.ts';
import { command, givePhone, inLanes, type Cast, type Desk } from './desk.server.ts';
import { DEMO_LOGINS, DEMO_PIN, type DemoLogin } from './logins.ts';
import { adoptedPlaceIds, blockId } from './places.server.ts';
import type { Area, GroupPlan } from './plan.model.ts';
import { randomOf } from './random.server.ts';
import { makeFirstUser, makeOrganisation } from '../organisations.server.ts';

export async function makeOrganisations(owner: pg.Pool) {
  const mission = await makeOrganisation(owner, {
    kind: 'mission',
    name: 'Livelihoods Mission (demo)',
    nameHi: 'आजीविका मिशन (डेमो)',
    nameUr: 'روزگار مشن (ڈیمو)',
  });
  const district = await makeOrganisation(owner, {
    parentOrgId: mission,
    kind: 'district',
    name: 'Lucknow Division (demo)',
    nameHi: 'लखनऊ मंडल (डेमो)',
    nameUr: 'لکھنؤ ڈویژن (ڈیمو)',
  });
  const trust = await makeOrganisation(owner, {
    parentOrgId: district,
    kind: 'trust',
    name: "Women Workers' Trust (demo)",
    nameHi: 'महिला कामगार ट्रस्ट (डेमो)',
    nameUr: 'خواتین کارکن ٹرسٹ (ڈیمو)',
  });
  return { mission, trust };
}

export async function makePlaces(desk: Desk): Promise<void> {
  const { administrator, plan } = desk;
  await command(desk, administrator, ['places.adopt', { refPlaceIds: adoptedPlaceIds() }]);
  for (const { area: _area, ...place } of [plan.cluster, ...plan.homes])
    await command(desk, administrator, ['places.save', place]);
}

export type Above = { readonly sursa: string; readonly ahirori: string };

/** A village organisation above the groups of each block of Hardoi, a cluster federation above both. */
async function makeFederation(desk: Desk): Promise<Above> {
  const random = randomOf(`${desk.plan.seed} federation`);
  const formedOn = addDays(desk.plan.groups[0]!.formedOn, 0);
  const open = async (group: Pick<NewGroup, 'kind' | 'name' | 'nameHi' | 'nameUr' | 'placeId' | 'parentGroupId'>) => {
    const groupId = random.id(formedOn);
    const more = { groupId, formedOn, booksFromOn: formedOn, practice: false, sizeException: null };
    await command(desk, desk.administrator, ['groups.open', { ...group, ...more }]);
    return groupId;
  };
  const top = await open({
    kind: 'cluster_federation',
    name: 'Hardoi Cluster Federation',
    nameHi: 'हरदोई संकुल संघ',
    nameUr: 'ہردوئی کلسٹر فیڈریشن',
    placeId: null,
    parentGroupId: null,
  });
  const village = (area: keyof Above, [name, nameHi, nameUr]: readonly [string, string, string]) =>
    open({ kind: 'village_organisation', name, nameHi, nameUr, placeId: blockId(area), parentGroupId: top });
  return {
    sursa: await village('sursa', ['Sursa Village Organisation', 'सुरसा ग्राम संगठन', 'سرسا گاؤں تنظیم']),
    ahirori: await village('ahirori', ['Ahirori Village Organisation', 'अहिरोरी ग्राम संगठन', 'اہروری گاؤں تنظیم']),
  };
}

const parentOf = (above: Above, area: Area): string | null =>
  area === 'sursa' || area === 'ahirori' ? above[area] : null;

/** @returns the federations above them */
export async function makeGroups(desk: Desk, lanes: number): Promise<Above> {
  const above = await makeFederation(desk);
  const { groups } = desk.plan;
  let done = 0;
  const tell = () => desk.onStep(`Demo: groups ${done}/${groups.length}`);
  tell();
  await inLanes(groups, {
    lanes,
    work: async (group) => {
      await makeGroup(desk, group, parentOf(above, group.home.area));
      done += 1;
      tell();
    },
  });
  return above;
}

async function makeGroup(desk: Desk, group: GroupPlan, parentGroupId: string | null): Promise<void> {
  const { groupId, name } = group;
  const run = (commandName: string, payload: unknown) => command(desk, desk.administrator, [commandName, payload]);
  await run('groups.open', {
    groupId,
    kind: 'self_help_group',
    name: name[0],
    nameHi: name[1],
    nameUr: name[2],
    placeId: group.home.placeId,
    parentGroupId,
    formedOn: group.formedOn,
    booksFromOn: group.booksFromOn,
    practice: false,
    sizeException: null,
  } satisfies NewGroup);
  for (const rules of group.rules) await run('meetings.setRules', { groupId, rules, decidedBy: 'First meeting' });
  for (const { personId, consentId, fields, joinedOn } of group.women) {
    await run('people.register', { personId, person: fields });
    await run('people.recordConsent', { personId, consentId, purpose: 'register', language: 'hi', givenOn: joinedOn });
    await run('groups.addMember', {
      groupId,
      personId,
      joinedOn,
      usualCompulsoryPaise: null,
      usualVoluntaryPaise: null,
    });
  }
  for (const { personId, office, fromOn, untilOn } of group.offices) {
    await run('groups.beginOffice', { groupId, personId, office, fromOn });
    if (untilOn) await run('groups.endOffice', { groupId, personId, office, endedOn: untilOn });
  }
  if (group.bank)
    await run('groups.addBankAccount', {
      ...group.bank,
      groupId,
      bank: 'Gramin Bank',
      branch: group.home.nameEn,
      ifsc: 'DEMO0000001',
      openedOn: group.booksFromOn,
    });
  if (parentGroupId) await sendDelegate(desk, group, parentGroupId);
}

/** The secretary speaks for her group in the village organisation. */
async function sendDelegate(desk: Desk, group: GroupPlan, groupId: string): Promise<void> {
  const delegate = {
    groupId,
    personId: group.women[1]!.personId,
    usualCompulsoryPaise: null,
    usualVoluntaryPaise: null,
  };
  const joinedOn = addDays(desk.plan.endOn, -60);
  await command(desk, desk.administrator, ['groups.addMember', { ...delegate, joinedOn }]);
}

/** Users with their roles, places and groups; each gets the demo's PIN, and bookkeepers a phone. */
export async function makeUsers(desk: Desk, auth: Auth, mission: { owner: pg.Pool; orgId: string }): Promise<Cast> {
  const cast = new Map<string, Actor>([['administrator', desk.administrator]]);
  const missionHead = await firstOfMission(desk, mission);
  for (const login of DEMO_LOGINS) {
    if (login.role === 'administrator') continue;
    const who = login.role === 'programme_head' ? missionHead : desk.administrator;
    const actor = await makeUser(desk, who, login);
    const held = login.role === 'bookkeeper' ? await givePhone(desk, actor, `Phone of ${login.name}`) : actor;
    cast.set(login.key, held);
  }
  for (const actor of cast.values()) await giveSecret(desk, auth, actor);
  return cast;
}

/** Every organisation has an administrator; the mission's has no login in the demo. */
async function firstOfMission(desk: Desk, { owner, orgId }: { owner: pg.Pool; orgId: string }): Promise<Actor> {
  const grants = [{ role: 'administrator' }];
  const userId = await makeFirstUser(owner, { orgId, name: 'Mission office', phone: '9000000100', grants });
  return (await actorOf(desk.app.db, userId))!;
}

async function makeUser(desk: Desk, who: Actor, { key, role, name, phone, locale }: DemoLogin): Promise<Actor> {
  const member = desk.plan.groups[0]!.women[0]!;
  const scopes = scopesOf(desk, key);
  const grants = scopes.map((scope) => ({ role, scope }));
  const personId = role === 'member' ? member.personId : null;
  const spoken = role === 'member' ? (member.fields.nameLatin ?? name) : name;
  const user = { name: spoken, phone, locale, personId, grants: grants.slice(0, 10) };
  const { userId } = await command<{ userId: string }>(desk, who, ['users.add', user]);
  for (const grant of grants.slice(10)) await command(desk, who, ['users.grant', { userId, ...grant }]);
  return (await actorOf(desk.app.db, userId))!;
}

function scopesOf({ plan }: Desk, key: string): Where[] {
  if (key === 'animator') return [{ kind: 'place', id: blockId('sursa') }];
  if (key === 'member') return [{ kind: 'person', id: plan.groups[0]!.women[0]!.personId }];
  if (!key.startsWith('bookkeeper')) return [null];
  // a second woman can write for the group whose meeting was recorded twice
  const hers = plan.groups.filter(
    (group) => group.bookkeeper === key || (group.story === 'held' && key === 'bookkeeper_2'),
  );
  return hers.map((group) => ({ kind: 'group' as const, id: group.groupId }));
}

async function giveSecret({ app }: Desk, auth: Auth, actor: Actor): Promise<void> {
  const given = await auth.setSecret(actor.userId, DEMO_PIN, { demo: true });
  if (!given.ok) throw new Error(`The demo's PIN was refused: ${given.code}`);
  await command({ app }, actor, ['users.secretChanged', {}]);
}
