import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import type { MeetingDoc, MeetingDocLine } from '#domain/meetings/index.ts';
import { addDays } from '#platform/dates.ts';
import { TELLS, TellRules } from './tells.model.ts';
import { shownToOffice, tellRulesIn, tellRulesOn, tellsOf, type TellInput } from './tells.rules.ts';

const rules = z
  .array(TellRules)
  .parse(JSON.parse(readFileSync(new URL('../../../db/reference/group-tells.json', import.meta.url), 'utf8')));

type Woman = { saved?: number; attendance?: MeetingDocLine[1]; back?: number; lent?: number; owes?: number };
const line = (at: number, { saved = 10_000 + at, attendance = 'present', back = 0, lent = 0, owes = 0 }: Woman = {}) =>
  [`p${at}`, attendance, saved, 0, 0, back, 0, 0, lent, 0, owes] as MeetingDocLine;
const WOMEN = [0, 1, 2, 3, 4, 5, 6, 7];
const held = (at: number, of: (woman: number) => Woman | undefined = () => undefined, cash = 0): MeetingDoc => ({
  meetingId: `m${at}`,
  kind: 'regular',
  heldOn: addDays('2026-01-05', 7 * at),
  state: 'closed',
  reason: null,
  previousMeetingId: null,
  openingCashPaise: 0,
  closingCashPaise: cash,
  present: 0,
  members: WOMEN.length,
  nextOn: null,
  journalSeq: null,
  headHash: null,
  lines: WOMEN.map((woman) => line(woman, of(woman))),
});
const meetings = (count: number, of?: (at: number) => (woman: number) => Woman | undefined): MeetingDoc[] =>
  Array.from({ length: count }, (_, at) => held(at, of?.(at)));
const leader = (at: number, office: 'president' | 'secretary' | 'treasurer') => ({
  ...{ personId: `p${at}`, office, fromOn: '2025-01-01', untilOn: null },
});
const input = (docs: readonly MeetingDoc[], change: Partial<TellInput['ground']> = {}): TellInput => ({
  context: {
    practice: false,
    rules: [{ fromOn: '2025-01-01', cashLimitPaise: 50_000 }] as never,
    officers: [leader(0, 'president'), leader(1, 'secretary')],
  },
  meetings: docs,
  ground: { rules, visits: [], ...change },
});
const codes = (docs: readonly MeetingDoc[], change?: Partial<TellInput['ground']>) =>
  tellsOf(input(docs, change)).map((one) => one.code);

describe('settings of an organisation', () => {
  const [usual] = rules;
  const own = (fromOn: string, meetings: number) => ({
    ...usual!,
    fromOn,
    uniformSavings: { ...usual!.uniformSavings, meetings },
  });
  test('the default until the first own one, then own alone; of one day the later set', () => {
    const later = { ...usual!, fromOn: '2026-06-01' };
    const all = tellRulesIn([usual!, later], [own('2026-05-01', 3), own('2026-04-01', 4), own('2026-05-01', 9)]);
    expect(all.map((one) => [one.fromOn, one.uniformSavings.meetings])).toEqual([
      ['2025-04-01', 6],
      ['2026-04-01', 4],
      ['2026-05-01', 9],
    ]);
    expect(tellRulesOn(all, '2026-07-01')?.uniformSavings.meetings).toBe(9);
    expect(tellRulesIn([usual!, later], [])).toEqual([usual, later]);
  });
  test('property: a change changes nothing of what any meeting before its day showed', () => {
    const same = () => ({ saved: 10_000 });
    const all = meetings(12, () => same);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 11 }), (needed, from) => {
        const changed = tellRulesIn(rules, [own(all[from]!.heldOn, needed)]);
        for (let until = 1; until <= from; until += 1) {
          const docs = all.slice(0, until);
          expect(tellsOf(input(docs, { rules: changed }))).toEqual(tellsOf(input(docs)));
        }
      }),
    );
    // and from its day on it counts
    const soon = tellRulesIn(rules, [own(all[2]!.heldOn, 3)]);
    expect(codes(all.slice(0, 3), { rules: soon })).toEqual(['uniform_savings']);
    expect(codes(all.slice(0, 3))).toEqual([]);
  });
});

test('an ordinary group has no sign', () => {
  expect(codes(meetings(12))).toEqual([]);
});

