/**
 * Proves the books from their postings: every hash again from the first journal on, buckets against postings, sub-ledgers
 * against control accounts, and heads that phones and slips carried away against what the database says today.
 * Runs as the owner, over all organisations, in one snapshot; it writes nothing.
 */
import { createHash } from 'node:crypto';
import type pg from 'pg';
import { canonicalJson } from '#platform/canonical.ts';
import { balanceFaults } from './verify-balances.server.ts';
import type { FaultKind, LedgerFault, SeenHead, VerifyProgress, VerifyReport } from './verify.model.ts';
import { bodyHash, draftOf, type PostingRow } from './post.server.ts';

const PAGE = 500;
const ZERO_HASH = Buffer.alloc(32);

/** @param pool connects as the owner: row-level security would hide books from the app's role */
export async function verifyDatabase(
  pool: pg.Pool,
  {
    heads = [],
    onProgress = () => {},
  }: { heads?: readonly SeenHead[]; onProgress?: (progress: VerifyProgress) => void } = {},
): Promise<VerifyReport> {
  const client = await pool.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    const { rows: books } = await client.query<Book>(
      'select org_id, book_id, last_seq, head_hash from book order by org_id, book_id',
    );
    const faults: LedgerFault[] = [];
    let journals = 0;
    for (const [done, book] of books.entries()) {
      const proved = await proveBook(client, book, (count) =>
        onProgress({ books: done, ofBooks: books.length, journals: journals + count }),
      );
      journals += proved.journals;
      faults.push(...proved.faults);
      onProgress({ books: done + 1, ofBooks: books.length, journals });
    }
    for (const head of heads) faults.push(...(await headFaults(client, books, head)));
    return { books: books.length, journals, heads: heads.length, faults };
  } finally {
    await client.query('rollback');
    client.release();
  }
}

/** What was found in one book; `headHash` is what the book says its last journal's hash is. */
export type BookProof = {
  readonly bookId: string;
  readonly journals: number;
  readonly headHash: string;
  readonly faults: readonly LedgerFault[];
};

/** The same proof of an organisation's books one after the other, on a connection that may see them and within its snapshot. */
export async function* proveBooks(
  client: pg.ClientBase,
  { orgId, bookIds }: { orgId: string; bookIds: readonly string[] },
): AsyncGenerator<BookProof> {
  const { rows: books } = await client.query<Book>(
    'select org_id, book_id, last_seq, head_hash from book where org_id = $1 and book_id = any($2::uuid[]) order by book_id',
    [orgId, bookIds],
  );
  for (const book of books)
    yield {
      bookId: book.book_id,
      headHash: book.head_hash.toString('hex'),
      ...(await proveBook(client, book, () => {})),
    };
}

async function proveBook(client: pg.ClientBase, book: Book, onPage: (journals: number) => void) {
  const { journals, faults } = await walkBook(client, book, onPage);
  return { journals, faults: [...faults, ...(await balanceFaults(client, book))] };
}

type Book = { org_id: string; book_id: string; last_seq: number; head_hash: Buffer };
type JournalRow = {
  seq: number;
  event_on: string;
  entered_ms: number;
  narration: string;
  reverses_seq: number | null;
  source_kind: string;
  source_id: string;
  posting_count: number;
  days_agree: boolean;
  body_hash: Buffer;
  source_commitment: Buffer;
  hash: Buffer;
  command_commitment: Buffer | null;
  payload: unknown;
  payload_salt: Buffer | null;
  postings: PostingRow[] | null;
};

/** Page by page from the first journal; stops at the first broken link, since everything behind it hangs on it. */
async function walkBook(
  client: pg.ClientBase,
  book: Book,
  onPage: (journals: number) => void,
): Promise<{ journals: number; faults: LedgerFault[] }> {
  let before: { seq: number; hash: Buffer } = { seq: 0, hash: ZERO_HASH };
  let journals = 0;
  for (;;) {
    const rows = await journalPage(client, book, before.seq);
    for (const journal of rows) {
      const fault = linkFault(book, journal, before);
      if (fault) return { journals, faults: [fault] };
      before = { seq: journal.seq, hash: journal.hash };
      journals += 1;
    }
    onPage(journals);
    if (rows.length < PAGE) break;
  }
  if (book.last_seq === before.seq && book.head_hash.equals(before.hash)) return { journals, faults: [] };
  const words = (seq: number, hash: Buffer) => `${seq} ${hash.toString('hex')}`;
  const differs = {
    seq: before.seq,
    expected: words(book.last_seq, book.head_hash),
    found: words(before.seq, before.hash),
  };
  return { journals, faults: [faultOf(book, 'head_differs', differs)] };
}

