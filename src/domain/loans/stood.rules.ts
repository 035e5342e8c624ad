/** A running loan seen on every day of its life: what it owed from which day to which. */
import type { IsoDate } from '#platform/dates.ts';
import type { LoanContract, LoanEvent, Running } from './life.model.ts';
import { step } from './replay.rules.ts';
import { waitingLoan } from './run-state.rules.ts';
import { standingOn } from './standing.rules.ts';

export type Stood = {
  readonly fromOn: IsoDate;
  /** The first day it no longer stood so; null: still. */
  readonly untilOn: IsoDate | null;
  readonly outstandingPaise: number;
  readonly oldestUnpaidDueOn: IsoDate | null;
  readonly isRescheduled: boolean;
};

/** Days without an event on which interest of a moratorium joins the balance. */
const capitalisingDays = (loan: Running, after: IsoDate, before: IsoDate | null): IsoDate[] =>
  loan.rows
    .filter((row) => row.capitalisedPaise > 0 && row.countedOn > after && (before === null || row.countedOn < before))
    .map((row) => row.countedOn);

/** @param events those that stand, in the order of their entry @throws when they do not fit the contract */
export function stoodOver(contract: LoanContract, events: readonly LoanEvent[]): Stood[] {
  const inOrder = [...events].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  let loan = waitingLoan(contract);
  const starts: { on: IsoDate; loan: Running }[] = [];
  for (const [index, event] of inOrder.entries()) {
    const done = step(loan, event, { strict: false });
    if (!done.ok) throw new Error(`A loan's own events do not fit: ${done.code}`);
    loan = done.value.loan;
    const next = inOrder[index + 1]?.on ?? null;
    if (next === event.on) continue;
    const at = loan;
    for (const on of [event.on, ...capitalisingDays(at, event.on, next)]) starts.push({ on, loan: at });
  }
  return starts.flatMap(({ on, loan: at }, index) => {
    if (at.status !== 'active') return [];
    const standing = standingOn(at, on);
    return {
      fromOn: on,
      untilOn: starts[index + 1]?.on ?? null,
      outstandingPaise: standing.outstandingPrincipalPaise,
      oldestUnpaidDueOn: standing.oldestUnpaidDueOn,
      isRescheduled: at.rescheduledOn !== null,
    };
  });
}
