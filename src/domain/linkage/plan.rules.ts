/** The micro-credit plan and the resolution behind it; shares of a surplus to the last paisa. Pure. */
import type { IsoDate } from '#platform/dates.ts';
import { splitPaise, sumPaise } from '#platform/money.ts';
import { ruled, ruledOut, type Ruling } from '#platform/outcomes.ts';
import type { ShareKey, WritePlan } from './funds.model.ts';

/** @returns refused `linkage.future` | `linkage.before_books` | `linkage.not_member` {name is not told: the id of the line} */
export function checkPlan(
  input: WritePlan,
  { today, booksFromOn, members }: { today: IsoDate; booksFromOn: IsoDate; members: ReadonlySet<string> },
): Ruling<{ totalPaise: number }> {
  if (input.madeOn > today) return ruledOut('linkage.future', { today });
  if (input.madeOn < booksFromOn) return ruledOut('linkage.before_books', { on: booksFromOn });
  if (input.lines.some((line) => !members.has(line.personId))) return ruledOut('linkage.not_member');
  const totalPaise = sumPaise(input.lines.map((line) => line.amountPaise));
  return ruled({ totalPaise });
}

export type Resolution = {
  readonly heldOn: IsoDate;
  readonly present: number;
  readonly members: number;
  readonly quorum: { readonly numerator: number; readonly denominator: number };
  readonly decision: { readonly text: string; readonly votesFor: number; readonly votesAgainst: number } | undefined;
};
/** A group resolves at a meeting with its quorum, by more voices for than against, not before what it decides on. @returns refused `linkage.no_decision` | `linkage.decided_before` | `linkage.no_quorum` | `linkage.voted_down` */
export function checkResolution(found: Resolution, { notBefore }: { notBefore: IsoDate }): Ruling<null> {
  const { heldOn, present, members, quorum, decision } = found;
  if (!decision) return ruledOut('linkage.no_decision');
  if (heldOn < notBefore) return ruledOut('linkage.decided_before', { on: notBefore });
  if (present * quorum.denominator < members * quorum.numerator)
    return ruledOut('linkage.no_quorum', { present, members });
  return decision.votesFor > decision.votesAgainst ? ruled(null) : ruledOut('linkage.voted_down');
}

export type ShareFact = {
  readonly personId: string;
  /** Her savings at each month's end of the span. */
  readonly savingsPaise: readonly number[];
  readonly interestPaidPaise: number;
};
export const weightOf = (key: ShareKey, fact: ShareFact): number =>
  key === 'equal'
    ? 1
    : key === 'interest_paid'
      ? Math.max(0, fact.interestPaidPaise)
      : Math.max(0, sumPaise(fact.savingsPaise));

export type Share = { readonly personId: string; readonly weight: number; readonly paise: number };
/** Largest remainder: the shares sum to the total to the last paisa. Women of no weight get nothing. @returns refused `linkage.no_weights` */
export function sharesOf(key: ShareKey, totalPaise: number, facts: readonly ShareFact[]): Ruling<Share[]> {
  const weights = facts.map((fact) => weightOf(key, fact));
  if (!weights.some((weight) => weight > 0)) return ruledOut('linkage.no_weights');
  const parts = splitPaise(totalPaise, weights);
  return ruled(facts.map((fact, at) => ({ personId: fact.personId, weight: weights[at]!, paise: parts[at]! })));
}
