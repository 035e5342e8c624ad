import { describe, expect, test } from 'vitest';
import { contractOf, disbursed, event, repaid } from '#test/life-builder.ts';
import { paisa } from '#test/loan-builder.ts';
import { interestToReceive } from './accrual.rules.ts';
import type { LoanContract, LoanEvent, Running, Servicing } from './life.model.ts';
import type { ProductTerms } from './model.ts';
import { payoffOn } from './payoff.rules.ts';
import { changedBy, replay } from './replay.rules.ts';
import { owedOf } from './run-state.rules.ts';
import { standingOn } from './standing.rules.ts';

const lived = (contract: LoanContract, events: readonly LoanEvent[]): Running => {
  const done = replay(contract, events);
  if (!done.ok) throw new Error(done.code);
  return done.value.loan;
};
const refusal = (contract: LoanContract, events: readonly LoanEvent[]) => {
  const done = replay(contract, events, events.at(-1)!.eventId);
  return done.ok ? null : { code: done.code, ...done.params };
};
const rows = (loan: Running) => loan.rows.map((row) => [row.asked.principalPaise, row.asked.interestPaise]);

/** Rs 1,000 at 2% a month in four parts of Rs 250 from 12 June 2026. */
const small = { principalPaise: 100_000, instalments: 4, rounding: paisa, interestRounding: paisa };
const lent = disbursed(100_000);
const on = (terms: Partial<ProductTerms> = {}, servicing: Partial<Servicing> = {}) =>
  contractOf({ ...small, ...terms }, servicing);

describe('paying late', () => {
  const penal = { rateBps: 3650, perRowPaise: 0, graceDays: 2 };
  test('the charge is on the overdue instalment alone, from the end of grace, and bears nothing', () => {
    const loan = lived(on({}, { penal }), [lent]);
    // first row 25,000 + 2,000 due on 12 June; grace to 14 June; 0.1% a day on 27,000 paise
    expect(standingOn(loan, '2026-06-14').overdue.finePaise).toBe(0);
    expect(standingOn(loan, '2026-06-24').overdue.finePaise).toBe(270);
    const paid = lived(on({}, { penal }), [lent, repaid('2026-06-24', 27_000)]);
    // fine first: 270 of it, so 270 of the principal stays
    expect(standingOn(paid, '2026-06-24')).toMatchObject({ overduePaise: 270, daysPastDue: 12, missedInstalments: 1 });
    expect(standingOn(paid, '2026-07-04').overdue).toMatchObject({ finePaise: 2, principalPaise: 270 });
  });
  test('once for each late row, when the product says so', () => {
    const loan = lived(on({}, { penal: { rateBps: 0, perRowPaise: 5_000, graceDays: 0 } }), [lent]);
    expect(standingOn(loan, '2026-06-12').overdue.finePaise).toBe(0);
    expect(standingOn(loan, '2026-07-12').overdue.finePaise).toBe(5_000);
    expect(standingOn(loan, '2026-07-13').overdue.finePaise).toBe(10_000);
  });
  test('a fine is waived by name, never more than is owed', () => {
    const events = [lent, repaid('2026-06-24', 20_000)];
    const waived = event({ kind: 'waived', on: '2026-06-24', part: 'fine', paise: 500, reason: 'flood' });
    expect(refusal(on({}, { penal }), [...events, waived])).toEqual({ code: 'loans.waives_too_much', mostPaise: 0 });
  });
});

describe('the order of parts', () => {
  test('all interest of what is overdue first, then principal, when the product says so', () => {
    const allocation = { across: 'by_part', parts: ['fine', 'fee', 'interest', 'principal'] } as const;
    const events = [lent, repaid('2026-07-12', 5_000)];
    expect(owedOf(lived(on({}, { allocation: { ...allocation, parts: [...allocation.parts] } }), events).rows)).toEqual(
      {
        ...{ finePaise: 0, feePaise: 0 },
        // rows 1 and 2 asked 2,000 + 1,500; 1,500 went to principal
        interestPaise: 1_000 + 500,
        principalPaise: 98_500,
      },
    );
    // oldest first: 2,000 interest and 3,000 principal of row 1
    expect(owedOf(lived(on(), events).rows).interestPaise).toBe(1_500 + 1_000 + 500);
  });
});

