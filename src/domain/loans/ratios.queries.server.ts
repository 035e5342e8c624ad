/**
 * Ratios of a period (reference: microfinance.md §8): each with its numerator and its denominator, so that nobody needs to believe it;
 * a denominator of zero leaves it undefined. Two statements: what loans did, what the books say.
 */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { addDays, daysBetween } from '#platform/dates.ts';
import type { RatiosAsk } from './portfolio.model.ts';
import { conditionsOf, LATE, standing } from './portfolio.queries.server.ts';
import { ratiosOf, type Books, type Flows, type Ratio } from './ratios.rules.ts';

export type Ratios = {
  readonly from: string;
  readonly to: string;
  readonly ratios: readonly Ratio[];
  /** False when what was asked narrows the loans in a way that books are not kept by (place, product, officer, cohort). */
  readonly hasBooks: boolean;
};

/** Money paid on loans: one row a payment. */
const PAYMENTS = sql`(select org_id, loan_id, paid_on, fine_paise, fee_paise, interest_paise, principal_paise from loan_payment
  union all select f.org_id, f.loan_id, e.on_date, f.fine_paise, f.fee_paise - f.third_paise, f.interest_paise, f.principal_paise
  from loan_event e join lateral (select * from loan_effect f where f.org_id = e.org_id and f.loan_id = e.loan_id
    and f.event_id = e.event_id order by f.effect_no desc limit 1) f on true where e.kind <> 'written_off')`;
const ROWS = sql`(select org_id, loan_id, no, due_on, principal_paise + interest_paise + fee_paise as asked from loan_row
  union all select org_id, loan_id, no, due_on, principal_paise + interest_paise + fee_paise from loan_run_row)`;

/**
 * Collection is told by laying all that was paid (without fines) on the rows in their order: what rows that first fell due in the period
 * had got by their day, and by the end of the period; what they had got before it began counts on neither side.
 */
async function flows(tx: Tx, ask: RatiosAsk): Promise<Flows> {
  const where = conditionsOf(tx, ask);
  const chosen = where
    ? sql`and exists (select from portfolio_loan p where p.org_id = x.org_id and p.loan_id = x.loan_id and ${where})`
    : sql``;
  const from = sql`${ask.from}::date`;
  const to = sql`${ask.to}::date`;
  const { rows } = await sql<Flows>`
    with due as (
      select x.org_id, x.loan_id, x.due_on, x.asked, (select coalesce(sum(b.asked), 0) from ${ROWS} b
          where b.org_id = x.org_id and b.loan_id = x.loan_id and b.no < x.no) as earlier
      from ${ROWS} x where x.org_id = ${tx.orgId} and x.due_on between ${from} and ${to} and x.asked > 0 ${chosen}),
    got as (
      select d.asked, least(d.asked, greatest(0, m.before - d.earlier)) as before, least(d.asked, greatest(0, m.in_time - d.earlier)) as in_time,
        least(d.asked, greatest(0, m.by_end - d.earlier)) as by_end
      from due d cross join lateral (
        select coalesce(sum(y.fee_paise + y.interest_paise + y.principal_paise) filter (where y.paid_on < ${from}), 0) as before,
          coalesce(sum(y.fee_paise + y.interest_paise + y.principal_paise) filter (where y.paid_on <= d.due_on), 0) as in_time,
          coalesce(sum(y.fee_paise + y.interest_paise + y.principal_paise) filter (where y.paid_on <= ${to}), 0) as by_end
        from ${PAYMENTS} y where y.org_id = d.org_id and y.loan_id = d.loan_id) m),
    ends as (
      select ${from} - 1 as on_day union select (m + interval '1 month' - interval '1 day')::date
      from generate_series(date_trunc('month', ${from}), ${to}, interval '1 month') m where (m + interval '1 month' - interval '1 day')::date <= ${to}
      union select ${to}),
    held as (
      select d.on_day, count(t.paise)::int as loans, coalesce(sum(t.paise), 0) as paise,
        coalesce(sum(t.paise) filter (where t.late > 30 or t.again), 0) as risk
      from ends d left join lateral (select ${LATE(sql`d.on_day`)}
        from ${standing(tx, { on: sql`d.on_day`, where, needsLoan: false })}) t on true group by 1)
    select (select coalesce(sum(asked - before), 0)::bigint from got) as "duePaise",
      (select coalesce(sum(in_time - before), 0)::bigint from got) as "inTimePaise",
      (select coalesce(sum(by_end - before), 0)::bigint from got) as "receivedPaise",
      (select coalesce(sum(x.interest_paise + x.fee_paise + x.fine_paise), 0)::bigint from ${PAYMENTS} x
        where x.org_id = ${tx.orgId} and x.paid_on between ${from} and ${to} ${chosen}) as "earnedPaise",
      (select coalesce(sum(p.lent_paise), 0)::bigint from portfolio_loan p where p.org_id = ${tx.orgId}
        and p.disbursed_on between ${from} and ${to} ${where ? sql`and ${where}` : sql``}) as "lentPaise",
      (select coalesce(sum(p.written_off_paise), 0)::bigint from portfolio_loan p where p.org_id = ${tx.orgId}
        and p.written_off_on between ${from} and ${to} ${where ? sql`and ${where}` : sql``}) as "writtenOffPaise",
      (select round(avg(paise))::bigint from held) as "averagePortfolioPaise", (select round(avg(loans))::int from held) as "averageLoans",
      (select risk::bigint from held where on_day = ${to}) as "risk30Paise"`.execute(tx.db);
  return rows[0]!;
}

