import { expect, test } from 'vitest';
import { limitsOn, stretchesOf, type LimitRow } from './limits.rules.ts';

const rows: LimitRow[] = [
  { name: 'split_limit_paise', fromOn: '2000-01-01', value: 20_000_00 },
  { name: 'split_limit_paise', fromOn: '2017-04-01', value: 10_000_00 },
  { name: 'split_entries', fromOn: '2000-01-01', value: 2 },
  { name: 'split_entries', fromOn: '2026-05-01', value: 3 },
  { name: 'split_entries', fromOn: '2026-05-01', value: 4 },
  { name: 'hours_from', fromOn: '2026-05-02', value: 420 },
];

test('an entry is judged by the limit of its own day; of two set for one day the later word counts', () => {
  expect(limitsOn(rows, '2017-03-31').split_limit_paise).toBe(20_000_00);
  expect(limitsOn(rows, '2017-04-01').split_limit_paise).toBe(10_000_00);
  expect(limitsOn(rows, '2026-05-01').split_entries).toBe(4);
});

test('a period with a change in it is two stretches without a gap; other limits do not cut it', () => {
  const names = ['split_limit_paise', 'split_entries'] as const;
  const stretches = stretchesOf(rows, { names, from: '2026-04-01', to: '2026-06-30' });
  expect(stretches.map(({ from, to, limits }) => [from, to, limits.split_entries])).toEqual([
    ['2026-04-01', '2026-04-30', 2],
    ['2026-05-01', '2026-06-30', 4],
  ]);
});

test('days before the first row of a name take that row', () => {
  expect(limitsOn(rows, '1999-12-31')).toMatchObject({ split_limit_paise: 20_000_00, hours_from: 420 });
});
