/**
 * The only way a posting comes into being. One statement locks the book, chains the journal's hash to the one before,
 * writes journal, postings and both balance tables; the database then proves the whole again (0020_ledger.sql).
 */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { canonicalJson } from '#platform/canonical.ts';
import { monthOf, type IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import { held, later, type Outcome } from '#platform/outcomes.ts';
import type { JournalDraft, PostingDraft } from './model.ts';
import { checkBalanced, mergePostings } from './rules.ts';

export const NO_ID = '00000000-0000-0000-0000-000000000000';

/** A transaction that waited for the book's lock may hold a slightly older time; more than this is a wrong clock. */
const WAIT_FOR_LOCK = '2 minutes';

export type Source = { readonly kind: 'meeting' | 'voucher' | 'cut_off' | 'correction'; readonly id: string };
export type Posted = { readonly seq: number; readonly hash: string };
type PostedOr = { readonly ok: true; readonly posted: Posted } | { readonly ok: false; readonly outcome: Outcome<never> };

/**
 * The bytes a journal is known by; its hash is sha256(hash before || number || entry time in ms || sha256(these bytes)), the
 * numbers as 8 bytes big-endian. Order and names are part of the format: a change would break every chain. */
export function journalBody(
  bookId: string,
  draft: JournalDraft,
  of: { commitment: string; reversesSeq: number | null; source: Source },
): string {
  return canonicalJson({
    book: bookId,
    commitment: of.commitment,
    eventOn: draft.eventOn,
    narration: draft.narration,
    postings: draft.postings.map((p) => [p.account, p.amountPaise, p.partyId ?? NO_ID, p.itemId ?? NO_ID]),
    reverses: of.reversesSeq,
    source: [of.source.kind, of.source.id],
  });
}

/**
 * @returns the journal's number in its book and the new head hash; `held` when the period is closed, `later` when the
 *   server's clock stands before the last journal (nothing may be entered in the past of the chain).
 * @throws when the draft does not balance: rules checked it, so that is a fault of ours.
 */
export async function post(
  tx: Tx,
  bookId: string,
  { draft, source, reversesSeq = null }: { draft: JournalDraft; source: Source; reversesSeq?: number | null },
): Promise<PostedOr> {
  const balanced = checkBalanced({ ...draft, postings: mergePostings(draft.postings) });
  if (!balanced.ok) throw new Error(`A draft reached the ledger unbalanced: ${balanced.code}`);
  const journal = balanced.value;
  const commitment = tx.commitment ?? Buffer.alloc(32);
  const body = createHash('sha256')
    .update(
      journalBody(bookId, journal, { commitment: commitment.toString('hex'), reversesSeq, source }),
    )
    .digest();
  const rows = await insertAll(tx, { bookId, journal, body, commitment, source, reversesSeq });
  const row = rows[0];
  if (row) return { ok: true, posted: { seq: row.seq, hash: row.hash.toString('hex') } };
  return { ok: false, outcome: await whyNot(tx, bookId, journal.eventOn) };
}

type Whole = {
  bookId: string;
  journal: JournalDraft;
  body: Buffer;
  commitment: Buffer;
  source: Source;
  reversesSeq: number | null;
};

async function insertAll(tx: Tx, whole: Whole): Promise<{ seq: number; hash: Buffer }[]> {
  const { bookId, journal } = whole;
  const lines = journal.postings;
  const column = <T>(pick: (posting: PostingDraft) => T): T[] => lines.map(pick);
  const { rows } = await sql<{ seq: number; hash: Buffer }>`
    with b as (
      update book set last_seq = last_seq + 1, last_entered_at = greatest(last_entered_at, ${tx.now}),
        head_hash = sha256(head_hash || int8send(last_seq + 1)
          || int8send((extract(epoch from greatest(last_entered_at, ${tx.now})) * 1000)::bigint) || ${whole.body}::bytea)
      where org_id = ${tx.orgId} and book_id = ${bookId} and last_entered_at <= ${tx.now}::timestamptz + ${WAIT_FOR_LOCK}::interval
        and not exists (select from period_close c where c.org_id = ${tx.orgId} and c.book_id = ${bookId}
          and c.reopened_at is null and c.closed_to >= ${journal.eventOn}::date)
      returning last_seq as seq, head_hash as hash, last_entered_at as entered_at,
        (last_entered_at at time zone 'Asia/Kolkata')::date as entered_on),
    j as (
      insert into journal (org_id, book_id, seq, event_on, entered_at, entered_on, command_id, narration, reverses_seq,
        source_kind, source_id, posting_count, body_hash, source_commitment, hash)
      select ${tx.orgId}, ${bookId}, b.seq, ${journal.eventOn}::date, b.entered_at, b.entered_on, ${tx.commandId}, ${journal.narration},
        ${whole.reversesSeq}, ${whole.source.kind}, ${whole.source.id}, ${lines.length}, ${whole.body}, ${whole.commitment}, b.hash from b),
    l as (
      select * from unnest(${column((p) => p.account)}::text[], ${column((p) => p.amountPaise)}::bigint[],
        ${column((p) => p.partyId ?? NO_ID)}::uuid[], ${column((p) => p.itemId ?? NO_ID)}::uuid[])
        with ordinality as l(account, amount, party, item, line)),
    p as (
      insert into posting (org_id, book_id, seq, line, account, amount_paise, party_id, item_id, event_on, entered_on)
      select ${tx.orgId}, ${bookId}, b.seq, l.line, l.account, l.amount, l.party, l.item, ${journal.eventOn}::date, b.entered_on from b, l),
    ab as (
      insert into account_balance as t (org_id, book_id, account, event_month, entry_month, debit_paise, credit_paise)
      select ${tx.orgId}, ${bookId}, l.account, ${monthOf(journal.eventOn)}::date, date_trunc('month', b.entered_on)::date,
        sum(greatest(l.amount, 0)), sum(greatest(-l.amount, 0)) from b, l group by l.account, b.entered_on order by l.account
      on conflict (org_id, book_id, account, event_month, entry_month)
        do update set debit_paise = t.debit_paise + excluded.debit_paise, credit_paise = t.credit_paise + excluded.credit_paise),
    pb as (
      insert into party_balance as t (org_id, book_id, party_id, account, item_id, event_month, entry_month, debit_paise, credit_paise)
      select ${tx.orgId}, ${bookId}, l.party, l.account, l.item, ${monthOf(journal.eventOn)}::date, date_trunc('month', b.entered_on)::date,
        sum(greatest(l.amount, 0)), sum(greatest(-l.amount, 0)) from b, l where l.party <> ${NO_ID}::uuid
        group by l.party, l.account, l.item, b.entered_on order by l.party, l.account, l.item
      on conflict (org_id, party_id, book_id, account, item_id, event_month, entry_month)
        do update set debit_paise = t.debit_paise + excluded.debit_paise, credit_paise = t.credit_paise + excluded.credit_paise)
    select seq, hash from b`.execute(tx.db);
  return rows;
}

async function whyNot(tx: Tx, bookId: string, eventOn: IsoDate): Promise<Outcome<never>> {
  const { rows } = await sql<{ closed_to: string | null }>`
    select (select max(c.closed_to) from period_close c where c.org_id = b.org_id and c.book_id = b.book_id and c.reopened_at is null) as closed_to
    from book b where b.org_id = ${tx.orgId} and b.book_id = ${bookId}`.execute(tx.db);
  const row = rows[0];
  if (!row) throw new Error('A journal was posted to a book that is not there');
  if (row.closed_to && row.closed_to >= eventOn) return held('ledger.period_closed', { closedTo: row.closed_to, eventOn });
  return later('ledger.clock_behind');
}
