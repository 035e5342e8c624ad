/**
 * Passbook and trial balance at a small and a large ledger: one organisation stays the same size, others bring the growth; then
 * once with all books in one organisation. Postings are made by set-based SQL as the owner, guards off.
 * Usage: node bench/statements.bench.ts SMALL_URL LARGE_URL POSTINGS (owner's addresses of two empty, migrated databases)
 */
import { sql } from 'kysely';
import {
  cashBook,
  loadAccounts,
  memberBalances,
  partyStatement,
  receiptsAndPayments,
  trialBalance,
} from '#domain/ledger/index.server.ts';
import { actAs, kyselyOn, openPool, type Db, type Tx } from '#platform/db.server.ts';
import { newId } from '#platform/ids.ts';

const SMALL = 100_000;
const MEMBERS = 15;
/** Cash, then savings, principal and interest of each member. */
const PER_JOURNAL = 1 + 3 * MEMBERS;
/** Three years of meetings every other week. */
const JOURNALS_PER_BOOK = 78;
const PER_BOOK = PER_JOURNAL * JOURNALS_PER_BOOK;
const RUNS = 200;

/** Adds whole books to an organisation: about `postings` postings. */
async function grow(owner: Db, orgId: string, postings: number): Promise<void> {
  const books = Math.ceil(postings / PER_BOOK);
  await owner.transaction().execute(async (trx) => {
    const run = (text: string) => sql.raw(text).execute(trx);
    for (const table of ['journal', 'posting']) await run(`alter table ${table} disable trigger user`);
    await run(
      `create temp table new_book on commit drop as select gen_random_uuid() as book_id, b as n from generate_series(1, ${books}) b`,
    );
    await run(`insert into book (org_id, book_id, body_kind, body_id, basis, opened_on, last_seq, last_entered_at)
      select '${orgId}', book_id, 'group', gen_random_uuid(), 'cash', current_date - 1200, ${JOURNALS_PER_BOOK}, now() from new_book`);
    await run(`create temp table new_journal on commit drop as
      select b.book_id, s as seq, current_date - 14 * (${JOURNALS_PER_BOOK} - s) - (b.n % 7)::int as event_on,
        current_date - 14 * (${JOURNALS_PER_BOOK} - s) - (b.n % 7)::int + case when s < ${JOURNALS_PER_BOOK} then (s % 9)::int else 0 end as entered_on
      from new_book b, generate_series(1, ${JOURNALS_PER_BOOK}) s`);
    await run(`insert into journal (org_id, book_id, seq, event_on, entered_at, entered_on, command_id, narration, source_kind, source_id, posting_count,
        body_hash, source_commitment, hash)
      select '${orgId}', book_id, seq, event_on, entered_on + time '08:00' at time zone 'UTC', entered_on, gen_random_uuid(), 'meetings.regular', 'meeting',
        gen_random_uuid(), ${PER_JOURNAL}, '\\x00', '\\x00', sha256(int8send(seq)) from new_journal order by book_id, seq`);
    await run(`create temp table new_member on commit drop as
      select b.book_id, m, gen_random_uuid() as party_id, gen_random_uuid() as item_id from new_book b, generate_series(1, ${MEMBERS}) m`);
    await run(`insert into posting (org_id, book_id, seq, line, account, amount_paise, party_id, item_id, event_on, entered_on)
      select '${orgId}', j.book_id, j.seq, l.line, l.account, l.amount, coalesce(l.party_id, '${NOBODY}'), coalesce(l.item_id, '${NOBODY}'), j.event_on, j.entered_on
      from new_journal j cross join lateral (
        select 1 as line, '1010' as account, ${MEMBERS * 51_000} as amount, null::uuid as party_id, null::uuid as item_id
        union all select 1 + 3 * (m - 1) + k, (array['2010', '1110', '4010'])[k], -(array[10000, 40000, 1000])[k], party_id, case when k = 2 then item_id end
          from new_member n, generate_series(1, 3) k where n.book_id = j.book_id) l
      order by j.book_id, j.seq, l.line`);
    const sums =
      'sum(greatest(amount_paise, 0)), sum(greatest(-amount_paise, 0)) from posting p where org_id = $org and book_id in (select book_id from new_book)'.replace(
        '$org',
        `'${orgId}'`,
      );
    await run(
      `insert into account_balance select org_id, book_id, account, month_of(event_on), month_of(entered_on), ${sums} group by 1, 2, 3, 4, 5`,
    );
    await run(`insert into party_balance select org_id, book_id, party_id, account, item_id, month_of(event_on), month_of(entered_on), ${sums}
      and party_id <> '${NOBODY}' group by 1, 2, 3, 4, 5, 6, 7`);
    for (const table of ['journal', 'posting']) await run(`alter table ${table} enable trigger user`);
  });
  await sql`vacuum analyze journal, posting, account_balance, party_balance, book`.execute(owner);
}
const NOBODY = '00000000-0000-0000-0000-000000000000';

type Figures = Record<string, { p50: number; p95: number }>;

