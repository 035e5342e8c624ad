/**
 * Whole books by set-based SQL as the owner: three years of fortnightly meetings of fifteen women each, with documents, lines and loans.
 * The ledger's own triggers and the secondary indexes are off only while it loads; {@link proveLedger} then proves what they would have.
 * Hashes are filler: nothing measured reads them.
 */
import { sql } from 'kysely';
import type { Db } from '#platform/db.server.ts';

export const NOBODY = '00000000-0000-0000-0000-000000000000';
const MEMBERS = 15;
/** Cash, then savings, principal and interest of each member. */
const PER_JOURNAL = 1 + 3 * MEMBERS;
const JOURNALS_PER_BOOK = 78;
export const PER_BOOK = PER_JOURNAL * JOURNALS_PER_BOOK;
/** Postings of one transaction of the load. */
const PER_CHUNK = 1_000_000;
const LOADED = ['journal', 'posting', 'party_balance', 'meeting', 'meeting_line', 'loan'];

/** Adds whole books, about `postings` postings, to each organisation. */
export async function load(owner: Db, growth: readonly { orgId: string; postings: number }[]): Promise<void> {
  await owner.connection().execute(async (conn) => {
    const run = (text: string) => sql.raw(text).execute(conn);
    await run(
      `set maintenance_work_mem = '512MB'; set work_mem = '256MB'; set synchronous_commit = off; set statement_timeout = 0`,
    );
    const { rows: indexes } = await sql<{ name: string; made: string }>`
      select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as made from pg_index i
      where i.indrelid::regclass::text = any(${LOADED}::text[]) and not i.indisunique`.execute(conn);
    for (const { name } of indexes) await run(`drop index ${name}`);
    for (const { orgId, postings } of growth)
      for (let left = Math.ceil(postings / PER_BOOK); left > 0; left -= Math.ceil(PER_CHUNK / PER_BOOK)) {
        await run('begin');
        await addBooks(run, orgId, Math.min(left, Math.ceil(PER_CHUNK / PER_BOOK)));
        await run('commit');
      }
    for (const { made } of indexes) await run(made);
    await run('reset all; set statement_timeout = 0');
    await run('vacuum analyze');
  });
}

type Run = (text: string) => Promise<unknown>;

async function addBooks(run: Run, orgId: string, books: number): Promise<void> {
  for (const table of ['journal', 'posting']) await run(`alter table ${table} disable trigger user`);
  await run(`create temp table new_book on commit drop as
    select gen_random_uuid() as book_id, gen_random_uuid() as group_id, b as n from generate_series(1, ${books}) b`);
  await run(`insert into book (org_id, book_id, body_kind, body_id, basis, opened_on, last_seq, last_entered_at)
    select '${orgId}', book_id, 'group', group_id, 'cash', current_date - 1200, ${JOURNALS_PER_BOOK}, now() from new_book`);
  await run(`insert into groups (org_id, group_id, kind, name, book_id, formed_on)
    select '${orgId}', group_id, 'self_help_group', 'Group ' || n, book_id, current_date - 1200 from new_book`);
  await run(`create temp table new_journal on commit drop as
    select b.book_id, b.group_id, s as seq, gen_random_uuid() as meeting_id,
      current_date - 14 * (${JOURNALS_PER_BOOK} - s) - (b.n % 7)::int as event_on,
      current_date - 14 * (${JOURNALS_PER_BOOK} - s) - (b.n % 7)::int + case when s < ${JOURNALS_PER_BOOK} then (s % 9)::int else 0 end as entered_on
    from new_book b, generate_series(1, ${JOURNALS_PER_BOOK}) s`);
  await run(`insert into journal (org_id, book_id, seq, event_on, entered_at, entered_on, command_id, narration, source_kind, source_id,
      posting_count, body_hash, source_commitment, hash)
    select '${orgId}', book_id, seq, event_on, entered_on + time '08:00' at time zone 'UTC', entered_on, meeting_id, 'meetings.regular', 'meeting',
      meeting_id, ${PER_JOURNAL}, '\\x00', '\\x00', sha256(int8send(seq)) from new_journal order by book_id, seq`);
  await run(`create temp table new_member on commit drop as
    select b.book_id, b.group_id, m, gen_random_uuid() as party_id, gen_random_uuid() as item_id
    from new_book b, generate_series(1, ${MEMBERS}) m`);
  await run(`insert into posting (org_id, book_id, seq, line, account, amount_paise, party_id, item_id, event_on, entered_on)
    select '${orgId}', j.book_id, j.seq, l.line, l.account, l.amount, coalesce(l.party_id, '${NOBODY}'), coalesce(l.item_id, '${NOBODY}'),
      j.event_on, j.entered_on
    from new_journal j cross join lateral (
      select 1 as line, '1010' as account, ${MEMBERS * 51_000} as amount, null::uuid as party_id, null::uuid as item_id
      union all select 1 + 3 * (m - 1) + k, (array['2010', '1110', '4010'])[k], -(array[10000, 40000, 1000])[k], party_id,
        case when k = 2 then item_id end
        from new_member n, generate_series(1, 3) k where n.book_id = j.book_id) l
    order by j.book_id, j.seq, l.line`);
  await addBuckets(run, orgId);
  await addDocuments(run, orgId);
  for (const table of ['journal', 'posting']) await run(`alter table ${table} enable trigger user`);
}

const SUMS = 'sum(greatest(amount_paise, 0)), sum(greatest(-amount_paise, 0))';

