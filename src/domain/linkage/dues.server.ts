/** What a group itself owes outside, and what of it is late: by letters and terms in the register, by the lender's own book here, or unknown. */
import { sql } from 'kysely';
import type { IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import { agreedRows, type AgreedRow } from './agreed.rules.ts';
import type { Booked } from './booked.rules.ts';
import { bookedOn } from './booked.server.ts';
import type { Fund } from './funds.model.ts';
import type { LineRow } from './funds.server.ts';
import { standingBy, termRows, uncovered, type OwnDue } from './terms.rules.ts';

/** Far enough for the next one to be seen. */
const LAST_DAY = '9999-12-31';

/** Rows that the register still asks up to a day; null where nothing is written, or the books cannot tell whose a payment was. */
export function linesRows(line: LineRow, booked: Booked | undefined, upTo: IsoDate): AgreedRow[] | null {
  if (line.state !== 'received' || !booked?.isSure || line.loan) return null;
  if (line.instalments) return agreedRows(booked, line.instalments, upTo);
  if (!line.terms) return null;
  const from = line.receipts[0]?.on ?? line.sanctionedOn!;
  const principalPaise = line.receivedPaise;
  const made = termRows(line.terms, { principalPaise, from: from < line.terms.firstDueOn ? from : line.sanctionedOn! });
  return made.ok ? uncovered(made.value, booked).filter((row) => row.dueOn <= upTo) : null;
}

export type GroupDue = OwnDue & {
  readonly lineId: string | null;
  readonly loanId: string | null;
  readonly fund: Fund | null;
  readonly lender: string;
  /** Where the due days are read: nowhere, and nobody can say what is late. */
  readonly by: 'letter' | 'terms' | 'loan' | 'nothing';
};

type LoanRow = { loanId: string; number: string; lender: string | null; owedPaise: number; rows: AgreedRow[] };
/** The federation's or the trust's loans to the group, row by row as their own books have them. */
async function loansTo(tx: Tx, groupId: string): Promise<LoanRow[]> {
  const { rows } =
    await sql<LoanRow>`select l.loan_id as "loanId", l.number, coalesce(g.name, o.name) as lender, s.outstanding_paise as "owedPaise",
      coalesce((select jsonb_agg(jsonb_build_object('dueOn', r.due_on, 'paise', r.left_paise) order by r.due_on) from (
        select due_on, fine_paise - paid_fine_paise + fee_paise - paid_fee_paise + interest_paise - paid_interest_paise
          + principal_paise - paid_principal_paise as left_paise
        from loan_run_row r where r.org_id = l.org_id and r.loan_id = l.loan_id) r where r.left_paise > 0), '[]') as rows
    from office_loan l join loan_standing s on s.org_id = l.org_id and s.loan_id = l.loan_id
    join book b on b.org_id = l.org_id and b.book_id = l.book_id join org o on o.org_id = l.org_id
    left join groups g on g.org_id = l.org_id and g.group_id = b.body_id
    where l.org_id = ${tx.orgId} and l.borrower_kind = 'group' and l.borrower_id = ${groupId} and s.status = 'active'
    order by l.number`.execute(tx.db);
  return rows;
}

/** Everything owed, each lender by itself; a limit is paid when the group likes and stands without days. */
export async function duesOf(tx: Tx, groupId: string, lines: readonly LineRow[]): Promise<GroupDue[]> {
  const on = tx.today;
  const { lines: booked } = await bookedOn(tx, { groupId, lines, on });
  const ofLoans = (await loansTo(tx, groupId)).map(({ loanId, number, lender, owedPaise, rows }): GroupDue => {
    const line = lines.find((one) => one.loan?.loanId === loanId);
    const named = {
      lineId: line?.lineId ?? null,
      fund: line?.fund ?? null,
      lender: line?.lender ?? `${lender} ${number}`,
    };
    return { ...named, loanId, by: 'loan', ...standingBy(rows, { owedPaise, on }) };
  });
  const ofLines = lines.flatMap((line): GroupDue[] => {
    const found = booked.get(line.lineId);
    const owedPaise = found?.owedPaise ?? 0;
    if (line.loan || owedPaise === 0 || line.fund === 'revolving_fund' || line.fund === 'cash_credit') return [];
    const rows = linesRows(line, found, LAST_DAY);
    const by = rows === null ? 'nothing' : line.terms ? 'terms' : 'letter';
    const { lineId, fund, lender } = line;
    return [{ lineId, fund, lender, loanId: null, by, ...standingBy(rows ?? [], { owedPaise, on }) }];
  });
  return [...ofLoans, ...ofLines];
}
