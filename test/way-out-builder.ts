/** Debts and sources for the way out: made by hand, at random, and what brute force finds among them. */
import * as fc from 'fast-check';
import { isFeasible, type Choice, type Question, type Source } from '#domain/debts/choices.rules.ts';
import { SWAP_MONTHS, type StandingDebt } from '#domain/debts/path.rules.ts';

/** Rs 10,000 at 5 rupees a hundred, the interest paid every month and no end. */
export const aDebt = (change: Partial<StandingDebt> = {}): StandingDebt => ({
  debtId: 'a',
  principalPaise: 1_000_000,
  interestPaise: 0,
  monthlyBps: 500,
  payPaise: 50_000,
  dueMonth: null,
  obligationPaise: 50_000,
  costBps: 6000,
  ...change,
});

type Lends = { id?: string; bps: number; months: number; money: number | readonly number[] };
/** Lends on equal parts of principal and the interest of what stands; `money` all at once, or cumulative by month. */
export const aSource = ({ id = 's', bps, months, money }: Lends): Source => ({
  sourceId: id,
  moneyPaise: typeof money === 'number' ? Array.from({ length: SWAP_MONTHS }, () => money) : money,
  quote: (amount) => {
    const interest = (left: number) => Math.ceil((left * bps) / 10_000);
    const part = Math.ceil(amount / months);
    let [left, payable] = [amount, 0];
    const first = part + interest(amount);
    for (let month = 0; month < months; month += 1) {
      payable += Math.min(part, left) + interest(left);
      left -= Math.min(part, left);
    }
    return { payablePaise: payable, instalmentPaise: first, months };
  },
});

const rupees = (min: number, max: number) => fc.integer({ min, max }).map((amount) => amount * 100);

export const anyDebt: fc.Arbitrary<StandingDebt> = fc
  .record({
    debtId: fc.uuid(),
    principalPaise: rupees(200, 40_000),
    interestPaise: fc.oneof(fc.constant(0), rupees(0, 2_000)),
    monthlyBps: fc.constantFrom(0, 100, 200, 300, 500, 800, 1000),
    share: fc.integer({ min: 0, max: 3000 }),
    dueMonth: fc.option(fc.integer({ min: 0, max: 30 }), { nil: null, freq: 3 }),
    extra: rupees(0, 800),
  })
  .map(({ share, extra, ...debt }) => {
    const pay = Math.ceil((debt.principalPaise * share) / 10_000);
    return { ...debt, payPaise: pay, obligationPaise: pay + extra, costBps: debt.monthlyBps * 12 };
  });

export const anySource: fc.Arbitrary<Source> = fc
  .record({
    id: fc.uuid(),
    bps: fc.constantFrom(0, 100, 150, 200, 300),
    months: fc.integer({ min: 3, max: 36 }),
    steps: fc.array(fc.tuple(fc.integer({ min: 0, max: SWAP_MONTHS - 1 }), rupees(500, 40_000)), {
      minLength: 1,
      maxLength: 4,
    }),
  })
  .map(({ steps, ...terms }) =>
    aSource({
      ...terms,
      money: Array.from({ length: SWAP_MONTHS }, (_, by) =>
        steps.reduce((sum, [from, paise]) => sum + (from <= by ? paise : 0), 0),
      ),
    }),
  );

/** Every plan there is, looked at. */
export function bruteForce(question: Question): { costPaise: number; plans: number } {
  let [best, plans] = [Infinity, 0];
  const chosen: Choice[] = [];
  const walk = (at: number, cost: number): void => {
    if (at === question.choices.length) {
      plans += 1;
      if (cost < best && isFeasible(question, chosen)) best = cost;
      return;
    }
    for (const one of question.choices[at]!) {
      chosen[at] = one;
      walk(at + 1, cost + one.costPaise);
    }
  };
  walk(0, 0);
  return { costPaise: best, plans };
}
