/**
 * Money taken for a loan, judged by the loan's own replay: the phone and the office lay it out by the same function. There is no second
 * order of allocation here.
 */
import {
  loanOn,
  NO_EFFECT,
  payoffOn,
  replay,
  standingOn,
  unpaidOf,
  type Effect,
  type Excess,
  type LoanContract,
  type LoanEvent,
  type Running,
} from '#domain/loans/index.ts';
import type { IsoDate } from '#platform/dates.ts';
import { ruled, ruledOut, type Ruling } from '#platform/outcomes.ts';

/** A loan as its contract and what happened since: enough to know it on any day, without the office. */
export type LoanStory = { readonly contract: LoanContract; readonly events: readonly LoanEvent[] };

export type DueOn = {
  readonly loan: Running;
  /** Of rows due that very day, and of rows before it (late charges reckoned to the day). */
  readonly todayPaise: number;
  readonly latePaise: number;
  readonly duePaise: number;
  readonly daysLate: number;
  /** The row she is at, of how many. */
  readonly instalment: number;
  readonly instalments: number;
  readonly nextOn: IsoDate | null;
  readonly nextPaise: number;
  /** What clears the loan that day. */
  readonly owedPaise: number;
};

const total = (parts: Effect['parts']): number =>
  parts.finePaise + parts.feePaise + parts.interestPaise + parts.principalPaise;

/** Null when the loan does not run that day. */
export function dueOn(story: LoanStory, on: IsoDate): DueOn | null {
  const loan = loanOn(story, on);
  if (!loan) return null;
  const stand = standingOn(loan, on);
  const todayPaise = loan.rows.filter((row) => row.dueOn === on).reduce((sum, row) => sum + total(unpaidOf(row)), 0);
  const next = loan.rows.find((row) => total(unpaidOf(row)) > 0);
  return {
    loan,
    todayPaise,
    latePaise: stand.overduePaise - todayPaise,
    duePaise: stand.overduePaise,
    daysLate: stand.daysPastDue,
    instalment: next?.no ?? loan.rows.length,
    instalments: loan.rows.length,
    nextOn: stand.nextDueOn,
    nextPaise: stand.nextDuePaise,
    owedPaise: payoffOn(loan, on).totalPaise,
  };
}

export type Taking = {
  readonly eventId: string;
  readonly on: IsoDate;
  readonly paise: number;
  readonly excessTo: Excess | null;
};
export type Laid = { readonly event: LoanEvent; readonly effect: Effect; readonly closes: boolean };

/**
 * What an amount comes to. Exactly what clears the loan clears it. Refuses `collections.not_running`, `collections.more_than_owed`
 * {owedPaise}, and what the replay refuses: `loans.excess_unasked` {excessPaise}, `loans.excess_not_allowed`.
 */
export function judgeTake(story: LoanStory, { eventId, on, paise, excessTo }: Taking): Ruling<Laid> {
  const due = dueOn(story, on);
  if (!due) return ruledOut('collections.not_running', {});
  if (paise > due.owedPaise) return ruledOut('collections.more_than_owed', { owedPaise: due.owedPaise });
  const event: LoanEvent =
    paise === due.owedPaise && paise > due.duePaise
      ? { kind: 'settled', eventId, on, paise }
      : { kind: 'repaid', eventId, on, paise, excessTo: paise > due.duePaise ? excessTo : null };
  const done = replay(story.contract, [...story.events, event], eventId);
  if (!done.ok) return done;
  const effect = done.value.effects.get(eventId) ?? NO_EFFECT;
  return ruled({ event, effect, closes: done.value.loan.status === 'closed' });
}

/**
 * The same for money that is in her hand already, whatever became of the loan meanwhile: somebody else took the same instalment, it was
 * paid off, it was written off. Both payments stand, in the order of their days and of their coming; what finds no place is owed back.
 */
export function eventOfTaken(story: LoanStory, taking: Taking, isWrittenOff: boolean): LoanEvent {
  const { eventId, on, paise, excessTo } = taking;
  if (isWrittenOff) return { kind: 'recovered', eventId, on, paise };
  const ruling = judgeTake(story, taking);
  return ruling.ok ? ruling.value.event : { kind: 'repaid', eventId, on, paise, excessTo: excessTo ?? 'next' };
}
