/**
 * Journals per second through `post` against bare multi-row inserts of the same rows on the same server: 45 postings,
 * 8 connections, a book each, interleaved, median of five ratios. Usage: node bench/posting.bench.ts [OWNER_URL]
 */
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { CHART, type JournalDraft, type PostingDraft } from '#domain/ledger/index.ts';
import { openBook } from '#domain/ledger/books.server.ts';
import { NO_ID, post } from '#domain/ledger/post.server.ts';
import { actAs, kyselyOn, openPool, type Db, type Tx } from '#platform/db.server.ts';
import { dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { loadAccounts } from '#domain/ledger/index.server.ts';
import { startDatabase } from './lib/served-app.ts';

const CONNECTIONS = 8;
const MEMBERS = 15;
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 3);

/** 15 members save, some repay; about 45 postings as a meeting makes them. */
export function meetingDraft(members: readonly string[], loans: readonly string[], eventOn: string): JournalDraft {
  const postings: PostingDraft[] = [];
  let cash = 0;
  members.forEach((partyId, at) => {
    const add = (account: PostingDraft['account'], amountPaise: number, itemId?: string) => {
      postings.push({ account, amountPaise: -amountPaise, partyId, ...(itemId ? { itemId } : {}) });
      cash += amountPaise;
    };
    add(CHART.compulsorySavings, 10_000);
    add(CHART.memberLoans, 40_000 + at, loans[at]);
    add(CHART.memberInterest, 1_000 + at);
  });
  postings.unshift({ account: CHART.cash, amountPaise: cash });
  return { eventOn, narration: 'meetings.regular', postings };
}

type Lane = { readonly bookId: string; readonly members: string[]; readonly loans: string[] };
const ids = (count: number): string[] => Array.from({ length: count }, () => newId());

async function bare(
  trx: Db,
  orgId: string,
  { lane, seq, balances }: { lane: Lane; seq: number; balances: boolean },
): Promise<void> {
  const draft = meetingDraft(lane.members, lane.loans, '2026-05-12');
  await sql`insert into bare_journal (org_id, book_id, seq, event_on, entered_at, entered_on, command_id, narration, source_kind, source_id,
    posting_count, body_hash, source_commitment, hash) values (${orgId}, ${lane.bookId}, ${seq}, '2026-05-12', now(), '2026-05-12', ${newId()},
    'meetings.regular', 'meeting', ${newId()}, ${draft.postings.length}, ${randomBytes(32)}, ${randomBytes(32)}, ${randomBytes(32)})`.execute(
    trx,
  );
  const rows = draft.postings.map(
    (
      p,
      at,
    ) => sql`(${orgId}::uuid, ${lane.bookId}::uuid, ${seq}::bigint, ${at + 1}::int, ${p.account}, ${p.amountPaise}::bigint,
    ${p.partyId ?? NO_ID}::uuid, ${p.itemId ?? NO_ID}::uuid, '2026-05-12'::date, '2026-05-12'::date)`,
  );
  await sql`insert into bare_posting (org_id, book_id, seq, line, account, amount_paise, party_id, item_id, event_on, entered_on)
    values ${sql.join(rows)}`.execute(trx);
  if (!balances) return;
  await sql`insert into bare_account_balance as t select org_id, book_id, account, '2026-05-01', '2026-05-01', sum(greatest(amount_paise, 0)),
      sum(greatest(-amount_paise, 0)) from (values ${sql.join(rows)}) v(org_id, book_id, seq, line, account, amount_paise, party_id, item_id, e, n)
      group by 1, 2, 3 on conflict (org_id, book_id, account, event_month, entry_month)
      do update set debit_paise = t.debit_paise + excluded.debit_paise, credit_paise = t.credit_paise + excluded.credit_paise`.execute(
    trx,
  );
  await sql`insert into bare_party_balance as t select org_id, book_id, party_id, account, item_id, '2026-05-01', '2026-05-01',
      sum(greatest(amount_paise, 0)), sum(greatest(-amount_paise, 0))
      from (values ${sql.join(rows)}) v(org_id, book_id, seq, line, account, amount_paise, party_id, item_id, e, n)
      where party_id <> ${NO_ID}::uuid group by 1, 2, 3, 4, 5
      on conflict (org_id, book_id, party_id, account, item_id, event_month, entry_month)
      do update set debit_paise = t.debit_paise + excluded.debit_paise, credit_paise = t.credit_paise + excluded.credit_paise`.execute(
    trx,
  );
}

