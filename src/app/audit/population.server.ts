/** What a sample is drawn from: the same rows whenever it is asked with the same days and the same moment of knowledge. */
import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import { CHART } from '#domain/ledger/index.ts';
import { MOST_POPULATION, type Draw } from './model.ts';
import type { Item } from './sample.rules.ts';

export type Asked = Pick<Draw, 'population' | 'bookId' | 'from' | 'to'> & { readonly knownAt: Date };
export type PopulationItem = Item & {
  readonly bookId: string;
  readonly seq: number | null;
  readonly voucherId: string | null;
  readonly loanId: string | null;
  readonly personId: string | null;
};

export const SAVINGS: readonly string[] = [CHART.compulsorySavings, CHART.voluntarySavings];
export const LOANS: readonly string[] = [CHART.memberLoans, CHART.memberLoansOnlent];

/** Null when there are more than a sample is drawn from at once. */
export async function populationOf(tx: Tx, asked: Asked): Promise<PopulationItem[] | null> {
  const { rows } =
    await sql<PopulationItem>`${POPULATION[asked.population](tx, asked)} limit ${MOST_POPULATION + 1}`.execute(tx.db);
  return rows.length > MOST_POPULATION ? null : rows;
}

const inBook = (bookId: string | null, column = 'b.book_id'): RawBuilder<unknown> =>
  bookId ? sql`and ${sql.ref(column)} = ${bookId}` : sql``;

const POPULATION: Record<Draw['population'], (tx: Tx, asked: Asked) => RawBuilder<unknown>> = {
  /** Value: what moved, the sum of the debits. */
  journals: (tx, { bookId, from, to, knownAt }) => sql`
    select j.book_id || ':' || lpad(j.seq::text, 10, '0') as key, j.book_id as "bookId", j.seq, null::uuid as "voucherId", null::uuid as "loanId",
      null::uuid as "personId", (select coalesce(sum(p.amount_paise), 0)::bigint from posting p
        where p.org_id = j.org_id and p.book_id = j.book_id and p.seq = j.seq and p.amount_paise > 0) as "valuePaise"
    from book b join journal j on j.org_id = b.org_id and j.book_id = b.book_id
    where b.org_id = ${tx.orgId} ${inBook(bookId)} and j.event_on between ${from}::date and ${to}::date and j.entered_at <= ${knownAt}`,
  vouchers: (tx, { bookId, from, to, knownAt }) => sql`
    select p.voucher_id::text as key, p.book_id as "bookId", p.seq, p.voucher_id as "voucherId", null::uuid as "loanId", null::uuid as "personId",
      v.amount_paise as "valuePaise"
    from book b join voucher_posted p on p.org_id = b.org_id and p.book_id = b.book_id
      join voucher v on v.org_id = p.org_id and v.voucher_id = p.voucher_id
      join journal j on j.org_id = p.org_id and j.book_id = p.book_id and j.seq = p.seq
    where b.org_id = ${tx.orgId} ${inBook(bookId)} and p.event_on between ${from}::date and ${to}::date and j.entered_at <= ${knownAt}`,
  /** Loans that ran in the period; value: principal left on its last day. */
  loans: (tx, { bookId, from, to, knownAt }) => sql`
    select l.loan_id::text as key, l.book_id as "bookId", null::bigint as seq, null::uuid as "voucherId", l.loan_id as "loanId",
      null::uuid as "personId", coalesce(s.paise, 0)::bigint as "valuePaise"
    from loan l left join (
      select p.item_id, sum(p.amount_paise) as paise from book b
        join posting p on p.org_id = b.org_id and p.book_id = b.book_id and p.account = any(${LOANS}::text[]) and p.event_on <= ${to}::date
        join journal j on j.org_id = p.org_id and j.book_id = p.book_id and j.seq = p.seq and j.entered_at <= ${knownAt}
      where b.org_id = ${tx.orgId} ${inBook(bookId)} group by 1) s on s.item_id = l.loan_id
    where l.org_id = ${tx.orgId} ${inBook(bookId, 'l.book_id')} and l.state <> 'withdrawn' and l.disbursed_on <= ${to}::date
      and (l.closed_on is null or l.closed_on >= ${from}::date)`,
  /** Members on the last day; value: what she has saved and what she owes, added up. */
  members: (tx, { bookId, to, knownAt }) => sql`
    select m.book_id || ':' || m.person_id as key, m.book_id as "bookId", null::bigint as seq, null::uuid as "voucherId", null::uuid as "loanId",
      m.person_id as "personId", (m.savings + m.loan)::bigint as "valuePaise"
    from (${membersOn(tx, { bookId, groupId: null, on: to, knownAt })}) m`,
};

/** One row per member of a group on a day: savings and loan principal left, under the person she is today. */
export const membersOn = (
  tx: Tx,
  { bookId, groupId, on, knownAt }: { bookId: string | null; groupId: string | null; on: string; knownAt: Date },
): RawBuilder<unknown> => sql`
  select g.org_id, g.group_id, g.book_id, w.now_id as person_id,
    coalesce(-sum(s.paise) filter (where s.account = any(${SAVINGS}::text[])), 0)::bigint as savings,
    coalesce(sum(s.paise) filter (where s.account = any(${LOANS}::text[])), 0)::bigint as loan
  from groups g
    join lateral (select distinct p.now_id from membership m join person p on p.org_id = m.org_id and p.person_id = m.person_id
      where m.org_id = g.org_id and m.group_id = g.group_id and m.joined_on <= ${on}::date and (m.left_on is null or m.left_on > ${on}::date)) w on true
    left join lateral (select p.account, sum(p.amount_paise) as paise from person a
        join posting p on p.party_id = a.person_id and p.org_id = a.org_id and p.book_id = g.book_id and p.event_on <= ${on}::date
          and p.account = any(${[...SAVINGS, ...LOANS]}::text[])
        join journal j on j.org_id = p.org_id and j.book_id = p.book_id and j.seq = p.seq and j.entered_at <= ${knownAt}
      where a.org_id = g.org_id and a.now_id = w.now_id group by 1) s on true
  where g.org_id = ${tx.orgId} and not g.practice and g.book_id is not null ${inBook(bookId, 'g.book_id')}
    ${groupId ? sql`and g.group_id = ${groupId}` : sql``}
  group by 1, 2, 3, 4`;
