/**
 * Years of an office's vouchers by set-based SQL as the owner: journals, postings, buckets and the papers they came from. The ledger's own
 * triggers and the secondary indexes are off only while it loads; `proveLedger` then proves what they would have. Hashes are filler.
 */
import { sql } from 'kysely';
import type { Db } from '#platform/db.server.ts';
import { NOBODY } from './ledger-load.ts';

export type OfficeLoad = {
  readonly orgId: string;
  readonly bookId: string;
  readonly journals: number;
  /** 2 or 4. */
  readonly linesEach: 2 | 4;
  /** First and last day of the vouchers. */
  readonly from: string;
  readonly to: string;
};

const LOADED = ['journal', 'posting', 'party_balance', 'voucher', 'voucher_posted'];
const SUMS = 'sum(greatest(amount_paise, 0)), sum(greatest(-amount_paise, 0))';

/** Suppliers and staff with a head each beside the standard ones: `count` under each of two accounts. */
export async function addHeads(owner: Db, { orgId, bookId, from }: OfficeLoad, count: number): Promise<void> {
  const run = (text: string) => sql.raw(text).execute(owner);
  for (const [account, code] of [
    ['5160', 'office'],
    ['2320', 'creditors'],
  ])
    await run(`with made as (insert into account_head (org_id, book_id, head_id, account, opened_on)
        select '${orgId}', '${bookId}', gen_random_uuid(), '${account}', '${from}' from generate_series(1, ${count}) returning head_id)
      insert into account_name (org_id, named_id, from_on, name_en, group_id, entered_by, entered_at)
      select '${orgId}', head_id, '${from}', 'Head ${account} ' || row_number() over (), (select group_id from account_group
        where org_id = '${orgId}' and book_id = '${bookId}' and code = '${code}'), '${NOBODY}', now() from made`);
}

export async function loadOffice(owner: Db, of: OfficeLoad): Promise<void> {
  await owner.connection().execute(async (conn) => {
    const run = (text: string) => sql.raw(text).execute(conn);
    await run(`set maintenance_work_mem = '512MB'; set work_mem = '256MB'; set synchronous_commit = off;
      set statement_timeout = 0`);
    const { rows: indexes } = await sql<{ name: string; made: string }>`
      select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as made from pg_index i
      where i.indrelid::regclass::text = any(${LOADED}::text[]) and not i.indisunique`.execute(conn);
    for (const { name } of indexes) await run(`drop index ${name}`);
    await run('begin');
    for (const table of LOADED) await run(`alter table ${table} disable trigger user`);
    await addJournals(run, of);
    await addPostings(run, of);
    await addPapers(run, of);
    for (const table of LOADED) await run(`alter table ${table} enable trigger user`);
    await run('commit');
    for (const { made } of indexes) await run(made);
    await run('reset all; set statement_timeout = 0');
    await run('vacuum analyze');
  });
}

type Run = (text: string) => Promise<unknown>;

async function addJournals(run: Run, { orgId, bookId, journals, linesEach, from, to }: OfficeLoad): Promise<void> {
  await run(`create temp table new_journal on commit drop as
    select s as seq, gen_random_uuid() as voucher_id, day as event_on, least(day + (s % 9)::int, date '${to}') as entered_on
    from generate_series(1, ${journals}) s,
      lateral (select date '${from}' + (s::bigint * (date '${to}' - date '${from}') / ${journals})::int as day) d`);
  await run(`insert into journal (org_id, book_id, seq, event_on, entered_at, entered_on, command_id, narration, source_kind, source_id,
      posting_count, body_hash, source_commitment, hash)
    select '${orgId}', '${bookId}', seq, event_on, entered_on + time '08:00' at time zone 'UTC', entered_on, voucher_id, 'accounts.payment',
      'voucher', voucher_id, ${linesEach}, '\\x00', '\\x00', sha256(int8send(seq)) from new_journal order by seq`);
  await run(
    `update book set last_seq = ${journals}, last_entered_at = now() where org_id = '${orgId}' and book_id = '${bookId}'`,
  );
}

