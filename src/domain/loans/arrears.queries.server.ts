/** The office's loans as a list, and how late the whole book is: each one query over `loan_standing`, whatever its size. */
import * as z from 'zod/mini';
import { sql } from 'kysely';
import { Day, Id } from '#domain/ledger/index.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { BORROWER_COLUMNS, BORROWER_WORDS, borrowerJoins } from './borrower.server.ts';
import type { ProductNames } from './product.model.ts';
import { loanIsHers, standingIsHers } from './reach.server.ts';

const STAGE = ['applied', 'appraised', 'approved', 'rejected', 'withdrawn', 'active', 'closed', 'written_off'] as const;
export const LoanFilter = z.strictObject({
  q: z.optional(z.string().check(z.maxLength(80))),
  status: z.optional(z.enum(STAGE)),
  productId: z.optional(Id),
  placeId: z.optional(Id),
  borrowerId: z.optional(Id),
  /** At least so many days past due. */
  lateDays: z.optional(z.int().check(z.gte(1), z.lte(10_000))),
  on: z.optional(Day),
  sort: z.optional(z.enum(['number', 'borrower', 'outstanding', 'late', 'next'])),
  descending: z.optional(z.boolean()),
  limit: z.optional(z.int().check(z.gte(1), z.lte(500))),
  offset: z.optional(z.int().check(z.gte(0), z.lte(1_000_000))),
});
export type LoanFilter = z.infer<typeof LoanFilter>;

export type OfficeLoanRow = {
  readonly loanId: string;
  readonly number: string;
  readonly status: (typeof STAGE)[number];
  readonly borrowerKind: 'person' | 'group' | 'enterprise';
  readonly borrowerId: string;
  readonly nameEn: string | null;
  readonly nameHi: string | null;
  readonly nameUr: string | null;
  readonly product: ProductNames;
  readonly place: string | null;
  readonly placeHi: string | null;
  readonly placeUr: string | null;
  readonly outstandingPaise: number;
  readonly overduePaise: number;
  readonly daysPastDue: number;
  readonly nextDueOn: string | null;
  readonly rescheduled: boolean;
};
export type OfficeLoanList = { readonly rows: readonly OfficeLoanRow[]; readonly total: number };

const ORDER: Readonly<Record<NonNullable<LoanFilter['sort']>, string>> = {
  number: 'number',
  borrower: '"nameEn"',
  outstanding: '"outstandingPaise"',
  late: '"daysPastDue"',
  next: '"nextDueOn"',
};

const wanted = (value: string | undefined): string | null => (value ? `%${value.replace(/[\\%_]/g, '\\$&')}%` : null);

