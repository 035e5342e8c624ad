import { expect, test } from 'vitest';
import { linesOf } from './lines.ts';

test('one woman a line, in three scripts, with numbers before and a husband after', () => {
  expect(linesOf('1. Kamla Devi, Ram Lal\r\n\n२) शबाना\n۳: رخسانہ، اکبر\n , nobody\n4 Sisters')).toEqual([
    { line: 1, person: { nameLatin: 'Kamla Devi', relation: { kind: 'husband', name: 'Ram Lal' } } },
    { line: 3, person: { nameDevanagari: 'शबाना', relation: null } },
    { line: 4, person: { nameUrdu: 'رخسانہ', relation: { kind: 'husband', name: 'اکبر' } } },
    { line: 6, person: { nameLatin: '4 Sisters', relation: null } },
  ]);
  expect(linesOf(' \n')).toEqual([]);
});