/** Every third voucher brings money in, the others pay for something. */
async function addPostings(run: Run, { orgId, bookId, linesEach }: OfficeLoad): Promise<void> {
  const heads = (where: string) =>
    `array(select head_id || ' ' || account from account_head where org_id = '${orgId}' and book_id = '${bookId}' and ${where} order by head_id)`;
  await run(`create temp table pick on commit drop as select ${heads("account in ('1010', '1020')")} as till,
    ${heads("account like '5%'")} as cost, ${heads("account like '4%'")} as gain, ${heads("account like '2%'")} as owed`);
  const at = (list: string, by: string) => `${list}[1 + (${by}) % cardinality(${list})]`;
  const paise = '(1000 + 7 * (seq % 5003))::bigint * 100';
  const lines =
    linesEach === 2
      ? `(1, ${at('till', 'seq')}, case when seq % 3 = 0 then ${paise} else -${paise} end),
         (2, case when seq % 3 = 0 then ${at('gain', 'seq / 3')} else ${at('cost', 'seq')} end, case when seq % 3 = 0 then -${paise} else ${paise} end)`
      : `(1, ${at('till', 'seq')}, case when seq % 3 = 0 then 2 * ${paise} else -2 * ${paise} end),
         (2, case when seq % 3 = 0 then ${at('gain', 'seq / 3')} else ${at('cost', 'seq')} end, case when seq % 3 = 0 then -${paise} else ${paise} end),
         (3, case when seq % 3 = 0 then ${at('gain', 'seq / 3 + 1')} else ${at('cost', 'seq + 1')} end, case when seq % 3 = 0 then -2 * ${paise} else 2 * ${paise} end),
         (4, ${at('owed', 'seq')}, case when seq % 3 = 0 then ${paise} else -${paise} end)`;
  await run(`insert into posting (org_id, book_id, seq, line, account, amount_paise, party_id, item_id, event_on, entered_on)
    select '${orgId}', '${bookId}', seq, l.line, split_part(l.head, ' ', 2), l.amount, split_part(l.head, ' ', 1)::uuid, '${NOBODY}',
      event_on, entered_on
    from new_journal, pick, lateral (values ${lines}) l(line, head, amount) order by seq, l.line`);
  const ours = `from posting where org_id = '${orgId}' and book_id = '${bookId}'`;
  await run(`insert into account_balance select org_id, book_id, account, month_of(event_on), month_of(entered_on), ${SUMS} ${ours}
    group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5`);
  await run(`insert into party_balance select org_id, book_id, party_id, account, item_id, month_of(event_on), month_of(entered_on), ${SUMS} ${ours}
    group by 1, 2, 3, 4, 5, 6, 7 order by 1, 2, 3, 4, 5, 6, 7`);
  await run(`insert into party_total select org_id, book_id, party_id, account, sum(amount_paise) ${ours}
    and party_id <> '${NOBODY}' and item_id = '${NOBODY}' group by 1, 2, 3, 4 order by 1, 2, 3, 4`);
}

/** The vouchers themselves, without their lines: no statement reads those. */
async function addPapers(run: Run, { orgId, bookId }: OfficeLoad): Promise<void> {
  await run(`insert into voucher (org_id, book_id, voucher_id, type, purpose, event_on, amount_paise, narration, payee, made_by, made_at)
    select '${orgId}', '${bookId}', voucher_id, case when seq % 3 = 0 then 'receipt' else 'payment' end, 'plain', event_on, 100,
      'Voucher ' || seq, 'Party ' || seq % 911, '${NOBODY}', entered_on from new_journal order by seq`);
  await run(`insert into voucher_posted (org_id, book_id, financial_year, number, voucher_id, seq, event_on, entered_on)
    select '${orgId}', '${bookId}', extract(year from event_on - interval '3 months')::int,
      row_number() over (partition by extract(year from event_on - interval '3 months') order by seq), voucher_id, seq, event_on, entered_on
    from new_journal order by seq`);
}