async function throughPost(trx: Db, orgId: string, lane: Lane): Promise<void> {
  const now = await actAs(trx, { orgId, orgIds: [orgId], userId: orgId });
  const tx: Tx = {
    db: trx,
    now,
    today: dayInIndia(now),
    orgId,
    commandId: newId(),
    commitment: randomBytes(32),
    changed: () => {},
    waitFor: () => {},
    release: () => {},
    rolesFor: async () => [],
  };
  const draft = meetingDraft(lane.members, lane.loans, '2026-05-12');
  const done = await post(tx, lane.bookId, { draft, source: { kind: 'meeting', id: newId() } });
  if (!done.ok) throw new Error(JSON.stringify(done.outcome));
}

/** @returns journals per second of all connections together */
async function measure(one: (lane: number, round: number) => Promise<void>): Promise<number> {
  const start = performance.now();
  let count = 0;
  const lane = async (at: number) => {
    for (let round = 0; performance.now() - start < SECONDS * 1000; round += 1) {
      await one(at, round);
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, (_, at) => lane(at)));
  return (count / (performance.now() - start)) * 1000;
}

async function main(url: string): Promise<void> {
  const owner = kyselyOn(openPool(url, { max: CONNECTIONS, role: null }));
  const app = kyselyOn(openPool(url, { max: CONNECTIONS }));
  await loadAccounts(owner);
  const orgId = newId();
  await sql`insert into org (org_id, kind, name) values (${orgId}, 'trust', 'Bench')`.execute(owner);
  for (const table of ['journal', 'posting', 'account_balance', 'party_balance'])
    await sql
      .raw(`drop table if exists bare_${table}; create table bare_${table} (like ${table} including all)`)
      .execute(owner);
  const lanes: Lane[] = [];
  for (let at = 0; at < CONNECTIONS; at += 1) {
    const bookId = await app.transaction().execute(async (trx) => {
      const now = await actAs(trx, { orgId, orgIds: [orgId], userId: orgId });
      const tx: Tx = {
        db: trx,
        now,
        today: dayInIndia(now),
        orgId,
        commandId: newId(),
        commitment: null,
        changed: () => {},
        waitFor: () => {},
        release: () => {},
        rolesFor: async () => [],
      };
      return openBook(tx, { bodyKind: 'group', bodyId: newId(), basis: 'cash', openedOn: '2026-01-01' });
    });
    lanes.push({ bookId, members: ids(MEMBERS), loans: ids(MEMBERS) });
  }
  let seq = 0;
  const ways = {
    'bare inserts': (at: number) =>
      owner.transaction().execute((trx) => bare(trx, orgId, { lane: lanes[at]!, seq: (seq += 1), balances: false })),
    'bare with balances': (at: number) =>
      owner.transaction().execute((trx) => bare(trx, orgId, { lane: lanes[at]!, seq: (seq += 1), balances: true })),
    post: (at: number) => app.transaction().execute((trx) => throughPost(trx, orgId, lanes[at]!)),
  };
  const figures: Record<string, number[]> = {};
  for (let round = 0; round < 6; round += 1)
    for (const [name, way] of Object.entries(ways)) {
      const perSecond = await measure(way);
      if (round > 0) (figures[name] ??= []).push(perSecond); // the first round warms up
    }
  const median = (list: number[]) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]!;
  for (const [name, list] of Object.entries(figures)) console.log(`${name.padEnd(20)} ${median(list).toFixed(0)}/s`);
  const ratio = (of: string) => median(figures['post']!.map((value, at) => value / figures[of]![at]!)).toFixed(2);
  console.log(`post / bare inserts ${ratio('bare inserts')}, post / bare with balances ${ratio('bare with balances')}`);
  process.send?.({
    postPerSecond: Math.round(median(figures['post']!)),
    ratioToBareInserts: Number(ratio('bare inserts')),
    ratioToBareWithBalances: Number(ratio('bare with balances')),
  });
  await Promise.all([owner.destroy(), app.destroy()]);
}

if (import.meta.main) {
  const given = process.argv[2];
  const own = given ? null : await startDatabase('posting');
  try {
    await main(given ?? own!.ownerUrl);
  } finally {
    await own?.stop();
  }
}