/** Overdue is what rows ask and was not paid; late charges that still grow are reckoned on the loan's own page. */
export async function listLoans(tx: Tx, who: Actor, ask: LoanFilter): Promise<OfficeLoanList> {
  const on = ask.on ?? tx.today;
  const text = wanted(ask.q);
  const { status = null, productId = null, placeId = null, borrowerId = null, lateDays = null } = ask;
  const way = sql.raw(`${ORDER[ask.sort ?? 'number']} ${ask.descending ? 'desc' : 'asc'} nulls last, number`);
  const { rows } = await sql<OfficeLoanRow & { total: number }>`
    with recursive inside as (
      select place_id from place where org_id = ${tx.orgId} and place_id = ${placeId}
      union select b.place_id from place b join inside i on b.parent_id = i.place_id where b.org_id = ${tx.orgId}),
    chosen as (
      select l.loan_id as "loanId", l.number, s.status, l.borrower_kind as "borrowerKind", l.borrower_id as "borrowerId",
        ${BORROWER_COLUMNS}, json_build_object('en', v.name_en, 'hi', v.name_hi, 'ur', v.name_ur) as product,
        w.name_en as place, w.name_hi as "placeHi", w.name_ur as "placeUr", s.outstanding_paise as "outstandingPaise",
        coalesce(greatest(0, ${on}::date - s.oldest_unpaid_due_on), 0) as "daysPastDue",
        s.next_due_on as "nextDueOn", s.rescheduled_on is not null as rescheduled, count(*) over () as total
      from office_loan l join loan_standing s on s.org_id = l.org_id and s.loan_id = l.loan_id
      join loan_product_version v on v.org_id = l.org_id and v.product_id = l.product_id and v.version = l.version
      ${borrowerJoins()}
      left join place w on w.org_id = l.org_id and w.place_id = l.place_id
      where l.org_id = ${tx.orgId} and ${loanIsHers(tx, who)}
        and (${status}::text is null or s.status = ${status}::text)
        and (${productId}::uuid is null or l.product_id = ${productId}::uuid)
        and (${placeId}::uuid is null or l.place_id in (select place_id from inside))
        and (${borrowerId}::uuid is null or l.borrower_id = ${borrowerId}::uuid)
        and (${lateDays}::int is null or (s.status = 'active' and s.oldest_unpaid_due_on <= ${on}::date - ${lateDays}::int))
        and (${text}::text is null or l.number ilike ${text} or ${BORROWER_WORDS} ilike ${text})),
    page as (select * from chosen order by ${way} limit ${ask.limit ?? 25} offset ${ask.offset ?? 0})
    select page.*, coalesce((select sum(r.fine_paise - r.paid_fine_paise + r.fee_paise - r.paid_fee_paise + r.interest_paise
        - r.paid_interest_paise + r.principal_paise - r.paid_principal_paise)
      from loan_run_row r where r.org_id = ${tx.orgId} and r.loan_id = page."loanId" and r.due_on < ${on}::date
        and page.status = 'active'), 0)::bigint as "overduePaise"
    from page order by ${way}`.execute(tx.db);
  return { rows: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
}

export type Arrears = {
  readonly on: string;
  readonly loans: number;
  /** Outstanding principal of all loans not written off. */
  readonly portfolioPaise: number;
  /** Principal that is due and not paid: never called portfolio at risk. */
  readonly overduePrincipalPaise: number;
  readonly overduePaise: number;
  readonly lateLoans: number;
  /** Whole outstanding principal of loans with anything more than so many days late, or rescheduled (microfinance.md §8). */
  readonly atRisk: readonly { readonly days: number; readonly loans: number; readonly paise: number }[];
  readonly rescheduledPaise: number;
  readonly writtenOffLoans: number;
};

/**
 * How late the lender's loans are on a day, as they stand now. Rows are read only of loans that are late; every other figure is one pass
 * over `loan_standing`.
 */
export async function arrears(tx: Tx, who: Actor, ask: { on?: string | undefined }): Promise<Arrears> {
  const on = ask.on ?? tx.today;
  const { rows } = await sql<Record<string, number>>`
    with late as (
      select s.loan_id, s.outstanding_paise as paise, ${on}::date - s.oldest_unpaid_due_on as days, s.rescheduled_on is not null as again
      from loan_standing s where s.org_id = ${tx.orgId} and s.status = 'active' and ${standingIsHers(tx, who)}),
    owed as (
      select coalesce(sum(r.principal_paise - r.paid_principal_paise), 0) as principal,
        coalesce(sum(r.principal_paise - r.paid_principal_paise + r.interest_paise - r.paid_interest_paise
          + r.fee_paise - r.paid_fee_paise + r.fine_paise - r.paid_fine_paise), 0) as paise
      from late join loan_run_row r on r.org_id = ${tx.orgId} and r.loan_id = late.loan_id
      where late.days > 0 and r.due_on < ${on}::date)
    select count(*) as loans, coalesce(sum(paise), 0)::bigint as portfolio, count(*) filter (where days > 0) as late_loans,
      coalesce(sum(paise) filter (where again), 0)::bigint as again,
      count(*) filter (where days > 0 or again) as n1, coalesce(sum(paise) filter (where days > 0 or again), 0)::bigint as p1,
      count(*) filter (where days > 30 or again) as n30, coalesce(sum(paise) filter (where days > 30 or again), 0)::bigint as p30,
      count(*) filter (where days > 60 or again) as n60, coalesce(sum(paise) filter (where days > 60 or again), 0)::bigint as p60,
      count(*) filter (where days > 90 or again) as n90, coalesce(sum(paise) filter (where days > 90 or again), 0)::bigint as p90,
      (select principal from owed)::bigint as overdue_principal, (select paise from owed)::bigint as overdue,
      (select count(*) from loan_standing s where s.org_id = ${tx.orgId} and s.status = 'written_off' and ${standingIsHers(tx, who)}) as gone
    from late`.execute(tx.db);
  const row = rows[0]!;
  const figure = (name: string): number => row[name] ?? 0;
  return {
    on,
    loans: figure('loans'),
    portfolioPaise: figure('portfolio'),
    overduePrincipalPaise: figure('overdue_principal'),
    overduePaise: figure('overdue'),
    lateLoans: figure('late_loans'),
    atRisk: [1, 30, 60, 90].map((days) => ({ days, loans: figure(`n${days}`), paise: figure(`p${days}`) })),
    rescheduledPaise: figure('again'),
    writtenOffLoans: figure('gone'),
  };
}
