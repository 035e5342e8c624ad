/** What else a trust's books hold: one woman written down twice, a closed year, a group to practise on. */
import { addDays, financialYear } from '#platform/dates.ts';
import { actorAs, command, type Cast, type Desk } from './desk.server.ts';
import { practise } from './meetings.server.ts';
import type { GroupPlan, WomanPlan } from './plan.model.ts';
import { randomOf } from './random.server.ts';

/** A second record of each of four women, in another script; one pair is merged, three wait for a person to decide. */
export async function writeTwice(desk: Desk, cast: Cast): Promise<void> {
  const random = randomOf(`${desk.plan.seed} twice`);
  const supervisor = actorAs(cast, 'supervisor');
  const named = desk.plan.groups.flatMap((group) => group.women.slice(6, 9)).filter(hasAllScripts);
  for (const [at, woman] of random.shuffled(named).slice(0, 4).entries()) {
    const { nameLatin: _latin, nameUrdu, nameDevanagari, ...rest } = woman.fields;
    const person = { ...rest, crafts: [], ...(at % 2 === 0 ? { nameUrdu } : { nameDevanagari }) };
    const aliasId = random.id(desk.plan.endOn);
    await command(desk, supervisor, ['people.register', { personId: aliasId, person }]);
    const merged = { keptId: woman.personId, aliasId, reason: 'Same husband, same house; asked her' };
    if (at === 0) await command(desk, supervisor, ['people.merge', merged]);
  }
}
const hasAllScripts = ({ fields }: WomanPlan): boolean =>
  Boolean(fields.nameLatin && fields.nameDevanagari && fields.nameUrdu);

/** The accountant has closed the last financial year of some groups; what comes late for it is held for a person. */
export async function closeYear(desk: Desk, cast: Cast): Promise<void> {
  const closedTo = addDays(financialYear(desk.plan.today).from, -1);
  const accountant = actorAs(cast, 'accountant');
  const plain = desk.plan.groups.filter(
    (group, at) => group.story === null && at % 2 === 0 && group.booksFromOn < closedTo,
  );
  for (const { groupId } of plain)
    await command(desk, accountant, ['ledger.closePeriod', { bodyKind: 'group', bodyId: groupId, closedTo }]);
}

/** Women of the first group play a meeting in a group that posts nothing; every bookkeeper has it on her phone. */
export async function openPracticeGroup(desk: Desk, cast: Cast): Promise<void> {
  const { administrator, plan } = desk;
  const first = plan.groups[0]!;
  const formedOn = addDays(plan.endOn, -30);
  const groupId = randomOf(`${plan.seed} practice group`).id(formedOn);
  const women = first.women.slice(0, 10).filter((woman) => woman.joinedOn <= formedOn);
  const run = (name: string, payload: object) => command(desk, administrator, [name, { groupId, ...payload }]);
  await run('groups.open', {
    kind: 'self_help_group',
    name: 'Practice',
    nameHi: 'अभ्यास',
    nameUr: 'مشق',
    placeId: null,
    parentGroupId: null,
    formedOn,
    booksFromOn: formedOn,
    practice: true,
    sizeException: 'To learn on',
  });
  await run('meetings.setRules', { rules: { ...first.rules[0]!, fromOn: formedOn }, decidedBy: '' });
  const usual = { usualCompulsoryPaise: null, usualVoluntaryPaise: null };
  for (const { personId } of women) await run('groups.addMember', { personId, joinedOn: formedOn, ...usual });
  for (const [at, office] of (['president', 'secretary', 'treasurer'] as const).entries())
    await run('groups.beginOffice', { personId: women[at]!.personId, office, fromOn: formedOn });
  const scope = { kind: 'group', id: groupId };
  for (const [key, { userId }] of cast)
    if (key.startsWith('bookkeeper'))
      await command(desk, administrator, ['users.grant', { userId, role: 'bookkeeper', scope }]);
  const group: GroupPlan = { ...first, groupId, women };
  await practise(desk, administrator, group);
}
