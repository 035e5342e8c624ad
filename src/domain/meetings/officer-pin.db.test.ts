import { beforeAll, expect, test } from 'vitest';
import { newId } from '#platform/ids.ts';
import { makeVillage, must, type Village } from '#test/village.ts';
import type { OfficerPinRow } from './index.server.ts';
import type { OfficerPinReset } from './index.ts';

let village: Village;
let reset: OfficerPinReset;

beforeAll(async () => {
  village = await makeVillage();
  const [president, secretary] = village.people;
  const { groupId } = village;
  reset = {
    groupId,
    personId: president!,
    vouchedBy: secretary!,
    way: 'picture',
    setOn: '2025-05-12',
    signature: 'abc',
  };
});

const told = (change: Partial<OfficerPinReset> = {}) =>
  village.app.do('meetings.resetOfficerPin', village.bookkeeper, { ...reset, ...change });

test('another officer of that day stands in, nobody else and not she herself', async () => {
  const { people } = village;
  expect(await told({ vouchedBy: reset.personId })).toMatchObject({ code: 'meetings.stands_in_for_herself' });
  expect(await told({ vouchedBy: people[9] })).toMatchObject({
    code: 'meetings.not_officer',
    params: { personId: people[9] },
  });
  expect(await told({ setOn: '2025-03-31' })).toMatchObject({ code: 'meetings.not_officer' });
  expect(await told({ groupId: newId() })).toMatchObject({ code: 'door.not_allowed' });
});

test('it stays written, for whoever reads the group and for no stranger', async () => {
  await must(told());
  const asked = { groupId: village.groupId };
  const answer = await village.app.ask<OfficerPinRow[]>('meetings.officerPins', village.admin, asked);
  const { personId, vouchedBy, way, setOn } = reset;
  expect(answer).toEqual({ kind: 'answer', value: [{ personId, vouchedBy, way, setOn, recordedBy: 'Bookkeeper' }] });
  const strangers = { ...village.admin, orgId: newId(), orgIds: [newId()] };
  expect(await village.app.ask('meetings.officerPins', strangers, asked)).not.toMatchObject({ value: [{ way }] });
  const { rows } = await village.owner.query(
    `select has_table_privilege('bakhiya_app', 'officer_pin_reset', 'update') or has_table_privilege('bakhiya_app', 'officer_pin_reset', 'delete') as may`,
  );
  expect(rows).toEqual([{ may: false }]);
});
