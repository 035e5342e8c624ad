import { expect, test } from 'vitest';
import { speechOf } from './speech.ts';

test('in Urdu a day reads from right to left, an amount from left to right; other languages need no marks', () => {
  const day = '2026-11-25';
  expect(speechOf('ur').day(day)).toBe('\u206725 نومبر 2026\u2069');
  expect(speechOf('ur').money(-423_050)).toBe('\u2066−₹4,230.50\u2069');
  expect(speechOf('hi').day(day)).toBe('25 नवंबर 2026');
  expect(speechOf('en').day(null)).toBe('');
});
