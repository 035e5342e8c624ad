/** A loan as it stood on a day, late charges reckoned to it, of what is known by then. */
import type { IsoDate } from '#platform/dates.ts';
import { chargeLate } from './allocation.rules.ts';
import type { LoanContract, LoanEvent, Running } from './life.model.ts';
import { replay } from './replay.rules.ts';

/** Null unless it runs that day. */
export function loanOn(
  { contract, events }: { readonly contract: LoanContract; readonly events: readonly LoanEvent[] },
  on: IsoDate,
): Running | null {
  const done = replay(
    contract,
    events.filter((event) => event.on <= on),
  );
  return done.ok && done.value.loan.status === 'active' ? chargeLate(done.value.loan, on) : null;
}