describe('paying before time', () => {
  const early = (excessTo: 'next' | 'shorten' | 'lower') =>
    lived(on(), [lent, repaid('2026-06-12', 27_000 + 30_000, excessTo)]);
  test('three ways: the next rows as printed, fewer rows, smaller rows', () => {
    expect(rows(early('next')).slice(1)).toEqual([
      [25_000, 1_500],
      [25_000, 1_000],
      [25_000, 500],
    ]);
    expect(owedOf(early('next').rows).principalPaise).toBe(100_000 - 25_000 - 25_000 - 2_500);
    expect(rows(early('shorten')).slice(1)).toEqual([
      [25_000, 900],
      [20_000, 400],
    ]);
    expect(rows(early('lower')).slice(1)).toEqual([
      [15_000, 900],
      [15_000, 600],
      [15_000, 300],
    ]);
  });
  test('money beyond what is due is asked about', () => {
    expect(refusal(on(), [lent, repaid('2026-06-12', 27_001)])).toEqual({
      code: 'loans.excess_unasked',
      excessPaise: 1,
    });
  });
  test('full: interest to the day, or to the end of the period', () => {
    const paid = [lent, repaid('2026-06-12', 27_000)];
    // 27 June is 15 of the 30 days to 12 July: half of 1,500
    expect(payoffOn(lived(on(), paid), '2026-06-27')).toMatchObject({ totalPaise: 75_750, interestSavedPaise: 2_250 });
    expect(payoffOn(lived(on({}, { payoff: 'period_end' }), paid), '2026-06-27').totalPaise).toBe(76_500);
    expect(payoffOn(lived(on({}, { payoff: 'period_end' }), paid), '2026-06-12').totalPaise).toBe(75_000);
    expect(payoffOn(lived(on({}, { prepaymentFeeBps: 200 }), paid), '2026-06-12')).toMatchObject({
      totalPaise: 76_500,
      prepaymentFeePaise: 1_500,
    });
    const settled = event({ kind: 'settled', on: '2026-06-27', paise: 75_000 });
    expect(refusal(on(), [...paid, settled])).toEqual({ code: 'loans.payoff_amount', payoffPaise: 75_750 });
  });
  test('interest kept apart for the end is owed when she pays before it', () => {
    const bullet = on({ method: 'BULLET', bulletInterest: 'at_end' });
    expect(payoffOn(lived(bullet, [lent]), '2026-07-12').totalPaise).toBe(104_000);
  });
  test('flat: all agreed interest, none of rows not begun, or less by the rule of 78', () => {
    // 2% of 100,000 for 4 months = 8,000; after row 1 paid on its day three rows of 2,000 lie ahead
    const at = (flatRebate: Servicing['flatRebate']) =>
      payoffOn(lived(on({ method: 'FLAT' }, { flatRebate }), [lent, repaid('2026-06-12', 27_000)]), '2026-06-12').parts
        .interestPaise;
    expect(at('none')).toBe(6_000);
    expect(at('unbegun')).toBe(0);
    // 8,000 x (3 x 4) / (4 x 5) = 4,800 given back of 6,000
    expect(at('rule_of_78')).toBe(1_200);
  });
  test('what was paid ahead and is not owed any more is given back, and no more', () => {
    const ahead = [lent, repaid('2026-05-12', 104_500, 'next')];
    const settled = event({ kind: 'settled', on: '2026-05-12', paise: 0 });
    const loan = lived(on(), [...ahead, settled]);
    expect(loan).toMatchObject({ status: 'closed', overPaise: 4_500 });
    const refund = (paise: number) => event({ kind: 'refunded', on: '2026-05-12', paise });
    expect(refusal(on(), [...ahead, settled, refund(4_501)])).toEqual({
      code: 'loans.refund_exceeds',
      mostPaise: 4_500,
    });
    expect(lived(on(), [...ahead, settled, refund(4_500)]).overPaise).toBe(0);
  });
});

