/** The day book: every entry of an office's book whole, in the order of its days. */
import { sql } from 'kysely';
import type * as z from 'zod/mini';
import { NO_ID } from '#domain/ledger/index.server.ts';
import type { IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import { headsOf, type HeadRow } from './books.server.ts';
import type { VoucherType } from './model.ts';
import type { DayAfter } from './queries.model.ts';
import { voucherLabel } from './voucher.rules.ts';

export type DayEntry = {
  readonly seq: number;
  readonly eventOn: IsoDate;
  readonly enteredOn: IsoDate;
  readonly voucherId: string | null;
  readonly label: string | null;
  readonly narration: string;
  readonly payee: string | null;
  /** Debits first. `headId` null: a posting of another module on an account without heads. */
  readonly lines: readonly {
    readonly headId: string | null;
    readonly account: string;
    readonly debitPaise: number;
    readonly creditPaise: number;
  }[];
};
export type DayBook = {
  readonly heads: readonly HeadRow[];
  readonly entries: readonly DayEntry[];
  readonly next: z.infer<typeof DayAfter> | null;
};
type Raw = Omit<DayEntry, 'label'> & { type: VoucherType | null; year: number | null; number: number | null };

/** Oldest first, a page of entries at a time. */
export async function dayBook(
  tx: Tx,
  ask: {
    readonly bookId: string;
    readonly from: IsoDate;
    readonly to: IsoDate;
    readonly asKnownOn?: IsoDate | null;
    readonly after?: z.infer<typeof DayAfter> | null;
    readonly limit?: number;
  },
): Promise<DayBook> {
  const { bookId, from, to, asKnownOn = null, after = null, limit = 50 } = ask;
  const heads = await headsOf(tx, bookId, to);
  const ids = new Set(heads.map((head) => head.headId));
  const { rows } = await sql<Raw>`
    select j.seq, j.event_on as "eventOn", j.entered_on as "enteredOn", v.voucher_id as "voucherId", v.type, d.financial_year as year, d.number,
      coalesce(v.narration, j.narration) as narration, v.payee,
      (select jsonb_agg(jsonb_build_object('headId', nullif(p.party_id, ${NO_ID}), 'account', p.account,
          'debitPaise', greatest(p.amount_paise, 0), 'creditPaise', greatest(-p.amount_paise, 0)) order by p.amount_paise < 0, p.line)
        from posting p where p.org_id = j.org_id and p.book_id = j.book_id and p.seq = j.seq) as lines
    from journal j
    left join voucher_posted d on d.org_id = j.org_id and d.book_id = j.book_id and d.seq = j.seq
    left join voucher v on v.org_id = d.org_id and v.voucher_id = d.voucher_id
    where j.org_id = ${tx.orgId} and j.book_id = ${bookId} and j.event_on >= ${from}::date and j.event_on <= ${to}::date
      and j.entered_on <= ${asKnownOn ?? 'infinity'}::date
      ${after ? sql`and (j.event_on, j.seq) > (${after.eventOn}::date, ${after.seq})` : sql``}
    order by j.event_on, j.seq limit ${limit + 1}`.execute(tx.db);
  const entries = rows.slice(0, limit).map(({ type, year, number, lines, ...row }) => ({
    ...row,
    label: number === null ? null : voucherLabel(type!, year!, number),
    lines: lines.map((line) => ({ ...line, headId: line.headId && ids.has(line.headId) ? line.headId : null })),
  }));
  const last = entries.at(-1);
  return { heads, entries, next: rows.length > limit && last ? { eventOn: last.eventOn, seq: last.seq } : null };
}
