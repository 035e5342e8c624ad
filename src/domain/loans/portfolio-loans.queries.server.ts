/** The loans behind a figure of the portfolio, what is overdue on them, and how loans of one quarter went from quarter to quarter. */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { BORROWER_NAMES, borrowerJoins } from './borrower.server.ts';
import { AGES, type PortfolioFilter, type PortfolioLoansAsk, type PortfolioMonths } from './portfolio.model.ts';
import { conditionsOf, LATE, standing, type Names } from './portfolio.queries.server.ts';

export type PortfolioLoan = {
  readonly loanId: string;
  readonly lender: 'office' | 'group';
  readonly number: string | null;
  readonly names: Names;
  readonly groupId: string | null;
  readonly group: Names;
  readonly purpose: string;
  readonly disbursedOn: string;
  readonly outstandingPaise: number;
  readonly oldestUnpaidDueOn: string | null;
  readonly daysPastDue: number;
  readonly missedInstalments: number;
  readonly rescheduled: boolean;
};
export type PortfolioLoans = { readonly rows: readonly PortfolioLoan[]; readonly total: number };

/** Rows of loans of either kind, as they run now. */
export const ROWS = sql`(select org_id, loan_id, due_on, principal_paise, paid_principal_paise,
    principal_paise + interest_paise + fee_paise + fine_paise as asked,
    paid_principal_paise + paid_interest_paise + paid_fee_paise + paid_fine_paise as paid from loan_row
  union all select org_id, loan_id, due_on, principal_paise, paid_principal_paise,
    principal_paise + interest_paise + fee_paise + fine_paise,
    paid_principal_paise + paid_interest_paise + paid_fee_paise + paid_fine_paise from loan_run_row)`;

