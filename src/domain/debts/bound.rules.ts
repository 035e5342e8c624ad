/**
 * A floor under the cost of every plan whose first swap is in one given month: the search's bound. The rules that tie the debts together
 * (each source's money, the repayment test of that first month) are let go and priced instead (Lagrange multipliers, found by a few
 * rounds of subgradient). Whatever the prices, the floor is true; good ones only make the search end sooner.
 */
import type { Choice, Question } from './choices.rules.ts';
import { SWAP_MONTHS } from './path.rules.ts';

const MONTHS = Array.from({ length: SWAP_MONTHS }, (_, month) => month);
const ROUNDS = 80;
/** Rounds without a better floor after which the prices are good enough. */
const PATIENCE = 20;
/** A month's claim is about a tenth of the loan behind it: brings both kinds of rules to one scale. */
const TEST_SCALE = 10;

export type Priced = { readonly choice: Choice; readonly priced: number };
export type Bound = {
  readonly lists: readonly (readonly Priced[])[];
  /** Taken off every priced plan: the price of all that is given. */
  readonly given: number;
  readonly floor: number;
};

/**
 * The choices that can be in a plan whose first swap is in `first`: none earlier, and no month of a swap that fails the repayment test
 * even if every other debt asked as little as it can. Null when nothing is left to swap.
 */
export function choicesFrom(question: Question, first: number): Choice[][] | null {
  let lists = question.choices.map((list) => list.filter((one) => one.sourceAt < 0 || one.month >= first));
  for (;;) {
    const least = lists.map((list) => MONTHS.map((on) => Math.min(...list.map((one) => one.asksPaise[on]!))));
    const whole = MONTHS.map((on) => sumOf(least.map((months) => months[on]!)));
    const fits = (one: Choice, at: number, on: number): boolean =>
      whole[on]! - least[at]![on]! + one.asksPaise[on]! <= question.roomPaise[on]!;
    const next = lists.map((list, at) =>
      list.filter((one) => fits(one, at, first) && (one.sourceAt < 0 || fits(one, at, one.month))),
    );
    if (next.some((list) => list.length === 0)) return null;
    if (next.every((list, at) => list.length === lists[at]!.length)) break;
    lists = next;
  }
  return lists.some((list) => list.some((one) => one.sourceAt >= 0 && one.month === first)) ? lists : null;
}

type Prices = { readonly money: readonly (readonly number[])[]; readonly test: number };
/** A rupee out of a source is missing in the month it is taken and in all after it: prices of months are summed from the end. */
const priceOf = ({ money, test }: Prices, first: number, one: Choice): number =>
  one.costPaise +
  test * one.asksPaise[first]! +
  (one.sourceAt < 0 ? 0 : money[one.sourceAt]![one.month]! * one.amountPaise);

/** @param upper the cost of a plan known already: how far the prices may aim */
export function boundOf(
  question: Question,
  choices: readonly (readonly Choice[])[],
  { first, upper }: { first: number; upper: number },
): Bound {
  const { moneyPaise, roomPaise } = question;
  let weights = moneyPaise.map((money) => money.map(() => 0));
  let test = 0;
  let best = { floor: -Infinity, prices: { money: weights, test } as Prices, given: 0 };
  let [stride, since] = [1, 0];
  for (let round = 0; round < ROUNDS && since < PATIENCE && best.floor <= upper; round += 1) {
    const prices: Prices = { money: weights.map(suffixSums), test };
    const given =
      sumOf(weights.map((list, s) => sumOf(list.map((weight, by) => weight * moneyPaise[s]![by]!)))) +
      test * roomPaise[first]!;
    const taken = choices.map((list) => cheapest(list, (one) => priceOf(prices, first, one)));
    const floor = sumOf(taken.map((one) => priceOf(prices, first, one))) - given;
    since = floor > best.floor ? 0 : since + 1;
    if (since === 0) best = { floor, prices, given };
    else if (since % 6 === 0) stride /= 2;
    const over = gaps(taken, moneyPaise);
    const overTest = (sumOf(taken.map((one) => one.asksPaise[first]!)) - roomPaise[first]!) * TEST_SCALE;
    const norm = sumOf(over.map((list) => sumOf(list.map((gap) => gap * gap)))) + overTest * overTest;
    if (norm === 0) break;
    const step = (stride * Math.max(upper - floor, 1)) / norm;
    weights = weights.map((list, s) => list.map((weight, by) => Math.max(0, weight + step * over[s]![by]!)));
    test = Math.max(0, test + step * overTest * TEST_SCALE);
  }
  const lists = choices.map((list) =>
    list
      .map((choice): Priced => ({ choice, priced: priceOf(best.prices, first, choice) }))
      .sort((a, b) => a.priced - b.priced || a.choice.costPaise - b.choice.costPaise),
  );
  return { lists, given: best.given, floor: best.floor };
}

/** Lent beyond the money there is, by source and month: below zero where some is left. */
function gaps(taken: readonly Choice[], moneyPaise: Question['moneyPaise']): number[][] {
  const lent = moneyPaise.map((money) => money.map((most) => -most));
  for (const { sourceAt, month, amountPaise } of taken)
    if (sourceAt >= 0) for (let by = month; by < SWAP_MONTHS; by += 1) lent[sourceAt]![by]! += amountPaise;
  return lent;
}

export const sumOf = (list: readonly number[]): number => list.reduce((sum, one) => sum + one, 0);
export const suffixSums = (list: readonly number[]): number[] => {
  const sums = [...list, 0];
  for (let at = list.length - 1; at >= 0; at -= 1) sums[at]! += sums[at + 1]!;
  return sums;
};

function cheapest(list: readonly Choice[], price: (one: Choice) => number): Choice {
  let found = list[0]!;
  let least = Infinity;
  for (const one of list) {
    const own = price(one);
    if (own < least) [found, least] = [one, own];
  }
  return found;
}
