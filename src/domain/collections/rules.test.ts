import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { replay, type LoanEvent } from '#domain/loans/index.ts';
import { addDays } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { contractOf, disbursed } from '#test/life-builder.ts';
import { cashStand, judgeClosing, judgeReceipt, lotsOf } from './cash.rules.ts';
import type { DayClosing, Take } from './model.ts';
import { minuteInIndia, missedSince, warningsFor } from './recovery.rules.ts';
import {
  awayOn,
  inHand,
  missedOf,
  sheetInParts,
  sheetOfParts,
  sheetOn,
  slipNumber,
  withOwn,
  type SheetDoc,
  type SheetLoan,
} from './sheet.rules.ts';
import { dueOn, eventOfTaken, judgeTake } from './take.rules.ts';

// Rs 1,000 in four parts of Rs 250, 2 % a month, due on the 12th from June
const story = (events: readonly LoanEvent[] = []) => {
  const contract = contractOf({ method: 'EQUAL_PRINCIPAL', principalPaise: 100_000, instalments: 4 });
  return { contract, events: [disbursed(100_000), ...events] };
};
const taking = (on: string, paise: number, excessTo: 'next' | 'shorten' | null = null) => ({
  ...{ eventId: newId(), on, paise, excessTo },
});

describe('what is due and what an amount comes to', () => {
  test('today, late and the rest are told apart; nothing before the first day', () => {
    const one = story();
    expect(dueOn(one, '2026-06-11')).toMatchObject({
      duePaise: 0,
      nextOn: '2026-06-12',
      instalment: 1,
      instalments: 4,
    });
    const first = dueOn(one, '2026-06-12')!;
    expect(first).toMatchObject({ todayPaise: first.duePaise, latePaise: 0, daysLate: 0 });
    const second = dueOn(one, '2026-07-12')!;
    expect(second.latePaise).toBe(first.duePaise);
    expect(second).toMatchObject({ daysLate: 30, instalment: 1 });
    expect(second.todayPaise).toBeGreaterThan(0);
  });

  test('more than is owed is refused; what clears it clears it; more than is due is asked about', () => {
    const one = story();
    const on = '2026-06-12';
    const { owedPaise, duePaise } = dueOn(one, on)!;
    expect(judgeTake(one, taking(on, owedPaise + 1))).toMatchObject({ code: 'collections.more_than_owed' });
    expect(judgeTake(one, taking(on, owedPaise))).toMatchObject({
      value: { closes: true, event: { kind: 'settled' } },
    });
    expect(judgeTake(one, taking(on, duePaise + 100))).toMatchObject({ code: 'loans.excess_unasked' });
    expect(judgeTake(one, taking(on, duePaise + 100, 'next'))).toMatchObject({ ok: true });
    expect(judgeTake({ ...one, events: [] }, taking(on, 100))).toMatchObject({ code: 'collections.not_running' });
  });

  test('money in hand always comes to an event that the loan takes, to the last paisa', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 90_000 }), { minLength: 1, maxLength: 6 }), (amounts) => {
        const { contract, events } = story();
        let known = [...events];
        let on = '2026-06-01';
        for (const paise of amounts) {
          on = addDays(on, 17);
          known = [...known, eventOfTaken({ contract, events: known }, taking(on, paise), false)];
        }
        const done = replay(contract, known, '');
        if (!done.ok) throw new Error(done.code);
        const told = [...done.value.effects.values()].reduce(
          (sum, { parts, overPaise }) =>
            sum + parts.finePaise + parts.feePaise + parts.interestPaise + parts.principalPaise + overPaise,
          0,
        );
        expect(told).toBe(amounts.reduce((sum, paise) => sum + paise, 0));
      }),
      { numRuns: 60 },
    );
  });
});

