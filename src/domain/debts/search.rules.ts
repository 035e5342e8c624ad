/**
 * The cheapest feasible plan by branch and bound: exact. Plans are looked at by the month of their first swap, since in that month the
 * repayment test surely binds; bound.rules.ts gives the floor under each.
 */
import { boundOf, choicesFrom, suffixSums, type Bound } from './bound.rules.ts';
import { isFeasible, type Choice, type Question } from './choices.rules.ts';
import { SWAP_MONTHS } from './path.rules.ts';

export type Found = {
  /** One choice for each debt, in the order given. */
  readonly plan: readonly Choice[];
  readonly costPaise: number;
  /** Partial plans looked at. */
  readonly states: number;
  /** False only when the most states were reached first: then the best plan found by then. */
  readonly proven: boolean;
};

/** Above this a phone would be kept waiting; eight debts and four sources stay below (bench `way-out`). */
export const MOST_STATES = 2_000_000;
const MONTHS = Array.from({ length: SWAP_MONTHS }, (_, month) => month);
/** Rupees of cost that a rupee less asked each month may be worth. */
const ROOM_PRICES = [0.5, 1, 2, 4, 8, 16, 32];
/** Whole paise: whoever beats the best is a paisa below it; a hundredth guards against the fractions of prices. */
const GUARD = 1 - 0.01;

type Standing = { plan: readonly Choice[]; cost: number; states: number };

/** @param start a feasible plan to be beaten */
export function cheapestPlan(question: Question, start: readonly Choice[], most = MOST_STATES): Found {
  const mended = mend(question, start);
  const best: Standing = { plan: mended, cost: costOf(mended), states: 0 };
  for (const first of MONTHS) {
    const choices = choicesFrom(question, first);
    if (!choices) continue;
    const bound = boundOf(question, choices, { first, upper: best.cost });
    if (bound.floor > best.cost - GUARD) continue;
    walkFrom(question, bound, { first, best, most });
  }
  return { plan: best.plan, costPaise: best.cost, states: best.states, proven: best.states < most };
}

export const costOf = (plan: readonly Choice[]): number => plan.reduce((sum, one) => sum + one.costPaise, 0);

/** Better by one debt at a time, as long as that helps: a good plan to begin with lets the search end early. */
function mend(question: Question, start: readonly Choice[]): Choice[] {
  const plan = [...start];
  for (let better = true; better;) {
    better = false;
    question.choices.forEach((list, at) => {
      for (const one of list)
        if (one.costPaise < plan[at]!.costPaise && isFeasible(question, plan.with(at, one))) {
          plan[at] = one;
          better = true;
        }
    });
  }
  return plan;
}

function walkFrom(
  question: Question,
  bound: Bound,
  { first, best, most }: { first: number; best: Standing; most: number },
): void {
  const tables = tablesOf(bound);
  const { order, lists } = tables;
  const { moneyPaise, roomPaise } = question;
  const chosen: Choice[] = [];
  const lent = moneyPaise.map((money) => money.map(() => 0));
  const asked = MONTHS.map(() => 0);
  const swaps = MONTHS.map((on) => (on === first ? 1 : 0));

  const put = (choice: Choice, sign: 1 | -1): void => {
    for (let on = 0; on < SWAP_MONTHS; on += 1) asked[on]! += sign * choice.asksPaise[on]!;
    if (choice.sourceAt < 0) return;
    swaps[choice.month]! += sign;
    const sums = lent[choice.sourceAt]!;
    for (let by = choice.month; by < SWAP_MONTHS; by += 1) sums[by]! += sign * choice.amountPaise;
  };
  const holds = (depth: number, { sourceAt, month }: Choice): boolean => {
    if (sourceAt >= 0)
      for (let by = month; by < SWAP_MONTHS; by += 1)
        if (lent[sourceAt]![by]! > moneyPaise[sourceAt]![by]!) return false;
    const least = tables.leastAsked[depth + 1]!;
    for (let on = 0; on < SWAP_MONTHS; on += 1)
      if (swaps[on]! > 0 && asked[on]! + least[on]! > roomPaise[on]!) return false;
    return true;
  };
  /** In a later month with a swap the repayment test has a price too: any price gives a floor, the best of a few is taken. */
  const mayBeat = (depth: number, priced: number): boolean => {
    const reach = best.cost - GUARD + bound.given - priced;
    for (let on = 0; on < SWAP_MONTHS; on += 1) {
      if (swaps[on] === 0) continue;
      const gap = asked[on]! - roomPaise[on]!;
      const byPrice = tables.leastTested[on]!;
      for (let k = 0; k < ROOM_PRICES.length; k += 1)
        if (ROOM_PRICES[k]! * gap + byPrice[k]![depth + 1]! > reach) return false;
    }
    return true;
  };
  const walk = (depth: number, cost: number, priced: number): void => {
    if (depth === order.length) {
      if (cost < best.cost) Object.assign(best, { plan: [...chosen], cost });
      return;
    }
    for (const { choice, priced: own } of lists[depth]!) {
      if (priced + own + tables.leastPriced[depth + 1]! - bound.given > best.cost - GUARD) break;
      if (best.states >= most) return;
      best.states += 1;
      if (cost + choice.costPaise + tables.leastCost[depth + 1]! >= best.cost) continue;
      put(choice, 1);
      chosen[order[depth]!] = choice;
      if (holds(depth, choice) && mayBeat(depth, priced + own)) walk(depth + 1, cost + choice.costPaise, priced + own);
      put(choice, -1);
    }
  };
  walk(0, 0, 0);
}

/** Debts in the order they are decided, and what those still undecided cost and ask at the least. */
function tablesOf(bound: Bound) {
  // the large ones first: how the small ones fall moves the cost little, so most of their plans are never looked at
  const size = bound.lists.map((list) => Math.max(...list.map(({ choice }) => choice.amountPaise)));
  const order = size.map((_, at) => at).sort((a, b) => size[b]! - size[a]!);
  const lists = order.map((at) => bound.lists[at]!);
  const least = (of: (one: Bound['lists'][number][number]) => number): number[] =>
    suffixSums(lists.map((list) => list.reduce((low, one) => Math.min(low, of(one)), Infinity)));
  const asked = MONTHS.map((on) => least(({ choice }) => choice.asksPaise[on]!));
  return {
    order,
    lists,
    leastPriced: least(({ priced }) => priced),
    leastCost: least(({ choice }) => choice.costPaise),
    leastAsked: Array.from({ length: lists.length + 1 }, (_, depth) => asked.map((sums) => sums[depth]!)),
    leastTested: MONTHS.map((on) =>
      ROOM_PRICES.map((price) => least(({ choice, priced }) => priced + price * choice.asksPaise[on]!)),
    ),
  };
}

/**
 * A naive order: month by month down the list, each debt out of the cheapest source that has the money and keeps the test, as long as it
 * costs less than leaving it.
 * @param order places in `question.choices`
 */
export function planInOrder(question: Question, order: readonly number[]): Choice[] {
  const plan = question.choices.map((list) => list[0]!);
  for (const month of MONTHS)
    for (const at of order) {
      if (plan[at]!.sourceAt >= 0) continue;
      const now = question.choices[at]!.filter((one) => one.sourceAt >= 0 && one.month === month);
      const taken = now
        .sort((a, b) => a.costPaise - b.costPaise)
        .find((one) => isFeasible(question, plan.with(at, one)));
      if (taken) plan[at] = taken;
    }
  return plan;
}
