/** Budgets beside what was spent. */
import { sql } from 'kysely';
import { CHART } from '#domain/ledger/index.ts';
import { addDays, type IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import { headsOf, type HeadRow } from './books.server.ts';
import { yearSpan } from './voucher.rules.ts';

export type BudgetRow = {
  readonly headId: string;
  readonly fundId: string | null;
  readonly programmeId: string | null;
  /** Null: spent without a budget. */
  readonly budgetPaise: number | null;
  readonly actualPaise: number;
};
export type BudgetVsActual = {
  readonly heads: readonly HeadRow[];
  readonly rows: readonly BudgetRow[];
  readonly budgetPaise: number;
  /** Of lines that have a budget. */
  readonly actualPaise: number;
  readonly unplannedPaise: number;
};

/** Budget beside actual per head, fund and programme; `asOf` cuts the actual, the budget is that of the whole year as last decided by then. */
export async function budgetVsActual(
  tx: Tx,
  ask: {
    bookId: string;
    year: number;
    fundId?: string | null;
    programmeId?: string | null;
    asOf?: IsoDate | null;
    asKnownOn?: IsoDate | null;
  },
): Promise<BudgetVsActual> {
  const { bookId, year, fundId = null, programmeId = null, asOf, asKnownOn = null } = ask;
  const { from, to: end } = yearSpan(year);
  const to = asOf && asOf < end ? asOf : end;
  const known = sql`${asKnownOn ?? addDays(tx.today, 1)}::date`;
  const { rows } = await sql<BudgetRow>`
    with planned as (select distinct on (b.head_id, b.fund_id, b.programme_id) b.head_id, b.fund_id, b.programme_id, b.amount_paise
      from budget_line b where b.org_id = ${tx.orgId} and b.book_id = ${bookId} and b.financial_year = ${year}
        and (b.entered_at at time zone 'Asia/Kolkata')::date <= ${known}
      order by b.head_id, b.fund_id, b.programme_id, b.entered_at desc),
    spent as (select l.head_id, coalesce(l.fund_id, '00000000-0000-0000-0000-000000000000') as fund_id,
        coalesce(l.programme_id, '00000000-0000-0000-0000-000000000000') as programme_id,
        sum(l.amount_paise * case when h.account like '4%' then -1 else 1 end) as paise
      from voucher_line l join account_head h on h.org_id = l.org_id and h.head_id = l.head_id
      join voucher v on v.org_id = l.org_id and v.voucher_id = l.voucher_id
      join voucher_posted p on p.org_id = l.org_id and p.voucher_id = l.voucher_id
      left join voucher o on o.org_id = v.org_id and o.voucher_id = v.reverses_voucher_id
      where l.org_id = ${tx.orgId} and v.book_id = ${bookId} and p.event_on >= ${from}::date and p.event_on <= ${to}::date
        and p.entered_on <= ${known} and (h.account like '4%' or h.account like '5%' or h.account = ${CHART.equipment})
        and coalesce(o.purpose, v.purpose) not in ('year_close', 'opening', 'disposal')
      group by 1, 2, 3)
    select coalesce(b.head_id, s.head_id) as "headId",
      nullif(coalesce(b.fund_id, s.fund_id), '00000000-0000-0000-0000-000000000000') as "fundId",
      nullif(coalesce(b.programme_id, s.programme_id), '00000000-0000-0000-0000-000000000000') as "programmeId",
      b.amount_paise as "budgetPaise", coalesce(s.paise, 0) as "actualPaise"
    from planned b full join spent s on s.head_id = b.head_id and s.fund_id = b.fund_id and s.programme_id = b.programme_id
    where (${fundId}::uuid is null or coalesce(b.fund_id, s.fund_id) = ${fundId}::uuid)
      and (${programmeId}::uuid is null or coalesce(b.programme_id, s.programme_id) = ${programmeId}::uuid)
    order by 2 nulls last, 3 nulls last, 1`.execute(tx.db);
  const shown = rows.filter((row) => row.budgetPaise !== null || row.actualPaise !== 0);
  const sum = (list: readonly BudgetRow[], pick: (row: BudgetRow) => number) =>
    list.reduce((all, row) => all + pick(row), 0);
  const planned = shown.filter((row) => row.budgetPaise !== null);
  return {
    heads: await headsOf(tx, bookId, to),
    rows: shown,
    budgetPaise: sum(planned, (row) => row.budgetPaise ?? 0),
    actualPaise: sum(planned, (row) => row.actualPaise),
    unplannedPaise: sum(
      shown.filter((row) => row.budgetPaise === null),
      (row) => row.actualPaise,
    ),
  };
}
