/** Writes down when a CIF or VRF loan is to be paid back; the last writing counts, each stays in the steps with its day. */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { applied, refused, type Outcome } from '#platform/outcomes.ts';
import { lockGroup, lockLine } from './store.server.ts';
import type { SetTerms } from './terms.model.ts';
import { checkTerms } from './terms.rules.ts';

/** @returns refused `linkage.no_line` | `linkage.no_such_loan` | `linkage.loan_taken` and all of {@link checkTerms} */
export async function setTerms(tx: Tx, who: Actor, input: SetTerms): Promise<Outcome<{ lineId: string }>> {
  const { groupId, lineId, loanId, on, note } = input;
  await lockGroup(tx, groupId);
  const line = await lockLine(tx, input);
  if (!line) return refused('linkage.no_line');
  const ruling = checkTerms(line, input, tx.today);
  if (!ruling.ok) return ruling;
  if (loanId !== null) {
    const { rows } = await sql<{ taken: boolean }>`select exists (select from credit_line c where c.org_id = l.org_id
        and c.loan_id = l.loan_id and c.line_id <> ${lineId}) as taken from office_loan l
      where l.org_id = ${tx.orgId} and l.loan_id = ${loanId} and l.borrower_kind = 'group' and l.borrower_id = ${groupId}`.execute(
      tx.db,
    );
    if (!rows[0]) return refused('linkage.no_such_loan');
    if (rows[0].taken) return refused('linkage.loan_taken');
  }
  const terms = input.terms === null ? null : JSON.stringify(input.terms);
  await sql`insert into credit_line_step (org_id, line_id, at_no, step, done_on, note, terms, loan_id, by_user, at)
    select ${tx.orgId}, ${lineId}, coalesce(max(at_no), 0) + 1, 'terms', ${on}::date, ${note}, ${terms}::jsonb, ${loanId}::uuid,
      ${who.userId}::uuid, ${tx.now}::timestamptz
    from credit_line_step where org_id = ${tx.orgId} and line_id = ${lineId}`.execute(tx.db);
  await sql`update credit_line set terms = ${terms}::jsonb, loan_id = ${loanId}::uuid
    where org_id = ${tx.orgId} and line_id = ${lineId}`.execute(tx.db);
  return applied({ lineId });
}

export type LendersLoan = {
  readonly loanId: string;
  readonly number: string;
  readonly lender: string;
  readonly paise: number;
};
/** Loans of a federation or the trust to this group that no other request reads its terms from. */
export async function lendersLoans(tx: Tx, groupId: string, lineId: string): Promise<LendersLoan[]> {
  const { rows } = await sql<LendersLoan>`select l.loan_id as "loanId", l.number, coalesce(g.name, o.name) as lender,
      coalesce((select c.principal_paise from loan_contract c where c.org_id = l.org_id and c.loan_id = l.loan_id
        order by c.offer_no desc limit 1), 0)::bigint as paise
    from office_loan l join loan_standing s on s.org_id = l.org_id and s.loan_id = l.loan_id
    join book b on b.org_id = l.org_id and b.book_id = l.book_id join org o on o.org_id = l.org_id
    left join groups g on g.org_id = l.org_id and g.group_id = b.body_id
    where l.org_id = ${tx.orgId} and l.borrower_kind = 'group' and l.borrower_id = ${groupId} and s.disbursed_on is not null
      and not exists (select from credit_line c where c.org_id = l.org_id and c.loan_id = l.loan_id and c.line_id <> ${lineId})
    order by l.number`.execute(tx.db);
  return rows;
}