/** The same questions to a small and a large database in turn, so that whatever else the machine does slows both alike. */
async function measure(sides: readonly Side[]): Promise<Figures[]> {
  const samples = await Promise.all(sides.map(sampleOf));
  const { rows: days } = await sql<{
    from: string;
    mid: string;
    to: string;
  }>`select (current_date - 1100)::text as from,
    (current_date - 400)::text as mid, current_date::text as to`.execute(sides[0]!.owner);
  const { from, mid, to } = days[0]!;
  const ways: Record<string, (tx: Tx, of: { bookId: string; partyId: string }) => Promise<unknown>> = {
    'trial balance today': (tx, { bookId }) => trialBalance(tx, { bookId }),
    'trial balance, mid-month as known mid-month': (tx, { bookId }) =>
      trialBalance(tx, { bookId, asOf: mid, asKnownOn: mid }),
    'passbook, three years': (tx, { partyId }) => partyStatement(tx, { partyIds: [partyId], from, to }),
    'member balances': (tx, { bookId }) => memberBalances(tx, { bookId }),
    'cash book, first page': (tx, { bookId }) => cashBook(tx, { bookId, from, to }),
    'receipts and payments, a year': (tx, { bookId }) => receiptsAndPayments(tx, { bookId, from: mid, to }),
  };
  const figures: Figures[] = sides.map(() => ({}));
  for (const [name, way] of Object.entries(ways)) {
    const times: number[][] = sides.map(() => []);
    for (let run = -20; run < RUNS; run += 1)
      for (const [at, { app, orgId }] of sides.entries()) {
        const sample = samples[at]!;
        const of = sample[Math.abs(run) % sample.length]!;
        const start = performance.now();
        await asking(app, orgId, (tx) => way(tx, of));
        if (run >= 0) times[at]!.push(performance.now() - start); // the first ones warm up
      }
    for (const [at, list] of times.entries()) {
      list.sort((a, b) => a - b);
      figures[at]![name] = { p50: list[Math.floor(RUNS * 0.5)]!, p95: list[Math.floor(RUNS * 0.95)]! };
    }
  }
  return figures;
}

type Side = { readonly owner: Db; readonly app: Db; readonly orgId: string };

async function sampleOf({ owner, orgId }: Side): Promise<{ bookId: string; partyId: string }[]> {
  const { rows } = await sql<{
    bookId: string;
    partyId: string;
  }>`select distinct on (book_id) book_id as "bookId", party_id as "partyId"
    from party_balance where org_id = ${orgId} order by book_id, party_id limit 20`.execute(owner);
  return rows;
}

const asking = <T>(app: Db, orgId: string, work: (tx: Tx) => Promise<T>): Promise<T> =>
  app.transaction().execute(async (trx) => {
    const now = await actAs(trx, { orgId, orgIds: [orgId], userId: orgId });
    const today = now.toISOString().slice(0, 10);
    const none = () => {};
    return work({
      db: trx,
      now,
      today,
      orgId,
      commandId: null,
      commitment: null,
      changed: none,
      waitFor: none,
      release: none,
    });
  });

async function addOrg(owner: Db): Promise<string> {
  const orgId = newId();
  await sql`insert into org (org_id, kind, name) values (${orgId}, 'trust', 'Bench')`.execute(owner);
  return orgId;
}

const open = (url: string) => ({
  owner: kyselyOn(openPool(url, { max: 2, role: null })),
  app: kyselyOn(openPool(url, { max: 2 })),
});

async function main(smallUrl: string, largeUrl: string, postings: number): Promise<void> {
  const [small, large] = [open(smallUrl), open(largeUrl)];
  for (const { owner } of [small, large]) await loadAccounts(owner);
  const ours = { ...large, orgId: await addOrg(large.owner) };
  const alone = { ...small, orgId: await addOrg(small.owner) };
  for (const { owner, orgId } of [alone, ours]) await grow(owner, orgId, SMALL);
  const others = Math.max(1, Math.round(postings / 1_000_000));
  for (let n = 0; n < others; n += 1) await grow(large.owner, await addOrg(large.owner), (postings - SMALL) / others);
  const all = { ...large, orgId: await addOrg(large.owner) };
  await grow(large.owner, all.orgId, postings);
  const [before, after, one] = await measure([alone, ours, all]);
  const ms = ({ p50, p95 }: { p50: number; p95: number }) => `${p50.toFixed(1)} / ${p95.toFixed(1)}`.padStart(15);
  console.log(
    `p50 / p95 in ms: ${SMALL} postings; ${2 * postings} with growth in others, ratios; all ${postings} in one organisation`,
  );
  for (const [name, figure] of Object.entries(before!)) {
    const then = after![name]!;
    const ratios = `${(then.p50 / figure.p50).toFixed(2)} / ${(then.p95 / figure.p95).toFixed(2)}`.padStart(14);
    console.log(`${name.padEnd(44)}${ms(figure)}${ms(then)}${ratios}${ms(one![name]!)}`);
  }
  await Promise.all([small.owner.destroy(), small.app.destroy(), large.owner.destroy(), large.app.destroy()]);
}

if (import.meta.main) await main(process.argv[2]!, process.argv[3]!, Number(process.argv[4] ?? 1_000_000));
