/** What of a case depends on nothing but itself; and how much of its figures others may see. */
import type { IsoDate } from '#platform/dates.ts';
import { ruled, ruledOut, type Ruling } from '#platform/outcomes.ts';
import type { AddStep, CaseOutcome, CloseCase, NewCase } from './model.ts';

export type Standing = { readonly outcome: CaseOutcome | null; readonly happenedOn: IsoDate };

export const isOverdue = (one: { outcome: CaseOutcome | null; dueOn: IsoDate | null }, today: IsoDate): boolean =>
  one.outcome === null && one.dueOn !== null && one.dueOn < today;

/** @returns refused `cases.in_the_future` {today} | `cases.due_in_the_past` {today} | `cases.person_twice` */
export function checkNew(one: NewCase, today: IsoDate): Ruling<NewCase> {
  if (one.happenedOn > today) return ruledOut('cases.in_the_future', { today });
  if (one.dueOn !== null && one.dueOn < today) return ruledOut('cases.due_in_the_past', { today });
  if (new Set(one.personIds).size < one.personIds.length) return ruledOut('cases.person_twice');
  return ruled(one);
}

/** @returns refused `cases.closed_already` | `cases.before_it_happened` {happenedOn} | `cases.in_the_future` {today} | `cases.due_in_the_past` {today} */
export function checkStep(standing: Standing, step: Pick<AddStep, 'doneOn' | 'dueOn'>, today: IsoDate): Ruling<null> {
  if (standing.outcome !== null) return ruledOut('cases.closed_already');
  if (step.doneOn > today) return ruledOut('cases.in_the_future', { today });
  if (step.doneOn < standing.happenedOn)
    return ruledOut('cases.before_it_happened', { happenedOn: standing.happenedOn });
  if (step.dueOn !== null && step.dueOn < today) return ruledOut('cases.due_in_the_past', { today });
  return ruled(null);
}

/** Who gave up or lost got nothing. @returns refused as {@link checkStep} | `cases.recovered_nothing` */
export function checkClose(standing: Standing, end: CloseCase, today: IsoDate): Ruling<null> {
  const day = checkStep(standing, { doneOn: end.closedOn, dueOn: null }, today);
  if (!day.ok) return day;
  if ((end.outcome === 'lost' || end.outcome === 'withdrawn') && end.recoveredPaise > 0)
    return ruledOut('cases.recovered_nothing');
  return ruled(null);
}

/** Pooled. The share recovered is of closed cases whose claim is known; those of unknown amount stand apart, never as zero. */
export type CaseFigures = {
  readonly open: number;
  readonly overdue: number;
  readonly closed: number;
  /** Closed cases with a known claim, what they claimed and what of it came. */
  readonly closedKnown: number;
  readonly claimedPaise: number;
  readonly recoveredPaise: number;
  /** Closed cases of unknown amount, and what came in them. */
  readonly closedUnknown: number;
  readonly recoveredUnknownPaise: number;
};
/** As others see them: null = hidden. */
export type PooledFigures = { readonly [K in keyof CaseFigures]: CaseFigures[K] | null };

const SMALL_CELL = 5;
const isSmall = (count: number): boolean => count > 0 && count < SMALL_CELL;

/**
 * A count of one to four would point at women; so would one that is left when the others are taken from a sum. Hence where a part is
 * hidden, its counterpart is too, and rupees go with the count they belong to.
 */
export function hideSmallCells(given: CaseFigures): PooledFigures {
  const states = !isSmall(given.open) && !isSmall(given.closed);
  const late = states && !isSmall(given.overdue) && !isSmall(given.open - given.overdue);
  const amounts = states && !isSmall(given.closedKnown) && !isSmall(given.closedUnknown);
  const when = (shown: boolean, value: number): number | null => (shown ? value : null);
  return {
    open: when(states, given.open),
    overdue: when(late, given.overdue),
    closed: when(states, given.closed),
    closedKnown: when(amounts, given.closedKnown),
    claimedPaise: when(amounts, given.claimedPaise),
    recoveredPaise: when(amounts, given.recoveredPaise),
    closedUnknown: when(amounts, given.closedUnknown),
    recoveredUnknownPaise: when(amounts, given.recoveredUnknownPaise),
  };
}
