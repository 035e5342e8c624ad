import { expect, test } from 'vitest';
import { sumsOf, treeOf } from './tree.ts';

const row = (orgId: string, parentOrgId: string | null, groups: number) => ({
  orgId,
  parentOrgId,
  kind: 'trust',
  name: orgId,
  nameHi: null,
  nameUr: null,
  groups,
  members: groups * 10,
  savingsPaise: groups * 100,
  loansPaise: 0,
  cashPaise: 0,
  held: 0,
  heldGroups: 0,
  silent: 1,
});
// a circle in the data must not hang the page
const ROWS = [
  row('mission', null, 0),
  row('b', 'district', 2),
  row('district', 'mission', 1),
  row('other', 'nobody', 9),
];

test('children stand below their parents, with their depth', () => {
  expect(treeOf(ROWS, 'mission').map(({ orgId, depth }) => [orgId, depth])).toEqual([
    ['mission', 0],
    ['district', 1],
    ['b', 2],
  ]);
  expect(treeOf(ROWS, 'district').map(({ orgId }) => orgId)).toEqual(['district', 'b']);
  expect(treeOf(ROWS, 'nobody')).toEqual([]);
  const circle = [row('a', 'b', 1), row('b', 'a', 1)];
  expect(treeOf(circle, 'a').map(({ orgId }) => orgId)).toEqual(['a', 'b']);
});

test('sums are over one organisation and all below it', () => {
  expect(sumsOf(treeOf(ROWS, 'mission'))).toMatchObject({ groups: 3, members: 30, savingsPaise: 300, silent: 3 });
});
