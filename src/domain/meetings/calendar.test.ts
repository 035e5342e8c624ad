import { describe, expect, test } from 'vitest';
import { dueDatesFor, nextMeetingOn, rulesOn } from './calendar.rules.ts';
import type { MeetingCycle } from './context.model.ts';
import { someContext, someRules } from '#test/meeting-builder.ts';

const cycle = (change: Partial<MeetingCycle>): MeetingCycle => ({ ...someRules().cycle, nth: null, ...change });
const month = { unit: 'month', every: 1 } as const;

describe('when a group meets', () => {
  test('weekly on its weekday, even after a meeting held a day late', () => {
    const tuesdays = cycle({ unit: 'week', weekday: 2 });
    expect(nextMeetingOn(tuesdays, '2026-05-12')).toBe('2026-05-19');
    expect(nextMeetingOn(tuesdays, '2026-05-13')).toBe('2026-05-19');
    expect(nextMeetingOn(tuesdays, '2026-05-11')).toBe('2026-05-19');
  });
  test('monthly: second Tuesday, last Friday, the 31st', () => {
    expect(nextMeetingOn(cycle({ weekday: 2, nth: 2 }), '2026-05-12')).toBe('2026-06-09');
    expect(nextMeetingOn(cycle({ weekday: 5, nth: -1 }), '2026-04-24')).toBe('2026-05-29');
    expect(nextMeetingOn(cycle({ nth: 31 }), '2026-01-31')).toBe('2026-02-28');
  });
  test('due dates fall on meeting days and keep the anchor', () => {
    expect(dueDatesFor(cycle({ nth: 31 }), month, { from: '2026-01-31', count: 3 })).toEqual([
      '2026-02-28',
      '2026-03-31',
      '2026-04-30',
    ]);
    expect(dueDatesFor(cycle({ unit: 'week', weekday: 2 }), month, { from: '2026-05-12', count: 2 })).toEqual([
      '2026-06-16',
      '2026-07-14',
    ]);
    const week = { unit: 'week', every: 2 } as const;
    expect(dueDatesFor(cycle({}), week, { from: '2026-05-12', count: 2 })).toEqual(['2026-05-26', '2026-06-09']);
  });
  test('rules are dated: the last one begun by the day holds', () => {
    const later = someRules({ fromOn: '2026-06-01', usualCompulsoryPaise: 20_000 });
    const context = someContext({ rules: [later, someRules()] });
    expect(rulesOn(context, '2026-05-31').usualCompulsoryPaise).toBe(10_000);
    expect(rulesOn(context, '2026-06-01').usualCompulsoryPaise).toBe(20_000);
    expect(rulesOn(context, '2020-01-01').usualCompulsoryPaise).toBe(10_000);
  });
});
