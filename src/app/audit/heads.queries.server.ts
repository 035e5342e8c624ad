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
  readonly seq: number;
  readonly hash: string;
  /** What the chain holds there, as long as what was told; null where it holds nothing. */
  readonly found: string | null;
};

/** A slip names its group only by a shortened name: of several of that name, one that holds its hash is meant. */
export async function compareHeads(tx: Tx, _who: Actor, { heads }: SeenHeads): Promise<HeadVerdict[]> {
  const all = await books(tx);
  const candidates = heads.map((head) =>
    all.filter((book) => (head.bookId ? book.bookId === head.bookId : shortened(book.name) === head.group)),
  );
  const wanted = heads.flatMap((head, at) => candidates[at]!.map((book) => ({ book_id: book.bookId, seq: head.seq })));
  const { rows } = await sql<{ bookId: string; seq: number; hash: string }>`
    select j.book_id as "bookId", j.seq, encode(j.hash, 'hex') as hash
    from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as w(book_id uuid, seq bigint)
      join journal j on j.org_id = ${tx.orgId} and j.book_id = w.book_id and j.seq = w.seq`.execute(tx.db);
  const hashes = new Map(rows.map((row) => [`${row.bookId} ${row.seq}`, row.hash]));
  return heads.map((head, at) => {
    const hits = candidates[at]!.map((book) => ({ book, hash: hashes.get(`${book.bookId} ${head.seq}`) ?? null }));
    const best = hits.find((hit) => hit.hash?.startsWith(head.hash)) ?? (hits.length === 1 ? hits[0]! : null);
    const { seq, hash } = head;
    if (!best)
      return {
        verdict: hits.length === 0 ? 'book_unknown' : 'book_unclear',
        bookId: null,
        body: null,
        seq,
        hash,
        found: null,
      };
    const verdict = best.hash === null ? 'missing' : best.hash.startsWith(hash) ? 'in_chain' : 'differs';
    return {
      verdict,
      bookId: best.book.bookId,
      body: best.book,
      seq,
      hash,
      found: best.hash?.slice(0, hash.length) ?? null,
    };
  });
}
