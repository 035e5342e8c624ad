/** An office's book and its masters as commands and statements need them. */
import { sql, type RawBuilder } from 'kysely';
import type { BodyRef } from '#domain/ledger/index.ts';
import type { IsoDate } from '#platform/dates.ts';
import { kept, type Tx } from '#platform/db.server.ts';
import type { Scope } from '#platform/door.ts';
import type { Body } from './model.ts';
import type { HeadFacts, VoucherGround } from './voucher.rules.ts';

/** A trust's book belongs to the whole organisation, every other to a body that a right can be limited to. */
export const scopeOf = ({ bodyKind, bodyId }: BodyRef): Scope =>
  bodyKind === 'trust' ? null : { kind: 'group', id: bodyId };

export type OfficeBook = Body & {
  readonly bookId: string;
  readonly booksFromOn: IsoDate;
  readonly closedTo: IsoDate | null;
};

/** Null when the body keeps no office book (a cash book of a group is none). */
export async function officeBook(tx: Tx, body: Body): Promise<OfficeBook | null> {
  const { rows } = await sql<Pick<OfficeBook, 'bookId' | 'booksFromOn' | 'closedTo'>>`${kept}
    select b.book_id as "bookId", b.opened_on as "booksFromOn",
      (select max(c.closed_to) from period_close c
        where c.org_id = b.org_id and c.book_id = b.book_id and c.reopened_at is null) as "closedTo"
    from book b where b.org_id = ${tx.orgId} and b.body_kind = ${body.bodyKind} and b.body_id = ${body.bodyId}::uuid
      and b.basis = 'accrual'`.execute(tx.db);
  return rows[0] ? { ...body, ...rows[0] } : null;
}

export type Named = { readonly nameEn: string; readonly nameHi: string | null; readonly nameUr: string | null };
export type GroupRow = Named & {
  readonly groupId: string;
  readonly parentGroupId: string | null;
  readonly code: string;
  readonly kind: 'asset' | 'liability' | 'equity' | 'income' | 'expense';
  readonly nature: 'grant' | 'earned' | null;
  readonly schedule: number;
  readonly tallyName: string;
};
export type HeadRow = Named & {
  readonly headId: string;
  readonly account: string;
  readonly kind: GroupRow['kind'];
  readonly groupId: string;
  readonly tallyName: string;
  readonly openedOn: IsoDate;
  readonly closedOn: IsoDate | null;
  readonly personId: string | null;
  readonly bank: string | null;
  readonly branch: string | null;
  readonly ifsc: string | null;
  readonly number: string | null;
  /** Cash in the hand of this user. */
  readonly officerId: string | null;
};

/** The version of a day: the last one begun by then, else the first there is; of one day the one entered last. */
const versionOrder = (
  on: IsoDate,
) => sql`(n.from_on > ${on}::date), case when n.from_on <= ${on}::date then n.from_on end desc,
  n.from_on, n.entered_at desc`;

export async function groupsOf(tx: Tx, bookId: string, on: IsoDate): Promise<GroupRow[]> {
  const { rows } = await sql<GroupRow>`select * from (
    select distinct on (g.group_id) g.group_id as "groupId", g.parent_group_id as "parentGroupId", g.code, g.kind, g.nature, g.schedule,
      coalesce(n.tally_name, n.name_en) as "tallyName", n.name_en as "nameEn", n.name_hi as "nameHi", n.name_ur as "nameUr"
    from account_group g join account_name n on n.org_id = g.org_id and n.named_id = g.group_id
    where g.org_id = ${tx.orgId} and g.book_id = ${bookId}
    order by g.group_id, ${versionOrder(on)}) s order by schedule, code`.execute(tx.db);
  return rows;
}

export const headsOf = async (tx: Tx, bookId: string, on: IsoDate): Promise<HeadRow[]> =>
  (await headsSql(tx, bookId, on).execute(tx.db)).rows;

export const headsSql = (tx: Tx, bookId: string, on: IsoDate): RawBuilder<HeadRow> => sql`${kept} select * from (
    select distinct on (h.head_id) h.head_id as "headId", h.account, a.kind, n.group_id as "groupId",
      coalesce(n.tally_name, n.name_en) as "tallyName", n.name_en as "nameEn", n.name_hi as "nameHi", n.name_ur as "nameUr",
      h.opened_on as "openedOn", h.closed_on as "closedOn", h.person_id as "personId", h.bank, h.branch, h.ifsc, h.number,
      h.officer_id as "officerId"
    from account_head h join account a on a.code = h.account
    join account_name n on n.org_id = h.org_id and n.named_id = h.head_id
    where h.org_id = ${tx.orgId} and h.book_id = ${bookId}
    order by h.head_id, ${versionOrder(on)}) s order by account, "nameEn"`;

/** Everything a voucher is judged by. */
export async function groundOf(tx: Tx, book: OfficeBook): Promise<VoucherGround> {
  const { rows: heads } = await sql<HeadFacts>`
    select head_id as "headId", account, opened_on as "openedOn", closed_on as "closedOn", officer_id as "officerId" from account_head
    where org_id = ${tx.orgId} and book_id = ${book.bookId}`.execute(tx.db);
  const { rows: terms } = await sql<{ kind: string; id: string; fromOn: string; untilOn: string | null }>`
    select 'fund' as kind, fund_id as id, from_on as "fromOn", until_on as "untilOn" from fund
      where org_id = ${tx.orgId} and book_id = ${book.bookId}
    union all select 'programme', programme_id, from_on, until_on from programme
      where org_id = ${tx.orgId} and book_id = ${book.bookId}`.execute(tx.db);
  const termsOf = (kind: string) => new Map(terms.filter((term) => term.kind === kind).map((term) => [term.id, term]));
  return {
    heads: new Map(heads.map((head) => [head.headId, head])),
    funds: termsOf('fund'),
    programmes: termsOf('programme'),
    booksFromOn: book.booksFromOn,
    closedTo: book.closedTo,
    today: tx.today,
  };
}

/** The first head under an account, as opening made it; null when the office has none there any more. */
export async function headUnder(tx: Tx, bookId: string, account: string): Promise<string | null> {
  const { rows } = await sql<{ head_id: string }>`select head_id from account_head
    where org_id = ${tx.orgId} and book_id = ${bookId} and account = ${account} and closed_on is null order by head_id limit 1`.execute(
    tx.db,
  );
  return rows[0]?.head_id ?? null;
}
