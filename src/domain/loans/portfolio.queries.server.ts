/**
 * How all loans stand on a day: outstanding, ageing, portfolio at risk; by what one likes. Each one query over `loan_stood`, in which the
 * standing of every loan is kept from day to day; no instalment is read.
 */
import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import {
  AGES,
  RISK_DAYS,
  type AgeKey,
  type Dimension,
  type PortfolioAsk,
  type PortfolioFilter,
  type PortfolioMonths,
} from './portfolio.model.ts';

type Sum = { readonly loans: number; readonly paise: number };
export type Held = {
  readonly loans: number;
  /** Outstanding principal of all loans not written off: the gross loan portfolio. */
  readonly portfolioPaise: number;
  readonly lateLoans: number;
  /** Whole outstanding principal of loans with anything more than so many days late (1: a day or more), or rescheduled. */
  readonly atRisk: readonly (Sum & { readonly days: number })[];
  /** By days of the oldest unpaid instalment; sums to the portfolio. */
  readonly ages: readonly (Sum & { readonly key: AgeKey })[];
  readonly rescheduledPaise: number;
};
export type Names = { readonly en: string | null; readonly hi: string | null; readonly ur: string | null };
export type HeldBy = Held & { readonly key: string | null; readonly names: Names };
export type Portfolio = { readonly on: string; readonly total: Held; readonly rows: readonly HeldBy[] };

export const KEYS: Readonly<Record<Exclude<Dimension, 'place'>, string>> = {
  lender: 'p.lender',
  product: 'p.product_id::text',
  group: 'p.group_id::text',
  officer: 'p.officer_id::text',
  cohort: `date_trunc('quarter', p.given_on)::date::text`,
};

/** Conditions on the view `portfolio_loan p`; null when nothing is asked, and the view need not be read. */
export function conditionsOf(tx: Tx, ask: PortfolioFilter): RawBuilder<unknown> | null {
  const given = [
    ask.lender && sql`p.lender = ${ask.lender}`,
    ask.productId && sql`p.product_id = ${ask.productId}::uuid`,
    ask.groupId && sql`p.group_id = ${ask.groupId}::uuid`,
    ask.officerId && sql`p.officer_id = ${ask.officerId}::uuid`,
    ask.cohort && sql`p.given_on >= ${ask.cohort}::date and p.given_on < ${ask.cohort}::date + interval '3 months'`,
    ask.placeId &&
      sql`p.place_id in (with recursive inside as (
        select place_id from place where org_id = ${tx.orgId} and place_id = ${ask.placeId}::uuid
        union select b.place_id from place b join inside i on b.parent_id = i.place_id where b.org_id = ${tx.orgId})
        select place_id from inside)`,
  ].filter((one) => one !== undefined && one !== '');
  return given.length === 0 ? null : sql.join(given as RawBuilder<unknown>[], sql` and `);
}

/** Loans standing on a day as `s`, with the view as `p` where it is needed. */
export const standing = (
  tx: Tx,
  { on, where, needsLoan }: { on: RawBuilder<unknown>; where: RawBuilder<unknown> | null; needsLoan: boolean },
): RawBuilder<unknown> =>
  where || needsLoan
    ? sql`loans_standing_on(${tx.orgId}, ${on}) s join portfolio_loan p on p.org_id = s.org_id and p.loan_id = s.loan_id
        and p.org_id = ${tx.orgId} ${where ? sql`and ${where}` : sql``}`
    : sql`loans_standing_on(${tx.orgId}, ${on}) s`;

/** Places below the one asked for, each with the row it is counted in: its children, or the districts of all (and what lies above them). */
export const branches = (tx: Tx, placeId: string | undefined): RawBuilder<unknown> => {
  const isHead = placeId
    ? sql`(w.place_id = ${placeId}::uuid or w.parent_id = ${placeId}::uuid)`
    : sql`(w.kind = 'district' or w.parent_id is null)`;
  return sql`branch as (
    select w.place_id, w.place_id as head from place w where w.org_id = ${tx.orgId} and ${isHead}
    union all select w.place_id, b.head from branch b join place w on w.parent_id = b.place_id
    where w.org_id = ${tx.orgId} and not ${isHead})`;
};

const LEAST_DAYS = AGES.slice(0, -1).map((one) => one.most + 1);
const counted = (when: string, name: string): string =>
  `coalesce(sum(n) filter (where ${when}), 0)::int as n_${name}, coalesce(sum(paise) filter (where ${when}), 0)::bigint as p_${name}`;
