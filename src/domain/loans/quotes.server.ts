/** A stored loan as the rules see it on a day, and what would clear it then. */
import type { IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import type { LoanContract, LoanEvent } from './life.model.ts';
import type { Parts } from './model.ts';
import { eventsOf, signedOf } from './office-loan.server.ts';
import { loanOn } from './on-day.rules.ts';
import { payoffOn } from './payoff.rules.ts';

export type PayoffQuote = {
  readonly parts: Parts;
  readonly totalPaise: number;
  readonly prepaymentFeePaise: number;
  readonly interestSavedPaise: number;
  readonly overPaise: number;
};

/** Null when there is no such loan or nothing was signed. */
export async function runningOf(
  tx: Tx,
  loanId: string,
): Promise<{ contract: LoanContract; events: LoanEvent[] } | null> {
  const signed = await signedOf(tx, loanId);
  if (!signed) return null;
  const events = (await eventsOf(tx, loanId)).map((one) => one.event);
  return { contract: signed.contract, events };
}

/** What clears the loan on a day, of what is known by then; null unless it runs that day. */
export async function payoffQuote(tx: Tx, loanId: string, on: IsoDate): Promise<PayoffQuote | null> {
  const found = await runningOf(tx, loanId);
  if (!found) return null;
  const loan = loanOn(found, on);
  if (!loan) return null;
  const { loan: _, ...quote } = payoffOn(loan, on);
  return quote;
}
