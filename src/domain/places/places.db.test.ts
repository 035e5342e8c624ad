import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { newId } from '#platform/ids.ts';
import { twoOrgs, type TwoOrgs } from '#test/two-orgs.ts';
import { commands } from './commands.server.ts';
import { questions } from './queries.server.ts';
import { correctReferencePlace, loadPlaces, refPlaceId } from './reference.server.ts';
import type { OwnPlace, RefPlace } from './queries.server.ts';

let world: TwoOrgs;
let firstLoad: number;
beforeAll(async () => {
  world = await twoOrgs({ commands, questions });
  firstLoad = (await loadPlaces(world.owner)).changed;
});

const value = <T>(answer: unknown): T => (answer as { value: T }).value;
const tree = async (who = world.us): Promise<OwnPlace[]> => value(await world.app.ask('places.tree', who, {}));

test('the lists are all there, and a second load changes nothing', async () => {
  expect(firstLoad).toBeGreaterThanOrEqual(662);
  expect((await loadPlaces(world.owner)).changed).toBe(0);
  const { rows } = await sql<{
    kind: string;
    n: number;
  }>`select kind, count(*)::int as n from ref_place group by 1`.execute(world.owner);
  expect(Object.fromEntries(rows.map((row) => [row.kind, row.n]))).toEqual({
    country: 1,
    state: 2,
    district: 95,
    block: 329,
    municipal_corporation: 1,
    zone: 14,
    ward: 110,
    old_ward: 110,
  });
});

test('a correction outlives the next load; the other fields follow the lists', async () => {
  const agra = refPlaceId('district/118');
  await correctReferencePlace(world.owner, agra, { nameUr: 'اکبر آباد' });
  await sql`update ref_place set name_hi = 'x' where ref_place_id = ${agra}`.execute(world.owner);
  expect((await loadPlaces(world.owner)).changed).toBe(1);
  const { rows } = await sql`select name_hi, name_ur, needs_urdu from ref_place where ref_place_id = ${agra}`.execute(
    world.owner,
  );
  expect(rows[0]).toEqual({ name_hi: 'आगरा', name_ur: 'اکبر آباد', needs_urdu: false });
});

test('old and new wards meet by name only', async () => {
  const wards = value<RefPlace[]>(
    await world.app.ask('places.reference', world.us, { parentRefPlaceId: refPlaceId('zone/249234/2022/1') }),
  );
  const hazratganj = wards.find((ward) => ward.nameEn === 'Hazratganj Ramtirth');
  expect(hazratganj).toMatchObject({ code: '34', validFrom: '2022-10-31' });
  expect(hazratganj?.sameNameBefore.map((old) => old.nameEn).sort()).toEqual(['Hazarat Ganj', 'Ram Tirath']);
});

test('an organisation adopts places with all above them and grows its own below; the stranger sees none', async () => {
  const { app, us, stranger } = world;
  const block = refPlaceId('block/942');
  expect(await app.do('places.adopt', us, { refPlaceIds: [block] })).toMatchObject({
    kind: 'applied',
    receipt: { adopted: 4 },
  });
  expect(await app.do('places.adopt', us, { refPlaceIds: [block] })).toMatchObject({ receipt: { adopted: 0 } });
  const village = newId();
  const place = { placeId: village, parentId: block, kind: 'village', nameEn: 'Test village', nameHi: 'परीक्षा गाँव' };
  expect(await app.do('places.save', us, place)).toMatchObject({ kind: 'applied' });
  expect((await tree()).map((one) => one.kind).sort()).toEqual(['block', 'country', 'district', 'state', 'village']);
  expect(await tree(stranger)).toEqual([]);
  expect(await app.do('places.save', stranger, { ...place, placeId: newId() })).toMatchObject({
    code: 'places.not_found',
  });
  expect(await app.do('places.save', us, { ...place, placeId: newId(), kind: 'ward' })).toMatchObject({
    code: 'places.kind_not_below',
  });
  expect(await app.do('places.save', us, { ...place, placeId: block, parentId: village, kind: 'block' })).toMatchObject(
    { code: 'places.circle' },
  );
  expect(await app.do('places.adopt', us, { refPlaceIds: [newId()] })).toMatchObject({ code: 'places.not_found' });
  expect(await app.do('places.save', world.as('bookkeeper'), { ...place, placeId: newId() })).toMatchObject({
    code: 'door.not_allowed',
  });
});

test('a list of another city is imported, and imported again corrects', async () => {
  const { app, us } = world;
  const csv = (name: string) =>
    `key,parent_key,kind,name_en,name_hi\ncity,,municipal_corporation,City,शहर\nw1,city,ward,"${name}",\n`;
  expect(await app.do('places.import', us, { csv: csv('One'), belowPlaceId: null })).toMatchObject({
    receipt: { imported: 2 },
  });
  expect(await app.do('places.import', us, { csv: csv('One, corrected'), belowPlaceId: null })).toMatchObject({
    receipt: { imported: 2 },
  });
  expect((await tree()).filter((one) => one.kind === 'ward').map((one) => one.nameEn)).toEqual(['One, corrected']);
  const broken = 'key,parent_key,kind,name_en\na,nowhere,ward,A\n';
  expect(await app.do('places.import', us, { csv: broken, belowPlaceId: null })).toMatchObject({
    kind: 'refused',
    code: 'places.parent_unknown',
    params: { line: 2, column: 'parent_key', count: 1 },
  });
});
