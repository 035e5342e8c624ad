import { expect, test } from 'vitest';
import { pageOf } from './table-rows.ts';

const rows = [
  { name: 'Roshni', on: null },
  { name: 'Asha', on: '2026-05-12' },
  { name: 'Kiran', on: '2026-04-12' },
];
const values = { name: (row: (typeof rows)[number]) => row.name, on: (row: (typeof rows)[number]) => row.on };
const page = (sort: string, descending: boolean, number = 1) =>
  pageOf(rows, { sort, descending, page: number, size: 2 }, values).rows.map((row) => row.name);

test('a page of the sorted list; what is not known stands last either way', () => {
  expect(page('name', false)).toEqual(['Asha', 'Kiran']);
  expect(page('name', true)).toEqual(['Roshni', 'Kiran']);
  expect(page('on', false)).toEqual(['Kiran', 'Asha']);
  expect(page('on', true)).toEqual(['Asha', 'Kiran']);
  expect(page('on', true, 2)).toEqual(['Roshni']);
});
