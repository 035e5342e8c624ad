/**
 * Ratios of loans row by row of what they are seen by: those that loans alone tell. What the books tell (costs, reserve, cash) is kept by
 * lender and group, and asked for one of them in {@link ratios}. One statement, of the same rows and payments as that of the whole.
 */
import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { addDays, daysBetween } from '#platform/dates.ts';
import { ROWS as STANDING_ROWS } from './portfolio-loans.queries.server.ts';
import type { Dimension, RatiosByAsk } from './portfolio.model.ts';
import { branches, conditionsOf, keyed, KEYS, LATE, named, NAMES, type Names } from './portfolio.queries.server.ts';
import { laid } from './ratios-laid.server.ts';
import { wholeMonths } from './ratios.queries.server.ts';
import { ratiosOf, type Flows, type Ratio } from './ratios.rules.ts';

export type RatiosOf = {
  readonly key: string | null;
  readonly names: Names;
  readonly ratios: readonly Ratio[];
  /** Principal overdue and principal on loan at the end of the period. */
  readonly arrearsPaise: number;
  readonly portfolioPaise: number;
};
export type RatiosBy = {
  readonly from: string;
  readonly to: string;
  readonly by: Dimension;
  readonly rows: readonly RatiosOf[];
};

type Row = Flows & Pick<RatiosOf, 'arrearsPaise' | 'portfolioPaise'> & { readonly key: string | null };

/** All that was found of a key on one row. */
const summed = (to: RawBuilder<unknown>, from: RawBuilder<unknown>, isToday: boolean): RawBuilder<unknown> => sql`
    parts as (
      select key, sum(asked - before) as due, sum(in_time - before) as in_time, sum(by_end - before) as received, 0 as earned, 0 as lent, 0 as off,
        0 as average, 0 as loans, 0 as risk, 0 as arrears, 0 as now from got group by 1
      union all select key, 0, 0, 0, sum(earned), 0, 0, 0, 0, 0, 0, 0 from paid where on_day between ${from} and ${to} group by 1
      union all select key, 0, 0, 0, 0, sum(lent_paise) filter (where given_on between ${from} and ${to}),
        sum(written_off_paise) filter (where written_off_on between ${from} and ${to}), 0, 0, 0, 0, 0 from chosen group by 1
      union all select key, 0, 0, 0, 0, 0, 0, sum(paise) / (select count(*) from ends), count(*)::numeric / (select count(*) from ends),
        sum(paise) filter (where on_day = ${to} and (late > 30 or again)), 0, sum(paise) filter (where on_day = ${to}) from held group by 1
      union all select key, 0, 0, 0, 0, 0, 0, 0, 0, 0, sum(${isToday ? sql`unpaid` : sql`greatest(0, paise - to_come)`}), 0
        from late group by 1),
    t as (
      select key, coalesce(sum(due), 0)::bigint as "duePaise", coalesce(sum(in_time), 0)::bigint as "inTimePaise",
        coalesce(sum(received), 0)::bigint as "receivedPaise", coalesce(sum(earned), 0)::bigint as "earnedPaise",
        coalesce(sum(lent), 0)::bigint as "lentPaise", coalesce(sum(off), 0)::bigint as "writtenOffPaise",
        round(coalesce(sum(average), 0))::bigint as "averagePortfolioPaise", round(coalesce(sum(loans), 0))::int as "averageLoans",
        coalesce(sum(risk), 0)::bigint as "risk30Paise", coalesce(sum(arrears), 0)::bigint as "arrearsPaise",
        coalesce(sum(now), 0)::bigint as "portfolioPaise"
      from parts group by 1)`;

export async function ratiosBy(tx: Tx, _who: Actor, asked: RatiosByAsk): Promise<RatiosBy> {
  const ask = wholeMonths(asked, tx.today);
  const { by } = ask;
  const where = conditionsOf(tx, ask);
  const places = by === 'place';
  const from = sql`${ask.from}::date`;
  const to = sql`${ask.to}::date`;
  const key = places ? sql`b.head::text` : sql.raw(KEYS[by]);
  const { rows } = await sql<Row>`
    with recursive ${places ? branches(tx, ask.placeId) : sql`branch as (select 1)`},
    chosen as materialized (
      select p.loan_id, ${key} as key, p.given_on, p.lent_paise, p.written_off_on, p.written_off_paise
      from portfolio_loan p ${places ? sql`left join branch b on b.place_id = p.place_id` : sql``}
      where p.org_id = ${tx.orgId} ${where ? sql`and ${where}` : sql``}),
    ${laid(tx, { from, to })},
    held as (
      select c.key, s.loan_id, d.on_day, ${LATE(sql`d.on_day`)}
      from ends d cross join lateral loans_standing_on(${tx.orgId}, d.on_day) s join chosen c on c.loan_id = s.loan_id),
    late as (
      select h.key, h.paise, coalesce(sum(r.principal_paise - r.paid_principal_paise) filter (where r.due_on < ${to}), 0) as unpaid,
        coalesce(sum(r.principal_paise) filter (where r.due_on >= ${to}), 0) as to_come
      from held h join ${STANDING_ROWS} r on r.org_id = ${tx.orgId} and r.loan_id = h.loan_id
      where h.on_day = ${to} and h.late > 0 group by h.loan_id, h.key, h.paise),
    ${summed(to, from, ask.to >= tx.today)}
    select t.*, ${NAMES} from t ${named(tx, by)}
    where "duePaise" > 0 or "earnedPaise" > 0 or "writtenOffPaise" > 0 or "averagePortfolioPaise" > 0
    order by "averagePortfolioPaise" desc, t.key limit 2001`.execute(tx.db);
  const days = Math.max(1, daysBetween(ask.from, addDays(ask.to, 1)));
  return {
    ...{ from: ask.from, to: ask.to, by },
    rows: rows.map((flows) => ({
      ...keyed(flows),
      ratios: ratiosOf({ flows, books: null, days }),
      ...{ arrearsPaise: flows.arrearsPaise, portfolioPaise: flows.portfolioPaise },
    })),
  };
}
