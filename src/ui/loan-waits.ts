/** What a loan says of rows that wait: each a short sentence, in the order of the rows. */
import { formatCount } from './format.ts';
import { m } from './sentences/messages.js';

export const WAITING_INTEREST = {
  capitalised: m.loan_waits_capitalised,
  deferred_first: m.loan_waits_deferred_first,
  deferred_spread: m.loan_waits_deferred_spread,
} as const;

/** As the terms of a loan say it. */
type Waits = {
  readonly moratoriumRows: number;
  readonly moratoriumInterest: keyof typeof WAITING_INTEREST;
  readonly interestOnlyRows: number;
  readonly interestFreeRows: number;
};

export function waitsOf(grace: Waits | null | undefined): string[] {
  if (!grace) return [];
  const { moratoriumRows, moratoriumInterest, interestOnlyRows, interestFreeRows } = grace;
  // all that waits is free: no interest is kept anywhere
  const isCounted = moratoriumRows > interestFreeRows;
  return [
    ...(interestFreeRows > 0 ? [m.loan_waits_free({ count: formatCount(interestFreeRows) })] : []),
    ...(moratoriumRows > 0 ? [m.loan_waits({ count: formatCount(moratoriumRows) })] : []),
    ...(isCounted ? [WAITING_INTEREST[moratoriumInterest]()] : []),
    ...(interestOnlyRows > 0 ? [m.loan_waits_interest_only({ count: formatCount(interestOnlyRows) })] : []),
  ];
}