export async function portfolioLoans(tx: Tx, _who: Actor, ask: PortfolioLoansAsk): Promise<PortfolioLoans> {
  const on = sql`${ask.on ?? tx.today}::date`;
  const at = AGES.findIndex((one) => one.key === ask.age);
  const least = at > 0 ? AGES[at - 1]!.most : -1_000_000;
  const inAge = ask.age ? sql`late > ${least} and late <= ${AGES[at]!.most}` : sql`true`;
  const risk = ask.riskDays === 1 ? 0 : ask.riskDays;
  const isAtRisk = risk === undefined ? sql`true` : sql`(late > ${risk} or again)`;
  const { rows } = await sql<PortfolioLoan & { total: number }>`
    with found as (
      select t.*, count(*) over ()::int as total from (select p.*, s.oldest_unpaid_due_on, ${LATE(on)}
        from ${standing(tx, { on, where: conditionsOf(tx, ask), needsLoan: true })}) t
      where ${inAge} and ${isAtRisk}
      order by late desc, paise desc, loan_id limit ${ask.limit ?? 50} offset ${ask.offset ?? 0})
    select f.loan_id as "loanId", f.lender, f.number, f.group_id as "groupId", f.purpose, f.disbursed_on as "disbursedOn", f.total,
      ${BORROWER_NAMES} as names, json_build_object('en', k.name, 'hi', k.name_hi, 'ur', k.name_ur) as "group",
      f.paise as "outstandingPaise", f.oldest_unpaid_due_on as "oldestUnpaidDueOn", greatest(f.late, 0) as "daysPastDue", f.again as rescheduled,
      case when f.late > 0 then (select count(*)::int from ${ROWS} r where r.org_id = f.org_id and r.loan_id = f.loan_id
        and r.due_on >= f.oldest_unpaid_due_on and r.due_on < ${on} and r.asked > 0) else 0 end as "missedInstalments"
    from found f
    ${borrowerJoins('f')}
    left join groups k on k.org_id = f.org_id and k.group_id = f.group_id
    order by f.late desc, f.paise desc, f.loan_id`.execute(tx.db);
  return { rows: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
}

export type Overdue = {
  readonly lateLoans: number;
  readonly missedInstalments: number;
  /** Principal that fell due and was not paid: with the portfolio below it the arrears rate, never portfolio at risk. */
  readonly principalPaise: number;
  readonly portfolioPaise: number;
};

/**
 * What is overdue, from the rows of late loans alone. Of a past day: what was outstanding then less what rows still to come asked, as the
 * rows run now; a loan prepaid or rescheduled since is reckoned by its rows of today.
 */
export async function overdue(tx: Tx, _who: Actor, ask: PortfolioFilter): Promise<Overdue> {
  const today = ask.on === undefined || ask.on >= tx.today;
  const on = sql`${ask.on ?? tx.today}::date`;
  const { rows } = await sql<Overdue>`
    with held as (select s.org_id, s.loan_id, s.oldest_unpaid_due_on, ${LATE(on)}
      from ${standing(tx, { on, where: conditionsOf(tx, ask), needsLoan: false })}),
    late as (
      select h.paise, count(*) filter (where r.due_on >= h.oldest_unpaid_due_on and r.due_on < ${on} and r.asked > 0) as missed,
        coalesce(sum(r.principal_paise - r.paid_principal_paise) filter (where r.due_on < ${on}), 0) as unpaid,
        coalesce(sum(r.principal_paise) filter (where r.due_on >= ${on}), 0) as to_come
      from held h join ${ROWS} r on r.org_id = h.org_id and r.loan_id = h.loan_id
      where h.late > 0 group by h.loan_id, h.paise)
    select (select count(*)::int from late) as "lateLoans", (select coalesce(sum(missed), 0)::int from late) as "missedInstalments",
      (select coalesce(sum(${today ? sql`unpaid` : sql`greatest(0, paise - to_come)`}), 0)::bigint from late) as "principalPaise",
      (select coalesce(sum(paise), 0)::bigint from held) as "portfolioPaise"`.execute(tx.db);
  return rows[0]!;
}

export type Vintage = {
  /** First day of the quarter of the calendar in which they were given. */
  readonly cohort: string;
  readonly loans: number;
  readonly lentPaise: number;
  /** At the end of the quarter itself and of those after it: at risk beyond 30 days, and written off until then. */
  readonly points: readonly { readonly on: string; readonly paise: number }[];
};

/** The quarters that end within so many months, and the loans given in each. */
export async function vintages(tx: Tx, _who: Actor, ask: PortfolioMonths): Promise<Vintage[]> {
  const on = sql`${ask.on ?? tx.today}::date`;
  const where = conditionsOf(tx, { ...ask, cohort: undefined });
  const { rows } = await sql<Vintage>`
    with days as (
      select least((q + interval '3 months' - interval '1 day')::date, ${on}) as on_day
      from generate_series(date_trunc('quarter', ${on} - ${ask.months}::int * interval '1 month'), ${on}, interval '3 months') q),
    given as (
      select date_trunc('quarter', p.given_on)::date as cohort, count(*)::int as loans, sum(p.lent_paise)::bigint as lent
      from portfolio_loan p where p.org_id = ${tx.orgId} and p.given_on <= ${on} ${where ? sql`and ${where}` : sql``}
        and p.given_on >= date_trunc('quarter', ${on} - ${ask.months}::int * interval '1 month') group by 1),
    bad as (
      select d.on_day, date_trunc('quarter', p.given_on)::date as cohort, s.outstanding_paise as paise
      from days d cross join lateral (select s.*, p.given_on from ${standing(tx, { on: sql`d.on_day`, where, needsLoan: true })}
        where s.is_rescheduled or d.on_day - s.oldest_unpaid_due_on > 30) s cross join lateral (select s.given_on) p
      union all select d.on_day, date_trunc('quarter', p.given_on)::date, p.written_off_paise
      from days d join portfolio_loan p on p.org_id = ${tx.orgId} and p.written_off_on <= d.on_day ${where ? sql`and ${where}` : sql``})
    select g.cohort::text, g.loans, g.lent as "lentPaise",
      json_agg(json_build_object('on', d.on_day, 'paise', coalesce(b.paise, 0)) order by d.on_day) as points
    from given g join days d on d.on_day >= g.cohort
    left join (select on_day, cohort, sum(paise)::bigint as paise from bad group by 1, 2) b on b.on_day = d.on_day and b.cohort = g.cohort
    group by g.cohort, g.loans, g.lent order by g.cohort`.execute(tx.db);
  return rows;
}
