/** Interest on savings by a key that was agreed on: exact in fractions, to the last paisa by largest remainder. Pure. */
import { addDays, addMonths, daysBetween, monthOf, type IsoDate } from '#platform/dates.ts';
import { splitPaise } from '#platform/money.ts';
import { ruled, ruledOut, type Ruling } from '#platform/outcomes.ts';
import type { InterestAsked, InterestBase, SavingsProduct } from './interest.model.ts';

export type InterestSpan = { readonly from: IsoDate; readonly to: IsoDate };
/** Whole months. */
export const spanOf = ({ from, months }: { from: IsoDate; months: number }): InterestSpan => ({
  from: monthOf(from),
  to: addDays(addMonths(monthOf(from), months), -1),
});

export type SavingsFact = {
  readonly personId: string;
  readonly product: SavingsProduct;
  /** On the evening before the span. */
  readonly openingPaise: number;
  /** Saved positive, withdrawn negative; in the order of their days. */
  readonly moves: readonly { readonly on: IsoDate; readonly paise: number }[];
};

/** Divides evenly by 28, 29, 30 and 31 days: a month's average stays a whole number. */
const DAY_UNITS = 377_580;

/** Balance units of one month: the average of its evenings, or the lowest of them, times {@link DAY_UNITS}. */
function monthUnits(
  base: InterestBase,
  month: InterestSpan,
  { opening, moves }: { opening: number; moves: SavingsFact['moves'] },
): bigint {
  const days = daysBetween(month.from, month.to) + 1;
  let [balance, lowest, sum, at] = [opening, Number.POSITIVE_INFINITY, 0, month.from];
  // evenings up to the day before a move stand at the balance before it
  const stand = (until: IsoDate) => {
    const evenings = daysBetween(at, until);
    if (evenings <= 0) return;
    sum += Math.max(0, balance) * evenings;
    lowest = Math.min(lowest, balance);
    at = until;
  };
  for (const move of moves) {
    stand(move.on);
    balance += move.paise;
  }
  stand(addDays(month.to, 1));
  return base === 'minimum' ? BigInt(Math.max(0, lowest)) * BigInt(DAY_UNITS) : BigInt(sum) * BigInt(DAY_UNITS / days);
}

/** What a member's savings of one product weigh over the span. */
export function weightOf(base: InterestBase, span: InterestSpan, fact: SavingsFact): bigint {
  let [opening, weight] = [fact.openingPaise, 0n];
  for (let from = span.from; from <= span.to; from = addMonths(from, 1)) {
    const month = { from, to: addDays(addMonths(from, 1), -1) };
    const moves = fact.moves.filter((move) => move.on >= month.from && move.on <= month.to);
    weight += monthUnits(base, month, { opening, moves });
    opening += moves.reduce((sum, move) => sum + move.paise, 0);
  }
  return weight;
}

export type InterestShare = { readonly personId: string; readonly product: SavingsProduct; readonly paise: number };
export type Reckoned = { readonly totalPaise: number; readonly shares: readonly InterestShare[] };

/** A year's rate on twelfths. */
const PER_YEAR = BigInt(DAY_UNITS) * 12n * 10_000n;
const roundHalfUp = (num: bigint, den: bigint): number => Number((2n * num + den) / (2n * den));
/** Weights as safe integers of the same proportion to one part in a thousand million million. */
function scaled(weights: readonly bigint[]): number[] {
  const most = weights.reduce((one, other) => (one > other ? one : other), 0n);
  const step = most / BigInt(Number.MAX_SAFE_INTEGER) + 1n;
  return weights.map((weight) => Number(weight / step));
}

/** @returns refused `linkage.no_weights` | `linkage.rate_or_sum` | `linkage.nothing_to_post` */
export function reckon(asked: InterestAsked, facts: readonly SavingsFact[]): Ruling<Reckoned> {
  if ((asked.rateBps === null) === (asked.totalPaise === null)) return ruledOut('linkage.rate_or_sum');
  const span = spanOf(asked);
  const weights = facts.map((fact) => weightOf(asked.base, span, fact));
  const whole = weights.reduce((sum, weight) => sum + weight, 0n);
  if (whole <= 0n) return ruledOut('linkage.no_weights');
  const totalPaise = asked.totalPaise ?? roundHalfUp(whole * BigInt(asked.rateBps!), PER_YEAR);
  if (totalPaise === 0) return ruledOut('linkage.nothing_to_post');
  const parts = splitPaise(totalPaise, scaled(weights));
  const shares = facts.map(({ personId, product }, at) => ({ personId, product, paise: parts[at]! }));
  return ruled({ totalPaise, shares });
}

/** @returns refused `linkage.future` | `linkage.span` | `linkage.before_books` */
export function checkSpan(
  { span, on }: { span: InterestSpan; on: IsoDate },
  { today, booksFromOn }: { today: IsoDate; booksFromOn: IsoDate },
): Ruling<null> {
  if (on > today) return ruledOut('linkage.future', { today });
  if (span.to > on) return ruledOut('linkage.span_not_over', { to: span.to });
  return span.from < monthOf(booksFromOn) ? ruledOut('linkage.before_books', { on: booksFromOn }) : ruled(null);
}
