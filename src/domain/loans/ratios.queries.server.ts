/**
 * Ratios of a period (reference: microfinance.md §8): each with its numerator and its denominator, so that nobody needs to believe it;
 * a denominator of zero leaves it undefined. Two statements: what loans did, what the books say.
 */
import { sql } from 'kysely';
import { CLOSING_POSTINGS } from '#domain/accounts/index.server.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { addDays, addMonths, daysBetween, monthOf, type IsoDate } from '#platform/dates.ts';
import type { RatiosAsk } from './portfolio.model.ts';
import { conditionsOf, LATE, standing } from './portfolio.queries.server.ts';
import { laid } from './ratios-laid.server.ts';
import { ratiosOf, type Books, type Flows, type Ratio } from './ratios.rules.ts';

export type Ratios = {
  /** The days reckoned with: those asked for, widened to whole months, and not beyond today. */
  readonly from: string;
  readonly to: string;
  readonly ratios: readonly Ratio[];
  /** False when what was asked narrows the loans in a way that books are not kept by (place, product, officer, cohort). */
  readonly hasBooks: boolean;
};

/** What loans did, all together. */
async function flows(tx: Tx, ask: RatiosAsk): Promise<Flows> {
  const where = conditionsOf(tx, ask);
  const from = sql`${ask.from}::date`;
  const to = sql`${ask.to}::date`;
  const { rows } = await sql<Flows>`
    with chosen as materialized (
      select p.loan_id, ''::text as key from portfolio_loan p where p.org_id = ${tx.orgId} ${where ? sql`and ${where}` : sql``}),
    ${laid(tx, { from, to })},
    held as (
      select d.on_day, count(t.paise)::int as loans, coalesce(sum(t.paise), 0) as paise,
        coalesce(sum(t.paise) filter (where t.late > 30 or t.again), 0) as risk
      from ends d left join lateral (select ${LATE(sql`d.on_day`)}
        from ${standing(tx, { on: sql`d.on_day`, where, needsLoan: false })}) t on true group by 1)
    select (select coalesce(sum(asked - before), 0)::bigint from got) as "duePaise",
      (select coalesce(sum(in_time - before), 0)::bigint from got) as "inTimePaise",
      (select coalesce(sum(by_end - before), 0)::bigint from got) as "receivedPaise",
      (select coalesce(sum(earned), 0)::bigint from paid where on_day between ${from} and ${to}) as "earnedPaise",
      (select coalesce(sum(p.lent_paise), 0)::bigint from portfolio_loan p where p.org_id = ${tx.orgId}
        and p.given_on between ${from} and ${to} ${where ? sql`and ${where}` : sql``}) as "lentPaise",
      (select coalesce(sum(p.written_off_paise), 0)::bigint from portfolio_loan p where p.org_id = ${tx.orgId}
        and p.written_off_on between ${from} and ${to} ${where ? sql`and ${where}` : sql``}) as "writtenOffPaise",
      (select round(avg(paise))::bigint from held) as "averagePortfolioPaise", (select round(avg(loans))::int from held) as "averageLoans",
      (select risk::bigint from held where on_day = ${to}) as "risk30Paise"`.execute(tx.db);
  return rows[0]!;
}

/** Of all books of one lender, or of one group: months without their closings of years, and balances at the end of the last. */
async function books(tx: Tx, ask: RatiosAsk): Promise<Books> {
  const { rows } = await sql<Books>`
    with b as (
      select book_id from book where org_id = ${tx.orgId}
        and (${ask.lender ?? null}::text is null or (body_kind = 'group') = (${ask.lender ?? null}::text = 'group'))
        and (${ask.groupId ?? null}::uuid is null or body_id = ${ask.groupId ?? null}::uuid)),
    closed as (
      select account, sum(amount_paise) as paise from ${CLOSING_POSTINGS} p
      where p.org_id = ${tx.orgId} and p.book_id in (select book_id from b) and p.event_on between ${ask.from}::date and ${ask.to}::date group by 1),
    sums as (
      select a.account, k.kind,
        coalesce(sum(debit_paise - credit_paise) filter (where event_month between ${ask.from}::date and ${ask.to}::date), 0)
          - coalesce((select c.paise from closed c where c.account = a.account), 0) as moved,
        sum(debit_paise - credit_paise) filter (where event_month <= ${ask.to}::date) as left_over,
        sum(debit_paise - credit_paise) filter (where event_month < ${ask.from}::date) as before
      from account_balance a join account k on k.code = a.account
      where a.org_id = ${tx.orgId} and a.book_id in (select book_id from b) group by 1, 2)
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

/** The months both days lie in, of the running one what there is of it: what the ledger's buckets hold. */
export function wholeMonths<T extends RatiosAsk>(ask: T, today: IsoDate): T {
  const last = addDays(addMonths(monthOf(ask.to < today ? ask.to : today), 1), -1);
  return { ...ask, from: monthOf(ask.from), to: last < today ? last : today };
}

/** Loans and books of the same days; a figure of one year is brought to it by these days. */
export async function ratios(tx: Tx, _who: Actor, asked: RatiosAsk): Promise<Ratios> {
  const ask = wholeMonths(asked, tx.today);
  const hasBooks = !(ask.productId || ask.placeId || ask.officerId || ask.cohort);
  const days = Math.max(1, daysBetween(ask.from, addDays(ask.to, 1)));
  const given = { flows: await flows(tx, ask), books: hasBooks ? await books(tx, ask) : null, days };
  return { from: ask.from, to: ask.to, ratios: ratiosOf(given), hasBooks };
}
