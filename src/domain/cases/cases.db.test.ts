import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actorOf } from '#app/actors.server.ts';
import { makeFirstUser } from '#app/organisations.server.ts';
import { addDays, addMonths, dayInIndia } from '#platform/dates.ts';
import type { Actor } from '#platform/door.ts';
import { newId } from '#platform/ids.ts';
import { furnish, makeVillage, must, type Village } from '#test/village.ts';
import type { CasePage, CaseRow, PooledRow } from './index.server.ts';
import type { CaseFigures } from './index.ts';

const today = dayInIndia(new Date());
let village: Village;
let stranger: Omit<Village, 'database'>;
let helper: Actor;
let other: Actor;
let auditor: Actor;
let phone = 7_000_000_000;

async function userOf(name: string, role: string): Promise<Actor> {
  const { owner, orgId, app } = village;
  const id = await makeFirstUser(owner, { orgId, name, phone: String((phone += 1)), grants: [{ role }] });
  return (await actorOf(app.db, id))!;
}
beforeAll(async () => {
  village = await makeVillage({ members: 10 });
  stranger = await furnish(village.app, village.owner, 5);
  helper = await userOf('Naz', 'animator');
  other = await userOf('Rekha', 'supervisor');
  auditor = await userOf('Vandana', 'auditor');
});
afterAll(async () => {
  await village.app.close();
  await village.owner.end();
});

const act = <T = unknown>(name: string, payload: unknown, who: Actor = village.admin) =>
  village.app.do<T>(name, who, payload);
const asked = <T>(name: string, who: Actor, input: unknown = {}) => village.app.ask<T>(name, who, input);
async function ask<T>(name: string, who: Actor, input: unknown = {}): Promise<T> {
  const answer = await asked<T>(name, who, input);
  if (answer.kind !== 'answer') throw new Error(answer.code);
  return answer.value;
}
const turnedAway = { kind: 'refused', code: 'door.not_allowed' };

async function begin(change: object = {}): Promise<string> {
  const caseId = newId();
  await must(
    act('cases.begin', {
      ...{ caseId, kind: 'harassment', personIds: [village.people[4]], againstKind: 'contractor' },
      ...{ againstName: 'Haji thekedar', happened: 'He followed her home', happenedOn: addDays(today, -9) },
      ...{ claimedPaise: null, helperId: helper.userId, dueOn: addDays(today, 3), ...change },
    }),
  );
  return caseId;
}
async function read(caseId: string, who: Actor): Promise<CasePage | null> {
  const { viewId } = await must(act<{ viewId: string }>('cases.view', { caseId }, who));
  return ask<CasePage | null>('cases.one', who, { caseId, viewId });
}

