/** What a bank prints statements of: a bank head of an office's book, or a bank account of a group, whose own book its meetings write. */
import { sql } from 'kysely';
import { CHART, type BodyRef } from '#domain/ledger/index.ts';
import { bookOf } from '#domain/ledger/index.server.ts';
import type { Tx } from '#platform/db.server.ts';
import { officeBook } from './books.server.ts';

export type Till = { readonly bookId: string; readonly headId: string };
type Asked = BodyRef & { readonly headId: string };

/** Null when this body's book has no such bank account. A practice group's book holds no money. */
export async function tillOf(tx: Tx, { bodyKind, bodyId, headId }: Asked): Promise<Till | null> {
  if (bodyKind === 'group') {
    const bookId = await bookOf(tx, { bodyKind, bodyId });
    const { rows } =
      await sql`select from bank_account a join groups g on g.org_id = a.org_id and g.group_id = a.group_id
      where a.org_id = ${tx.orgId} and a.group_id = ${bodyId} and a.bank_account_id = ${headId} and not g.practice`.execute(
        tx.db,
      );
    return bookId && rows.length > 0 ? { bookId, headId } : null;
  }
  const book = await officeBook(tx, { bodyKind, bodyId });
  if (!book) return null;
  const { rows } = await sql`select from account_head where org_id = ${tx.orgId} and book_id = ${book.bookId}
    and head_id = ${headId} and account = ${CHART.bank} for share`.execute(tx.db);
  return rows.length > 0 ? { bookId: book.bookId, headId } : null;
}

/** The same for an act, which needs the till on record. */
export async function tillToWrite(tx: Tx, asked: Asked): Promise<Till | null> {
  const till = await tillOf(tx, asked);
  if (till)
    await sql`insert into bank_till (org_id, till_id, book_id) values (${tx.orgId}, ${till.headId}, ${till.bookId})
      on conflict (org_id, till_id) do nothing`.execute(tx.db);
  return till;
}