describe('tranches', () => {
  test('a second part bears interest from its day; the rows ahead are reckoned anew', () => {
    const halves = [disbursed(50_000), disbursed(50_000, '2026-06-27')];
    const loan = lived(on(), halves);
    // row 2 earns on 37,500 a whole month and on 50,000 for 15 of 30 days
    expect(rows(loan)).toEqual([
      [12_500, 1_000],
      [12_500, 750 + 500],
      [37_500, 1_500],
      [37_500, 750],
    ]);
    expect(refusal(on(), [...halves, disbursed(1, '2026-06-28')])).toEqual({
      code: 'loans.tranche_above',
      mostPaise: 0,
    });
    expect(refusal(on({ method: 'FLAT' }), [disbursed(50_000)])).toEqual({ code: 'loans.flat_one_tranche' });
  });
});

describe('another schedule, written off, recovered', () => {
  const later = event({
    kind: 'rescheduled',
    on: '2026-07-27',
    terms: { rate: { rateBps: 1200, per: 'year' }, instalments: 2, interval: { unit: 'month', every: 1 } },
    dueDates: ['2026-08-27', '2026-09-27'],
    reason: 'her loom burnt',
  });
  test('only principal runs on; interest owed is asked first and bears nothing; the mark stays', () => {
    const loan = lived(on(), [lent, repaid('2026-06-12', 27_000), later]);
    expect(loan.rescheduledOn).toBe('2026-07-27');
    // owed: row 2's 1,500 and 15 of 31 days of row 3's 1,000 = 484; then 1% a month on 75,000
    expect(rows(loan).slice(1)).toEqual([
      [37_500, 750 + 1_500 + 484],
      [37_500, 375],
    ]);
    expect(standingOn(loan, '2026-07-28').daysPastDue).toBe(0);
  });
  const owing = [lent, repaid('2026-06-12', 27_000), later];
  test('what was owed before is earned once: neither taken back and earned again, nor lost when she stops or clears it', () => {
    const loan = lived(on(), owing);
    const before = lived(on(), owing.slice(0, 2));
    expect(interestToReceive(before, '2026-07-27')).toBe(1_984);
    expect(interestToReceive(loan, '2026-07-27')).toBe(1_984);
    // 15 of 31 days of the new period's 750
    expect(interestToReceive(loan, '2026-08-11')).toBe(1_984 + 363);
    expect(interestToReceive(loan, '2026-08-27')).toBe(1_984 + 750);
    for (const [day, own] of [
      ['2026-07-27', 0],
      ['2026-08-11', 363],
    ] as const) {
      const stopped = lived(on(), [...owing, event({ kind: 'stopped', on: day, cause: 'death' })]);
      expect(owedOf(stopped.rows).interestPaise).toBe(1_984 + own);
      expect(payoffOn(loan, day).totalPaise).toBe(75_000 + 1_984 + own);
    }
  });
  test('and it stays asked when she pays off the balance that very day', () => {
    const lower = repaid('2026-07-27', 37_500, 'lower');
    const half = lived(on(), [...owing, lower]);
    expect(rows(half).slice(1)).toEqual([
      [18_750, 375 + 1_984],
      [18_750, 188],
    ]);
    expect(interestToReceive(half, '2026-07-27')).toBe(1_984);
    const whole = lived(on(), [...owing, repaid('2026-07-27', 75_000, 'shorten')]);
    expect(owedOf(whole.rows)).toMatchObject({ interestPaise: 1_984, principalPaise: 0 });
    expect(refusal(on(), [...owing, repaid('2026-07-27', 75_000 + 1_985, 'shorten')])).toMatchObject({
      mostPaise: 75_000 + 1_984,
    });
  });
  test('flat: what was earned of the agreed interest stays earned; of the rest some may be given back', () => {
    const flat = on({ method: 'FLAT' }, { flatRebate: 'unbegun' });
    // earned by 27 July: row 2's 2,000 and 15 of 31 days of row 3's = 968; row 4 is given back
    const loan = lived(flat, owing);
    expect(owedOf(loan.rows).interestPaise).toBe(2_968);
    expect(interestToReceive(lived(flat, owing.slice(0, 2)), '2026-07-27')).toBe(2_968);
    expect(interestToReceive(loan, '2026-07-27')).toBe(2_968);
    expect(payoffOn(loan, '2026-07-27').parts.interestPaise).toBe(2_968);
    const kept = lived(on({ method: 'FLAT' }), owing);
    // 6,000 agreed; the 3,032 not yet earned are earned evenly over the two months
    expect(interestToReceive(kept, '2026-07-27')).toBe(2_968);
    expect(interestToReceive(kept, '2026-08-27')).toBe(2_968 + 1_516);
    expect(interestToReceive(kept, '2026-09-27')).toBe(6_000);
  });
  test('a written-off loan is still owed and takes recoveries only', () => {
    const off = event({ kind: 'written_off', on: '2027-06-01', resolution: 'board of 30 May' });
    const recovered = event({ kind: 'recovered', on: '2027-07-01', paise: 5_000 });
    const loan = lived(on(), [lent, off, recovered]);
    expect(loan.writtenOff?.owed.principalPaise).toBe(100_000);
    expect(owedOf(loan.rows)).toMatchObject({ interestPaise: 3_000, principalPaise: 97_000 });
    expect(refusal(on(), [lent, off, repaid('2027-07-01', 100)])).toEqual({
      code: 'loans.not_running',
      status: 'written_off',
    });
    expect(refusal(on(), [lent, recovered])).toEqual({ code: 'loans.not_written_off' });
  });
});

