/** A book for every body that keeps accounts; found again by its body, since the ledger knows bodies only by kind and id. */
import { sql } from 'kysely';
import type { IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import { newId } from '#platform/ids.ts';
import type { BodyRef } from './model.ts';

export type BookOpening = BodyRef & {
  /** Cash for groups, accrual for trusts (reference: microfinance.md §10). */
  readonly basis: 'cash' | 'accrual';
  readonly openedOn: IsoDate;
};

/** Opens the body's book, or finds it open: one body keeps one book. @returns its id */
export async function openBook(tx: Tx, { bodyKind, bodyId, basis, openedOn }: BookOpening): Promise<string> {
  const { rows } = await sql<{
    book_id: string;
  }>`insert into book (org_id, book_id, body_kind, body_id, basis, opened_on)
    values (${tx.orgId}, ${newId()}, ${bodyKind}, ${bodyId}, ${basis}, ${openedOn}::date)
    on conflict (org_id, body_kind, body_id) do nothing returning book_id`.execute(tx.db);
  return rows[0]?.book_id ?? (await bookOf(tx, { bodyKind, bodyId }))!;
}

/** @returns null when the body keeps no book in this organisation. */
export async function bookOf(tx: Tx, { bodyKind, bodyId }: BodyRef): Promise<string | null> {
  const { rows } = await sql<{ book_id: string }>`select book_id from book
    where org_id = ${tx.orgId} and body_kind = ${bodyKind} and body_id = ${bodyId}`.execute(tx.db);
  return rows[0]?.book_id ?? null;
}

/** Number and hash (hex) of the last journal: what slips and phones carry away as the book's head. */
export async function headOf(tx: Tx, bookId: string): Promise<{ seq: number; hash: string } | null> {
  const { rows } = await sql<{ last_seq: number; head_hash: Buffer }>`select last_seq, head_hash from book
    where org_id = ${tx.orgId} and book_id = ${bookId}`.execute(tx.db);
  const row = rows[0];
  return row ? { seq: row.last_seq, hash: row.head_hash.toString('hex') } : null;
}
