import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aDebt, anyDebt, anySource, aSource, bruteForce } from '#test/way-out-builder.ts';
import { boundOf, choicesFrom } from './bound.rules.ts';
import { isFeasible } from './choices.rules.ts';
import { HORIZON_MONTHS, pathOf, type StandingDebt } from './path.rules.ts';
import { cheapestPlan, costOf, planInOrder } from './search.rules.ts';
import { findWayOut, questionOf, type WayOutGiven } from './way-out.rules.ts';

const given = (change: Partial<WayOutGiven> = {}): WayOutGiven => ({
  debts: [aDebt()],
  sources: [aSource({ bps: 200, months: 10, money: 5_000_000 })],
  limitPaise: 500_000,
  otherPaise: [],
  ...change,
});

describe('a debt as it goes on now', () => {
  test('interest and no more: five years of it, and the whole sum still to pay', () => {
    expect(pathOf(aDebt())).toMatchObject({ endMonth: null, totalPaise: 60 * 50_000 + 1_000_000 });
  });
  test('a little more each month ends it: interest first, then principal', () => {
    const path = pathOf(aDebt({ payPaise: 550_000 }));
    expect(path.owedPaise.slice(0, 4)).toEqual([1_000_000, 500_000, 0, 0]);
    expect(path).toMatchObject({ endMonth: 2, totalPaise: 550_000 + 525_000 });
  });
  test('what falls due whole is paid whole in that month', () => {
    const path = pathOf(aDebt({ payPaise: 0, dueMonth: 3 }));
    expect(path).toMatchObject({ endMonth: 3, totalPaise: 1_150_000 });
    expect(path.owedPaise.slice(0, 4)).toEqual([1_000_000, 1_050_000, 1_100_000, 0]);
  });
});

describe('the way out', () => {
  test('one debt, money at hand: swapped now; rupees and the comparison', () => {
    const found = findWayOut(given());
    // ten parts of Rs 1,000 and 2 % of what stands: 200 + 180 + ... + 20 = Rs 1,100
    expect(found).toMatchObject({ kind: 'plan', savedPaise: 4_000_000 - 1_110_000, savedMonths: null, proven: true });
    if (found.kind !== 'plan') throw new Error(found.reason);
    expect(found.best).toMatchObject({ totalPaise: 1_110_000, freeMonth: 10 });
    expect(found.best.steps).toMatchObject([{ debtId: 'a', sourceId: 's', month: 0, amountPaise: 1_000_000 }]);
  });

  test('neither the smallest nor the dearest first: money for one debt only', () => {
    const debts = [
      aDebt({ debtId: 'small', principalPaise: 400_000, payPaise: 20_000, obligationPaise: 20_000, costBps: 6000 }),
      aDebt({ debtId: 'dear', principalPaise: 500_000, monthlyBps: 1000, payPaise: 50_000, costBps: 12_000 }),
      aDebt({ debtId: 'large', principalPaise: 2_000_000, monthlyBps: 600, payPaise: 120_000, costBps: 7200 }),
    ];
    const found = findWayOut(given({ debts, sources: [aSource({ bps: 200, months: 20, money: 2_100_000 })] }));
    if (found.kind !== 'plan') throw new Error(found.reason);
    expect(found.best.steps.map((step) => step.debtId)).toEqual(['large']);
    for (const naive of [found.smallestFirst, found.dearestFirst])
      expect(naive.steps.map((step) => step.debtId).sort()).toEqual(['dear', 'small']);
    expect(found.best.totalPaise).toBeLessThan(found.smallestFirst.totalPaise);
  });

  test('waits for the month in which there is enough', () => {
    const money = [0, 0, 0, ...Array.from({ length: 9 }, () => 1_000_000)];
    const found = findWayOut(given({ sources: [aSource({ bps: 200, months: 10, money })] }));
    expect(found.kind === 'plan' && found.best.steps.map((step) => step.month)).toEqual([3]);
  });

  test('over the limit now: two swaps of one month together come inside, one alone would not', () => {
    const debts = ['a', 'b'].map((debtId) =>
      aDebt({ debtId, payPaise: 300_000, obligationPaise: 300_000, monthlyBps: 2000 }),
    );
    const sources = [aSource({ bps: 200, months: 20, money: 5_000_000 })];
    const found = findWayOut(given({ debts, sources, limitPaise: 140_000 }));
    expect(found.kind === 'plan' && found.best.steps.map((step) => step.month)).toEqual([0, 0]);
  });

  test.each([
    ['no_debts', { debts: [] }],
    ['no_income', { limitPaise: null }],
    ['no_sources', { sources: [] }],
    ['nothing_cheaper', { debts: [aDebt({ monthlyBps: 0, payPaise: 100_000 })] }],
    ['no_money', { sources: [aSource({ bps: 200, months: 10, money: 999_999 })] }],
    ['over_limit', { limitPaise: 119_999 }],
    ['too_many_debts', { debts: Array.from({ length: 9 }, () => aDebt()) }],
    ['too_many_sources', { sources: Array.from({ length: 5 }, () => aSource({ bps: 1, months: 9, money: 1 })) }],
  ] as [string, Partial<WayOutGiven>][])('cannot: %s', (reason, change) => {
    expect(findWayOut(given(change))).toMatchObject({ kind: 'cannot', reason });
  });

  test('exactly the limit passes: first instalment Rs 1,200', () => {
    expect(findWayOut(given({ limitPaise: 120_000 })).kind).toBe('plan');
    expect(findWayOut(given({ limitPaise: 120_000, otherPaise: [1] })).kind).toBe('plan');
    expect(findWayOut(given({ limitPaise: 120_000, otherPaise: Array.from({ length: 12 }, () => 1) })).kind).toBe(
      'cannot',
    );
  });
});