/** Of all books of one lender, or of one group: whole months, and balances at the end of the last. */
async function books(tx: Tx, ask: RatiosAsk): Promise<Books> {
  const { rows } = await sql<Books>`
    with b as (
      select book_id from book where org_id = ${tx.orgId}
        and (${ask.lender ?? null}::text is null or (body_kind = 'group') = (${ask.lender ?? null}::text = 'group'))
        and (${ask.groupId ?? null}::uuid is null or body_id = ${ask.groupId ?? null}::uuid)),
    closing as (
      select c.book_id, unnest(array[c.journal_seq, c.back_seq]) as seq from group_year_close c
        where c.org_id = ${tx.orgId} and c.book_id in (select book_id from b)
      union select d.book_id, d.seq from year_close y join voucher v on v.org_id = y.org_id
          and (v.voucher_id = y.voucher_id or v.reverses_voucher_id = y.voucher_id)
        join voucher_posted d on d.org_id = v.org_id and d.voucher_id = v.voucher_id
        where y.org_id = ${tx.orgId} and y.book_id in (select book_id from b)),
    -- a year's closing is no income and no expense; it moves own funds to own funds
    moves as (
      select account, event_month, debit_paise, credit_paise from account_balance
        where org_id = ${tx.orgId} and book_id in (select book_id from b)
      union all select p.account, month_of(p.event_on), -greatest(p.amount_paise, 0), -greatest(-p.amount_paise, 0)
        from closing c join posting p on p.org_id = ${tx.orgId} and p.book_id = c.book_id and p.seq = c.seq),
    sums as (
      select a.account, k.kind,
        sum(debit_paise - credit_paise) filter (where event_month between date_trunc('month', ${ask.from}::date) and ${ask.to}::date) as moved,
        sum(debit_paise - credit_paise) filter (where event_month <= ${ask.to}::date) as left_over,
        sum(debit_paise - credit_paise) filter (where event_month < date_trunc('month', ${ask.from}::date)) as before
      from moves a join account k on k.code = a.account group by 1, 2)
    select coalesce(-sum(moved) filter (where account in ('4010', '4020', '4030', '4040')), 0)::bigint as "revenuePaise",
      coalesce(sum(moved) filter (where account in ('5010', '5020', '5030')), 0)::bigint as "financialPaise",
      coalesce(sum(moved) filter (where account in ('5210', '5220')), 0)::bigint as "provisionPaise",
      coalesce(sum(moved) filter (where kind = 'expense' and account not in ('5010', '5020', '5030', '5210', '5220')), 0)::bigint as "operatingPaise",
      coalesce(-sum(left_over) filter (where account = '1190'), 0)::bigint as "reservePaise",
      coalesce(sum(left_over) filter (where account in ('1010', '1020', '1040')), 0)::bigint as "cashPaise",
      coalesce(sum(left_over) filter (where kind = 'asset'), 0)::bigint as "assetsPaise",
      coalesce(round(-(sum(coalesce(left_over, 0) + coalesce(before, 0))
        filter (where kind in ('equity', 'income', 'expense') or account in ('2010', '2020', '2030'))) / 2), 0)::bigint as "ownFundsPaise"
    from sums`.execute(tx.db);
  return rows[0]!;
}

export async function ratios(tx: Tx, _who: Actor, ask: RatiosAsk): Promise<Ratios> {
  const hasBooks = !(ask.productId || ask.placeId || ask.officerId || ask.cohort);
  const days = Math.max(1, daysBetween(ask.from, addDays(ask.to, 1)));
  const given = { flows: await flows(tx, ask), books: hasBooks ? await books(tx, ask) : null, days };
  return { from: ask.from, to: ask.to, ratios: ratiosOf(given), hasBooks };
}