async function addBuckets(run: Run, orgId: string): Promise<void> {
  const ours = `from posting where org_id = '${orgId}' and book_id in (select book_id from new_book)`;
  await run(`insert into account_balance select org_id, book_id, account, month_of(event_on), month_of(entered_on), ${SUMS} ${ours}
    group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5`);
  await run(`insert into party_balance select org_id, book_id, party_id, account, item_id, month_of(event_on), month_of(entered_on), ${SUMS} ${ours}
    and party_id <> '${NOBODY}' group by 1, 2, 3, 4, 5, 6, 7 order by 1, 2, 3, 4, 5, 6, 7`);
  await run(`insert into party_total select org_id, book_id, party_id, account, sum(amount_paise) ${ours}
    and party_id <> '${NOBODY}' and item_id = '${NOBODY}' group by 1, 2, 3, 4 order by 1, 2, 3, 4`);
}

/** What the member's passbook and a portfolio read: meetings with a line per woman, and three loans of each, one of them running. */
async function addDocuments(run: Run, orgId: string): Promise<void> {
  await run(`insert into person (org_id, person_id, now_id, name_latin, registered_on)
    select '${orgId}', party_id, party_id, 'Woman ' || m, current_date - 1200 from new_member`);
  await run(`insert into membership (org_id, group_id, person_id, joined_on)
    select '${orgId}', group_id, party_id, current_date - 1200 from new_member`);
  await run(`insert into meeting (org_id, meeting_id, group_id, kind, held_on, state, source, command_id, journal_seq, recorded_by, present_count,
      member_count)
    select '${orgId}', meeting_id, group_id, 'regular', event_on, 'closed', 'phone', meeting_id, seq, '${NOBODY}', ${MEMBERS}, ${MEMBERS}
    from new_journal order by group_id, seq`);
  await run(`insert into meeting_line select '${orgId}', j.meeting_id, n.party_id, 'present', 10000, 0, 0, 40000, 1000, 0, 0, 0, 10000 * j.seq,
      4000000 - 40000 * j.seq
    from new_journal j join new_member n using (book_id) order by j.group_id, j.seq`);
  await run(`insert into loan (org_id, loan_id, book_id, group_id, borrower_kind, borrower_id, purpose, source, terms, principal_paise, level_paise,
      disbursed_on, source_kind, source_id, state, closed_on, principal_left_paise, oldest_unpaid_due_on)
    select '${orgId}', case when k = 3 then item_id else gen_random_uuid() end, book_id, group_id, 'person', party_id, 'craft_material', 'own', '{}',
      4000000, 0, current_date - 1200 + 360 * k, 'meeting', '${NOBODY}', case when k = 3 then 'active' else 'closed' end,
      case when k < 3 then current_date - 1200 + 360 * (k + 1) end, case when k = 3 then 880000 else 0 end,
      case when k = 3 then current_date - (m * 12) end
    from new_member, generate_series(1, 3) k order by group_id`);
}

/** @throws unless every journal is one balanced whole, numbered without a gap, and every bucket holds the sum of its postings. */
export async function proveLedger(owner: Db): Promise<void> {
  await sql`set statement_timeout = 0`.execute(owner);
  const { rows: broken } = await sql<{ what: string; count: number }>`
    with whole as (select org_id, book_id, seq, sum(amount_paise) as total, count(*) as lines, min(line) as first_line, max(line) as last_line,
        min(event_on) as event_from, max(event_on) as event_to, min(entered_on) as entered_from, max(entered_on) as entered_to
      from posting group by 1, 2, 3),
    by_account as (select org_id, book_id, account, month_of(event_on) as e, month_of(entered_on) as n, sum(amount_paise) as paise
      from posting group by 1, 2, 3, 4, 5),
    by_party as (select org_id, book_id, party_id, account, item_id, month_of(event_on) as e, month_of(entered_on) as n, sum(amount_paise) as paise
      from posting where party_id <> ${sql.lit(NOBODY)}::uuid group by 1, 2, 3, 4, 5, 6, 7)
    select 'journals' as what, count(*)::int as count from journal j full join whole w using (org_id, book_id, seq)
      where w.total is distinct from 0 or j.posting_count is distinct from w.lines or w.first_line <> 1 or w.last_line <> w.lines
        or j.event_on <> w.event_from or j.event_on <> w.event_to or j.entered_on <> w.entered_from or j.entered_on <> w.entered_to
    union all select 'numbers', count(*) from book b
      left join lateral (select count(*) as journals, max(seq) as last from journal j where j.org_id = b.org_id and j.book_id = b.book_id) j on true
      where b.last_seq <> j.journals or b.last_seq <> j.last
    union all select 'account buckets', count(*) from account_balance a
      full join by_account p on p.org_id = a.org_id and p.book_id = a.book_id and p.account = a.account and p.e = a.event_month and p.n = a.entry_month
      where a.debit_paise - a.credit_paise is distinct from p.paise
    union all select 'party buckets', count(*) from party_balance a
      full join by_party p on p.org_id = a.org_id and p.book_id = a.book_id and p.party_id = a.party_id and p.account = a.account
        and p.item_id = a.item_id and p.e = a.event_month and p.n = a.entry_month
      where a.debit_paise - a.credit_paise is distinct from p.paise`.execute(owner);
  const wrong = broken.filter(({ count }) => count > 0);
  if (wrong.length > 0) throw new Error(`The load is not a ledger: ${JSON.stringify(wrong)}`);
}
