import { describe, expect, test } from 'vitest';
import { amountOf, dayOf, oneOf, sameWord, textOf, truthOf, wholeOf } from './cells.ts';

describe('cells as people fill them', () => {
  test('amounts', () => {
    expect(
      ['1,25,000.50', '₹ 1250/-', 'Rs. 90', 'रु. १२५०', '۱۲۵۰', '(250)', '0', '75 Dr', 'INR 12'].map(amountOf),
    ).toEqual([12_500_050, 125_000, 9_000, 125_000, 125_000, -25_000, 0, 7_500, 1_200]);
    expect([1250.5, 0.1 + 0.2, -3].map(amountOf)).toEqual([125_050, 30, -300]);
    expect(['1.234', 'twelve', '', '1e5', '12,,'].map(amountOf)).toEqual([null, null, null, null, 1_200]);
    expect([1.234, Number.NaN, 1e18].map(amountOf)).toEqual([null, null, null]);
  });

  test('days: day before month, two figures of a year, months by name, serial numbers', () => {
    const days = [
      '12-03-2024',
      '12/3/24',
      '1.2.87',
      '2024-3-12',
      '12 Mar 2024',
      '12-मार्च-२०२४',
      '۱۲ مارچ ۲۰۲۴',
      '5 Sept 26',
    ];
    expect(days.map((day) => dayOf(day, 2026))).toEqual([
      '2024-03-12',
      '2024-03-12',
      '1987-02-01',
      '2024-03-12',
      '2024-03-12',
      '2024-03-12',
      '2024-03-12',
      '2026-09-05',
    ]);
    expect(dayOf(45_363, 2026)).toBe('2024-03-12');
    expect(dayOf({ day: '2024-03-12' }, 2026)).toBe('2024-03-12');
    // never read the other way round, never a day that is none
    expect(['03/13/2024', '31-02-2024', '2024', 'soon', '', 12].map((day) => dayOf(day, 2026))).toEqual(
      Array.from({ length: 6 }, () => null),
    );
  });

  test('whole numbers, truths, choices, texts', () => {
    expect(['१२', '1,200', '12.5', 7, 7.5].map(wholeOf)).toEqual([12, 1200, null, 7, null]);
    expect(['Yes', 'हाँ', 'ہاں', true, '✓'].map(truthOf)).toEqual([true, true, true, true, true]);
    expect(['', null, 'no', 'नहीं', 'perhaps'].map(truthOf)).toEqual([false, false, false, false, null]);
    const kinds = { widow: ['विधवा', 'بیوہ'], single: ['एकल'] };
    expect(['Widow', 'बेवा', ' विधवा '].map((word) => oneOf(kinds, word))).toEqual(['widow', null, 'widow']);
    expect([9_839_012_345, "'=1+1", '  a   b ', 12.5].map(textOf)).toEqual(['9839012345', '=1+1', 'a b', '12.5']);
    expect(sameWord('Husband / Father’s Name ')).toBe('husbandfather’sname');
  });
});
