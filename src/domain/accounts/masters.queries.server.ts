/** Books and masters for lists and pickers. */
import { sql } from 'kysely';
import type { IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import { groupsOf, headsOf, type GroupRow, type HeadRow, type Named } from './books.server.ts';
import type { Body } from './model.ts';

export type BookCard = Body & {
  readonly bookId: string;
  /** Null for a trust, whose name is the organisation's. */
  readonly name: string | null;
  readonly nameHi: string | null;
  readonly nameUr: string | null;
  readonly booksFromOn: IsoDate;
  readonly closedTo: IsoDate | null;
  readonly vouchers: number;
  readonly waiting: number;
  readonly lastOn: IsoDate | null;
};

/** The office's books of this organisation. */
export async function books(tx: Tx): Promise<BookCard[]> {
  const { rows } = await sql<BookCard>`select b.book_id as "bookId", b.body_kind as "bodyKind", b.body_id as "bodyId",
      g.name, g.name_hi as "nameHi", g.name_ur as "nameUr", b.opened_on as "booksFromOn",
      (select max(c.closed_to) from period_close c where c.org_id = b.org_id and c.book_id = b.book_id and c.reopened_at is null) as "closedTo",
      (select count(*) from voucher_posted p where p.org_id = b.org_id and p.book_id = b.book_id) as vouchers,
      (select count(*) from voucher_state s where s.org_id = b.org_id and s.book_id = b.book_id and s.state = 'waiting') as waiting,
      (select max(p.event_on) from voucher_posted p where p.org_id = b.org_id and p.book_id = b.book_id) as "lastOn"
    from book b left join groups g on g.org_id = b.org_id and g.group_id = b.body_id
    where b.org_id = ${tx.orgId} and b.basis = 'accrual' and b.body_kind <> 'group' order by b.opened_on, b.book_id`.execute(
    tx.db,
  );
  return rows;
}

export type MasterLists = {
  readonly heads: readonly HeadRow[];
  readonly groups: readonly GroupRow[];
  readonly funds: readonly (Named & {
    readonly fundId: string;
    readonly code: string;
    readonly kind: string;
    readonly donor: string;
    readonly interestToGrant: boolean;
    readonly fromOn: IsoDate;
    readonly untilOn: IsoDate | null;
  })[];
  readonly programmes: readonly (Named & {
    readonly programmeId: string;
    readonly code: string;
    readonly fromOn: IsoDate;
    readonly untilOn: IsoDate | null;
  })[];
  /** The newest first. */
  readonly limits: readonly {
    readonly type: string;
    readonly fromOn: IsoDate;
    readonly limitPaise: number;
    readonly decidedBy: string;
  }[];
};

/** Names as they are on that day (today when left out). */
export async function masters(tx: Tx, { bookId, on }: { bookId: string; on?: IsoDate | null }): Promise<MasterLists> {
  const { rows: funds } = await sql<MasterLists['funds'][number]>`select fund_id as "fundId", code, kind, donor,
      interest_to_grant as "interestToGrant", name_en as "nameEn", name_hi as "nameHi", name_ur as "nameUr", from_on as "fromOn",
      until_on as "untilOn" from fund where org_id = ${tx.orgId} and book_id = ${bookId} order by code`.execute(tx.db);
  const { rows: programmes } = await sql<MasterLists['programmes'][number]>`select programme_id as "programmeId", code,
      name_en as "nameEn", name_hi as "nameHi", name_ur as "nameUr", from_on as "fromOn", until_on as "untilOn" from programme
    where org_id = ${tx.orgId} and book_id = ${bookId} order by code`.execute(tx.db);
  const { rows: limits } = await sql<
    MasterLists['limits'][number]
  >`select type, from_on as "fromOn", limit_paise as "limitPaise",
      decided_by as "decidedBy" from voucher_limit
    where org_id = ${tx.orgId} and book_id = ${bookId} order by from_on desc, set_at desc, type`.execute(tx.db);
  return {
    heads: await headsOf(tx, bookId, on ?? tx.today),
    groups: await groupsOf(tx, bookId, on ?? tx.today),
    funds,
    programmes,
    limits,
  };
}

export type YearRow = {
  readonly year: number;
  readonly vouchers: number;
  readonly lastNumber: number;
  readonly closedAt: Date | null;
  readonly surplusPaise: number | null;
  readonly closings: readonly {
    readonly closedBy: string;
    readonly reopenedBy: string | null;
    readonly reopenReason: string | null;
  }[];
};

/** Each financial year with its vouchers and closings. Numbers are gapless: vouchers = last number. */
export async function years(tx: Tx, { bookId }: { bookId: string }): Promise<YearRow[]> {
  const { rows } = await sql<YearRow>`select s.financial_year as year, s.last_number as "lastNumber",
      (select count(*) from voucher_posted p where p.org_id = s.org_id and p.book_id = s.book_id and p.financial_year = s.financial_year) as vouchers,
      c.closed_at as "closedAt", c.surplus_paise as "surplusPaise",
      coalesce((select jsonb_agg(jsonb_build_object('closedBy', y.closed_by, 'reopenedBy', y.reopened_by, 'reopenReason', y.reopen_reason)
        order by y.closed_at) from year_close y where y.org_id = s.org_id and y.book_id = s.book_id and y.financial_year = s.financial_year), '[]') as closings
    from voucher_series s left join year_close c on c.org_id = s.org_id and c.book_id = s.book_id and c.financial_year = s.financial_year
      and c.reopened_at is null
    where s.org_id = ${tx.orgId} and s.book_id = ${bookId} and s.last_number > 0 order by 1`.execute(tx.db);
  return rows;
}
