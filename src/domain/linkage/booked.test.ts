import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '#platform/dates.ts';
import { bookedOf, type BookLine, type BookMove } from './booked.rules.ts';

const line = (lineId: string, change: Partial<BookLine> = {}): BookLine => ({
  ...{ lineId, fund: 'bank_term', state: 'received', appliedOn: '2026-01-01', lastOn: '2026-01-05' },
  ...{ askedPaise: 1_000, sanctionedPaise: 1_000, receipts: [] },
  ...change,
});
const move = (on: string, kind: BookMove['kind'], paise: number): BookMove => ({ on, kept: 'bank', kind, paise });
const of = (lines: BookLine[], moves: BookMove[]) => bookedOf(lines, moves).lines;

describe('what was booked for one request', () => {
  test('a later dose is not counted to the first', () => {
    const later = line('b', { appliedOn: '2026-06-01', sanctionedPaise: 3_000 });
    const found = of([later, line('a')], [move('2026-01-10', 'came', 1_000), move('2026-07-10', 'came', 3_000)]);
    expect([found.get('a')!.paise, found.get('b')!.paise]).toEqual([1_000, 3_000]);
    expect(found.get('a')!.isSure).toBe(true);
  });
  test('a loan and a limit share the account: told apart by what the register has, else said to be a choice', () => {
    const term = line('t', { receipts: [{ on: '2026-02-01', paise: 400 }] });
    const limit = line('c', {
      fund: 'cash_credit',
      sanctionedPaise: 5_000,
      receipts: [{ on: '2026-02-02', paise: 700 }],
    });
    const moves = [move('2026-02-12', 'came', 700), move('2026-02-12', 'came', 400)];
    const found = of([term, limit], moves);
    expect([found.get('t')!.paise, found.get('c')!.paise, found.get('t')!.isSure]).toEqual([400, 700, true]);
    expect(
      of(
        [
          { ...term, receipts: [] },
          { ...limit, receipts: [] },
        ],
        moves,
      ).get('t')!.isSure,
    ).toBe(false);
  });
  test('of a limit what is drawn again after it was paid in is the same money', () => {
    const limit = line('c', { fund: 'cash_credit', sanctionedPaise: 5_000 });
    const moves = [
      ...[move('2026-02-01', 'came', 900), move('2026-03-01', 'paid', 500), move('2026-04-01', 'came', 300)],
      ...[move('2026-04-02', 'interest', 20), move('2026-05-01', 'came', 400)],
    ];
    expect(of([limit], moves).get('c')).toMatchObject({ paise: 1_100, owedPaise: 1_100, isSure: true });
  });
  test('what stood when the books began, and what nobody asked for here, belongs to no request and is paid back first', () => {
    const all = bookedOf(
      [line('a')],
      [...[move('2026-01-01', 'opening', 600), move('2026-01-10', 'came', 1_000), move('2026-02-01', 'paid', 700)]],
    );
    expect(all.lines.get('a')).toMatchObject({ paise: 1_000, owedPaise: 900, isSure: false });
    expect(all.funds.bank_term).toEqual({ paise: 1_600, owedPaise: 900, isToldApart: true });
    expect(all.funds.cash_credit.owedPaise).toBe(0);
  });
  test('nothing is booked for a request that was refused, taken back, not yet made or closed', () => {
    const lines = [
      ...[line('r', { state: 'refused' }), line('w', { state: 'withdrawn' }), line('l', { appliedOn: '2026-03-01' })],
      line('z', { state: 'closed', lastOn: '2026-02-01' }),
    ];
    const all = bookedOf(lines, [move('2026-02-12', 'came', 500)]);
    expect([...all.lines.values()].every((one) => one.paise === 0)).toBe(true);
    expect(all.funds.bank_term.paise).toBe(500);
  });

  test('once all is paid back it does not matter which of two was', () => {
    const lines = [line('t'), line('c', { fund: 'cash_credit' })];
    const moves = [move('2026-02-01', 'came', 500), move('2026-02-02', 'came', 300), move('2026-03-01', 'paid', 400)];
    expect(bookedOf(lines, moves).funds.bank_term.isToldApart).toBe(false);
    const after = bookedOf(lines, [...moves, move('2026-04-01', 'paid', 400)]).funds.bank_term;
    expect(after).toMatchObject({ owedPaise: 0, isToldApart: true });
  });

  const aMove = fc.record({
    days: fc.integer({ min: 0, max: 400 }),
    kind: fc.constantFrom('opening', 'came', 'paid', 'interest'),
    paise: fc.integer({ min: 1, max: 2_000 }),
  });
  const aLine = fc.record({
    fund: fc.constantFrom('bank_term', 'cash_credit'),
    days: fc.integer({ min: 0, max: 400 }),
    sanctionedPaise: fc.integer({ min: 1, max: 3_000 }),
  });
  test('no paisa is counted twice: all that is owed is what came less what was paid back', () => {
    fc.assert(
      fc.property(fc.array(aLine, { maxLength: 4 }), fc.array(aMove, { maxLength: 20 }), (asked, happened) => {
        const lines = asked.map(({ days, ...one }, at) =>
          line(String(at), { ...one, appliedOn: addDays('2026-01-01', days) } as Partial<BookLine>),
        );
        const moves = happened.map(({ days, kind, paise }) => move(addDays('2026-01-01', days), kind as never, paise));
        const { funds } = bookedOf(lines, moves);
        let owed = 0;
        const order = ['opening', 'came', 'paid'];
        const sorted = moves
          .filter((one) => one.kind !== 'interest')
          .toSorted((a, b) => a.on.localeCompare(b.on) || order.indexOf(a.kind) - order.indexOf(b.kind));
        for (const one of sorted) owed = Math.max(0, owed + (one.kind === 'paid' ? -one.paise : one.paise));
        expect(funds.bank_term.owedPaise + funds.cash_credit.owedPaise).toBe(owed);
      }),
    );
  });
});
