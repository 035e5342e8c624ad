/** The head under which an officer's cash stands in a lender's book: made with the first rupee she takes for it. */
import { sql } from 'kysely';
import { openHead } from '#domain/accounts/index.server.ts';
import { CHART } from '#domain/ledger/index.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { newId } from '#platform/ids.ts';
import { applied, type Already, type Outcome } from '#platform/outcomes.ts';

type Done<T> = Exclude<Outcome<T>, Already<unknown>>;
type Lender = { readonly bodyKind: 'trust' | 'federation'; readonly bodyId: string };
export type Book = { readonly bookId: string; readonly lender: Lender; readonly openedOn: string };

/** Null for a book that is not of this organisation. */
export async function bookById(tx: Tx, bookId: string): Promise<Book | null> {
  const { rows } = await sql<Book>`select book_id as "bookId", opened_on as "openedOn",
      json_build_object('bodyKind', body_kind, 'bodyId', body_id) as lender
    from book where org_id = ${tx.orgId} and book_id = ${bookId} and basis = 'accrual'`.execute(tx.db);
  return rows[0] ?? null;
}

export async function headOf(tx: Tx, bookId: string, userId: string): Promise<string | null> {
  const { rows } = await sql<{ head_id: string }>`select head_id from officer_cash_head
    where org_id = ${tx.orgId} and book_id = ${bookId} and user_id = ${userId}`.execute(tx.db);
  return rows[0]?.head_id ?? null;
}

/** Named after her; two of her phones at once meet at the advisory lock. */
export async function headFor(tx: Tx, who: Actor, { bookId, lender, openedOn }: Book): Promise<Done<string>> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`officer cash ${bookId} ${who.userId}`}, 0))`.execute(
    tx.db,
  );
  const known = await headOf(tx, bookId, who.userId);
  if (known) return applied(known);
  const { rows } = await sql<{ name: string }>`select name from app_user
    where org_id = ${tx.orgId} and user_id = ${who.userId}`.execute(tx.db);
  const headId = newId();
  const opened = await openHead(tx, who, {
    ...lender,
    headId,
    officerId: who.userId,
    account: CHART.cashInTransit,
    groupId: null,
    ...{ nameEn: rows[0]!.name, nameHi: null, nameUr: null, tallyName: null },
    // from the first day of the book: money of an earlier day may arrive later
    openedOn,
    personId: null,
    bank: null,
  });
  if (opened.kind !== 'applied') return opened as Done<never>;
  await tx.db
    .insertInto('officer_cash_head')
    .values({ org_id: tx.orgId, book_id: bookId, user_id: who.userId, head_id: headId })
    .execute();
  return applied(headId);
}

export type HeadMove = {
  readonly userId: string;
  readonly bookId: string;
  readonly on: string;
  readonly paise: number;
};

/** What came into and left officers' heads, by the day; the ledger alone says it. @param userId of one; null: of all */
export async function movesOf(tx: Tx, userId: string | null): Promise<HeadMove[]> {
  const { rows } = await sql<HeadMove>`
    select h.user_id as "userId", h.book_id as "bookId", p.event_on as on, sum(p.amount_paise)::bigint as paise
    from officer_cash_head h
    join posting p on p.org_id = h.org_id and p.book_id = h.book_id and p.account = ${CHART.cashInTransit} and p.party_id = h.head_id
    where h.org_id = ${tx.orgId} and (${userId}::uuid is null or h.user_id = ${userId}::uuid)
    group by h.user_id, h.book_id, p.event_on, p.amount_paise > 0 order by p.event_on`.execute(tx.db);
  return rows;
}
