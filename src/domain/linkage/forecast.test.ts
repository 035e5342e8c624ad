import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '#platform/dates.ts';
import { agreedRows } from './agreed.rules.ts';
import type { Booked } from './booked.rules.ts';
import {
  forecastOf,
  MEETINGS_AHEAD,
  type ComingMeeting,
  type Forecast,
  type ForecastFacts,
  type PastMeeting,
} from './forecast.rules.ts';

const met = (change: Partial<PastMeeting> = {}): PastMeeting => ({
  savedPaise: 100_000,
  normPaise: 100_000,
  duePaise: 20_000,
  paidPaise: 20_000,
  toLendersPaise: 0,
  putByPaise: 0,
  ...change,
});
const coming = (change: Partial<ComingMeeting> = {}): ComingMeeting[] =>
  Array.from({ length: MEETINGS_AHEAD }, (_, at) => ({
    on: addDays('2026-12-12', 30 * at),
    normPaise: 100_000,
    duePaise: 20_000,
    ownDuePaise: 0,
    ...change,
  }));
const facts = (change: Partial<ForecastFacts> = {}): ForecastFacts => ({
  startPaise: 500_000,
  reservePaise: 0,
  overduePaise: 0,
  lendersLeftPaise: 0,
  past: Array.from({ length: 12 }, () => met()),
  coming: coming(),
  ...change,
});
const points = (forecast: Forecast) => {
  if (!forecast.ok) throw new Error(forecast.reason);
  return forecast.points;
};

describe('a group that always paid', () => {
  test('has one figure and no range', () => {
    const [first, , , , , last] = points(forecastOf(facts()));
    expect(first).toMatchObject({ lowPaise: 620_000, middlePaise: 620_000, highPaise: 620_000, safePaise: 620_000 });
    expect(last).toMatchObject({ lowPaise: 1_220_000, highPaise: 1_220_000, shortPaise: 0 });
  });
});

describe('the range is the worst and the best row of meetings there was', () => {
  const past = [met(), met(), met({ savedPaise: 50_000 }), met({ savedPaise: 0 }), met(), met({ savedPaise: 150_000 })];
  const found = points(forecastOf(facts({ past })));
  test('one meeting ahead: the worst and the best single one', () => {
    expect(found[0]!.savings).toEqual({ lowPaise: 0, middlePaise: 83_333, highPaise: 150_000 });
  });
  test('two ahead: two in a row, so bad luck does not repeat itself without end', () => {
    expect(found[1]!.savings).toMatchObject({ lowPaise: 50_000, highPaise: 250_000 });
  });
  test('six ahead: the whole as it was', () => {
    expect(found[5]!.savings).toEqual({ lowPaise: 500_000, middlePaise: 500_000, highPaise: 500_000 });
  });
});

describe('loans', () => {
  test('arrears that were caught up let more come than falls due, but never more than is owed', () => {
    const past = [met({ paidPaise: 0 }), met({ paidPaise: 60_000 }), ...Array.from({ length: 6 }, () => met())];
    const first = points(forecastOf(facts({ past, overduePaise: 5_000 })))[0]!;
    expect(first.repayments).toMatchObject({ lowPaise: 0, highPaise: 25_000 });
  });
  test('own instalments go out of all three; what lenders without a schedule got goes out as it went', () => {
    const past = [...Array.from({ length: 6 }, () => met()), met({ toLendersPaise: 30_000 })];
    const first = points(
      forecastOf(facts({ past, lendersLeftPaise: 12_000, coming: coming({ ownDuePaise: 7_000 }) })),
    )[0]!;
    expect(first.out).toMatchObject({ lowPaise: 7_000, highPaise: 19_000 });
    expect(first).toMatchObject({ highPaise: 613_000, lowPaise: 601_000 });
  });
  test('what may be lent now leaves what has to be paid later', () => {
    const plan = coming({ normPaise: 0, duePaise: 0 }).map((one, at) => ({
      ...one,
      ownDuePaise: at === 3 ? 400_000 : 0,
    }));
    const found = points(forecastOf(facts({ coming: plan, reservePaise: 50_000 })));
    expect(found.map((one) => one.safePaise)).toEqual([50_000, 50_000, 50_000, 50_000, 50_000, 50_000]);
    const short = points(forecastOf(facts({ coming: plan, startPaise: 100_000 })));
    expect(short[3]).toMatchObject({ lowPaise: 0, shortPaise: 300_000, safePaise: 0 });
  });
});

describe('nothing is said', () => {
  test('of a group that has met less often than is looked ahead', () => {
    expect(forecastOf(facts({ past: [met(), met()] }))).toEqual({
      ok: false,
      reason: 'few_meetings',
      has: 2,
      needs: 6,
    });
  });
  test('where instalments are due and hardly any ever was', () => {
    const past = Array.from({ length: 8 }, (_, at) => met(at < 6 ? { duePaise: 0, paidPaise: 0 } : {}));
    expect(forecastOf(facts({ past }))).toMatchObject({ ok: false, reason: 'few_repayments', has: 2 });
    expect(forecastOf(facts({ past, coming: coming({ duePaise: 0 }) })).ok).toBe(true);
  });
});