test('a payment found later: the later ones are laid anew, the report says which and how', () => {
  const penal = { rateBps: 3650, perRowPaise: 0, graceDays: 0 };
  const contract = on({}, { penal });
  const events = [lent, repaid('2026-07-12', 50_000)];
  const before = replay(contract, events);
  const found = repaid('2026-06-12', 10_000);
  const after = replay(contract, [...events, found], found.eventId);
  if (!before.ok || !after.ok) throw new Error('refused');
  // fine on 27,000 for 30 days = 810; after 10,000 on the day due, on 17,000 = 510
  expect(changedBy(events, before.value, after.value)).toMatchObject([
    { event: { kind: 'repaid' }, before: { parts: { finePaise: 810 } }, after: { parts: { finePaise: 510 } } },
  ]);
});

test('interest runs day by day between dues; capitalised interest is told when its time comes', () => {
  const loan = lived(on(), [lent]);
  expect(standingOn(loan, '2026-05-27').interestAccruedPaise).toBe(968);
  expect(standingOn(loan, '2026-06-12')).toMatchObject({
    interestAccruedPaise: 0,
    overduePaise: 27_000,
    daysPastDue: 0,
  });
  const grace = {
    moratoriumRows: 1,
    moratoriumInterest: 'capitalised',
    interestOnlyRows: 0,
    interestFreeRows: 0,
  } as const;
  const contract = on({ grace });
  const done = replay(contract, [lent, repaid('2026-07-12', 36_040)]);
  if (!done.ok) throw new Error(done.code);
  expect(standingOn(done.value.loan, '2026-07-12').outstandingPrincipalPaise).toBe(102_000 - 34_000);
  expect([...done.value.effects.values()].map((one) => one.capitalisedPaise)).toEqual([0, 2_000]);
});