describe('each sign, and the figure just beside it that is none', () => {
  const same = () => ({ saved: 10_000 });
  test('savings of all the same for six meetings', () => {
    const [sign] = tellsOf(input(meetings(8, () => same)));
    expect(sign).toMatchObject({ code: 'uniform_savings', sinceMeetingId: 'm5', meetingsSince: 2 });
    expect(sign!.meetingIds).toEqual(['m2', 'm3', 'm4', 'm5', 'm6', 'm7']);
    expect(sign!.figures).toMatchObject({ savedPaise: 10_000, meetings: 6 });
    expect(codes(meetings(5, () => same))).toEqual([]);
    expect(codes(meetings(8, (at) => (woman) => (at === 7 && woman === 3 ? { saved: 5_000 } : same())))).toEqual([]);
  });
  test('savings written for women who were absent', () => {
    const away = (saved: number) => (at: number) => (woman: number) =>
      woman === at % 8 ? ({ attendance: 'absent', saved } as const) : undefined;
    expect(codes(meetings(6, away(9_000)))).toEqual(['absent_paid']);
    expect(codes(meetings(6, away(0)))).toEqual([]);
    expect(codes(meetings(4, away(9_000)))).toEqual([]);
  });
  test('loans with those who lead', () => {
    const owing = (leaders: number, others: number) => () => (woman: number) => ({
      owes: woman < 2 ? leaders : others,
      saved: 10_000 + woman,
    });
    const [sign] = tellsOf(input(meetings(3, owing(400_000, 50_000))));
    expect(sign).toMatchObject({ code: 'officer_loans', personIds: ['p0', 'p1'], figures: { leaders: 2, members: 8 } });
    expect(sign!.figures['shareBps']).toBe(7273);
    expect(codes(meetings(3, owing(150_000, 50_000)))).toEqual([]);
    // little money in all is no sign
    expect(codes(meetings(3, owing(40_000, 1_000)))).toEqual([]);
  });
  test('most of the money with one woman', () => {
    const one = (owes: number) => () => (woman: number) => ({
      owes: woman === 5 ? owes : 100_000,
      saved: 10_000 + woman,
    });
    expect(codes(meetings(2, one(600_000)))).toEqual(['one_borrower']);
    expect(codes(meetings(2, one(400_000)))).toEqual([]);
  });
  test('another woman is another sign', () => {
    const whose = (at: number) => (woman: number) => ({
      owes: woman === (at < 3 ? 5 : 6) ? 600_000 : 100_000,
      saved: 10_000 + woman,
    });
    expect(tellsOf(input(meetings(5, whose)))).toMatchObject([{ sinceMeetingId: 'm3', personIds: ['p6'] }]);
  });
  test('more in the box than the group allows, twice', () => {
    const closing = (...cash: number[]) => cash.map((paise, at) => held(at, undefined, paise));
    expect(codes(closing(0, 60_000, 60_000))).toEqual(['cash_over_limit']);
    expect(codes(closing(60_000, 50_000, 60_000))).toEqual([]);
  });
  test('repaid before a visit, three times what is usual', () => {
    const paid = (before: number, then: number) => (at: number) => (woman: number) =>
      woman === 4 ? { back: at < 8 ? before : then, owes: 90_000 } : undefined;
    const visitOn = addDays('2026-01-05', 7 * 9 + 2);
    const signs = tellsOf(input(meetings(12, paid(10_000, 90_000)), { visits: [visitOn] }));
    expect(signs).toMatchObject([{ code: 'paid_before_visit', sinceMeetingId: 'm10', visitOn, meetingsSince: 1 }]);
    expect(signs[0]!.figures).toMatchObject({ camePaise: 180_000, usualPaise: 20_000 });
    expect(codes(meetings(12, paid(10_000, 20_000)), { visits: [visitOn] })).toEqual([]);
    expect(codes(meetings(12, paid(10_000, 90_000)))).toEqual([]);
    // so many meetings later it is over
    expect(codes(meetings(17, paid(10_000, 90_000)), { visits: [visitOn] })).toEqual([]);
  });
  test('repaid and lent again in the same meeting', () => {
    const round = (lent: number) => (at: number) => (woman: number) =>
      at >= 4 && woman === 6 ? { back: 200_000, lent, owes: lent } : undefined;
    expect(codes(meetings(6, round(200_000)))).toEqual(['repaid_and_borrowed']);
    expect(codes(meetings(6, round(100_000)))).toEqual([]);
    expect(codes(meetings(5, round(200_000)))).toEqual([]);
  });
});

describe('the group first', () => {
  const docs = (count: number) => meetings(count, () => () => ({ saved: 10_000 }));
  const office = (count: number) => shownToOffice(tellsOf(input(docs(count))), rules);
  test('the office sees nothing before two more meetings were held', () => {
    expect(tellsOf(input(docs(6)))).toHaveLength(1);
    expect([office(6).length, office(7).length, office(8).length]).toEqual([0, 0, 1]);
  });
  test('another setting counts from its own day', () => {
    const later = { ...rules[0]!, fromOn: addDays('2026-01-05', 7 * 6), groupFirstMeetings: 5 };
    const both = [...rules, later];
    // the sign is of a meeting before the new setting
    expect(shownToOffice(tellsOf(input(docs(8), { rules: both })), both)).toHaveLength(1);
    const early = [{ ...later, fromOn: '2025-01-01' }];
    expect(shownToOffice(tellsOf(input(docs(10), { rules: early })), early)).toHaveLength(0);
    expect(shownToOffice(tellsOf(input(docs(11), { rules: early })), early)).toHaveLength(1);
  });
  test('a practice group has none', () => {
    const practice = input(docs(9));
    expect(tellsOf({ ...practice, context: { ...practice.context, practice: true } })).toEqual([]);
  });
});

const paise = fc.integer({ min: 0, max: 500_000 });
const anyDocs = fc
  .array(fc.array(fc.record({ saved: paise, back: paise, lent: paise, owes: paise }), { minLength: 8, maxLength: 8 }), {
    maxLength: 14,
  })
  .map((all) => all.map((women, at) => held(at, (woman) => women[woman])));

test('whatever the meetings: every sign names meetings that are there, once each, and the order they come in does not matter', () => {
  fc.assert(
    fc.property(anyDocs, fc.array(fc.integer({ min: 0, max: 13 }), { maxLength: 3 }), (docs, visited) => {
      const visits = visited.map((at) => addDays('2026-01-05', 7 * at + 1));
      const signs = tellsOf(input(docs, { visits }));
      const known = new Set(docs.map((one) => one.meetingId));
      for (const sign of signs) {
        expect(TELLS).toContain(sign.code);
        expect([sign.sinceMeetingId, ...sign.meetingIds].every((id) => known.has(id))).toBe(true);
        expect(new Set(sign.meetingIds).size).toBe(sign.meetingIds.length);
        expect(Object.values(sign.figures).every((one) => Number.isSafeInteger(one) && one >= 0)).toBe(true);
      }
      expect(tellsOf(input(docs.toReversed(), { visits }))).toEqual(signs);
    }),
    { numRuns: 60 },
  );
});
