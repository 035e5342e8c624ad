/** Heads from outside held against the chain. */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { shortened } from '../receipts/receipt.ts';
import { books, type BodyName } from './book-names.server.ts';
import type { SeenHeads } from './model.ts';

export type HeadVerdict = {
  /** differs: somebody holds another hash, so history was written anew; missing: the book has no such journal. */
  readonly verdict: 'in_chain' | 'differs' | 'missing' | 'book_unknown' | 'book_unclear';
  readonly bookId: string | null;
  readonly body: BodyName | null;
  /** null where a phone's last head is in no journal. */
  readonly seq: number | null;
  readonly hash: string;
  /** What the chain holds there, as long as what was told; null where it holds nothing. */
  readonly found: string | null;
};

/** A slip names its group only by a shortened name: of several of that name, one that holds its hash is meant. */
export async function compareHeads(tx: Tx, _who: Actor, { heads }: SeenHeads): Promise<HeadVerdict[]> {
  const all = await books(tx);
  const candidates = heads.map((head) =>
    all.filter((book) =>
      head.bookId ? book.bookId === head.bookId : [shortened(book.name), book.bodyId].includes(head.group ?? ''),
    ),
  );
  const wanted = heads.flatMap((head, at) =>
    candidates[at]!.map((book) => ({ at, book_id: book.bookId, seq: head.seq, hash: head.hash })),
  );
  const { rows } = await sql<{ at: number; bookId: string; seq: number; hash: string }>`
    select w.at, j.book_id as "bookId", j.seq, encode(j.hash, 'hex') as hash
    from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as w(at int, book_id uuid, seq bigint, hash text)
      join journal j on j.org_id = ${tx.orgId} and j.book_id = w.book_id
        and (j.seq = w.seq or (w.seq is null and encode(j.hash, 'hex') like w.hash || '%'))`.execute(tx.db);
  const hashes = new Map(rows.map((row) => [`${row.at} ${row.bookId}`, row]));
  return heads.map((head, at) => {
    const hits = candidates[at]!.map((book) => ({ book, ...hashes.get(`${at} ${book.bookId}`) }));
    const best = hits.find((hit) => hit.hash?.startsWith(head.hash)) ?? (hits.length === 1 ? hits[0]! : null);
    const { hash } = head;
    const nowhere = { bookId: null, body: null, seq: head.seq, hash, found: null };
    if (!best) return { verdict: hits.length === 0 ? 'book_unknown' : 'book_unclear', ...nowhere };
    const { book, seq = head.seq, hash: found } = best;
    const verdict = found === undefined ? 'missing' : found.startsWith(hash) ? 'in_chain' : 'differs';
    return { verdict, bookId: book.bookId, body: book, seq, hash, found: found?.slice(0, hash.length) ?? null };
  });
}