describe('who is told', () => {
  test('the helper of a case reads it, its list and its counts; a helper of another case sees hers only; others nothing', async () => {
    expect(await asked('cases.figures', helper)).toMatchObject(turnedAway);
    const hers = await begin();
    const others = await begin({ helperId: other.userId, personIds: [village.people[5]] });
    expect(await read(hers, helper)).toMatchObject({ happened: 'He followed her home', helperName: 'Naz' });
    const rowsOf = async (who: Actor) =>
      (await ask<{ rows: CaseRow[] }>('cases.list', who, { list: 'all' })).rows.map((row) => row.caseId);
    expect(await rowsOf(helper)).toEqual([hers]);
    expect(await rowsOf(other)).toEqual([others]);
    expect((await rowsOf(village.admin)).toSorted()).toEqual([hers, others].toSorted());
    expect(await ask('cases.figures', helper)).toMatchObject({ open: 1, overdue: 0, closed: 0 });
    for (const who of [other, auditor, village.bookkeeper]) {
      expect(await act('cases.view', { caseId: hers }, who)).toMatchObject(turnedAway);
      expect(await asked('cases.one', who, { caseId: hers, viewId: newId() })).toMatchObject(turnedAway);
      const step = { caseId: hers, words: 'x', doneOn: today, dueOn: null };
      expect(await act('cases.addStep', step, who)).toMatchObject(turnedAway);
    }
    for (const who of [auditor, village.bookkeeper])
      for (const name of ['cases.list', 'cases.figures']) expect(await asked(name, who)).toMatchObject(turnedAway);
    expect(await act('cases.setHelper', { caseId: hers, helperId: null }, helper)).toMatchObject(turnedAway);
    expect(await asked('cases.helpers', helper)).toMatchObject(turnedAway);
    expect(await rowsOf(stranger.admin)).toEqual([]);
    expect(await act('cases.view', { caseId: hers }, stranger.admin)).toMatchObject({ code: 'cases.unknown' });
  });

  test('nothing is read without saying so: another’s saying, another case’s or an old one opens nothing', async () => {
    const [hers, second] = [await begin(), await begin()];
    expect(await ask('cases.one', helper, { caseId: hers, viewId: newId() })).toBeNull();
    const { viewId } = await must(act<{ viewId: string }>('cases.view', { caseId: hers }, helper));
    expect(await ask('cases.one', village.admin, { caseId: hers, viewId })).toBeNull();
    expect(await ask('cases.one', helper, { caseId: second, viewId })).toBeNull();
    expect(await ask('cases.one', helper, { caseId: hers, viewId })).not.toBeNull();
    await village.owner.query(
      `update command set received_at = received_at - interval '2 minutes' where command_id = $1`,
      [viewId],
    );
    expect(await ask('cases.one', helper, { caseId: hers, viewId })).toBeNull();
    const { rows } = await village.owner.query(
      `select user_id, outcome from audit where action = 'cases.view' and subject_id = $1`,
      [hers],
    );
    expect(rows).toEqual([{ user_id: helper.userId, outcome: 'applied' }]);
  });

  test('the trail tells of cases to administrators only, and no words of theirs lie with the commands', async () => {
    await begin({ happened: 'words nobody else reads' });
    const trail = async (who: Actor) =>
      (await ask<{ total: number }>('audit.list', who, { action: 'cases.', sort: 'at', page: 1 })).total;
    expect(await trail(village.admin)).toBeGreaterThan(0);
    expect(await trail(auditor)).toBe(0);
    const { rows } = await village.owner.query(
      `select from command where payload::text like '%words nobody else reads%' or outcome::text like '%words nobody else reads%'`,
    );
    expect(rows).toEqual([]);
  });
});

describe('a case', () => {
  test('steps stand in order, the last deadline holds; a new helper reads, the old one no more; closed is closed', async () => {
    const caseId = await begin({ kind: 'unpaid_dues', claimedPaise: 300_000 });
    const step = { caseId, words: 'Asked him before the village council', doneOn: addDays(today, -1), dueOn: null };
    await must(act('cases.addStep', { ...step, dueOn: addDays(today, 8) }, helper));
    expect(await act('cases.setHelper', { caseId, helperId: newId() })).toMatchObject({ code: 'cases.helper_unknown' });
    await must(act('cases.setHelper', { caseId, helperId: other.userId }));
    expect(await act('cases.setHelper', { caseId, helperId: other.userId })).toMatchObject({
      code: 'cases.helper_same',
    });
    expect(await act('cases.view', { caseId }, helper)).toMatchObject(turnedAway);
    expect(await read(caseId, other)).toMatchObject({
      dueOn: addDays(today, 8),
      steps: [
        { no: 1, kind: 'opened', dueOn: addDays(today, 3), helperName: 'Naz' },
        { no: 2, kind: 'done', byName: 'Naz', words: step.words },
        { no: 3, kind: 'helper', helperName: 'Rekha' },
      ],
    });
    const end = { caseId, outcome: 'partly', closedOn: today, recoveredPaise: 120_000, words: 'He paid a part' };
    await must(act('cases.close', end, other));
    expect(await act('cases.close', { ...end, words: 'again' }, other)).toMatchObject({ code: 'cases.closed_already' });
    expect(await act('cases.addStep', step, other)).toMatchObject({ code: 'cases.closed_already' });
    expect(await read(caseId, other)).toMatchObject({ outcome: 'partly', dueOn: null, recoveredPaise: 120_000 });
  });

  test('of women of this organisation only; late ones stand first', async () => {
    const nobody = { caseId: newId(), kind: 'other', personIds: [stranger.people[0]], againstKind: 'other' };
    const rest = {
      againstName: 'x',
      happened: 'x',
      happenedOn: today,
      claimedPaise: null,
      helperId: null,
      dueOn: null,
    };
    expect(await act('cases.begin', { ...nobody, ...rest })).toMatchObject({ code: 'cases.person_unknown' });
    const late = await begin();
    await village.owner.query(`update case_file set due_on = $2 where case_id = $1`, [late, addDays(today, -1)]);
    const { rows } = await ask<{ rows: CaseRow[] }>('cases.list', village.admin);
    expect(rows[0]).toMatchObject({ caseId: late, overdue: true });
    const about = { list: 'all', personId: village.people[5] };
    expect((await ask<{ total: number }>('cases.list', village.admin, about)).total).toBe(1);
    expect((await ask<{ total: number }>('cases.list', helper, about)).total).toBe(0);
  });
});

