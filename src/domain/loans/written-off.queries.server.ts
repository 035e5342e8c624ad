/** The register of account 9010, off the ledger: what was written off, what came back of it, what is still owed. */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { BORROWER_COLUMNS, borrowerJoins } from './borrower.server.ts';
import { loanIsHers } from './reach.server.ts';

export type WrittenOffRow = {
  readonly loanId: string;
  readonly number: string;
  readonly nameEn: string | null;
  readonly nameHi: string | null;
  readonly nameUr: string | null;
  readonly writtenOffOn: string;
  readonly resolution: string;
  readonly principalPaise: number;
  /** Owed on that day: principal, interest, fees, fines. */
  readonly owedPaise: number;
  readonly recoveredPaise: number;
  readonly lastRecoveredOn: string | null;
  readonly leftPaise: number;
  readonly isForgiven: boolean;
};
export type WrittenOff = {
  readonly rows: readonly WrittenOffRow[];
  readonly writtenOffPaise: number;
  readonly recoveredPaise: number;
  readonly leftPaise: number;
};

/** The newest first; loans whose writing off was taken back are not among them. */
export async function writtenOff(tx: Tx, who: Actor): Promise<WrittenOff> {
  const { rows } = await sql<Omit<WrittenOffRow, 'owedPaise'> & { askedLeftPaise: number }>`
    select l.loan_id as "loanId", l.number, ${BORROWER_COLUMNS},
      s.written_off_on as "writtenOffOn", off.resolution, off.paise as "principalPaise",
      s.memo_recovered_paise as "recoveredPaise", s.memo_owed_paise as "leftPaise", s.memo_forgiven as "isForgiven",
      (select max(e.on_date) from loan_event e where e.org_id = l.org_id and e.loan_id = l.loan_id
        and e.kind in ('recovered', 'claim_paid', 'repaid', 'settled', 'set_off') and not s.memo_forgiven
        and (e.on_date, e.entry_no) > (s.written_off_on, off.entry_no)
        and not exists (select from loan_event_undone u where u.org_id = e.org_id and u.loan_id = e.loan_id
          and u.event_id = e.event_id)) as "lastRecoveredOn",
      (select coalesce(sum(r.fine_paise - r.paid_fine_paise + r.fee_paise - r.paid_fee_paise + r.interest_paise - r.paid_interest_paise
          + r.principal_paise - r.paid_principal_paise), 0)::bigint from loan_run_row r
        where r.org_id = l.org_id and r.loan_id = l.loan_id) as "askedLeftPaise"
    from loan_standing s join office_loan l on l.org_id = s.org_id and l.loan_id = s.loan_id
    join lateral (select e.event ->> 'resolution' as resolution, e.entry_no, f.written_off_paise as paise
      from loan_event e join loan_effect f on f.org_id = e.org_id and f.loan_id = e.loan_id and f.event_id = e.event_id
      where e.org_id = l.org_id and e.loan_id = l.loan_id and e.kind = 'written_off'
      order by e.entry_no desc, f.effect_no desc limit 1) off on true
    ${borrowerJoins()}
    where s.org_id = ${tx.orgId} and s.status = 'written_off' and ${loanIsHers(tx, who)}
    order by s.written_off_on desc, l.number desc`.execute(tx.db);
  const lines = rows.map(({ askedLeftPaise, ...row }) => ({ ...row, owedPaise: askedLeftPaise + row.recoveredPaise }));
  const sum = (of: (row: WrittenOffRow) => number) => lines.reduce((all, row) => all + of(row), 0);
  return {
    rows: lines,
    writtenOffPaise: sum((row) => row.owedPaise),
    recoveredPaise: sum((row) => row.recoveredPaise),
    leftPaise: sum((row) => row.leftPaise),
  };
}
