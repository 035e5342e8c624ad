/** Advances as the books know them: lines on heads under the advances account, posted and not taken back. */
import { sql } from 'kysely';
import { CHART } from '#domain/ledger/index.ts';
import type { IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import { ADVANCE_AGES, advancesOf, ageOf, type Advance, type AdvanceLine } from './advance.rules.ts';

/** A reversed voucher and its reversal are both left out: together they are nothing. */
export async function advanceLines(
  tx: Tx,
  { bookId, asKnownOn = null }: { bookId: string; asKnownOn?: IsoDate | null },
): Promise<AdvanceLine[]> {
  const { rows } = await sql<AdvanceLine>`
    select l.voucher_id as "voucherId", l.head_id as "headId", p.event_on as "eventOn", l.amount_paise as "amountPaise",
      l.settles_voucher_id as "settlesVoucherId"
    from account_head h
    join voucher_line l on l.org_id = h.org_id and l.head_id = h.head_id
    join voucher v on v.org_id = l.org_id and v.voucher_id = l.voucher_id and v.purpose <> 'reversal'
    join voucher_posted p on p.org_id = l.org_id and p.voucher_id = l.voucher_id
    left join journal r on r.org_id = p.org_id and r.book_id = p.book_id and r.reverses_seq = p.seq
      and r.entered_on <= ${asKnownOn ?? 'infinity'}::date
    where h.org_id = ${tx.orgId} and h.book_id = ${bookId} and h.account = ${CHART.advances} and r.seq is null
      and p.entered_on <= ${asKnownOn ?? 'infinity'}::date
    order by p.event_on, p.seq, l.line`.execute(tx.db);
  return rows;
}

export type OpenAdvances = {
  readonly rows: readonly (Advance & { readonly age: number })[];
  /** Upper ends of the ages in days; one more bucket stands for older. */
  readonly ages: readonly number[];
  readonly openByAge: readonly number[];
  readonly openPaise: number;
};

export async function openAdvances(
  tx: Tx,
  { bookId, asOf, asKnownOn }: { bookId: string; asOf?: IsoDate | null; asKnownOn?: IsoDate | null },
): Promise<OpenAdvances> {
  const lines = await advanceLines(tx, { bookId, asKnownOn: asKnownOn ?? null });
  const rows = advancesOf(lines, asOf ?? tx.today)
    .filter((advance) => advance.openPaise > 0)
    .map((advance) => ({ ...advance, age: ageOf(advance.days) }));
  const openByAge = [...ADVANCE_AGES, null].map((_, age) =>
    rows.filter((row) => row.age === age).reduce((sum, row) => sum + row.openPaise, 0),
  );
  return { rows, ages: ADVANCE_AGES, openByAge, openPaise: rows.reduce((sum, row) => sum + row.openPaise, 0) };
}
