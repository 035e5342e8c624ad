/** Own loans of a group whose letter or terms were written down, as the forecast counts them. */
import type { IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import type { AgreedRow } from './agreed.rules.ts';
import { bookedOn } from './booked.server.ts';
import { linesRows } from './dues.server.ts';
import { linesOf } from './funds.server.ts';

export type AgreedLoan = { readonly lineId: string; readonly lender: string; readonly rows: readonly AgreedRow[] };
export type AgreedLoans = {
  readonly loans: readonly AgreedLoan[];
  /** By the books still owed on them: no part of what lenders without a schedule can be paid. */
  readonly owedPaise: number;
  /** What meetings paid on them, by the day. */
  readonly paidOn: ReadonlyMap<IsoDate, number>;
};

/** Loans the books cannot tell from another are left to the measure of the past; one in the lender's own book here is counted by that. */
export async function agreedLoans(tx: Tx, groupId: string, upTo: IsoDate): Promise<AgreedLoans> {
  const lines = await linesOf(tx, groupId);
  const { lines: booked } = await bookedOn(tx, { groupId, lines, on: tx.today });
  const loans: AgreedLoan[] = [];
  const paidOn = new Map<IsoDate, number>();
  let owedPaise = 0;
  for (const line of lines) {
    const found = booked.get(line.lineId);
    const rows = linesRows(line, found, upTo);
    if (!found || rows === null) continue;
    loans.push({ lineId: line.lineId, lender: line.lender, rows });
    owedPaise += found.owedPaise;
    for (const { on, kind, paise } of found.moves)
      if (kind === 'paid' || kind === 'interest') paidOn.set(on, (paidOn.get(on) ?? 0) + paise);
  }
  return { loans, owedPaise, paidOn };
}
