/** Own bank loans of a group whose letter was written down, as the forecast counts them. */
import type { IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import { agreedRows, type AgreedRow } from './agreed.rules.ts';
import { bookedOn } from './booked.server.ts';
import { linesOf } from './funds.server.ts';

export type AgreedLoan = { readonly lineId: string; readonly lender: string; readonly rows: readonly AgreedRow[] };
export type AgreedLoans = {
  readonly loans: readonly AgreedLoan[];
  /** By the books still owed on them: no part of what lenders without a schedule can be paid. */
  readonly owedPaise: number;
  /** What meetings paid on them, by the day. */
  readonly paidOn: ReadonlyMap<IsoDate, number>;
};

/** Loans the books cannot tell from another are left to the measure of the past. */
export async function agreedLoans(tx: Tx, groupId: string, upTo: IsoDate): Promise<AgreedLoans> {
  const lines = await linesOf(tx, groupId);
  const { lines: booked } = await bookedOn(tx, { groupId, lines, on: tx.today });
  const loans: AgreedLoan[] = [];
  const paidOn = new Map<IsoDate, number>();
  let owedPaise = 0;
  for (const { lineId, lender, state, instalments } of lines) {
    const found = booked.get(lineId);
    if (state !== 'received' || !instalments || !found?.isSure) continue;
    loans.push({ lineId, lender, rows: agreedRows(found, instalments, upTo) });
    owedPaise += found.owedPaise;
    for (const { on, kind, paise } of found.moves)
      if (kind === 'paid' || kind === 'interest') paidOn.set(on, (paidOn.get(on) ?? 0) + paise);
  }
  return { loans, owedPaise, paidOn };
}
