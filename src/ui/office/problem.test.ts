import { expect, test } from 'vitest';
import { atForm, liesAt } from './problem.ts';

test('of several forms on a page only the one that was sent shows its problem and keeps what was typed', () => {
  const sent = { problem: { code: 'loans.month_not_over' }, typed: { act: 'set', fromOn: '2026-04-01', d30: 'x' } };
  expect(atForm(sent, 'set')).toEqual(sent);
  expect(atForm(sent, 'book')).toEqual({ problem: null, typed: {} });
  expect(atForm(null, 'set')).toEqual({ problem: null, typed: {} });
});

test('a problem lies at the field whose name ends its path; of two that end alike, at the one that is meant', () => {
  const problem = { code: 'door.invalid', params: { field: 'uniformSavings.meetings' } };
  expect(liesAt(problem, 'uniformSavings.meetings')).toBe(true);
  expect(liesAt(problem, 'absentPaid.meetings')).toBe(false);
  expect(liesAt({ code: 'door.amount', params: { field: 'amountPaise.1' } }, 'amountPaise.1')).toBe(true);
  expect(liesAt({ code: 'door.amount', params: { field: 'amountPaise.1' } }, 'amountPaise.0')).toBe(false);
  expect(liesAt({ code: 'door.invalid', params: { field: 'lines.0.amountPaise' } }, 'amountPaise')).toBe(true);
  expect(liesAt({ code: 'door.invalid', params: { field: 'lines.0.amountPaise' } }, 'paise')).toBe(false);
  expect(liesAt({ code: 'people.phone_shape' }, 'phone')).toBe(true);
});
