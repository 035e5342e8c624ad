/** What was matched and what was read: the bank's lines beside their entries, newest first, and the files they came from. */
import { sql } from 'kysely';
import type { IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import type { VoucherType } from './model.ts';
import { voucherLabel } from './voucher.rules.ts';

export type BankMatch = {
  readonly matchId: string;
  readonly matchedBy: string | null;
  readonly matchedAt: Date;
  readonly lines: readonly { readonly onDate: IsoDate; readonly description: string; readonly amountPaise: number }[];
  readonly entries: readonly {
    readonly eventOn: IsoDate;
    readonly narration: string;
    readonly seq: number;
    readonly voucherId: string | null;
    readonly label: string | null;
    readonly amountPaise: number;
  }[];
};
export type StatementRead = {
  readonly statementId: string;
  readonly fileName: string | null;
  readonly fromOn: IsoDate;
  readonly toOn: IsoDate;
  readonly lines: number;
  readonly readBy: string | null;
  readonly readAt: Date;
};
type RawEntry = Omit<BankMatch['entries'][number], 'label'> & {
  readonly type: VoucherType | null;
  readonly year: number | null;
  readonly number: number | null;
};

/** The last matches that stand, for taking one back; and the last files. */
export async function bankMatches(
  tx: Tx,
  { bookId, headId }: { bookId: string; headId: string },
): Promise<{ matches: BankMatch[]; statements: StatementRead[] }> {
  const { rows } = await sql<Omit<BankMatch, 'entries'> & { entries: readonly RawEntry[] }>`
    select m.match_id as "matchId", u.name as "matchedBy", m.matched_at as "matchedAt",
      (select coalesce(jsonb_agg(jsonb_build_object('onDate', l.on_date, 'description', l.description, 'amountPaise', l.amount_paise)
          order by l.on_date, l.line_no), '[]')
        from bank_match_part q join bank_line l on l.org_id = q.org_id and l.line_id = q.line_id
        where q.org_id = m.org_id and q.match_id = m.match_id) as lines,
      (select coalesce(jsonb_agg(jsonb_build_object('eventOn', p.event_on, 'seq', p.seq, 'narration', coalesce(v.narration, j.narration),
          'voucherId', v.voucher_id, 'type', v.type, 'year', d.financial_year, 'number', d.number, 'amountPaise', p.amount_paise)
          order by p.event_on, p.seq, p.line), '[]')
        from bank_match_part q join posting p on p.org_id = q.org_id and p.book_id = q.book_id and p.seq = q.seq and p.line = q.line
        join journal j on j.org_id = p.org_id and j.book_id = p.book_id and j.seq = p.seq
        left join voucher_posted d on d.org_id = p.org_id and d.book_id = p.book_id and d.seq = p.seq
        left join voucher v on v.org_id = d.org_id and v.voucher_id = d.voucher_id
        where q.org_id = m.org_id and q.match_id = m.match_id) as entries
    from bank_match m join bank_till h on h.org_id = m.org_id and h.till_id = m.head_id and h.book_id = ${bookId}
    left join app_user u on u.org_id = m.org_id and u.user_id = m.matched_by
    where m.org_id = ${tx.orgId} and m.head_id = ${headId} and m.undone_at is null
    order by m.matched_at desc, m.match_id limit 100`.execute(tx.db);
  const { rows: statements } = await sql<StatementRead>`
    select s.statement_id as "statementId", s.file_name as "fileName", s.from_on as "fromOn", s.to_on as "toOn",
      (select count(*) from bank_line l where l.org_id = s.org_id and l.statement_id = s.statement_id) as lines,
      u.name as "readBy", s.imported_at as "readAt"
    from bank_statement s left join app_user u on u.org_id = s.org_id and u.user_id = s.imported_by
    where s.org_id = ${tx.orgId} and s.book_id = ${bookId} and s.head_id = ${headId}
    order by s.imported_at desc limit 12`.execute(tx.db);
  return {
    matches: rows.map(({ entries, ...row }) => ({
      ...row,
      entries: entries.map(({ type, year, number, ...entry }) => ({
        ...entry,
        label: number === null ? null : voucherLabel(type!, year!, number),
      })),
    })),
    statements,
  };
}
