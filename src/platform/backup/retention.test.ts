import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayInIndia } from '../dates.ts';
import { kept } from './retention.ts';

const at = (text: string): Date => new Date(`${text}:00+05:30`);
const daily = (days: number, end = at('2026-11-22T20:00')): Date[] =>
  Array.from({ length: days }, (_none, n) => new Date(end.getTime() - n * 86_400_000));

test('a year of daily backups: 7 days, 4 weeks, 12 months, newest of each', () => {
  const days = kept(daily(400)).map((moment) => dayInIndia(moment));
  expect(days).toEqual([
    ...['2026-11-22', '2026-11-21', '2026-11-20', '2026-11-19', '2026-11-18', '2026-11-17', '2026-11-16'],
    // Sundays before; the last week is that of the 22nd itself
    ...['2026-11-15', '2026-11-08', '2026-11-01'],
    ...['2026-10-31', '2026-09-30', '2026-08-31', '2026-07-31', '2026-06-30', '2026-05-31', '2026-04-30'],
    ...['2026-03-31', '2026-02-28', '2026-01-31', '2025-12-31'],
  ]);
});

test('of many in one day the newest stays, by the day in India', () => {
  const moments = [at('2026-11-22T00:10'), at('2026-11-22T23:50'), at('2026-11-21T23:59')];
  expect(kept(moments)).toEqual([at('2026-11-22T23:50'), at('2026-11-21T23:59')]);
});

test('after a long pause the old ones stay: it counts days that have a backup, not days', () => {
  expect(kept([...daily(5, at('2024-01-31T12:00')), at('2026-11-22T12:00')])).toHaveLength(6);
});

const moments = fc.array(fc.integer({ min: 0, max: 1_200 * 24 }).map((hour) => new Date(Date.UTC(2024, 0, 1, hour))));

test('the newest always stays; never more than 23; what stays stays again', () => {
  fc.assert(
    fc.property(moments, (given) => {
      const stay = kept(given);
      const newest = Math.max(...given.map((one) => one.getTime()));
      if (given.length > 0) expect(stay[0]?.getTime()).toBe(newest);
      expect(stay.length).toBeLessThanOrEqual(23);
      expect(kept(stay)).toEqual(stay);
    }),
  );
});

test('tidying every day keeps what tidying once would have kept', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), (days) => {
      let stay: Date[] = [];
      for (const moment of daily(days).reverse()) stay = kept([...stay, moment]);
      expect(stay).toEqual(kept(daily(days)));
    }),
    { numRuns: 20 },
  );
});
