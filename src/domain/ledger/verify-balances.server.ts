/** The buckets and the sub-ledgers of one book against its postings; the first difference of each kind is named. */
import type pg from 'pg';
import type { FaultKind, LedgerFault } from './verify.model.ts';

type Row = { what: string; expected: string | null; found: string | null };

const NOBODY = `'00000000-0000-0000-0000-000000000000'`;
const sums = `sum(greatest(amount_paise, 0))::bigint as debit_paise, sum(greatest(-amount_paise, 0))::bigint as credit_paise`;
const figures = (t: string) => `${t}.debit_paise || ' debit, ' || ${t}.credit_paise || ' credit'`;

/** A bucket and the postings it stands for, side by side. */
const compare = ({ table, keys, where }: { table: string; keys: readonly string[]; where: string }) => `
  with made as (select ${keys.join(', ')}, month_of(event_on) as event_month, month_of(entered_on) as entry_month,
      ${sums}
      from posting where org_id = $1 and book_id = $2 ${where} group by ${keys.join(', ')}, event_month, entry_month),
    kept as (select ${keys.join(', ')}, event_month, entry_month, debit_paise, credit_paise from ${table} where org_id = $1 and book_id = $2)
  select concat_ws(' ', ${keys.map((key) => `nullif(${key}::text, ${NOBODY})`).join(', ')}, to_char(event_month, 'YYYY-MM'), 'entered',
    to_char(entry_month, 'YYYY-MM')) as what, ${figures('made')} as expected, ${figures('kept')} as found
  from made full join kept using (${keys.join(', ')}, event_month, entry_month)
  where (made.debit_paise, made.credit_paise) is distinct from (kept.debit_paise, kept.credit_paise) order by 1 limit 1`;

const ACCOUNTS = compare({ table: 'account_balance', keys: ['account'], where: '' });
const PARTIES = compare({
  table: 'party_balance',
  keys: ['party_id', 'account', 'item_id'],
  where: `and party_id <> ${NOBODY}`,
});

/** What stands today, in one row. */
const TOTALS = `
  with made as (select party_id, account, sum(amount_paise)::bigint as paise from posting
      where org_id = $1 and book_id = $2 and party_id <> ${NOBODY} and item_id = ${NOBODY} group by 1, 2),
    kept as (select party_id, account, paise from party_total where org_id = $1 and book_id = $2)
  select concat_ws(' ', party_id, account) as what, made.paise::text as expected, kept.paise::text as found
  from made full join kept using (party_id, account) where made.paise is distinct from kept.paise order by 1 limit 1`;

/** An account kept by party is the sum of its parties. */
const CONTROL = `
  select a.account as what, a.paise::text as expected, coalesce(p.paise, 0)::text as found
  from (select account, sum(debit_paise - credit_paise) as paise from account_balance where org_id = $1 and book_id = $2 group by 1) a
  join account c on c.code = a.account and c.needs_party
  left join (select account, sum(debit_paise - credit_paise) as paise from party_balance where org_id = $1 and book_id = $2 group by 1) p using (account)
  where a.paise <> coalesce(p.paise, 0) order by 1 limit 1`;

const checks: readonly [FaultKind, string][] = [
  ['account_balance_differs', ACCOUNTS],
  ['party_balance_differs', PARTIES],
  ['party_total_differs', TOTALS],
  ['sub_ledger_differs', CONTROL],
];

export async function balanceFaults(
  client: pg.ClientBase,
  book: { readonly org_id: string; readonly book_id: string },
): Promise<LedgerFault[]> {
  const faults: LedgerFault[] = [];
  for (const [kind, text] of checks) {
    const { rows } = await client.query<Row>(text, [book.org_id, book.book_id]);
    const row = rows[0];
    if (!row) continue;
    const words = (figure: string | null) => `${row.what}: ${figure ?? 'nothing'}`;
    faults.push({
      kind,
      orgId: book.org_id,
      bookId: book.book_id,
      seq: null,
      expected: words(row.expected),
      found: words(row.found),
    });
  }
  return faults;
}
