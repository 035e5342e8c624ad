/** What is still open in the name of somebody who leaves: erasing her fields would leave it without one. */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import { nobodysEnterprises } from './erase.server.ts';
import { consentOn } from './household.server.ts';
import type { Tie } from './merge.rules.ts';

/** In how many groups and open enterprises she still has a part: while she has one she does not leave. */
export const partsOf = async (tx: Tx, personId: string): Promise<number> =>
  (await rowsOf(tx, sql`${parts(tx)}`, personId)).reduce((sum, tie) => sum + tie.count, 0);

/** Everything open that needs her name, of the records merged into hers too; kinds of which nothing is open are left out. */
export const tiesOf = (tx: Tx, personId: string): Promise<Tie[]> =>
  rowsOf(tx, sql`${parts(tx)} union all ${lent(tx, personId)} union all ${others(tx)}`, personId);

async function rowsOf(tx: Tx, kinds: ReturnType<typeof parts>, personId: string): Promise<Tie[]> {
  const { rows } = await sql<Tie>`with hers as materialized (
      select person_id from person where org_id = ${tx.orgId} and (now_id = ${personId} or person_id = ${personId}))
    select kind, count, numbers from (${kinds}) x(place, kind, count, numbers) where count > 0 order by place`.execute(
    tx.db,
  );
  return rows;
}

const parts = (tx: Tx) => sql`
  select 1, 'group', count(distinct group_id)::int, '' from (
    select group_id from membership where org_id = ${tx.orgId} and person_id in (select person_id from hers) and left_on is null
    union all select group_id from officer where org_id = ${tx.orgId} and person_id in (select person_id from hers) and until_on is null) g
  union all
  select 2, 'enterprise', count(distinct e.enterprise_id)::int, '' from enterprise_owner o
    join enterprise e on e.org_id = o.org_id and e.enterprise_id = o.enterprise_id
    where o.org_id = ${tx.orgId} and o.person_id in (select person_id from hers) and o.until_on is null and e.closed_on is null`;

/** Applied for, running, or ended with something left: money owed back, an insurer's answer, what is owed beside the books. */
const stillOpen = sql`(s.status in ('applied', 'appraised', 'approved', 'active') or s.over_paise > 0
  or s.status = 'written_off' and s.memo_owed_paise > 0
  or exists (select from loan_claim c where c.org_id = l.org_id and c.loan_id = l.loan_id and not exists (
    select from loan_claim_answer a where a.org_id = c.org_id and a.loan_id = c.loan_id and a.claim_id = c.claim_id)))`;
const loans = (tx: Tx) =>
  sql`office_loan l join loan_standing s on s.org_id = l.org_id and s.loan_id = l.loan_id and l.org_id = ${tx.orgId}`;
const numbers = sql`coalesce(string_agg(distinct l.number, ', '), '')`;

const lent = (tx: Tx, personId: string) => sql`
  select 3, 'loan', count(*)::int, ${numbers} from ${loans(tx)} where ${stillOpen}
    and (l.borrower_kind = 'person' and l.borrower_id in (select person_id from hers)
      or l.borrower_kind = 'enterprise' and l.borrower_id in (${nobodysEnterprises(tx, personId)}))
  union all
  select 4, 'guaranty', count(distinct l.loan_id)::int, ${numbers} from ${loans(tx)} join loan_guarantor g on g.org_id = l.org_id and g.loan_id = l.loan_id
    where g.person_id in (select person_id from hers) and g.released_at is null
      and (s.status in ('applied', 'appraised', 'approved', 'active') or s.status = 'written_off' and s.memo_owed_paise > 0)`;

/** Without her consent no paper about her debts can be kept: what was swapped then waits for nobody. */
const others = (tx: Tx) => sql`
  select 5, 'swap', count(*)::int, '' from outside_debt d where d.org_id = ${tx.orgId} and d.person_id in (select person_id from hers)
    and d.state in ('standing', 'paid') and ${consentOn(tx, 'income_and_debts', 'd.person_id')} and exists (select from debt_payment p where p.org_id = d.org_id and p.debt_id = d.debt_id
      and p.source_id is not null and p.struck_on is null)
  union all
  select 6, 'case', count(*)::int, '' from case_file f where f.org_id = ${tx.orgId} and f.closed_on is null and exists (
    select from case_person c where c.org_id = f.org_id and c.case_id = f.case_id and c.person_id in (select person_id from hers))
  union all
  select 7, 'group_loan', count(*)::int, '' from loan where org_id = ${tx.orgId} and borrower_kind = 'person'
    and borrower_id in (select person_id from hers) and state = 'active'
  union all
  select 8, 'savings', count(distinct book_id)::int, '' from (select b.book_id from party_balance b
    join account a on a.code = b.account and a.kind in ('liability', 'equity') and a.party_kind = 'member'
    where b.org_id = ${tx.orgId} and b.party_id in (select person_id from hers)
    group by b.book_id, b.account having sum(b.credit_paise - b.debit_paise) <> 0) owed
  union all
  select 9, 'advance', count(*)::int, '' from account_head h where h.org_id = ${tx.orgId} and h.person_id in (select person_id from hers)
    and (select coalesce(sum(b.debit_paise - b.credit_paise), 0) from party_balance b
      where b.org_id = h.org_id and b.book_id = h.book_id and b.party_id = h.head_id) <> 0
  union all
  select 10, 'held', count(*)::int, '' from command c where c.org_id = ${tx.orgId} and c.status in ('held', 'released')
    and (c.scope_kind = 'person' and c.scope_id in (select person_id from hers) or c.scope_kind = 'loan' and c.scope_id in (
      select loan_id from office_loan where org_id = ${tx.orgId} and borrower_kind = 'person' and borrower_id in (select person_id from hers)))`;
