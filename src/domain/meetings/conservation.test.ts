import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { outstandingOf } from '#domain/loans/index.ts';
import { sumPaise } from '#platform/money.ts';
import { contextAfter } from './after.rules.ts';
import { anyContext, anyTap, people } from '#test/any-taps.ts';
import { anyJson, type Pools } from '#test/any-json.ts';
import { GroupContext } from './context.model.ts';
import { judgeCutOff } from './cut-off.rules.ts';
import { CutOffSheet } from './cut-off.model.ts';
import { judge, type Judgement } from './judge.rules.ts';
import { AT, closeAsExpected, HELD_ON, idOf, nextHeldOn, someContext, someSheet } from '#test/meeting-builder.ts';
import { MeetingSheet } from './model.ts';
import * as taps from './taps.rules.ts';
import { moneyAvailable, totals } from './totals.rules.ts';

const on = (judgement: Judgement, account: string) =>
  sumPaise(
    (judgement.journal?.postings ?? [])
      .filter((posting) => posting.account === account)
      .map((posting) => posting.amountPaise),
  );
const owned = (context: GroupContext, part: 'compulsoryPaise' | 'voluntaryPaise') =>
  sumPaise(context.balances.map((balance) => balance[part]));
const lent = (context: GroupContext) => sumPaise(context.loans.map((row) => outstandingOf(row).principalPaise));
const banked = (context: GroupContext) => sumPaise(context.banks.map((row) => row.balancePaise));
const carried = (context: GroupContext) => sumPaise(context.inTransit.map((row) => row.amountPaise));

function expectConserved(before: GroupContext, after: GroupContext, judgement: Judgement): void {
  expect(sumPaise(judgement.journal?.postings.map((posting) => posting.amountPaise) ?? [])).toBe(0);
  expect(on(judgement, '1010')).toBe(after.cashPaise - before.cashPaise);
  expect(on(judgement, '1020')).toBe(banked(after) - banked(before));
  expect(on(judgement, '1040')).toBe(carried(after) - carried(before));
  expect(0 - on(judgement, '2010')).toBe(owned(after, 'compulsoryPaise') - owned(before, 'compulsoryPaise'));
  expect(0 - on(judgement, '2020')).toBe(owned(after, 'voluntaryPaise') - owned(before, 'voluntaryPaise'));
  expect(on(judgement, '1110')).toBe(lent(after) - lent(before));
  expect(GroupContext.safeParse(after).success).toBe(true);
}

/** Long walks on a busy machine: the limit is against hanging, nothing is timed. */
const PATIENT = { timeout: 120_000 };

describe('money is conserved whatever is tapped', PATIENT, () => {
  test('any taps leave a sheet that passes the schema; a judged meeting moves every account by exactly its lines', () => {
    let judged = 0;
    fc.assert(
      fc.property(
        anyContext,
        fc.array(fc.array(anyTap, { maxLength: 14 }), { minLength: 1, maxLength: 3 }),
        (start, meetings) => {
          let context = start;
          for (const [no, tapped] of meetings.entries()) {
            let sheet = someSheet(context, {
              meetingId: idOf('meeting', no + 2),
              heldOn: nextHeldOn(context),
              nextMeeting: null,
            });
            for (const [at, tap] of tapped.entries()) {
              const next = tap(sheet, context, no * 100 + at);
              expect(MeetingSheet.safeParse(next).success).toBe(true);
              judge(next, context);
              if (judge(next, context, 'recorded').ok) sheet = next;
            }
            const ruling = judge(closeAsExpected(sheet), context, 'recorded');
            if (!ruling.ok) throw new Error(ruling.code);
            judged += 1;
            expectConserved(context, contextAfter(context, sheet, ruling.value), ruling.value);
            context = contextAfter(context, sheet, ruling.value);
          }
        },
      ),
      { numRuns: 150 },
    );
    expect(judged).toBeGreaterThan(140);
  });
});

const pools: Pools = {
  ids: [...people, idOf('loan', 1), idOf('loan', 2), idOf('bank', 1), idOf('group', 1), idOf('meeting', 1)],
  days: [HELD_ON, '2026-04-12', '2026-06-12', '2026-07-12', '0001-01-01', '9999-12-31'],
  amounts: [0, 100, 10_000, 50_000, 120_000],
};
const fromSchema = (schema: z.ZodMiniType) =>
  anyJson(z.toJSONSchema(schema, { io: 'input' }) as Parameters<typeof anyJson>[0], pools);

describe('any JSON that passes the schema gets an answer, never a throw', PATIENT, () => {
  test('sheet against a sound context, and against a context that is any JSON itself', () => {
    fc.assert(
      fc.property(fromSchema(MeetingSheet), fromSchema(GroupContext), (sheet, context) => {
        const parsed = MeetingSheet.safeParse(sheet);
        const known = GroupContext.safeParse(context);
        expect(parsed.success && known.success).toBe(true);
        if (!parsed.success || !known.success) return;
        const sound = someContext({}, 7);
        const patched = { ...parsed.data, ...someSheetFrame(sound) };
        for (const on of [sound, known.data]) {
          for (const one of [parsed.data, patched]) {
            for (const stage of ['recorded', 'counted', 'confirmed'] as const) {
              const ruling = judge(one, on, stage);
              if (!ruling.ok) expect(ruling.code).toMatch(/^(meetings|loans|savings)\.[a-z_]+$/);
            }
            totals(one, on);
            moneyAvailable(one, on);
          }
        }
        taps.newSheet(known.data, { ...parsed.data, recorder: { userId: people[0] ?? '', deviceId: null, since: AT } });
      }),
      { numRuns: 200 },
    );
  });

  test('cut-off sheets', () => {
    fc.assert(
      fc.property(fromSchema(CutOffSheet), (sheet) => {
        const parsed = CutOffSheet.parse(sheet);
        const ruling = judgeCutOff(parsed, people);
        if (ruling.ok && ruling.value.journal)
          expect(sumPaise(ruling.value.journal.postings.map((posting) => posting.amountPaise))).toBe(0);
      }),
      { numRuns: 200 },
    );
  });
});

/** The parts that would stop a wild sheet at the door: with them sound, the money lines are reached. */
function someSheetFrame(context: GroupContext): Partial<MeetingSheet> {
  const sheet = someSheet(context);
  const {
    groupId,
    heldOn,
    meetingId,
    previousMeetingId,
    source,
    kind,
    opening,
    attendance,
    chairPersonId,
    nextMeeting,
  } = sheet;
  return {
    groupId,
    heldOn,
    meetingId,
    previousMeetingId,
    source,
    kind,
    opening,
    attendance,
    chairPersonId,
    nextMeeting,
    demands: [],
    toldCorrections: [],
  };
}