/** Money and test are tight: what is asked today is about what may be asked, and other loans run off month by month. */
const some = (debts: number, sources: number) =>
  fc
    .record({
      debts: fc.array(anyDebt, { minLength: debts, maxLength: debts }),
      sources: fc.array(anySource, { minLength: sources, maxLength: sources }),
      share: fc.integer({ min: 2, max: 13 }),
      others: fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 12, maxLength: 12 }),
    })
    .map(({ debts, sources, share, others }): WayOutGiven => {
      const asked = debts.reduce((sum, debt) => sum + debt.obligationPaise, 0);
      const otherPaise = others.sort((a, b) => b - a).map((tenths) => Math.round((asked * tenths) / 10));
      return { debts, sources, limitPaise: Math.round((asked * share) / 10), otherPaise };
    });
const start = (question: ReturnType<typeof questionOf>) => question.choices.map((list) => list[0]!);
const inOrder = (debts: readonly StandingDebt[]) => debts.map((_, at) => at);

describe('exact', () => {
  test('property: what brute force finds over every plan, two debts and two sources, all twelve months', () => {
    fc.assert(
      fc.property(some(2, 2), (one) => {
        const question = questionOf(one);
        const found = cheapestPlan(question, start(question));
        expect(found.proven && isFeasible(question, found.plan)).toBe(true);
        expect(found.costPaise).toBe(bruteForce(question).costPaise);
      }),
      { numRuns: 300 },
    );
  });

  test('property: the same for four debts and two sources, looking at every third month', () => {
    fc.assert(
      fc.property(some(4, 2), (one) => {
        const whole = questionOf(one);
        const choices = whole.choices.map((list) => list.filter(({ month }) => month % 4 === 0));
        const question = { ...whole, choices };
        expect(cheapestPlan(question, start(question)).costPaise).toBe(bruteForce(question).costPaise);
      }),
      { numRuns: 300 },
    );
  });

  test('property: never dearer than a naive order, never dearer than going on; every plan keeps the rules', () => {
    fc.assert(
      fc.property(some(6, 2), (one) => {
        const question = questionOf(one);
        const naive = planInOrder(question, inOrder(one.debts));
        expect(isFeasible(question, naive)).toBe(true);
        const found = cheapestPlan(question, start(question));
        expect(found.costPaise).toBeLessThanOrEqual(costOf(naive));
        expect(isFeasible(question, found.plan)).toBe(true);
        expect(costOf(found.plan)).toBe(found.costPaise);
      }),
      { numRuns: 400 },
    );
  });

  test('property: the floor is under every plan whose first swap is in its month', () => {
    fc.assert(
      fc.property(some(2, 2), (one) => {
        const question = questionOf(one);
        const cheapest = new Map<number, number>();
        for (const a of question.choices[0]!)
          for (const b of question.choices[1]!) {
            const first = Math.min(...[a, b].filter(({ sourceAt }) => sourceAt >= 0).map(({ month }) => month));
            if (!Number.isFinite(first) || !isFeasible(question, [a, b])) continue;
            cheapest.set(first, Math.min(cheapest.get(first) ?? Infinity, costOf([a, b])));
          }
        for (const [first, cost] of cheapest) {
          const choices = choicesFrom(question, first)!;
          expect(boundOf(question, choices, { first, upper: cost }).floor).toBeLessThanOrEqual(cost + 0.01);
        }
      }),
      { numRuns: 400 },
    );
  });

  test('property: a path gives back all it owes, interest and all, by the horizon', () => {
    fc.assert(
      fc.property(anyDebt, (debt) => {
        const path = pathOf(debt);
        expect(path.owedPaise[HORIZON_MONTHS]).toBe(0);
        expect(path.totalPaise).toBeGreaterThanOrEqual(debt.principalPaise + debt.interestPaise);
        expect(path.paidPaise.every((paid, at) => at === 0 || paid >= path.paidPaise[at - 1]!)).toBe(true);
      }),
    );
  });
});