async function journalPage(client: pg.ClientBase, book: Book, after: number): Promise<JournalRow[]> {
  const { rows } = await client.query<JournalRow>(
    `select j.seq, j.event_on, (extract(epoch from j.entered_at) * 1000)::bigint as entered_ms, j.narration, j.reverses_seq, j.source_kind, j.source_id,
       j.posting_count, j.body_hash, j.source_commitment, j.hash, c.payload_commitment as command_commitment, c.payload, c.payload_salt, p.postings,
       p.days_agree and j.entered_on = (j.entered_at at time zone 'Asia/Kolkata')::date as days_agree
     from (select * from journal where org_id = $1 and book_id = $2 and seq > $3 order by seq limit ${PAGE}) j
     left join command c on c.org_id = j.org_id and c.command_id = j.command_id
     cross join lateral (
       select jsonb_agg(jsonb_build_object('account', account, 'amount_paise', amount_paise, 'party_id', party_id, 'item_id', item_id) order by line) as postings,
         bool_and(event_on = j.event_on and entered_on = j.entered_on) as days_agree
       from posting where org_id = j.org_id and book_id = j.book_id and seq = j.seq) p
     order by j.seq`,
    [book.org_id, book.book_id, after],
  );
  return rows;
}

/** What is wrong with this journal as the one after `before`; null when it is sound. */
function linkFault(book: Book, journal: JournalRow, before: { seq: number; hash: Buffer }): LedgerFault | null {
  const { seq } = journal;
  const postings = journal.postings ?? [];
  if (seq !== before.seq + 1)
    return faultOf(book, 'journal_missing', {
      seq: before.seq + 1,
      expected: `journal ${before.seq + 1}`,
      found: `journal ${seq}`,
    });
  if (postings.length !== journal.posting_count || !journal.days_agree)
    return faultOf(book, 'postings_differ', {
      seq,
      expected: `${journal.posting_count} postings of its days`,
      found: `${postings.length} postings`,
    });
  const body = bodyHash({
    bookId: book.book_id,
    eventOn: journal.event_on,
    narration: journal.narration,
    postings: postings.map(draftOf),
    commitment: journal.source_commitment.toString('hex'),
    reversesSeq: journal.reverses_seq,
    source: { kind: journal.source_kind, id: journal.source_id },
  });
  if (!body.equals(journal.body_hash))
    return faultOf(book, 'content_changed', {
      seq,
      expected: journal.body_hash.toString('hex'),
      found: body.toString('hex'),
    });
  const hash = linkHash(before.hash, journal);
  if (!hash.equals(journal.hash))
    return faultOf(book, 'link_broken', { seq, expected: journal.hash.toString('hex'), found: hash.toString('hex') });
  return commandFault(book, journal);
}

function linkHash(before: Buffer, { seq, entered_ms: enteredMs, body_hash: body }: JournalRow): Buffer {
  const numbers = Buffer.alloc(16);
  numbers.writeBigInt64BE(BigInt(seq), 0);
  numbers.writeBigInt64BE(BigInt(enteredMs), 8);
  return createHash('sha256').update(before).update(numbers).update(body).digest();
}

/** The command's commitment is the journal's; while its payload is not erased, it is the payload's too. */
function commandFault(book: Book, journal: JournalRow): LedgerFault | null {
  const { seq, command_commitment: commitment, payload, payload_salt: salt } = journal;
  if (!commitment) return null;
  const hex = journal.source_commitment.toString('hex');
  if (!commitment.equals(journal.source_commitment))
    return faultOf(book, 'command_differs', { seq, expected: hex, found: commitment.toString('hex') });
  if (payload === null || salt === null) return null;
  const again = createHash('sha256').update(salt).update(canonicalJson(payload)).digest();
  return again.equals(commitment)
    ? null
    : faultOf(book, 'command_differs', { seq, expected: hex, found: again.toString('hex') });
}

async function headFaults(client: pg.ClientBase, books: readonly Book[], head: SeenHead): Promise<LedgerFault[]> {
  const book = books.find((one) => one.book_id === head.bookId);
  const about = { seq: head.seq, expected: head.hash };
  if (!book)
    return [faultOf({ org_id: '', book_id: head.bookId }, 'seen_head_missing', { ...about, found: 'no such book' })];
  const { rows } = await client.query<{ hash: string }>(
    `select encode(hash, 'hex') as hash from journal where org_id = $1 and book_id = $2 and seq = $3`,
    [book.org_id, book.book_id, head.seq],
  );
  const found = rows[0]?.hash;
  if (found === undefined) return [faultOf(book, 'seen_head_missing', { ...about, found: 'no such journal' })];
  return found === head.hash.toLowerCase() ? [] : [faultOf(book, 'seen_head_differs', { ...about, found })];
}

function faultOf(
  book: Pick<Book, 'org_id' | 'book_id'>,
  kind: FaultKind,
  rest: Pick<LedgerFault, 'seq' | 'expected' | 'found'>,
): LedgerFault {
  return { kind, orgId: book.org_id, bookId: book.book_id, ...rest };
}
