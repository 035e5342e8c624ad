/** Of the events that only the lender's book knows, those whose money went through a bank: they can still be told in the group's. */
import { sql } from 'kysely';
import { CHART } from '#domain/ledger/index.ts';
import type { IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import type { EventPair } from './two-books.rules.ts';

export type Untold = {
  readonly loanId: string;
  readonly eventId: string;
  readonly number: string;
  readonly kind: string;
  readonly on: IsoDate;
  readonly paise: number;
};
/** Cash is counted at the group's meeting, which books it. A settlement by a newer loan moves no money and goes with that loan. */
export async function untoldOf(
  tx: Tx,
  { groupId, lenderBookId, pairs }: { groupId: string; lenderBookId: string; pairs: readonly EventPair[] },
): Promise<Untold[]> {
  const paired = new Set(pairs.flatMap((pair) => (pair.lender && pair.group ? [pair.lender.seq] : [])));
  const alone = pairs.flatMap((pair) => (pair.lender && !pair.group ? [pair.lender.seq] : []));
  const seqs = alone.filter((seq) => !paired.has(seq));
  if (seqs.length === 0) return [];
  const { rows } =
    await sql<Untold>`select e.loan_id as "loanId", e.event_id as "eventId", l.number, e.kind, e.on_date as on,
      coalesce((e.event ->> 'paise')::bigint, 0)::bigint as paise
    from journal j join loan_event e on e.org_id = j.org_id and e.event_id = j.source_id
    join office_loan l on l.org_id = e.org_id and l.loan_id = e.loan_id and l.book_id = j.book_id
    left join account_head h on h.org_id = e.org_id and h.head_id = (e.money ->> 'headId')::uuid
    where j.org_id = ${tx.orgId} and j.book_id = ${lenderBookId} and j.seq = any(${seqs}::bigint[]) and j.source_kind = 'loan'
      and l.borrower_kind = 'group' and l.borrower_id = ${groupId} and e.money ->> 'groupBankId' is null
      and (h.account = ${CHART.bank} or e.money ->> 'toppedUpBy' is not null)
      and not exists (select from loan_group_told t where t.org_id = e.org_id and t.loan_id = e.loan_id and t.event_id = e.event_id)
    order by e.on_date, j.seq`.execute(tx.db);
  return rows;
}

export type GroupBank = { readonly bankAccountId: string; readonly bank: string; readonly number: string };
export const groupBanksOf = async (tx: Tx, groupId: string): Promise<GroupBank[]> =>
  (
    await sql<GroupBank>`select bank_account_id as "bankAccountId", bank, right(number, 4) as number from bank_account
      where org_id = ${tx.orgId} and group_id = ${groupId} and coalesce(closed_on, 'infinity') > ${tx.today}::date
      order by bank, bank_account_id`.execute(tx.db)
  ).rows;
