import { expect, test } from 'vitest';
import { compareSheets } from './compare.rules.ts';
import { setAttendance, setSaving } from './taps.rules.ts';
import { someContext, someSheet } from '#test/meeting-builder.ts';

test('two records of one meeting: what agrees, what differs, what only one of them has', () => {
  const context = someContext();
  const left = someSheet(context);
  const woman = context.members[0]!.personId;
  const other = context.members[1]!.personId;
  let right = setSaving(left, { personId: woman, compulsoryPaise: 5_000, voluntaryPaise: 0 });
  right = setAttendance(right, context, { personId: other, state: 'absent' });
  const differing = compareSheets(left, right).filter((pair) => !pair.same);
  expect(differing.map((pair) => [pair.what, pair.personId])).toEqual(
    expect.arrayContaining([
      ['saving', woman],
      ['attendance', other],
    ]),
  );
  expect(compareSheets(left, left).every((pair) => pair.same)).toBe(true);
  expect(compareSheets(null, right).every((pair) => pair.left === null && !pair.same)).toBe(true);
});
