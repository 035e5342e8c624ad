import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readDigits } from '#platform/digits.ts';
import { MAX_PAISE, parseRupees } from '#platform/money.ts';
import { CALENDAR_WORDS } from './calendar-words.ts';
import {
  formatBps,
  formatClock,
  formatCount,
  formatDate,
  formatMoney,
  formatMonth,
  formatRate,
  moneyInSentence,
} from './format.ts';
import { LANGUAGES } from './languages.ts';

test('a formatted amount reads back as itself', () => {
  fc.assert(
    fc.property(fc.integer({ min: -MAX_PAISE, max: MAX_PAISE }), (paise) => {
      expect(parseRupees(formatMoney(paise))).toBe(paise);
    }),
  );
});

test('amounts inside Urdu sentences are isolated, elsewhere bare', () => {
  expect(moneyInSentence(-423_050, 'ur')).toBe('\u2066−₹4,230.50\u2069');
  expect(moneyInSentence(423_000, 'hi')).toBe('₹4,230');
});

test('days on paper carry weekday and year, near today no year', () => {
  expect(formatDate('2026-05-12', 'en')).toBe('Tue 12 May 2026');
  expect(formatDate('2026-05-12', 'hi')).toBe('मंगल 12 मई 2026');
  expect(formatDate('2026-05-12', 'ur')).toBe('منگل 12 مئی 2026');
  expect(formatDate('2026-05-12', 'en', { style: 'near', today: '2026-06-01' })).toBe('Tue 12 May');
  expect(formatDate('2025-05-12', 'en', { style: 'near', today: '2026-06-01' })).toBe('Mon 12 May 2025');
  expect(formatDate('2026-05-12', 'en', { style: 'plain' })).toBe('12 May 2026');
  expect(formatMonth('2026-05-01', 'hi')).toBe('मई 2026');
});

test.each(LANGUAGES)('%s has seven weekdays and twelve months, all different', (language) => {
  expect(new Set(CALENDAR_WORDS[language].weekdays).size).toBe(7);
  expect(new Set(CALENDAR_WORDS[language].months).size).toBe(12);
});

test('a rate shows what it is made of, and never rounds to none or all', () => {
  expect(formatRate(41, 50)).toBe('82 % (41/50)');
  expect(formatRate(1, 1000)).toBe('<1 % (1/1,000)');
  expect(formatRate(999, 1000)).toBe('>99 % (999/1,000)');
  expect(formatRate(0, 7)).toBe('0 % (0/7)');
  expect(formatRate(0, 0)).toBeNull();
});

test('counts, basis points and the clock in India', () => {
  expect(formatCount(-1_234_567)).toBe('−12,34,567');
  expect(readDigits('१२')).toBe('12');
  expect(formatBps(1250)).toBe('12.5 %');
  expect(formatBps(2400)).toBe('24 %');
  expect(formatBps(5)).toBe('0.05 %');
  expect(formatClock(new Date('2026-05-12T08:50:00Z'))).toBe('14:20');
});
