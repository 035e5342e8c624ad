import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyServicing, contractOf, disbursed, event, productRules, repaid } from '#test/life-builder.ts';
import { anyProductPlan, paisa } from '#test/loan-builder.ts';
import { addDays, daysBetween } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import type { LoanContract, LoanEvent, PlannedPart } from './life.model.ts';
import { instalmentPaise } from './model.ts';
import { loanOffer } from './offer.rules.ts';
import { contractFor } from './product.rules.ts';
import { replay, runAsPlanned } from './replay.rules.ts';

const paidAsPrinted = (contract: LoanContract, parts: readonly PlannedPart[]): LoanEvent[] => {
  const offer = loanOffer(contract);
  if (!offer.ok) throw new Error(offer.code);
  const pays = offer.value.schedule.instalments.flatMap((row) =>
    instalmentPaise(row) > 0 ? [repaid(row.dueOn, instalmentPaise(row))] : [],
  );
  return [...parts.map(({ on, paise }) => disbursed(paise, on)), ...pays];
};

test('whatever the product: rows of a plan sum to the loan, and paying out and back as printed ends at zero', () => {
  const anyPlan = fc.record({
    plan: anyProductPlan,
    servicing: anyServicing,
    tenths: fc.integer({ min: 1, max: 9 }),
    share: fc.integer({ min: 1, max: 99 }),
  });
  let held = 0;
  fc.assert(
    fc.property(anyPlan, ({ plan, servicing, tenths, share }) => {
      const { terms, disbursedOn, dueDates } = plan;
      const due = { shownOn: dueDates, countedOn: dueDates };
      const first = Math.floor((terms.principalPaise * tenths) / 10);
      const days = daysBetween(disbursedOn, due.shownOn.at(-1)!);
      const on = addDays(disbursedOn, Math.max(1, Math.floor((days * share) / 100)));
      if (first < 1 || first >= terms.principalPaise) return;
      const parts = [
        { on: disbursedOn, paise: first },
        { on, paise: terms.principalPaise - first },
      ];
      const contract = { loanId: newId(), terms, disburseOn: disbursedOn, due, servicing, parts };
      const run = runAsPlanned(contract, parts);
      if (!run.ok) return;
      held += 1;
      const { rows } = run.value;
      const asked = rows.reduce((sum, row) => sum + row.asked.principalPaise, 0);
      const capitalised = rows.reduce((sum, row) => sum + row.capitalisedPaise, 0);
      expect(asked).toBe(terms.principalPaise + capitalised);
      for (const row of rows) for (const paise of Object.values(row.asked)) expect(paise).toBeGreaterThanOrEqual(0);
      const done = replay(contract, paidAsPrinted(contract, parts));
      expect(done).toMatchObject({ ok: true, value: { loan: { status: 'closed', overPaise: 0 } } });
    }),
    { numRuns: 200 },
  );
  expect(held).toBeGreaterThan(30);
}, 60_000);

const planned = (second: string) => {
  const base = contractOf({ method: 'EMI', rounding: paisa, interestRounding: paisa, dayCount: 'WHOLE_PERIOD' });
  const half = base.terms.principalPaise / 2;
  const parts = [
    { on: base.disburseOn, paise: half },
    { on: second, paise: half },
  ];
  return { ...base, parts };
};

test('a loan in parts without charges costs the rate quoted, on a due day or inside a period', () => {
  const { terms } = planned('2026-06-12');
  const yearly = terms.rate.per === 'month' ? terms.rate.rateBps * 12 : terms.rate.rateBps;
  for (const second of ['2026-06-12', '2026-06-27', '2026-05-20']) {
    const offer = loanOffer(planned(second));
    if (!offer.ok || offer.value.yearlyCost.kind !== 'rate') throw new Error('no cost');
    expect(Math.abs(offer.value.yearlyCost.nominalBps - yearly)).toBeLessThanOrEqual(1);
  }
});

test('a part never drawn: fewer rows of the signed instalment, or smaller ones, as the product says', () => {
  const contract = planned('2026-07-12');
  const half = contract.terms.principalPaise / 2;
  const offer = loanOffer(contract);
  if (!offer.ok) throw new Error(offer.code);
  const { instalments, levelPaise } = offer.value.schedule;
  const on = '2026-07-12';
  const events = [disbursed(half), event({ kind: 'undrawn', on, reason: 'the house is built' })];
  const ended = (undrawn: 'shorten' | 'lower') => {
    const done = replay({ ...contract, servicing: { ...contract.servicing, undrawn } }, events, events[1]!.eventId);
    if (!done.ok) throw new Error(done.code);
    return done.value.loan;
  };
  const shorter = ended('shorten');
  expect(shorter.rows.length).toBeLessThan(instalments.length);
  expect(shorter.rows[2]!.asked.principalPaise + shorter.rows[2]!.asked.interestPaise).toBe(levelPaise);
  const lower = ended('lower');
  expect(lower.rows).toHaveLength(instalments.length);
  expect(lower.rows[2]!.asked.principalPaise).toBeLessThan(shorter.rows[2]!.asked.principalPaise);
  for (const { rows } of [shorter, lower])
    expect(rows.reduce((sum, row) => sum + row.asked.principalPaise, 0)).toBe(half);
  const late = [...events, disbursed(half, '2026-08-12')];
  expect(replay(contract, late, late[2]!.eventId)).toMatchObject({ code: 'loans.parts_ended' });
});

test('a plan makes the whole loan, begins with it and rises by days', () => {
  const asked = {
    ...{ principalPaise: 100_000, instalments: 4, fixedPaise: null },
    ...{ disburseOn: '2026-05-12', firstDueOn: '2026-06-12' },
  };
  const of = { loanId: newId(), borrowerKind: 'person' } as const;
  const judged = (parts: PlannedPart[], change = {}) => contractFor(productRules(change), { ...asked, parts }, of);
  const [first, second] = [
    { on: '2026-05-12', paise: 60_000 },
    { on: '2026-07-01', paise: 40_000 },
  ];
  expect(judged([first, second])).toMatchObject({ ok: true, value: { parts: [first, second] } });
  expect(judged([first, { ...second, paise: 30_000 }])).toMatchObject({ code: 'loans.parts_sum' });
  expect(judged([{ ...first, on: '2026-05-13' }, second])).toMatchObject({ code: 'loans.parts_order' });
  expect(judged([first, { ...second, on: '2026-05-12' }])).toMatchObject({ code: 'loans.parts_order' });
  expect(judged([first, { ...second, on: '2026-09-12' }])).toMatchObject({ code: 'loans.tranche_too_late' });
  expect(judged([first, second], { method: 'FLAT' })).toMatchObject({ code: 'loans.flat_one_tranche' });
});