describe('the letter of a bank loan', () => {
  const letter = { firstDueOn: '2026-10-12', instalmentPaise: 110 };
  const loan = (owedPaise: number, ...moves: [kind: 'came' | 'paid' | 'interest', paise: number][]): Booked => ({
    ...{ paise: 300, owedPaise, isSure: true },
    moves: moves.map(([kind, paise]) => ({ on: '2026-09-12', kept: 'bank', kind, paise })),
  });
  const due = (booked: Booked, upTo = '2027-05-15') =>
    agreedRows(booked, letter, upTo).map((row) => [row.dueOn, row.paise]);

  test('what was paid covers the oldest instalments, a part of one as well; nothing after the day looked to', () => {
    const some = loan(200, ['came', 300], ['paid', 100], ['interest', 40]);
    expect(due(some, '2026-12-12')).toEqual([
      ['2026-11-12', 80],
      ['2026-12-12', 110],
    ]);
  });
  test('they end with what can be owed: principal with interest as it was paid so far, the last one whole', () => {
    // 200 of principal owed, 140 paid for 100 of principal: 280 can be asked
    expect(due(loan(200, ['came', 300], ['paid', 100], ['interest', 40]))).toHaveLength(3);
    expect(due(loan(300, ['came', 300]))).toHaveLength(3);
    expect(due(loan(0, ['came', 300], ['paid', 300]))).toEqual([]);
  });
});

const paise = fc.integer({ min: 0, max: 50_000_000 });
const anyMeeting = fc.record({
  savedPaise: paise,
  normPaise: paise,
  duePaise: paise,
  paidPaise: paise,
  toLendersPaise: paise,
  putByPaise: paise,
});
const anyComing = fc.array(fc.record({ normPaise: paise, duePaise: paise, ownDuePaise: paise }), {
  minLength: MEETINGS_AHEAD,
  maxLength: MEETINGS_AHEAD,
});
const anyFacts = fc.record({
  startPaise: paise,
  reservePaise: paise,
  overduePaise: paise,
  lendersLeftPaise: paise,
  past: fc.array(anyMeeting, { minLength: 0, maxLength: 20 }),
  coming: anyComing.map((rows) => rows.map((row, at) => ({ ...row, on: addDays('2026-12-12', at * 7) }))),
});
const whole = (forecast: Forecast): number[] =>
  forecast.ok
    ? forecast.points.flatMap(({ on: _, savings, repayments, out, ...rest }) =>
        [rest, savings, repayments, out].flatMap((one) => Object.values(one) as number[]),
      )
    : [];

describe('properties', () => {
  test('least <= middle <= most, of every part; whole paise, none below zero', () => {
    fc.assert(
      fc.property(anyFacts, (given) => {
        const forecast = forecastOf(given);
        if (!forecast.ok) return;
        for (const point of forecast.points)
          for (const { lowPaise, middlePaise, highPaise } of [point, point.savings, point.repayments, point.out]) {
            expect(lowPaise).toBeLessThanOrEqual(middlePaise);
            expect(middlePaise).toBeLessThanOrEqual(highPaise);
          }
        for (const one of whole(forecast)) expect(Number.isSafeInteger(one) && one >= 0).toBe(true);
      }),
    );
  });
  test('who always paid what was asked has a range of no width', () => {
    fc.assert(
      fc.property(anyFacts, (given) => {
        const past = given.past.map((one) => ({
          ...one,
          savedPaise: one.normPaise,
          paidPaise: one.duePaise,
          toLendersPaise: 0,
          putByPaise: 0,
        }));
        const forecast = forecastOf({ ...given, past });
        if (!forecast.ok) return;
        for (const point of forecast.points) expect(point.highPaise).toBe(point.lowPaise);
      }),
    );
  });
  test('never lends what the least leaves short: safe + reserve fits under the least of this and every later meeting', () => {
    fc.assert(
      fc.property(anyFacts, (given) => {
        const forecast = forecastOf(given);
        if (!forecast.ok) return;
        forecast.points.forEach((point, at) => {
          if (point.safePaise > 0)
            for (const later of forecast.points.slice(at))
              expect(point.safePaise + given.reservePaise).toBeLessThanOrEqual(later.lowPaise);
        });
      }),
    );
  });
});

describe('savings at the federation', () => {
  const at = (...putBy: number[]) =>
    points(forecastOf(facts({ past: putBy.map((putByPaise) => met({ putByPaise })) })));
  test('as far as they are a habit they go out at the coming meetings too, in the range of the past', () => {
    const out = at(1_000, 1_000, 2_000, 1_000, 0, 1_000, 1_000, 1_000)[0]!.out;
    expect(out).toEqual({ lowPaise: 0, middlePaise: 1_000, highPaise: 2_000 });
  });
  test('once or twice says nothing of what comes', () => {
    expect(at(0, 0, 50_000, 0, 0, 0, 50_000, 0)[5]!.out).toEqual({ lowPaise: 0, middlePaise: 0, highPaise: 0 });
  });
});
