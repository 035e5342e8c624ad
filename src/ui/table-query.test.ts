import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hrefWith, readTableQuery, sortHref } from './table-query.ts';

const rules = { sortable: ['name', 'savedPaise'], sort: '-savedPaise', filters: ['place'], size: 10 };
const at = (query: string): URL => new URL(`https://example.org/office/groups${query}`);

test('an empty address gives the defaults', () => {
  expect(readTableQuery(at(''), rules)).toEqual({
    q: '',
    sort: 'savedPaise',
    descending: true,
    page: 1,
    size: 10,
    filters: {},
  });
});

test('what the address says is read, what is not allowed is not', () => {
  expect(readTableQuery(at('?q=+asma+&sort=name&page=3&place=7&role=x'), rules)).toEqual({
    q: 'asma',
    sort: 'name',
    descending: false,
    page: 3,
    size: 10,
    filters: { place: '7' },
  });
});

test('no address breaks a table', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (sort, page) => {
      const url = at('');
      url.searchParams.set('sort', sort);
      url.searchParams.set('page', page);
      const query = readTableQuery(url, rules);
      expect(rules.sortable).toContain(query.sort);
      expect(Number.isSafeInteger(query.page) && query.page >= 1).toBe(true);
    }),
  );
});

test('a change keeps the other parameters, a new order starts at the first page', () => {
  expect(hrefWith(at('?q=a&page=2'), { page: 3 })).toBe('/office/groups?q=a&page=3');
  expect(hrefWith(at('?q=a'), { q: null })).toBe('/office/groups');
  expect(sortHref(at('?page=2'), { sort: 'name', descending: false }, 'name')).toBe('/office/groups?sort=-name');
  expect(sortHref(at(''), { sort: 'name', descending: true }, 'name')).toBe('/office/groups?sort=name');
});
