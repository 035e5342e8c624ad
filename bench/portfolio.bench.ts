/**
 * Portfolio at risk and ageing over BENCH_LOANS (200,000) loans with 24 instalments each, beside BENCH_POSTINGS (10,000,000) postings in
 * the same organisation: today and as on each month end of the past year, as the app asks it (its role, row-level security). The floor is
 * the same sums, as the owner, over a bare table that holds nothing but the standings of that day; the two take turns.
 */
import { sql } from 'kysely';
import { loadAccounts } from '#domain/ledger/index.server.ts';
import { questions, type Portfolio } from '#domain/loans/index.server.ts';
import { actAs, kyselyOn, openPool, type Db, type Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { newId } from '#platform/ids.ts';
import { load, NOBODY } from './lib/ledger-load.ts';
import { at95, median, round } from './lib/median.ts';
import { INSTALMENTS, loadLoans } from './lib/portfolio-load.ts';
import { startDatabase } from './lib/served-app.ts';

const POSTINGS = Number(process.env['BENCH_POSTINGS'] ?? 10_000_000);
const LOANS = Number(process.env['BENCH_LOANS'] ?? 200_000);
const RUNS = 25;
const nobody = {
  kind: 'user',
  userId: NOBODY,
  orgId: NOBODY,
  orgIds: [],
  grants: [],
  rights: new Set(),
  locale: 'en',
} as Actor;

const asking = <T>(app: Db, orgId: string, work: (tx: Tx) => Promise<T>): Promise<T> =>
  app.transaction().execute(async (trx) => {
    const now = await actAs(trx, { orgId, orgIds: [orgId], userId: orgId });
    const none = () => {};
    const told = { changed: none, waitFor: none, release: none, rolesFor: async () => [] };
    const rest = { commandId: null, commitment: null, ...told };
    return work({ db: trx, now, today: now.toISOString().slice(0, 10), orgId, ...rest });
  });

const sumsOf = (table: string, day: string) =>
  sql.raw<{ loans: number }>(`select count(*)::int as loans, sum(paise) as paise,
    ${[0, 30, 60, 90].map((n) => `count(*) filter (where ${day} - due > ${n} or again), sum(paise) filter (where ${day} - due > ${n} or again)`).join(', ')},
    ${[0, 30, 60, 90, 180, 365].map((n) => `count(*) filter (where ${day} - due <= ${n}), sum(paise) filter (where ${day} - due <= ${n})`).join(', ')}
    from ${table}`);

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

async function main(): Promise<void> {
  const database = await startDatabase('portfolio');
  const owner = kyselyOn(openPool(database.ownerUrl, { max: 2, role: null }));
  const app = kyselyOn(openPool(database.ownerUrl, { max: 2 }));
  try {
    await loadAccounts(owner);
    const orgId = newId();
    await sql`insert into org (org_id, kind, name) values (${orgId}, 'trust', 'Bench')`.execute(owner);
    const postingMs = await timed(() => load(owner, [{ orgId, postings: POSTINGS }]));
    let standings = 0;
    const loanMs = await timed(async () => (standings = await loadLoans(owner, orgId, LOANS)));
    console.log(
      `load: ${round(postingMs / 1000, 0)} s postings, ${round(loanMs / 1000, 0)} s loans (${standings} standings)`,
    );
    const { rows: days } = await sql<{
      on: string;
    }>`select (date_trunc('month', current_date) - n * interval '1 month' - interval '1 day')::date::text as on
      from generate_series(0, 11) n`.execute(owner);
    const { rows: today } = await sql<{ on: string }>`select current_date::text as on`.execute(owner);
    const figures: Record<string, number> = {
      loans: LOANS,
      instalments: LOANS * INSTALMENTS,
      postings: POSTINGS,
      standings,
    };
    Object.assign(figures, await measure({ owner, app, orgId }, { name: 'today', days: today.map((one) => one.on) }));
    Object.assign(figures, await measure({ owner, app, orgId }, { name: 'monthEnd', days: days.map((one) => one.on) }));
    const ask = (input: object) => asking(app, orgId, (tx) => questions['loans.portfolio'].run(tx, nobody, input));
    for (const by of ['group', 'cohort'] as const) {
      await ask({ by });
      const times: number[] = [];
      for (let run = 0; run < 5; run += 1) times.push(await timed(() => ask({ by })));
      figures[`by${by[0]!.toUpperCase()}${by.slice(1)}P50Ms`] = round(median(times), 0);
    }
    for (const [name, value] of Object.entries(figures)) console.log(`${name.padEnd(20)} ${value}`);
    process.send?.(figures);
  } finally {
    await Promise.all([owner.destroy(), app.destroy()]);
    await database.stop();
  }
}

type Side = { readonly owner: Db; readonly app: Db; readonly orgId: string };
async function measure({ owner, app, orgId }: Side, { name, days }: { name: string; days: readonly string[] }) {
  const [ours, floor]: [number[], number[]] = [[], []];
  for (const [at, on] of days.entries())
    await sql
      .raw(
        `create table floor_${at} as select outstanding_paise as paise, oldest_unpaid_due_on as due, is_rescheduled as again
      from loan_stood where from_on <= '${on}' and (until_on is null or until_on > '${on}'); analyze floor_${at}`,
      )
      .execute(owner);
  for (let run = -days.length; run < RUNS; run += 1) {
    const at = Math.abs(run) % days.length;
    const on = days[at]!;
    let found: Portfolio | null = null;
    const mine = await timed(async () => {
      found = await asking(app, orgId, (tx) => questions['loans.portfolio'].run(tx, nobody, { on }));
    });
    let bare: { rows: { loans: number }[] } = { rows: [] };
    const theirs = await timed(async () => (bare = await sumsOf(`floor_${at}`, `date '${on}'`).execute(owner)));
    if (found!.total.loans !== bare.rows[0]!.loans) throw new Error('The two do not agree');
    if (run >= 0) {
      ours.push(mine);
      floor.push(theirs);
    }
  }
  for (const at of days.keys()) await sql.raw(`drop table floor_${at}`).execute(owner);
  return {
    [`${name}P50Ms`]: round(median(ours), 0),
    [`${name}P95Ms`]: round(at95(ours), 0),
    [`${name}FloorP50Ms`]: round(median(floor), 0),
    [`${name}Ratio`]: round(median(ours.map((ms, run) => ms / floor[run]!))),
  };
}

if (import.meta.main) await main();
