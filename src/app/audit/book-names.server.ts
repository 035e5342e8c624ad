/** Whose book it is: what every list of the auditor names a journal by. */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';

export type BodyName = {
  readonly bodyKind: 'group' | 'federation' | 'trust' | 'centre';
  readonly bodyId: string;
  readonly name: string;
  readonly nameHi: string | null;
  readonly nameUr: string | null;
};
/** With `b` = book. */
export const BODY_COLUMNS = sql`b.body_kind as "bodyKind", b.body_id as "bodyId", coalesce(g.name, o.name) as name,
  case when g.group_id is null then o.name_hi else g.name_hi end as "nameHi",
  case when g.group_id is null then o.name_ur else g.name_ur end as "nameUr"`;
export const BODY_JOINS = sql`join org o on o.org_id = b.org_id
  left join groups g on g.org_id = b.org_id and g.group_id = b.body_id`;

export type BookChoice = BodyName & { readonly bookId: string; readonly journals: number };

/** Every book that has a journal, the office's own first. */
export async function books(tx: Tx): Promise<BookChoice[]> {
  const { rows } = await sql<BookChoice>`select b.book_id as "bookId", b.last_seq as journals, ${BODY_COLUMNS}
    from book b ${BODY_JOINS} where b.org_id = ${tx.orgId} and b.last_seq > 0
    order by b.body_kind = 'trust' desc, 5, b.book_id`.execute(tx.db);
  return rows;
}

export async function isBookHere(tx: Tx, bookId: string): Promise<boolean> {
  const { rows } = await sql`select from book where org_id = ${tx.orgId} and book_id = ${bookId}`.execute(tx.db);
  return rows.length > 0;
}

/** The next number of a list that is counted in the organisation; one writer at a time takes it. */
export async function nextNumber(
  tx: Tx,
  table: 'audit_query' | 'audit_sample' | 'audit_confirmation',
): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${tx.orgId} ${table}`}, 0))`.execute(tx.db);
  const { rows } = await sql<{ next: number }>`select (coalesce(max(number), 0) + 1)::int as next
    from ${sql.table(table)} where org_id = ${tx.orgId}`.execute(tx.db);
  return rows[0]!.next;
}
