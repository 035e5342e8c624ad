/**
 * Passbook, trial balance, portfolio and the other statements at 100,000 postings and at BENCH_POSTINGS (10,000,000 unless told): first one
 * organisation of the same size with the growth in others, then once with all in one organisation. The two sides take turns.
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
import { passbook } from '#domain/meetings/passbook.server.ts';
import { actAs, kyselyOn, openPool, type Db, type Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { newId } from '#platform/ids.ts';
import { load, NOBODY, proveLedger } from './lib/ledger-load.ts';
import { round } from './lib/median.ts';
import { startDatabase } from './lib/served-app.ts';

const SMALL = 100_000;
const POSTINGS = Number(process.env['BENCH_POSTINGS'] ?? 10_000_000);
/** Others among whom the growth is shared. */
const OTHERS = 10;
const RUNS = 200;

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
    passbook: (tx, { partyId }) => passbook(tx, nobody, { personId: partyId }),
    'trial balance': (tx, { bookId }) => trialBalance(tx, { bookId }),
    portfolio: (tx) => portfolio(tx),
    'trial balance, mid-month as known mid-month': (tx, { bookId }) =>
      trialBalance(tx, { bookId, asOf: mid, asKnownOn: mid }),
    'party statement, three years': (tx, { partyId }) => partyStatement(tx, { partyIds: [partyId], from, to }),
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

const nobody = {
  kind: 'user',
  userId: NOBODY,
  orgId: NOBODY,
  orgIds: [],
  grants: [],
  rights: new Set(),
  locale: 'en',
} as Actor;

/** Loans outstanding of one organisation by age of the oldest unpaid instalment: the running figures every payment keeps, no history. */
const portfolio = (tx: Tx) =>
  sql`select count(*)::int as loans, sum(principal_left_paise)::bigint as outstanding,
      sum(principal_left_paise) filter (where oldest_unpaid_due_on < ${tx.today}::date - 30)::bigint as par30,
      sum(principal_left_paise) filter (where oldest_unpaid_due_on < ${tx.today}::date - 60)::bigint as par60,
      sum(principal_left_paise) filter (where oldest_unpaid_due_on < ${tx.today}::date - 90)::bigint as par90
    from loan where org_id = ${tx.orgId} and state = 'active'`.execute(tx.db);

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
      rolesFor: async () => [],
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

async function main(): Promise<void> {
  const [here, there] = [await startDatabase('statements-small'), await startDatabase('statements-large')];
  try {
    const [small, large] = [open(here.ownerUrl), open(there.ownerUrl)];
    for (const { owner } of [small, large]) await loadAccounts(owner);
    const alone = { ...small, orgId: await addOrg(small.owner) };
    const among = { ...large, orgId: await addOrg(large.owner) };
    await load(small.owner, [{ orgId: alone.orgId, postings: SMALL }]);
    const growth = [{ orgId: among.orgId, postings: SMALL }];
    for (let n = 0; n < OTHERS; n += 1)
      growth.push({ orgId: await addOrg(large.owner), postings: (POSTINGS - SMALL) / OTHERS });
    await timed('load', () => load(large.owner, growth));
    await timed('proof', () => proveLedger(large.owner));
    const [before, after] = await measure([alone, among]);
    const all = { ...large, orgId: await addOrg(large.owner) };
    await timed('load into one organisation', () => load(large.owner, [{ orgId: all.orgId, postings: POSTINGS }]));
    const [one] = await measure([all]);
    report([before!, after!, one!]);
    for (const { owner, app } of [small, large]) await Promise.all([owner.destroy(), app.destroy()]);
  } finally {
    await here.stop();
    await there.stop();
  }
}

async function timed(what: string, work: () => Promise<void>): Promise<void> {
  const from = performance.now();
  await work();
  console.log(`${what}: ${((performance.now() - from) / 1000).toFixed(0)} s`);
}

const keyOf = (name: string): string => name.replaceAll(/[^a-z0-9]+(.)/g, (_all, next: string) => next.toUpperCase());

function report([before, after, one]: readonly Figures[]): void {
  const ms = ({ p50, p95 }: { p50: number; p95: number }) => `${p50.toFixed(1)} / ${p95.toFixed(1)}`.padStart(15);
  console.log(
    `p50 / p95 in ms: ${SMALL} postings; ${POSTINGS} with growth in others; ratios; ${POSTINGS} in one organisation`,
  );
  const figures: Record<string, number> = { postings: POSTINGS };
  for (const [name, figure] of Object.entries(before!)) {
    const [then, alone] = [after![name]!, one![name]!];
    const ratios = `${(then.p50 / figure.p50).toFixed(2)} / ${(then.p95 / figure.p95).toFixed(2)}`.padStart(14);
    console.log(`${name.padEnd(44)}${ms(figure)}${ms(then)}${ratios}${ms(alone)}`);
    const key = keyOf(name);
    figures[`${key}P95Ms`] = round(then.p95, 1);
    figures[`${key}SmallP95Ms`] = round(figure.p95, 1);
    figures[`${key}RatioP95`] = round(then.p95 / figure.p95);
    figures[`${key}RatioP50`] = round(then.p50 / figure.p50);
    figures[`${key}OneOrgP95Ms`] = round(alone.p95, 1);
  }
  process.send?.(figures);
}

if (import.meta.main) await main();
