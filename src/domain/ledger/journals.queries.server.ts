/** What stands behind a figure: a journal whole, all journals of one paper, closed periods, the chart. */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import { NO_ID } from './post.server.ts';

export type Journal = {
  readonly bookId: string;
  readonly seq: number;
  readonly eventOn: string;
  /** ISO 8601. */
  readonly enteredAt: string;
  readonly narration: string;
  readonly sourceKind: string;
  readonly sourceId: string;
  readonly commandId: string;
  readonly reversesSeq: number | null;
  readonly reversedBySeq: number | null;
  /** Hex; what slips and phones hold as the book's head after this journal. */
  readonly hash: string;
  readonly postings: readonly JournalPosting[];
};
export type JournalPosting = {
  readonly line: number;
  readonly account: string;
  readonly partyId: string | null;
  readonly itemId: string | null;
  readonly debitPaise: number;
  readonly creditPaise: number;
};

/** @returns null when the book has no such number. */
export async function journalOf(tx: Tx, { bookId, seq }: { bookId: string; seq: number }): Promise<Journal | null> {
  return (await journalsWhere(tx, bookId, { seq }))[0] ?? null;
}

/** All journals of one meeting, voucher or cut-off sheet, corrections of it included when they carry its id. */
export const journalsOfSource = (
  tx: Tx,
  { bookId, sourceId }: { bookId: string; sourceId: string },
): Promise<Journal[]> => journalsWhere(tx, bookId, { sourceId });

async function journalsWhere(tx: Tx, bookId: string, by: { seq?: number; sourceId?: string }): Promise<Journal[]> {
  const { rows } = await sql<Omit<Journal, 'enteredAt'> & { enteredAt: Date }>`
    select j.book_id as "bookId", j.seq, j.event_on as "eventOn", j.entered_at as "enteredAt", j.narration, j.source_kind as "sourceKind",
      j.source_id as "sourceId", j.command_id as "commandId", j.reverses_seq as "reversesSeq", r.seq as "reversedBySeq",
      encode(j.hash, 'hex') as hash,
      (select jsonb_agg(jsonb_build_object('line', p.line, 'account', p.account, 'partyId', nullif(p.party_id, ${NO_ID}),
          'itemId', nullif(p.item_id, ${NO_ID}), 'debitPaise', greatest(p.amount_paise, 0), 'creditPaise', greatest(-p.amount_paise, 0)) order by p.line)
        from posting p where p.org_id = j.org_id and p.book_id = j.book_id and p.seq = j.seq) as postings
    from journal j left join journal r on r.org_id = j.org_id and r.book_id = j.book_id and r.reverses_seq = j.seq
    where j.org_id = ${tx.orgId} and j.book_id = ${bookId}
      and ${by.seq === undefined ? sql`j.source_id = ${by.sourceId}` : sql`j.seq = ${by.seq}`}
    order by j.seq`.execute(tx.db);
  return rows.map((row) => ({ ...row, enteredAt: row.enteredAt.toISOString() }));
}

export type PeriodClose = {
  readonly periodCloseId: string;
  readonly closedTo: string;
  readonly closedBy: string;
  /** The financial year whose end shut it (2025 = 2025-26): opened by undoing that alone. Null: days by themselves. */
  readonly closesYear: number | null;
  readonly closedByName: string | null;
  readonly closedAt: string;
  readonly reopenedBy: string | null;
  readonly reopenedByName: string | null;
  readonly reopenedAt: string | null;
  readonly reopenReason: string | null;
};
export type Periods = {
  /** The last day that takes no more entries; null when all is open. */
  readonly closedTo: string | null;
  readonly closings: readonly PeriodClose[];
};

/** Every closing of one book, the latest first, with who opened it again and why. */
export async function periods(tx: Tx, bookId: string): Promise<Periods> {
  const { rows } = await sql<
    Omit<PeriodClose, 'closedAt' | 'reopenedAt'> & { closedAt: Date; reopenedAt: Date | null }
  >`
    select period_close_id as "periodCloseId", closed_to as "closedTo", closes_year as "closesYear", closed_by as "closedBy", closed_at as "closedAt",
      reopened_by as "reopenedBy", reopened_at as "reopenedAt", reopen_reason as "reopenReason",
      (select u.name from app_user u where u.org_id = period_close.org_id and u.user_id = period_close.closed_by) as "closedByName",
      (select u.name from app_user u where u.org_id = period_close.org_id and u.user_id = period_close.reopened_by) as "reopenedByName"
    from period_close where org_id = ${tx.orgId} and book_id = ${bookId} order by closed_to desc, closed_at desc`.execute(
    tx.db,
  );
  const closings = rows.map((row) => ({
    ...row,
    closedAt: row.closedAt.toISOString(),
    reopenedAt: row.reopenedAt?.toISOString() ?? null,
  }));
  return { closedTo: closings.find((closing) => !closing.reopenedAt)?.closedTo ?? null, closings };
}

export type ChartAccount = { code: string; en: string; hi: string; ur: string; kind: string; partyKind: string | null };

export async function chart(tx: Tx): Promise<ChartAccount[]> {
  const { rows } =
    await sql<ChartAccount>`select code, name_en as en, name_hi as hi, name_ur as ur, kind, party_kind as "partyKind"
    from account order by code`.execute(tx.db);
  return rows;
}