describe('when and where (RBI directions of 2022)', () => {
  const rules = [{ fromOn: '2022-04-01', fromMinute: 540, untilMinute: 1080, missedBeforeHome: 2, source: 's' }];
  const at = (time: string) => new Date(`2026-06-12T${time}:00+05:30`).toISOString();
  const warned = (time: string, metAt: Take['metAt'], missed = 0, on = '2026-06-12') =>
    warningsFor(rules, { on, at: at(time), metAt, missed });

  test('nine and six are still within, a minute beyond is not; who comes herself is not called on', () => {
    expect(minuteInIndia(at('00:10'))).toBe(10);
    expect(['08:59', '09:00', '18:00', '18:01'].map((time) => warned(time, 'agreed'))).toEqual([
      ['hour'],
      [],
      [],
      ['hour'],
    ]);
    expect(warned('20:00', 'office')).toEqual([]);
    expect(warned('20:00', 'agreed', 0, '2022-03-31')).toEqual([]);
  });

  test('her home or work only after two appearances missed at the agreed place since she last paid', () => {
    expect(warned('10:00', 'home', 1)).toEqual(['home_first']);
    expect(warned('21:00', 'work', 0)).toEqual(['hour', 'home_first']);
    expect(warned('10:00', 'home', 2)).toEqual([]);
    const missed = (on: string, metAt: Take['metAt'] = 'agreed') => ({ on, metAt, result: 'did_not_come' as const });
    const visits = [missed('2026-06-01'), missed('2026-06-03'), missed('2026-06-04', 'home')];
    expect(missedSince(visits, null)).toBe(2);
    expect(missedSince(visits, '2026-06-01')).toBe(1);
  });
});

describe('her cash', () => {
  test('the oldest rupee leaves first; lots never hold more or less than came and went', () => {
    expect(
      lotsOf([
        { on: '2026-06-02', paise: 500 },
        { on: '2026-06-01', paise: 300 },
        { on: '2026-06-03', paise: -400 },
      ]),
    ).toEqual([{ on: '2026-06-02', paise: 400 }]);
    const move = fc.record({ day: fc.integer({ min: 0, max: 9 }), paise: fc.integer({ min: 1, max: 1_000 }) });
    fc.assert(
      fc.property(fc.array(move), fc.nat(), (came, share) => {
        const moves = came.map(({ day, paise }) => ({ on: addDays('2026-06-01', day), paise }));
        const total = moves.reduce((sum, one) => sum + one.paise, 0);
        const out = total === 0 ? 0 : share % (total + 1);
        const left = lotsOf([...moves, { on: '2026-06-20', paise: -out }]);
        expect(left.reduce((sum, lot) => sum + lot.paise, 0)).toBe(total - out);
        expect(left.every((lot) => lot.paise > 0)).toBe(true);
      }),
    );
  });

  test('exactly the limit and exactly its days are within', () => {
    const limits = [{ fromOn: '2026-01-01', limitPaise: 1_000, days: 2 }];
    const stand = (paise: number, on: string) => cashStand([{ on: '2026-06-01', paise }], limits, on);
    expect(stand(1_000, '2026-06-03')).toMatchObject({ isTooMuch: false, isTooOld: false, oldestDays: 2 });
    expect(stand(1_001, '2026-06-04')).toMatchObject({ isTooMuch: true, isTooOld: true });
    expect(cashStand([], limits, '2026-06-04')).toMatchObject({ heldPaise: 0, isTooOld: false });
    expect(cashStand([{ on: '2026-06-01', paise: 9_999 }], [], '2026-06-04')).toMatchObject({ isTooMuch: false });
  });

  test('a count that differs wants a reason, and so does a receipt; nobody receives more than is held', () => {
    const closing: DayClosing = {
      ...{ dayId: newId(), on: '2026-06-12', at: '2026-06-12T12:00:00Z', items: [], reason: null },
      ...{ notes: [{ valuePaise: 50_000, count: 2 }], countedPaise: 100_000, statedPaise: 100_000 },
    };
    expect(judgeClosing(closing)).toMatchObject({ value: { differencePaise: 0 } });
    expect(judgeClosing({ ...closing, countedPaise: 1 })).toMatchObject({ code: 'collections.notes_differ' });
    expect(judgeClosing({ ...closing, statedPaise: 110_000 })).toMatchObject({
      ...{ code: 'collections.reason_missing', params: { differencePaise: -10_000 } },
    });
    const receipt = { paise: 900, statedPaise: 1_000, heldPaise: 1_000, reason: null };
    expect(judgeReceipt(receipt)).toMatchObject({ code: 'collections.reason_missing' });
    expect(judgeReceipt({ ...receipt, reason: 'one note torn' })).toMatchObject({ ok: true });
    expect(judgeReceipt({ ...receipt, paise: 1_001 })).toMatchObject({ code: 'collections.more_than_held' });
  });
});