test('figures: recovered of claimed where the claim is known, the others apart; those above see no small cell', async () => {
  const before = await ask<CaseFigures>('cases.figures', village.admin);
  const close = async (caseId: string, recoveredPaise: number) =>
    must(act('cases.close', { caseId, outcome: 'settled', closedOn: today, recoveredPaise, words: 'x' }));
  await close(await begin({ claimedPaise: 50_000 }), 50_000);
  await close(await begin({ claimedPaise: 100_000 }), 20_000);
  await close(await begin({ claimedPaise: null }), 7_000);
  const after = await ask<CaseFigures>('cases.figures', village.admin);
  const grew = (key: keyof CaseFigures) => after[key] - before[key];
  expect([grew('closed'), grew('closedKnown'), grew('claimedPaise'), grew('recoveredPaise')]).toEqual([
    3, 2, 150_000, 70_000,
  ]);
  expect([grew('closedUnknown'), grew('recoveredUnknownPaise')]).toEqual([1, 7_000]);
  const head = await userOf('Meenakshi', 'programme_head');
  expect(after.closed).toBeLessThan(5);
  const [row] = await ask<PooledRow[]>('cases.pooled', head);
  expect(row).toMatchObject({ orgId: village.orgId, open: null, closed: null, recoveredPaise: null });
});

test('erasing the last woman of a case clears what was told in it; while another is left it stays', async () => {
  const [first, second] = [village.people[8]!, village.people[9]!];
  const caseId = await begin({ personIds: [first, second] });
  await must(act('cases.addStep', { caseId, words: 'Went with both', doneOn: today, dueOn: null }, helper));
  await must(act('people.setRetention', { fromOn: '2020-01-01', months: 1, source: 'resolution' }));
  const erase = async (personId: string) => {
    const leftOn = addMonths(today, -3);
    await village.owner.query(`update membership set left_on = $2 where person_id = $1`, [personId, leftOn]);
    await must(act('people.leave', { personId, leftOn }));
    if ((await read(caseId, helper))?.closedOn === null) {
      expect(await act('people.erase', { personId })).toMatchObject({
        code: 'people.erase_open_case',
        params: { count: 1 },
      });
      const end = { caseId, outcome: 'partly', closedOn: today, recoveredPaise: 0, words: 'He paid a part' };
      await must(act('cases.close', end, helper));
    }
    await must(act('people.erase', { personId }));
  };
  await erase(first);
  expect(await read(caseId, helper)).toMatchObject({ happened: 'He followed her home' });
  await erase(second);
  const cleared = (await read(caseId, helper))!;
  expect(cleared).toMatchObject({ happened: null, againstName: null, kind: 'harassment' });
  expect(cleared.steps.map((step) => step.words)).toEqual([null, null, null]);
});
