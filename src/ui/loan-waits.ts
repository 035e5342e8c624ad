/** What a loan says of rows that wait: each a short sentence, in the order of the rows. */
import type { Grace } from '#domain/loans/index.ts';
import { formatCount } from './format.ts';
import { m } from './sentences/messages.js';

export const WAITING_INTEREST = {
  capitalised: m.loan_waits_capitalised,
  deferred_first: m.loan_waits_deferred_first,
  deferred_spread: m.loan_waits_deferred_spread,
} as const;

export function waitsOf(grace: Grace | null | undefined): string[] {
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
