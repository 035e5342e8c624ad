import { expect, test } from 'vitest';
import { exportLinks } from './exports.ts';

test('a file has the filters and the order of its screen, not its page', () => {
  const url = new URL('https://x.test/office/meetings?state=closed&sort=-saved&page=3&from=&after=%5B1%5D');
  expect(exportLinks('meetings', url, { group: 'g1', to: null })).toEqual([
    { label: 'Excel', href: '/office/export/meetings.xlsx?state=closed&sort=-saved&group=g1' },
    { label: 'CSV', href: '/office/export/meetings.csv?state=closed&sort=-saved&group=g1' },
    { label: 'PDF', href: '/office/export/meetings.pdf?state=closed&sort=-saved&group=g1' },
  ]);
  expect(exportLinks('users', new URL('https://x.test/office'))[0]?.href).toBe('/office/export/users.xlsx');
});
