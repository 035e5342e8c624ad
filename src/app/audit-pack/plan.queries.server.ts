/** What a pack of a year will hold: the page counts it, the maker walks it. */
import { sql } from 'kysely';
import { financialYear, type IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { yearSpan } from '#domain/accounts/index.ts';
import type { PackOf } from './model.ts';

export type PlanBook = {
  readonly bookId: string;
  readonly bodyKind: string;
  readonly bodyId: string;
  readonly name: string;
  readonly nameHi: string | null;
  readonly nameUr: string | null;
  /** Kept on the desk of the office with vouchers; else at meetings. */
  readonly isOffice: boolean;
  /** Dated in the year. */
  readonly journals: number;
  readonly meetings: number;
  readonly lastSeq: number;
};
export type Plan = {
  readonly year: number;
  readonly from: IsoDate;
  readonly to: IsoDate;
  /** Years with an entry, the newest first. */
  readonly years: readonly number[];
  readonly books: readonly PlanBook[];
  readonly vouchers: number;
  readonly bills: number;
  readonly billBytes: number;
  readonly sampleIds: readonly string[];
  readonly queryIds: readonly string[];
  readonly batchIds: readonly string[];
};

/** Books with an entry up to the year's last day; practice groups never. */
export async function plan(tx: Tx, _who: Actor, { year, bookId }: PackOf): Promise<Plan> {
  const { from, to } = yearSpan(year);
  const span = { from, to, bookId };
  const books = await booksOf(tx, span);
  return {
    year,
    from,
    to,
    years: await yearsOf(tx),
    books,
    ...(await vouchersOf(tx, span)),
    ...(await papersOf(tx, span)),
  };
}

type Span = { readonly from: IsoDate; readonly to: IsoDate; readonly bookId: string | null };
const days = (column: string, { from, to }: Span) => sql`${sql.ref(column)} between ${from}::date and ${to}::date`;

async function booksOf(tx: Tx, span: Span): Promise<PlanBook[]> {
  const { rows } = await sql<PlanBook>`
    select b.book_id as "bookId", b.body_kind as "bodyKind", b.body_id as "bodyId", coalesce(g.name, o.name) as name,
      case when g.group_id is null then o.name_hi else g.name_hi end as "nameHi", case when g.group_id is null then o.name_ur else g.name_ur end as "nameUr",
      b.basis = 'accrual' and b.body_kind <> 'group' as "isOffice", b.last_seq as "lastSeq",
      (select count(*)::int from journal j where j.org_id = b.org_id and j.book_id = b.book_id and ${days('j.event_on', span)}) as journals,
      (select count(*)::int from meeting m where m.org_id = b.org_id and m.group_id = g.group_id and ${days('m.held_on', span)}) as meetings
    from book b join org o on o.org_id = b.org_id left join groups g on g.org_id = b.org_id and g.group_id = b.body_id
    where b.org_id = ${tx.orgId} ${span.bookId ? sql`and b.book_id = ${span.bookId}` : sql``} and g.practice is not true
      and exists (select from journal j where j.org_id = b.org_id and j.book_id = b.book_id and j.event_on <= ${span.to}::date)
    order by (b.basis = 'accrual' and b.body_kind <> 'group') desc, b.body_kind = 'trust' desc, 4, b.book_id`.execute(
    tx.db,
  );
  return rows;
}

async function yearsOf(tx: Tx): Promise<number[]> {
  const { rows } = await sql<{ first: IsoDate | null; last: IsoDate | null }>`
    select min(j.event_on) as first, max(j.event_on) as last from book b
      join journal j on j.org_id = b.org_id and j.book_id = b.book_id where b.org_id = ${tx.orgId}`.execute(tx.db);
  const { first, last } = rows[0]!;
  const until = financialYear(last === null || last < tx.today ? tx.today : last).year;
  const since = first === null ? until : financialYear(first).year;
  return Array.from({ length: until - since + 1 }, (_, at) => until - at);
}

async function vouchersOf(tx: Tx, span: Span): Promise<Pick<Plan, 'vouchers' | 'bills' | 'billBytes'>> {
  const { rows } = await sql<Pick<Plan, 'vouchers' | 'bills' | 'billBytes'>>`
    select count(distinct v.voucher_id)::int as vouchers, count(f.file_id)::int as bills, coalesce(sum(f.bytes), 0)::bigint as "billBytes"
    from voucher v left join voucher_bill b on b.org_id = v.org_id and b.voucher_id = v.voucher_id
      left join file f on f.org_id = b.org_id and f.file_id = b.file_id
    where v.org_id = ${tx.orgId} ${span.bookId ? sql`and v.book_id = ${span.bookId}` : sql``} and ${days('v.event_on', span)}`.execute(
    tx.db,
  );
  return rows[0]!;
}

/** A question belongs to the year of what it is about; a general one to the year that ended before it was asked, and to the running one. */
async function papersOf(tx: Tx, span: Span): Promise<Pick<Plan, 'sampleIds' | 'queryIds' | 'batchIds'>> {
  const { bookId } = span;
  const ofBook = (column: string) => (bookId ? sql`and ${sql.ref(column)} = ${bookId}` : sql``);
  const { rows } = await sql<Pick<Plan, 'sampleIds' | 'queryIds' | 'batchIds'>>`select
    array(select s.sample_id from audit_sample s where s.org_id = ${tx.orgId} and s.from_on <= ${span.to}::date and s.to_on >= ${span.from}::date
      ${ofBook('s.book_id')} order by s.number) as "sampleIds",
    array(select q.query_id from audit_query q
        left join journal j on j.org_id = q.org_id and j.book_id = q.book_id and j.seq = q.seq
        left join voucher v on v.org_id = q.org_id and v.voucher_id = q.voucher_id
        left join meeting m on m.org_id = q.org_id and m.meeting_id = q.meeting_id
        left join groups g on g.org_id = m.org_id and g.group_id = m.group_id
      where q.org_id = ${tx.orgId} ${bookId ? sql`and coalesce(q.book_id, v.book_id, g.book_id) = ${bookId}` : sql``}
        and case when q.about_kind = 'general' then (q.asked_at at time zone 'Asia/Kolkata')::date between ${span.from}::date and ${span.to}::date + 365
          else coalesce(j.event_on, v.event_on, m.held_on) between ${span.from}::date and ${span.to}::date end
      order by q.number) as "queryIds",
    array(select c.batch_id from audit_confirmation c where c.org_id = ${tx.orgId} and ${days('c.as_of', span)}
      ${bookId ? sql`and exists (select from audit_confirmation_slip s join groups g on g.org_id = s.org_id and g.group_id = s.group_id where s.org_id = c.org_id and s.batch_id = c.batch_id and g.book_id = ${bookId})` : sql``}
      order by c.number) as "batchIds"`.execute(tx.db);
  return rows[0]!;
}
