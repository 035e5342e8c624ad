import { expect, test } from 'vitest';
import { atForm } from './problem.ts';

test('of several forms on a page only the one that was sent shows its problem and keeps what was typed', () => {
  const sent = { problem: { code: 'loans.month_not_over' }, typed: { act: 'set', fromOn: '2026-04-01', d30: 'x' } };
  expect(atForm(sent, 'set')).toEqual(sent);
  expect(atForm(sent, 'book')).toEqual({ problem: null, typed: {} });
  expect(atForm(null, 'set')).toEqual({ problem: null, typed: {} });
});
