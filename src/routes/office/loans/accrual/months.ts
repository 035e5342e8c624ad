/** What the page of accrued interest shows before the books say anything. */
import type { AccrualShown } from '#domain/loans/index.server.ts';
import { addDays, addMonths } from '#platform/dates.ts';

/** The last days of the twelve months that are over, the newest first. */
export function monthEnds(today: string): string[] {
  const first = `${today.slice(0, 8)}01`;
  return Array.from({ length: 12 }, (_, k) => addDays(addMonths(first, -k), -1));
}

/** An organisation that lends nothing itself yet. */
export const NO_BOOK: AccrualShown = {
  ...{ rule: null, lastOn: null, lines: [], changePaise: 0 },
  problem: { code: 'loans.no_book', params: {} },
};