/** All figures of {@link Held} over what {@link inClasses} gives: some fourteen rows instead of every loan. */
export const FIGURES = sql.raw(
  [
    'coalesce(sum(n), 0)::int as loans, coalesce(sum(paise), 0)::bigint as portfolio, coalesce(sum(paise) filter (where again), 0)::bigint as again',
    ...RISK_DAYS.map((days, at) => counted(`age > ${at} or again`, `r${days}`)),
    ...AGES.map(({ key }, at) => counted(`age = ${at}`, key)),
  ].join(', '),
);
/** Days late of a standing `s`; 0 or less is not late. */
const lateOn = (on: RawBuilder<unknown>): RawBuilder<unknown> => sql`coalesce(${on} - s.oldest_unpaid_due_on, 0)`;
export const LATE = (on: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`s.outstanding_paise as paise, s.is_rescheduled as again, ${lateOn(on)} as late`;
/** Loans and paise by band of ageing, by rescheduled or not, and by what else is asked. */
const inClasses = (on: RawBuilder<unknown>, key: RawBuilder<unknown>, from: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`select width_bucket(${lateOn(on)}, ${sql.raw(`array[${LEAST_DAYS.join(', ')}]`)}) as age, s.is_rescheduled as again, ${key} as key,
    count(*) as n, sum(s.outstanding_paise) as paise from ${from} group by 1, 2, 3`;

export type FigureRow = Readonly<Record<string, number>>;
export function heldOf(row: FigureRow): Held {
  const sum = (name: string): Sum => ({ loans: row[`n_${name}`] ?? 0, paise: row[`p_${name}`] ?? 0 });
  const ages = AGES.map(({ key }) => ({ key, ...sum(key) }));
  return {
    loans: row['loans'] ?? 0,
    portfolioPaise: row['portfolio'] ?? 0,
    lateLoans: ages.slice(1).reduce((all, one) => all + one.loans, 0),
    atRisk: RISK_DAYS.map((days) => ({ days, ...sum(`r${days}`) })),
    ages,
    rescheduledPaise: row['again'] ?? 0,
  };
}

export const NAMES = sql`coalesce(g.name, w.name_en, u.name, v.name_en, t.key) as en, coalesce(g.name_hi, w.name_hi, v.name_hi) as hi,
  coalesce(g.name_ur, w.name_ur, v.name_ur) as ur`;
/** The names of what is counted by; a key that is nobody's id finds none. */
export const named = (tx: Tx, by: Dimension): RawBuilder<unknown> => {
  const on = (of: Dimension) => sql.raw(of === by ? 't.key::uuid' : 'null::uuid');
  return sql`left join groups g on g.org_id = ${tx.orgId} and g.group_id = ${on('group')}
    left join place w on w.org_id = ${tx.orgId} and w.place_id = ${on('place')}
    left join app_user u on u.org_id = ${tx.orgId} and u.user_id = ${on('officer')}
    left join lateral (select name_en, name_hi, name_ur from loan_product_version x where x.org_id = ${tx.orgId}
      and x.product_id = ${on('product')} order by x.version desc limit 1) v on true`;
};

/** The whole of the loans a condition on `portfolio_loan p` picks. */
export async function heldWhere(tx: Tx, on: string, where: RawBuilder<unknown> | null): Promise<Held> {
  const day = sql`${on}::date`;
  const from = standing(tx, { on: day, where, needsLoan: false });
  const { rows } = await sql<FigureRow>`select ${FIGURES} from (${inClasses(day, sql`null::text`, from)}) t`.execute(
    tx.db,
  );
  return heldOf(rows[0]!);
}

/** The whole, and row by row of what is asked `by`: one statement. */
export async function portfolio(tx: Tx, _who: Actor, ask: PortfolioAsk): Promise<Portfolio> {
  const on = ask.on ?? tx.today;
  const day = sql`${on}::date`;
  const { by } = ask;
  const where = conditionsOf(tx, ask);
  if (!by) return { on, total: await heldWhere(tx, on, where), rows: [] };
  const from = standing(tx, { on: day, where, needsLoan: true });
  const places = by === 'place';
  const key = places ? sql`b.head::text` : sql.raw(KEYS[by]);
  const { rows } = await sql<FigureRow & { key: string | null; is_total: number; en: string | null }>`
    with recursive ${places ? branches(tx, ask.placeId) : sql`branch as (select 1)`},
    counted as (
      select key, grouping(key) as is_total, ${FIGURES}
      from (${inClasses(day, key, places ? sql`${from} left join branch b on b.place_id = p.place_id` : from)}) f
      group by grouping sets ((), (key)))
    select t.*, ${NAMES} from counted t ${named(tx, by)} order by is_total desc, portfolio desc, t.key limit 2001`.execute(
    tx.db,
  );
  return { on, total: heldOf(rows[0]!), rows: rows.slice(1).map((row) => ({ ...heldOf(row), ...keyed(row) })) };
}

export function keyed(row: object): { key: string | null; names: Names } {
  const { key, en, hi, ur } = row as { key: string | null } & Names;
  return { key, names: { en, hi, ur } };
}

export type OnDay = Held & { readonly on: string };
/** The ends of so many months and the day asked for, oldest first. */
export async function portfolioOverTime(tx: Tx, _who: Actor, ask: PortfolioMonths): Promise<OnDay[]> {
  const on = ask.on ?? tx.today;
  const from = standing(tx, { on: sql`d.on_day`, where: conditionsOf(tx, ask), needsLoan: false });
  const { rows } = await sql<FigureRow & { on_day: string }>`
    with days as (
      select (date_trunc('month', ${on}::date) - n * interval '1 month' - interval '1 day')::date as on_day
      from generate_series(0, ${ask.months}::int - 1) n union select ${on}::date)
    select d.on_day, ${FIGURES} from days d
    left join lateral (${inClasses(sql`d.on_day`, sql`null::text`, from)}) t on true
    group by d.on_day order by d.on_day`.execute(tx.db);
  return rows.map((row) => ({ on: (row as unknown as { on_day: string }).on_day, ...heldOf(row) }));
}
