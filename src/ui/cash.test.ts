import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CASH_KINDS, cashKey, cashTotal } from './cash.ts';
import { padKeyOf, pressPad, type PadKey } from './number-pad.ts';

test('each kind of cash is counted apart', () => {
  expect(new Set(CASH_KINDS.map(cashKey)).size).toBe(CASH_KINDS.length);
  expect(cashTotal({ 'note-50000': 8, 'note-1000': 2, 'coin-1000': 1, 'coin-100': 3 })).toBe(403_300);
  expect(cashTotal({})).toBe(0);
});

test('digits typed on the pad spell the amount in rupees', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9_999_999 }), (rupees) => {
      const typed = [...String(rupees)].reduce((amount, key) => pressPad(amount, key as PadKey, 1e9), 0);
      expect(typed).toBe(rupees * 100);
      expect(pressPad(typed, 'back', 1e9)).toBe(Math.trunc(rupees / 10) * 100);
    }),
  );
});

test('the pad stops at its limit and clears', () => {
  expect(pressPad(50_000, '0', 100_000)).toBe(50_000);
  expect(pressPad(1_000, '00', 100_000)).toBe(100_000);
  expect(pressPad(50_000, 'clear', 100_000)).toBe(0);
});

test('a keyboard works the pad', () => {
  expect(padKeyOf('7')).toBe('7');
  expect(padKeyOf('Backspace')).toBe('back');
  expect(padKeyOf('a')).toBeNull();
});
