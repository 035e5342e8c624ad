/** What enterprises borrow, for the page of a woman who owns a part of one: theirs, and no debt of hers. */
import { sql } from 'kysely';
import { ownedBy, type Owned } from '#domain/enterprise-register/index.server.ts';
import type { IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';

export type EnterpriseDebt = Owned & {
  /** Running ones. */
  readonly loans: readonly {
    readonly loanId: string;
    readonly number: string;
    readonly outstandingPaise: number;
    readonly overduePaise: number;
    readonly nextDueOn: IsoDate | null;
  }[];
};

/** Her enterprises that owe something today. No loan of the office names a guarantor, so nothing of it is hers to repay. */
export async function enterpriseDebts(tx: Tx, personIds: readonly string[]): Promise<EnterpriseDebt[]> {
  const owned = await ownedBy(tx, personIds);
  if (owned.length === 0) return [];
  const ids = owned.map((one) => one.enterpriseId);
  const { rows } = await sql<EnterpriseDebt['loans'][number] & { enterpriseId: string }>`
    select l.borrower_id as "enterpriseId", l.loan_id as "loanId", l.number, s.outstanding_paise as "outstandingPaise",
      s.next_due_on as "nextDueOn", coalesce((select sum(r.fine_paise - r.paid_fine_paise + r.fee_paise - r.paid_fee_paise
          + r.interest_paise - r.paid_interest_paise + r.principal_paise - r.paid_principal_paise) from loan_run_row r
        where r.org_id = l.org_id and r.loan_id = l.loan_id and r.due_on < ${tx.today}::date), 0)::bigint as "overduePaise"
    from office_loan l join loan_standing s on s.org_id = l.org_id and s.loan_id = l.loan_id
    where l.org_id = ${tx.orgId} and l.borrower_kind = 'enterprise' and l.borrower_id = any(${ids}::uuid[]) and s.status = 'active'
    order by l.number`.execute(tx.db);
  return owned.flatMap((one) => {
    const loans = rows.flatMap(({ enterpriseId, ...loan }) => (enterpriseId === one.enterpriseId ? [loan] : []));
    return loans.length > 0 ? [{ ...one, loans }] : [];
  });
}
