import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { crumbsOf } from './crumbs.ts';

const here = (routeId: string, params: Record<string, string> = {}, book: string | null = null) => ({
  routeId,
  params,
  language: 'en' as const,
  book,
});

test('the pages above, with the names the page itself was given', () => {
  const params = { id: 'g1', person: 'p1' };
  const card = { name: 'Roshni', nameHi: 'रोशनी', nameUr: null };
  expect(crumbsOf(here('/office/groups/[id]/leave/[person]', params), { card })).toEqual([
    { href: '/office/groups', label: 'Groups' },
    { href: '/office/groups/g1', label: 'Roshni' },
  ]);
  const slip = here('/office/meetings/[group]/[id]/slip/[person]', { group: 'g1', id: 'm1', person: 'p1' });
  expect(crumbsOf(slip, { meeting: { heldOn: '2026-05-12' } }).at(-1)?.href).toBe('/office/meetings/g1/m1');
  expect(crumbsOf(here('/office/people/[id]/edit', { id: 'p1' }), {}).map(({ label }) => label)).toEqual([
    'People',
    'Person',
  ]);
});

test('accounts keep the book she looks at', () => {
  expect(crumbsOf(here('/office/accounts/heads/new', {}, 'b1'), {}).map(({ href }) => href)).toEqual([
    '/office/accounts?book=b1',
    '/office/accounts/heads?book=b1',
  ]);
});

test('every page that has pages below it is in the table', () => {
  const pages = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('+page.svelte') && path.includes('/'))
    .map((path) => path.slice(0, path.lastIndexOf('/')));
  for (const above of pages)
    for (const below of pages.filter((path) => path.startsWith(`${above}/`))) {
      const params = Object.fromEntries([...below.matchAll(/\[(\w+)\]/g)].map(([, name = '']) => [name, name]));
      const path = `/office/${above.replaceAll(/[[\]]/g, '')}`;
      expect(crumbsOf(here(`/office/${below}`, params), {}).map(({ href }) => href)).toContain(path);
    }
});
