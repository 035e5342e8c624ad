import { expect, test } from 'vitest';
import { cardToday, summaryOf } from './group-cards.ts';
import { practiceContext } from './practice.ts';

const context = practiceContext('2026-11-21');
const [first, ...others] = context.members;
const view = (members = context.members) => ({
  confirmed: context,
  onPhone: { ...context, members },
  meetings: [],
  own: [],
  version: '1',
  onTop: 0,
});

test('a kept card is true for the days it was made for', () => {
  const leaves = [{ ...first!, leftOn: '2026-12-01' }, ...others];
  const summary = summaryOf(view(leaves), '2026-11-21');
  expect(cardToday(summary, '2026-11-20')).toBeNull();
  expect(cardToday(summary, '2026-11-30')?.members).toBe(context.members.length);
  expect(cardToday(summary, '2026-12-01')).toBeNull();
});
test('whether the meeting is overdue is asked of the day it is shown', () => {
  const { card, ...days } = summaryOf(view(), '2026-11-21');
  const planned = { ...days, card: { ...card, nextOn: '2026-11-25', overdue: false } };
  expect(cardToday(planned, '2026-11-25')?.overdue).toBe(false);
  expect(cardToday(planned, '2026-11-26')?.overdue).toBe(true);
});
