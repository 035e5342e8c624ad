/**
 * The only way a posting comes into being: `ledger_post` (db/migrations/0020_ledger.sql) locks the book, chains the journal's
 * hash to the one before and writes journal and postings; the database then proves the whole and adds it to the buckets.
 */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { canonicalJson } from '#platform/canonical.ts';
import type { IsoDate } from '#platform/dates.ts';
import { kept, type Tx } from '#platform/db.server.ts';
import { held, later, refused, type Outcome } from '#platform/outcomes.ts';
import type { JournalDraft, PostingDraft } from './model.ts';
import { checkBalanced, reverseOf } from './rules.ts';

/** Stands in a posting for "no party" and "no item", so that both can lead a key. */
export const NO_ID = '00000000-0000-0000-0000-000000000000';

export type Source = {
  readonly kind:
    | 'meeting'
    | 'voucher'
    | 'cut_off'
    | 'correction'
    | 'loan'
    | 'share_out'
    | 'interest'
    | 'year_close'
    | 'collection'
    | 'kept_saving';
  readonly id: string;
};
export type Posted = { readonly seq: number; readonly hash: string };
export type PostedOr =
  | { readonly ok: true; readonly posted: Posted }
  | { readonly ok: false; readonly outcome: Outcome<never> };

/** What a journal's hash covers beside its number and entry time. */
export type JournalFacts = {
  readonly bookId: string;
  readonly eventOn: IsoDate;
  readonly narration: string;
  readonly postings: readonly PostingDraft[];
  /** Hex; stands for the command's payload, personal fields included, so that erasing them breaks no chain. */
  readonly commitment: string;
  readonly reversesSeq: number | null;
  readonly source: { readonly kind: string; readonly id: string };
};

/**
 * The bytes a journal is known by. Its hash is sha256(hash before || number || entry time in ms || sha256(these bytes)), the
 * numbers as 8 bytes big-endian. Names and order are part of the format: a change would break every chain.
 */
export function journalBody(facts: JournalFacts): string {
  return canonicalJson({
    book: facts.bookId,
    commitment: facts.commitment,
    eventOn: facts.eventOn,
    narration: facts.narration,
    postings: facts.postings.map((p) => [p.account, p.amountPaise, p.partyId ?? NO_ID, p.itemId ?? NO_ID]),
    reverses: facts.reversesSeq,
    source: [facts.source.kind, facts.source.id],
  });
}

export const bodyHash = (facts: JournalFacts): Buffer => createHash('sha256').update(journalBody(facts)).digest();

/**
 * @param reversesSeq only for the exact opposite of that journal; {@link postReversal} makes it
 * @returns the journal's number in its book and the new head hash (hex). Otherwise: held `ledger.period_closed`; later
 *   `ledger.clock_behind` (nothing may be entered in the past of the chain); refused `ledger.future_date`,
 *   `ledger.reversed_already`, `ledger.nothing_to_reverse`, `ledger.reversal_before`.
 * @throws when the draft does not balance, names an account without its party or item, or the book is not there:
 *   the caller's rules checked it, so that is a fault of ours.
 */
export async function post(
  tx: Tx,
  bookId: string,
  { draft, source, reversesSeq = null }: { draft: JournalDraft; source: Source; reversesSeq?: number | null },
): Promise<PostedOr> {
  if (!tx.commandId) throw new Error('Only a command posts');
  // not merged: cash taken and cash given in one meeting stay two lines of the cash book
  const checked = checkBalanced({ ...draft, postings: draft.postings.filter((posting) => posting.amountPaise !== 0) });
  if (!checked.ok) throw new Error(`A draft reached the ledger in no fit state: ${checked.code}`);
  const { eventOn, narration, postings } = checked.value;
  const commitment = tx.commitment ?? Buffer.alloc(32);
  const body = bodyHash({
    bookId,
    eventOn,
    narration,
    postings,
    commitment: commitment.toString('hex'),
    reversesSeq,
    source,
  });
  const { rows } =
    await sql<PostRow>`${kept} select * from ledger_post(${tx.orgId}, ${bookId}, ${tx.now}, ${eventOn}::date, ${tx.commandId},
    ${narration}, ${reversesSeq}, ${source.kind}, ${source.id}, ${body}, ${commitment}, ${postings.map((p) => p.account)}::text[],
    ${postings.map((p) => p.amountPaise)}::bigint[], ${postings.map((p) => p.partyId ?? NO_ID)}::uuid[],
    ${postings.map((p) => p.itemId ?? NO_ID)}::uuid[])`.execute(tx.db);
  const row = rows[0]!;
  if (row.status === 'posted') return { ok: true, posted: { seq: row.seq!, hash: row.hash!.toString('hex') } };
  return { ok: false, outcome: whyNot(row, { eventOn, reversesSeq }) };
}

type PostRow = { status: string; seq: number | null; hash: Buffer | null; on_date: string | null };

function whyNot(
  row: PostRow,
  { eventOn, reversesSeq }: { eventOn: IsoDate; reversesSeq: number | null },
): Outcome<never> {
  if (row.status === 'closed') return held('ledger.period_closed', { closedTo: row.on_date, eventOn });
  if (row.status === 'clock') return later('ledger.clock_behind');
  if (row.status === 'future') return refused('ledger.future_date', { eventOn, today: row.on_date });
  if (row.status === 'reversed') return refused('ledger.reversed_already', { seq: reversesSeq, bySeq: row.seq });
  if (row.status === 'not_there') return refused('ledger.nothing_to_reverse', { seq: reversesSeq });
  if (row.status === 'before')
    return refused('ledger.reversal_before', { seq: reversesSeq, eventOn, originalOn: row.on_date });
  throw new Error(`A journal was posted to a book that is ${row.status}`);
}

/**
 * Posts the exact opposite of a journal, dated by the caller (never before what it reverses), at most once per journal.
 * Only meetings and vouchers call it: a correction belongs to the paper that decided it.
 */
export async function postReversal(
  tx: Tx,
  bookId: string,
  { seq, eventOn, narration, source }: { seq: number; eventOn: IsoDate; narration: string; source: Source },
): Promise<PostedOr> {
  const { rows } = await sql<PostingRow>`select account, amount_paise, party_id, item_id from posting
    where org_id = ${tx.orgId} and book_id = ${bookId} and seq = ${seq} order by line`.execute(tx.db);
  if (rows.length === 0) return { ok: false, outcome: refused('ledger.nothing_to_reverse', { seq }) };
  const postings = reverseOf(rows.map(draftOf));
  return post(tx, bookId, { draft: { eventOn, narration, postings }, source, reversesSeq: seq });
}

export type PostingRow = { account: string; amount_paise: number; party_id: string; item_id: string };

/** A stored posting as the draft it was; the inverse of what {@link post} wrote. */
export const draftOf = (row: PostingRow): PostingDraft => ({
  account: row.account as PostingDraft['account'],
  amountPaise: row.amount_paise,
  ...(row.party_id === NO_ID ? {} : { partyId: row.party_id }),
  ...(row.item_id === NO_ID ? {} : { itemId: row.item_id }),
});
