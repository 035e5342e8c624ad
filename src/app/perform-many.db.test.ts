/** Many commands at once write what each alone would, and one who stands out is found. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#platform/ids.ts';
import { makeVillage, must, type Village } from '#test/village.ts';

let village: Village;
beforeAll(async () => {
  village = await makeVillage({ members: 10 });
});
afterAll(async () => {
  await village.app.close();
  await village.owner.end();
  await village.database.drop();
});

const woman = (n: number) => ({
  nameLatin: ['Sunita Devi', 'Suneeta Devi', 'Zohra Bano', 'Kamla'][n % 4]!,
  relation: { kind: 'husband' as const, name: 'Ramesh' },
  phone: `98390${String(20_000 + (n % 3))}`,
  placeId: village.placeId,
  birthYear: 1980 + n,
  crafts: n % 2 ? [{ craft: 'chikan', sinceYear: 2001 }] : [],
});

const stored = async (ids: readonly string[]) => {
  const at = (id: string) => ids.indexOf(id);
  const rows = async (columns: string, table: string, by: string, order: string) =>
    (
      await village.owner.query(
        `select ${columns} from ${table} where org_id = $1 and ${by} = any($2::uuid[]) order by ${order}`,
        [village.orgId, ids],
      )
    ).rows as Record<string, unknown>[];
  const person = await rows(
    'person_id as id, name_latin, relation_name, phone, birth_year, place_id, flags, registered_on, now_id = person_id as own',
    'person',
    'person_id',
    'birth_year',
  );
  const tokens = await rows('person_id as id, token', 'person_token', 'person_id', 'token, 1');
  const history = await rows(
    'person_id as id, field, before, after, user_id, command_id is not null as told',
    'person_change',
    'person_id',
    'field, 1',
  );
  const crafts = await rows('person_id as id, craft, since_year', 'person_craft', 'person_id', '2, 1');
  const pairs = (await rows('left_id as id, right_id, score, reasons', 'duplicate_pair', 'left_id', 'score')).filter(
    (row) => at(row['right_id'] as string) >= 0,
  );
  const named = (row: Record<string, unknown>) => ({
    ...row,
    id: at(row['id'] as string),
    ...('right_id' in row && { right_id: at(row['right_id'] as string) }),
  });
  const both = pairs
    .map(named)
    .map(({ id, right_id: right, ...rest }) => ({ pair: [id, right as number].toSorted((a, b) => a - b), ...rest }));
  const sorted = (list: object[]) => list.map((one) => JSON.stringify(one)).toSorted();
  return [person.map(named), tokens.map(named), history.map(named), crafts.map(named), both].map(sorted);
};

test('a list of new women writes what each alone would: her row, sounds, history, crafts and likenesses', async () => {
  const { app, owner, admin, orgId } = village;
  const alone = Array.from({ length: 4 }, (_, n) => ({ personId: newId(), person: woman(n) }));
  const listed = Array.from({ length: 4 }, (_, n) => ({ personId: newId(), person: woman(n) }));
  for (const payload of alone) await must(app.do('people.register', admin, payload));
  const one = await stored(alone.map((each) => each.personId));
  await owner.query('delete from duplicate_pair where org_id = $1', [orgId]);
  await owner.query(
    `update person set phone = null, place_id = null where org_id = $1 and person_id = any($2::uuid[])`,
    [orgId, alone.map((each) => each.personId)],
  );
  const outcomes = await app.sendEach(
    admin,
    listed.map((payload) => [{ id: newId(), name: 'people.register', payload }]),
  );
  expect(outcomes.map((outcome) => outcome.kind)).toEqual(['applied', 'applied', 'applied', 'applied']);
  expect(await stored(listed.map((each) => each.personId))).toEqual(one);
});

test('one who cannot be registered stands alone; the others are taken, each with her line in the trail', async () => {
  const { app, owner, admin, orgId } = village;
  const known = newId();
  await must(app.do('people.register', admin, { personId: known, person: woman(1) }));
  const mixed = [
    { personId: newId(), person: woman(9) },
    { personId: known, person: woman(1) },
  ];
  const answers = await app.sendEach(
    admin,
    mixed.map((payload) => [{ id: newId(), name: 'people.register', payload }]),
  );
  expect(answers.map((answer) => answer.kind)).toEqual(['applied', 'refused']);
  const { rows: trail } = await owner.query(
    `select count(*)::int as n from audit where org_id = $1 and action = 'people.register' and outcome = 'applied'`,
    [orgId],
  );
  expect(trail[0]!.n).toBeGreaterThanOrEqual(2);
});
