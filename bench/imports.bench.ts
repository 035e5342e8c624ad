/**
 * A list of 20,000 women (`BENCH_ROWS`) brought in from XLSX: read, looked at, every line two commands through the one door (a person, a
 * membership) with their audit lines, while others could write. Floor: the same rows of every table it filled, inserted by hand, a
 * hundred women a durable transaction, same connection, no triggers, foreign keys, row-level security or reading.
 */
import { createHash } from 'node:crypto';
import pg from 'pg';
import { createApp } from '#app/app.server.ts';
import { actorOf } from '#app/actors.server.ts';
import type { PlanLine } from '#app/imports/index.server.ts';
import { runImport } from '#app/imports/index.server.ts';
import { makeFirstUser, makeOrganisation } from '#app/organisations.server.ts';
import { loadAccounts } from '#domain/ledger/index.server.ts';
import { kyselyOn } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { newId } from '#platform/ids.ts';
import type { Outcome } from '#platform/outcomes.ts';
import { readTable } from '#platform/read-table.server.ts';
import { writeXlsx } from '#platform/sheets.server.ts';
import { round } from './lib/median.ts';
import { startDatabase } from './lib/served-app.ts';

const ROWS = Number(process.env['BENCH_ROWS'] ?? 20_000);
const PER_GROUP = 20;
const FIRST =
  'Shabnam Rukhsana Zohra Sunita Rehana Ayesha Fatima Kaneez Naseem Salma Razia Parveen Geeta Savita Kamla Pushpa'.split(
    ' ',
  );
const SECOND = 'Begum Bano Khatoon Devi Verma Khan Ansari Siddiqui Yadav Rawat Kumari Nisha'.split(' ');
const HUSBANDS = 'Ramesh Suresh Aslam Imran Mahesh Dinesh Salim Rafiq Mohan Kallu'.split(' ');
const TABLES = [
  'command',
  'audit',
  'change',
  'person',
  'person_token',
  'person_change',
  'membership',
  'duplicate_pair',
  'import_line',
];

const pick = <T>(list: readonly T[], n: number): T => list[n % list.length]!;
const columns = (...titles: string[]) => titles.map((title) => ({ title, kind: 'text' as const }));

/** Deterministic: the same women in every run. */
function woman(n: number): (string | null)[] {
  const mixed = Math.imul(n + 1, 2_654_435_761) >>> 0;
  const name = `${pick(FIRST, mixed >>> 4)} ${pick(SECOND, mixed >>> 12)}`;
  const phone = `${6 + (mixed % 4)}${String(100_000_000 + ((n * 7_919) % 900_000_000))}`;
  const birth = `${1 + (mixed % 28)}/${1 + ((mixed >>> 5) % 12)}/${1960 + ((mixed >>> 9) % 45)}`;
  return [String(n + 1), name, pick(HUSBANDS, mixed >>> 16), phone, birth, groupName(Math.floor(n / PER_GROUP)), '100'];
}
const groupName = (n: number): string => `Samuh ${String(n + 1).padStart(4, '0')}`;

const must = async <T>(outcome: Promise<Outcome<T>>): Promise<T> => {
  const answer = await outcome;
  if (answer.kind === 'applied') return answer.receipt;
  throw new Error(JSON.stringify(answer));
};

const server = await startDatabase('imports');
const owner = new pg.Pool({ connectionString: server.ownerUrl, max: 2 });
const app = createApp({ url: server.ownerUrl });
try {
  await loadAccounts(kyselyOn(owner));
  const orgId = await makeOrganisation(owner, { kind: 'trust', name: 'bench' });
  const userId = await makeFirstUser(owner, {
    orgId,
    name: 'Admin',
    phone: '9000000009',
    grants: [{ role: 'administrator' }],
  });
  const who = (await actorOf(app.db, userId))!;
  const groups = Array.from({ length: Math.ceil(ROWS / PER_GROUP) }, (_, n) => [groupName(n), '01-04-2024']);
  await bringIn(
    who,
    'groups',
    await writeXlsx([{ title: 'groups', columns: columns('Group', 'Formed on'), rows: groups }]),
  );
  const titles = ['Member no', 'Name', 'Husband', 'Mobile', 'Birth date', 'Group', 'Monthly saving'];
  const women = Array.from({ length: ROWS }, (_, n) => woman(n));
  const file = await writeXlsx([{ title: 'women', columns: columns(...titles), rows: women }]);
  const { parts, seconds } = await bringIn(who, 'members', file);
  const again = await bringIn(who, 'members', file);
  const floorSeconds = await floor(orgId);
  for (const [what, ms] of Object.entries(parts)) console.log(`  ${what.padEnd(8)} ${(ms / 1000).toFixed(1)} s`);
  const figures = {
    rows: ROWS,
    seconds: round(seconds),
    floorSeconds: round(floorSeconds),
    ratio: round(floorSeconds / seconds),
    againSeconds: round(again.seconds),
  };
  console.log(`  ${JSON.stringify(figures)}`);
  process.send?.(figures);
} finally {
  await app.close();
  await owner.end();
  await server.stop();
}

async function bringIn(who: Actor, kind: string, bytes: Uint8Array) {
  const parts: Record<string, number> = {};
  const from = performance.now();
  let last = from;
  const lap = (what: string) => {
    parts[what] = performance.now() - last;
    last = performance.now();
  };
  const table = await readTable(bytes);
  if (!table.ok) throw new Error(table.code);
  lap('file');
  const importId = newId();
  const fileHash = createHash('sha256').update(bytes).digest('hex');
  await must(app.do('imports.read', who, { importId, kind, fileName: 'list.xlsx', fileHash, rows: table.value.rows }));
  lap('read');
  const plan = await app.ask<PlanLine[]>('imports.plan', who, { importId });
  if (plan.kind !== 'answer') throw new Error(plan.code);
  lap('plan');
  const done = await must(runImport(app, who, { importId, whole: false }));
  lap('run');
  if (done.refused > 0) throw new Error(`${done.refused} lines refused`);
  return { parts, seconds: (performance.now() - from) / 1000 };
}

/** What the import wrote, read first and then written again into bare tables of the same shape and indexes. */
async function floor(orgId: string): Promise<number> {
  const texts = new Map<string, string[]>();
  for (const table of TABLES) {
    await owner.query(`create table floor_${table} (like ${table} including defaults including indexes)`);
    const { rows } = await owner.query(`select to_jsonb(t) - 'ordinal' as row from ${table} t where org_id = $1`, [
      orgId,
    ]);
    const chunks = ROWS / 100;
    const each = Math.ceil(rows.length / chunks);
    texts.set(
      table,
      Array.from({ length: chunks }, (_, k) =>
        JSON.stringify(rows.slice(k * each, (k + 1) * each).map(({ row }) => row as unknown)),
      ),
    );
  }
  const client = await owner.connect();
  const from = performance.now();
  try {
    await rewrite(client, texts);
  } finally {
    client.release(true);
  }
  return (performance.now() - from) / 1000;
}

async function rewrite(client: pg.PoolClient, texts: ReadonlyMap<string, readonly string[]>): Promise<void> {
  for (let k = 0; k < ROWS / 100; k += 1) {
    await client.query('begin');
    for (const table of TABLES)
      await client.query(
        `insert into floor_${table} select * from jsonb_populate_recordset(null::floor_${table}, $1)`,
        [texts.get(table)![k]],
      );
    await client.query('commit');
  }
}
