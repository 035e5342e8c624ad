/**
 * The way out of debt as a phone finds it: 8 debts, 4 sources, 12 months, WAY_OUT_CASES (200) cases from one seed, half of them with
 * tight money and a tight repayment test. Node's milliseconds for the whole (choices, schedules of the loan engine, search), times four
 * for a slow phone, and how many partial plans were looked at.
 */
import * as fc from 'fast-check';
import { addMonths } from '#platform/dates.ts';
import { scheduleOf } from '#domain/loans/index.ts';
import { findWayOut, quoteBy, type WayOutGiven } from '#domain/debts/index.ts';
import { anyDebt, anySource } from '#test/way-out-builder.ts';

const CASES = Number(process.env['WAY_OUT_CASES'] ?? 200);
const SLOW_PHONE = 4;
const TODAY = '2026-05-12';

const source = fc
  .record({
    like: anySource,
    method: fc.constantFrom('FLAT' as const, 'EQUAL_PRINCIPAL' as const, 'EMI' as const),
    bps: fc.integer({ min: 0, max: 300 }),
    instalments: fc.integer({ min: 6, max: 36 }),
  })
  .map(({ like, method, bps, instalments }) => ({
    ...like,
    quote: quoteBy({ method, rateBps: bps, instalments }, TODAY),
  }));
const cases = fc.sample(
  fc
    .record({
      debts: fc.array(anyDebt, { minLength: 8, maxLength: 8 }),
      sources: fc.array(source, { minLength: 4, maxLength: 4 }),
      share: fc.integer({ min: 5, max: 15 }),
      otherPaise: fc.array(fc.integer({ min: 0, max: 300_000 }), { minLength: 12, maxLength: 12 }),
    })
    .map(({ debts, sources, share, otherPaise }): WayOutGiven => {
      const asked = debts.reduce((sum, debt) => sum + debt.obligationPaise, 0);
      return {
        debts,
        sources,
        limitPaise: Math.round((asked * share) / 10),
        otherPaise: otherPaise.sort((a, b) => b - a),
      };
    }),
  { numRuns: CASES, seed: 20260512 },
);

// the engine is warm on a phone that has shown one loan before
findWayOut(cases[0]!);
scheduleOf(
  {
    principalPaise: 100_000,
    method: 'EMI',
    rate: { rateBps: 200, per: 'month' },
    instalments: 2,
    interval: { unit: 'month', every: 1 },
    dayCount: 'WHOLE_PERIOD',
    rounding: { unitPaise: 100, mode: 'up' },
    interestRounding: { unitPaise: 1, mode: 'half_up' },
    residue: 'last',
    feePaise: 0,
  },
  TODAY,
  [addMonths(TODAY, 1), addMonths(TODAY, 2)],
);
const sorted = (list: readonly number[]) => [...list].sort((a, b) => a - b);
const at = (list: readonly number[], share: number) =>
  sorted(list)[Math.min(list.length - 1, Math.floor(list.length * share))] ?? 0;
const runs = cases.map((given) => {
  // the quickest of three: others work on the machine beside it
  const times = [0, 1, 2].map(() => {
    const from = performance.now();
    findWayOut(given);
    return performance.now() - from;
  });
  const ms = Math.min(...times);
  const found = findWayOut(given);
  return {
    ms,
    states: found.kind === 'plan' ? found.states : 0,
    plan: found.kind === 'plan',
    proven: found.kind !== 'plan' || found.proven,
  };
});
const ms = runs.map((run) => run.ms);
const states = runs.map((run) => run.states);
const round = (value: number) => Math.round(value * 10) / 10;
const figures = {
  cases: CASES,
  plans: runs.filter((run) => run.plan).length,
  notProven: runs.filter((run) => !run.proven).length,
  msP50: round(at(ms, 0.5)),
  msP95: round(at(ms, 0.95)),
  msMost: round(at(ms, 1)),
  slowPhoneP95Ms: round(at(ms, 0.95) * SLOW_PHONE),
  slowPhoneMostMs: round(at(ms, 1) * SLOW_PHONE),
  statesP50: at(states, 0.5),
  statesMost: at(states, 1),
};
for (const [name, value] of Object.entries(figures)) console.log(`${name.padEnd(20)} ${value}`);
process.send?.(figures);
