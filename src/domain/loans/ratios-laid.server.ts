/** What was paid on loans laid on what fell due, for every statement that tells of collection. */
import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '#platform/db.server.ts';

/** Money paid on loans: one row a payment. */
const PAYMENTS = sql`(select org_id, loan_id, paid_on, fine_paise, fee_paise, interest_paise, principal_paise from loan_payment
  union all select f.org_id, f.loan_id, e.on_date, f.fine_paise, f.fee_paise - f.third_paise, f.interest_paise, f.principal_paise
  from loan_event e join lateral (select * from loan_effect f where f.org_id = e.org_id and f.loan_id = e.loan_id
    and f.event_id = e.event_id order by f.effect_no desc limit 1) f on true where e.kind <> 'written_off')`;
const ROWS = sql`(select org_id, loan_id, no, due_on, principal_paise + interest_paise + fee_paise as asked from loan_row
  union all select org_id, loan_id, no, due_on, principal_paise + interest_paise + fee_paise from loan_run_row)`;

/**
 * Collection is told by laying all that was paid (without fines) on the rows in their order: what rows that first fell due in the period
 * had got by their day, and by the end of the period; what they had got before it began counts on neither side. One walk through each
 * loan's days: a row meets what was paid up to and with its own day.
 *
 * Needs `chosen` (loan_id, key) before it: a loan whose meeting was taken back keeps its rows, so loans are always chosen.
 * @returns `paid` (loan_id, key, on_day, paise, earned), `got` (key, asked, before, in_time, by_end) and `ends`, the day before the period,
 *   the ends of its months and its own
 */
export const laid = (tx: Tx, { from, to }: { from: RawBuilder<unknown>; to: RawBuilder<unknown> }) => sql`
    paid as (
      select x.loan_id, c.key, x.paid_on as on_day, sum(x.fee_paise + x.interest_paise + x.principal_paise) as paise,
        sum(x.interest_paise + x.fee_paise + x.fine_paise) as earned
      from ${PAYMENTS} x join chosen c on c.loan_id = x.loan_id where x.org_id = ${tx.orgId} and x.paid_on <= ${to} group by 1, 2, 3),
    due as (
      select x.loan_id, c.key, x.due_on, x.asked, sum(x.asked) over (partition by x.loan_id order by x.no) - x.asked as earlier
      from ${ROWS} x join chosen c on c.loan_id = x.loan_id where x.org_id = ${tx.orgId}),
    days as (
      select loan_id, key, on_day, paise, null::bigint as asked, null::numeric as earlier from paid
      union all select loan_id, key, due_on, 0, asked, earlier from due where due_on between ${from} and ${to} and asked > 0),
    met as (
      select key, asked, earlier, sum(paise) over (partition by loan_id order by on_day) as in_time,
        sum(paise) over (partition by loan_id) as by_end,
        sum(paise) filter (where on_day < ${from}) over (partition by loan_id) as before
      from days),
    got as (
      select key, asked, least(asked, greatest(0, coalesce(before, 0) - earlier)) as before,
        least(asked, greatest(0, in_time - earlier)) as in_time, least(asked, greatest(0, by_end - earlier)) as by_end
      from met where asked is not null),
    ends as (
      select ${from} - 1 as on_day union select (m + interval '1 month' - interval '1 day')::date
      from generate_series(date_trunc('month', ${from}), ${to}, interval '1 month') m where (m + interval '1 month' - interval '1 day')::date <= ${to}
      union select ${to})`;
