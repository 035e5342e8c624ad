import { expect, test } from 'vitest';
import { rateBpsOf } from './percent.ts';

test.each([
  ['10', 1000],
  ['12.5 %', 1250],
  ['१२.२५', 1225],
  ['۱۵٫۵', 1550],
  ['0.05', 5],
])('%s is %i basis points', (typed, bps) => {
  expect(rateBpsOf(typed)).toBe(bps);
});

test('what is no percentage stays as it was typed', () => {
  for (const typed of ['ten', '', '1.234', '-5']) expect(rateBpsOf(typed)).toBe(typed);
});
