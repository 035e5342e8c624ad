/** Where an office's money was: cash and bank books, any head's own page, receipts and payments. */
import { sql } from 'kysely';
import { addDays, type IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import { balanceOf } from '#domain/ledger/index.server.ts';
import type * as z from 'zod/mini';
import { headsOf, type HeadRow } from './books.server.ts';
import type { HeadAfter } from './queries.model.ts';
import { headSum, headSumsOn } from './sums.server.ts';
import { isMoney, MONEY, voucherLabel } from './voucher.rules.ts';
import type { VoucherType } from './model.ts';

export type BookLine = {
  readonly seq: number;
  readonly line: number;
  readonly eventOn: IsoDate;
  readonly voucherId: string | null;
  readonly label: string | null;
  readonly narration: string;
  readonly payee: string | null;
  readonly mode: string | null;
  readonly reference: string | null;
  readonly debitPaise: number;
  readonly creditPaise: number;
  readonly balancePaise: number;
  /** The other heads of the voucher. */
  readonly against: readonly string[];
};
export type HeadBook = {
  readonly headId: string;
  readonly openingPaise: number;
  readonly closingPaise: number;
  readonly debitPaise: number;
  readonly creditPaise: number;
  readonly lines: readonly BookLine[];
  readonly next: z.infer<typeof HeadAfter> | null;
};
type Raw = Omit<BookLine, 'label' | 'balancePaise'> & {
  type: VoucherType | null;
  year: number | null;
  number: number | null;
};

/** The page of one head: a cash box's is the cash book, a bank account's the bank book. */
export async function headBook(
  tx: Tx,
  ask: {
    readonly bookId: string;
    readonly headId: string;
    readonly from: IsoDate;
    readonly to: IsoDate;
    readonly asKnownOn?: IsoDate | null;
    readonly after?: z.infer<typeof HeadAfter> | null;
    readonly limit?: number;
  },
): Promise<HeadBook | null> {
  const { bookId, headId, from, to, asKnownOn = null, after = null, limit = 100 } = ask;
  const { rows: there } = await sql`select from account_head
    where org_id = ${tx.orgId} and book_id = ${bookId} and head_id = ${headId}`.execute(tx.db);
  if (there.length === 0) return null;
  const sumAt = (asOf: IsoDate) => headSum(tx, { bookId, headId, asOf, asKnownOn });
  const opening = await sumAt(addDays(from, -1));
  const closing = await sumAt(to);
  const { rows } = await sql<Raw>`
    select p.seq, p.line, p.event_on as "eventOn", v.voucher_id as "voucherId", v.type, d.financial_year as year, d.number,
      coalesce(v.narration, j.narration) as narration, v.payee, v.mode, v.reference,
      greatest(p.amount_paise, 0) as "debitPaise", greatest(-p.amount_paise, 0) as "creditPaise",
      coalesce((select array_agg(distinct o.party_id) from posting o where o.org_id = p.org_id and o.book_id = p.book_id and o.seq = p.seq
        and o.party_id <> p.party_id), '{}') as against
    from posting p join journal j on j.org_id = p.org_id and j.book_id = p.book_id and j.seq = p.seq
    left join voucher_posted d on d.org_id = p.org_id and d.book_id = p.book_id and d.seq = p.seq
    left join voucher v on v.org_id = d.org_id and v.voucher_id = d.voucher_id
    where p.org_id = ${tx.orgId} and p.book_id = ${bookId} and p.party_id = ${headId}
      and p.event_on >= ${from}::date and p.event_on <= ${to}::date and p.entered_on <= ${asKnownOn ?? 'infinity'}::date
      ${after ? sql`and (p.event_on, p.seq, p.line) > (${after.eventOn}::date, ${after.seq}, ${after.line})` : sql``}
    order by p.event_on, p.seq, p.line limit ${limit + 1}`.execute(tx.db);
  let balancePaise = after?.balancePaise ?? balanceOf(opening);
  const lines = rows.slice(0, limit).map(({ type, year, number, ...row }) => {
    balancePaise += row.debitPaise - row.creditPaise;
    return { ...row, label: number === null ? null : voucherLabel(type!, year!, number), balancePaise };
  });
  const last = lines.at(-1);
  return {
    headId,
    openingPaise: balanceOf(opening),
    closingPaise: balanceOf(closing),
    debitPaise: closing.debitPaise - opening.debitPaise,
    creditPaise: closing.creditPaise - opening.creditPaise,
    lines,
    next: rows.length > limit && last ? { eventOn: last.eventOn, seq: last.seq, line: last.line, balancePaise } : null,
  };
}

export type OfficeReceiptsAndPayments = {
  readonly heads: readonly HeadRow[];
  /** One for each cash box and bank account. */
  readonly tills: readonly { readonly headId: string; readonly openingPaise: number; readonly closingPaise: number }[];
  readonly rows: readonly {
    readonly headId: string | null;
    readonly account: string;
    readonly receiptPaise: number;
    readonly paymentPaise: number;
  }[];
  readonly receiptsPaise: number;
  readonly paymentsPaise: number;
};

/**
 * What came in and went out by head. Only vouchers that moved money count; a reversal takes back from the side its original stood on.
 * Opening tills + receipts = payments + closing tills.
 */
export async function receiptsAndPayments(
  tx: Tx,
  { bookId, from, to, asKnownOn = null }: { bookId: string; from: IsoDate; to: IsoDate; asKnownOn?: IsoDate | null },
): Promise<OfficeReceiptsAndPayments> {
  const heads = await headsOf(tx, bookId, to);
  const ids = new Set(heads.map((head) => head.headId));
  // Parties that are no head (borrowers of the office's loans) are one line of their account.
  const { rows } = await sql<{ account: string; headId: string | null; receiptPaise: number; paymentPaise: number }>`
    select p.account, case when p.party_id = any(${[...ids]}::uuid[]) then p.party_id end as "headId",
      sum(case when j.reverses_seq is null then greatest(-p.amount_paise, 0) else -greatest(p.amount_paise, 0) end) as "receiptPaise",
      sum(case when j.reverses_seq is null then greatest(p.amount_paise, 0) else -greatest(-p.amount_paise, 0) end) as "paymentPaise"
    from journal j join posting p on p.org_id = j.org_id and p.book_id = j.book_id and p.seq = j.seq
    where j.org_id = ${tx.orgId} and j.book_id = ${bookId} and j.event_on >= ${from}::date and j.event_on <= ${to}::date
      and j.entered_on <= ${asKnownOn ?? 'infinity'}::date and p.account <> all(${MONEY}::text[])
      and exists (select from posting t where t.org_id = j.org_id and t.book_id = j.book_id and t.seq = j.seq and t.account = any(${MONEY}::text[]))
    group by 1, 2 order by 1, 2`.execute(tx.db);
  const days = [addDays(from, -1), to];
  const [before, after] = await headSumsOn(tx, { bookId, days, asKnownOn }, ids);
  const tillOf = (sums: typeof before = [], headId: string) =>
    sums.filter((sum) => sum.headId === headId).reduce((all, sum) => all + balanceOf(sum), 0);
  const shown = rows.filter((row) => row.receiptPaise !== 0 || row.paymentPaise !== 0);
  return {
    heads,
    tills: heads
      .filter((head) => isMoney(head.account))
      .map(({ headId }) => ({ headId, openingPaise: tillOf(before, headId), closingPaise: tillOf(after, headId) }))
      .filter((till) => till.openingPaise !== 0 || till.closingPaise !== 0),
    rows: shown,
    receiptsPaise: shown.reduce((sum, row) => sum + row.receiptPaise, 0),
    paymentsPaise: shown.reduce((sum, row) => sum + row.paymentPaise, 0),
  };
}
