/**
 * Loans of groups as they come to stand after a year or two, by set-based SQL: LOANS of 24 instalments each, given 13 to 23 months ago and
 * all running today and on every month end of the last year; one in five pays late by up to half a year, one in fifty was rescheduled.
 */
import { sql } from 'kysely';
import type { Db } from '#platform/db.server.ts';
import { NOBODY } from './ledger-load.ts';

export const INSTALMENTS = 24;
const P = 2_400_000;

/** Into the groups an organisation has; whatever loans it had are taken away. @returns standings written */
export async function loadLoans(owner: Db, orgId: string, loans: number): Promise<number> {
  return owner.connection().execute(async (conn) => {
    const run = (text: string) => sql.raw(text).execute(conn);
    await run(
      `set maintenance_work_mem = '512MB'; set work_mem = '512MB'; set synchronous_commit = off; set statement_timeout = 0`,
    );
    await run('truncate loan, loan_row, loan_payment, loan_stood cascade');
    const { rows: indexes } = await sql<{ name: string; made: string }>`
      select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as made from pg_index i
      where i.indrelid::regclass::text = any(array['loan', 'loan_stood']) and not i.indisunique`.execute(conn);
    for (const { name } of indexes) await run(`drop index ${name}`);
    // rows come in the order of days, their keys do not
    for (const table of ['loan_row', 'loan_stood']) await run(`alter table ${table} drop constraint ${table}_pkey`);
    await run('begin');
    // proved for all rows at once when it is put back
    await run('alter table loan_row drop constraint loan_row_org_id_loan_id_fkey');
    await run(`create temp table lent on commit drop as
      select n, gen_random_uuid() as loan_id, g.group_id, g.book_id, current_date - 395 - (n * 7 % 305)::int as disbursed_on,
        case when n % 5 = 0 then (n / 5 % 181)::int else 0 end as late, n % 50 = 0 as again
      from generate_series(1, ${loans}) n
      join (select group_id, book_id, row_number() over () - 1 as at, count(*) over () as many from groups where org_id = '${orgId}') g
        on g.at = n % g.many`);
    await run(`insert into loan (org_id, loan_id, book_id, group_id, borrower_kind, borrower_id, purpose, source, terms, principal_paise,
        level_paise, disbursed_on, source_kind, source_id, state, principal_left_paise, oldest_unpaid_due_on)
      select '${orgId}', loan_id, book_id, group_id, 'person', '${NOBODY}', 'trade', 'own', '{}', ${P}, 0, disbursed_on, 'meeting', '${NOBODY}',
        'active', ${P}, disbursed_on + 30 from lent`);
    await run(`insert into loan_row (org_id, loan_id, no, due_on, principal_paise, interest_paise)
      select '${orgId}', loan_id, j, disbursed_on + 30 * j, ${P / INSTALMENTS}, 20000 from lent, generate_series(1, ${INSTALMENTS}) j`);
    // in the order in which it happened
    await run(`insert into loan_stood (org_id, loan_id, from_on, until_on, outstanding_paise, oldest_unpaid_due_on, is_rescheduled)
      select '${orgId}', loan_id, f.from_on, case when f.until_on <= current_date then f.until_on end,
        ${P} - j * ${P / INSTALMENTS}, disbursed_on + 30 * (j + 1), again
      from lent, generate_series(0, ${INSTALMENTS - 1}) j
      cross join lateral (select disbursed_on + 30 * j + case when j > 0 then late else 0 end as from_on,
        disbursed_on + 30 * (j + 1) + late as until_on) f
      where f.from_on <= current_date order by f.from_on`);
    await run(
      'alter table loan_row add constraint loan_row_org_id_loan_id_fkey foreign key (org_id, loan_id) references loan',
    );
    await run('commit');
    await run('alter table loan_row add primary key (org_id, loan_id, no)');
    await run('alter table loan_stood add primary key (org_id, loan_id, from_on)');
    for (const { made } of indexes) await run(made);
    for (const table of ['loan', 'loan_row', 'loan_stood']) await run(`vacuum analyze ${table}`);
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from loan_stood`.execute(conn);
    await run('reset all');
    return rows[0]!.n;
  });
}