describe('the sheet with her own records on top', () => {
  const names = { en: 'Shakila', hi: null, ur: null };
  const doc = (): SheetDoc => {
    const one: SheetLoan = {
      ...story(),
      ...{ loanId: newId(), bookId: 'b', number: 'L/1', names, at: null, product: names, visits: [] },
    };
    const rest = { handedOver: [], receipts: [], taken: [], days: [], rules: [], limits: [], away: null };
    return { ...rest, loans: [one], cash: [{ bookId: 'b', names, lots: [] }] };
  };
  const take = (of: SheetDoc, on: string, paise: number): Take => ({
    ...{ collectionId: newId(), loanId: of.loans[0]!.loanId, on, paise, excessTo: null, notes: null },
    ...{ at: `${on}T05:00:00Z`, slipNo: slipNumber(of, on), metAt: 'agreed', spot: null, shown: [] },
  });

  test('a take pays the loan and is owed; handing over leaves it owed until there is a receipt', () => {
    const before = doc();
    const on = '2026-06-12';
    const { duePaise } = sheetOn(before, on).due[0]!.due;
    const after = withOwn(before, [{ kind: 'take', input: take(before, on, duePaise) }]);
    expect(sheetOn(after, on)).toMatchObject({ due: [], todayPaise: 0, latePaise: 0 });
    expect(slipNumber(before, on)).toBe('260612-1');
    expect(slipNumber(after, on)).toBe('260612-2');
    const given = { handOverId: newId(), bookId: 'b', on, at: `${on}T10:00:00Z`, paise: 10_000, reference: null };
    const handed = withOwn(after, [{ kind: 'handOver', input: { ...given, givenTo: 'cashier' } }]);
    expect(inHand(handed)).toEqual({
      ...{ owedPaise: duePaise, awaitingPaise: 10_000, withHerPaise: duePaise - 10_000 },
    });
  });

  test('what was not sent can be due from the day on that the office named', () => {
    const without = (away: SheetDoc['away']) => ({ ...doc(), away });
    expect(awayOn(without(null), '2026-06-12')).toBe('none');
    const away = { loans: 3, dueFromOn: '2026-06-12' };
    expect(awayOn(without(away), '2026-06-11')).toBe('later');
    expect(awayOn(without(away), '2026-06-12')).toBe('due');
    expect(awayOn(without({ ...away, dueFromOn: null }), '2026-06-12')).toBe('later');
  });

  test('in pieces it is the same sheet, whatever piece of an earlier one lies beside', () => {
    const [one] = doc().loans;
    const long = { ...doc(), loans: Array.from({ length: 7 }, (_, at) => ({ ...one!, loanId: `loan ${at}` })) };
    const parts = (of: SheetDoc, loansAPart: number) => sheetInParts(of, { userId: 'she', loansAPart });
    for (const loansAPart of [1, 3, 7, 100]) {
      expect(parts(long, loansAPart)).toHaveLength(Math.ceil(7 / loansAPart));
      expect(sheetOfParts(parts(long, loansAPart))).toEqual(long);
    }
    const short = { ...long, loans: long.loans.slice(0, 4) };
    const both = new Map([...parts(long, 3), ...parts(short, 3)].map((part) => [`${part.kind} ${part.id}`, part]));
    expect(both.size).toBe(3);
    expect(sheetOfParts([...both.values()])).toEqual(short);
    expect(sheetOfParts(parts({ ...long, loans: [] }, 3))).toEqual({ ...long, loans: [] });
    expect(sheetOfParts([])).toBeNull();
  });

  test('who did not come twice may be looked for at home, until she pays again', () => {
    const before = doc();
    const visit = (on: string) => ({
      ...{
        visitId: newId(),
        loanId: before.loans[0]!.loanId,
        on,
        at: `${on}T05:00:00Z`,
        result: 'did_not_come' as const,
      },
      ...{ promisedOn: null, note: null, metAt: 'agreed' as const, spot: null, shown: [] },
    });
    const twice = withOwn(before, [
      { kind: 'visit', input: visit('2026-06-12') },
      { kind: 'visit', input: visit('2026-06-14') },
    ]);
    expect(missedOf(twice.loans[0]!)).toBe(2);
    const paid = withOwn(twice, [{ kind: 'take', input: take(twice, '2026-06-15', 1_000) }]);
    expect(missedOf(paid.loans[0]!)).toBe(0);
  });
});
