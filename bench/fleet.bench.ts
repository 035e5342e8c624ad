/**
 * Many phones in one evening: each comes with twenty signed commands of its own group, in batches of ten, over 127.0.0.1; forty are being
 * served at any moment. Then every tenth sends everything once more. Nothing may be lost or doubled. The full fleet is 5,000 phones;
 * BENCH_PHONES says how many come (500 unless told: with fewer, what is measured is a database that has counted nothing yet), and the time
 * of 5,000 is reckoned from the rate measured.
 */
import pg from 'pg';
import { loadAccounts } from '#domain/ledger/index.server.ts';
import { loadLimits } from '#domain/obligations/index.server.ts';
import { kyselyOn } from '#platform/db.server.ts';
import { makeTown, type Device, type Recorded } from './lib/devices.ts';
import { at95, median, round } from './lib/median.ts';
import { pushAll } from './lib/push.ts';
import { isBuilt, startApp, startDatabase } from './lib/served-app.ts';

const PHONES = Number(process.env['BENCH_PHONES'] ?? 500);
const COMMANDS = 20;
const AT_ONCE = 40;
const FLEET = 5_000;

type Queue = { readonly device: Device; readonly queue: readonly Recorded[] };

async function main(): Promise<void> {
  const database = await startDatabase('fleet');
  const owner = new pg.Pool({ connectionString: database.ownerUrl, max: 2 });
  try {
    await loadAccounts(kyselyOn(owner));
    await loadLimits(kyselyOn(owner));
    const town = await makeTown(database.ownerUrl, PHONES);
    const queues: Queue[] = [];
    for (const device of town.devices) queues.push({ device, queue: await device.record(COMMANDS) });
    await owner.query('analyze');
    const app = await startApp(isBuilt() ? 'app' : 'api', { DATABASE_URL: database.ownerUrl });
    try {
      const from = performance.now();
      const times = await serve(app.origin, queues, 'applied');
      const seconds = (performance.now() - from) / 1000;
      await serve(
        app.origin,
        queues.filter((_, at) => at % 10 === 0),
        'already',
      );
      const perSecond = (PHONES * COMMANDS) / seconds;
      const figures = {
        phones: PHONES,
        commands: PHONES * COMMANDS,
        commandsPerSecond: round(perSecond, 0),
        fleetMinutes: round((FLEET * COMMANDS) / perSecond / 60, 1),
        batchP50Ms: round(median(times), 0),
        batchP95Ms: round(at95(times), 0),
        ...(await account(owner, town.orgId, queues)),
      };
      for (const [name, value] of Object.entries(figures)) console.log(`${name.padEnd(20)} ${value}`);
      process.send?.(figures);
    } finally {
      await app.stop();
    }
  } finally {
    await owner.end();
    await database.stop();
  }
}

/** @returns milliseconds of every batch */
async function serve(origin: string, queues: readonly Queue[], wanted: 'applied' | 'already'): Promise<number[]> {
  const waiting = [...queues];
  const times: number[] = [];
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift())
      times.push(...(await pushAll({ origin, wanted }, next.device, next.queue)));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return times;
}

/** What the books say of what was acknowledged: every command one meeting and one journal, every book in balance. */
async function account(owner: pg.Pool, orgId: string, queues: readonly Queue[]): Promise<Record<string, number>> {
  const ids = queues.flatMap(({ queue }) => queue.map((one) => one.item.envelope.id));
  const { rows } = await owner.query<{ meetings: number; journals: number; doubled: number; unbalanced: number }>(
    `select (select count(*)::int from meeting where org_id = $1 and meeting_id = any($2::uuid[])) as meetings,
      (select count(*)::int from journal where org_id = $1) as journals,
      (select count(*)::int from (select from journal where org_id = $1 group by command_id having count(*) > 1) d) as doubled,
      (select count(*)::int from (select from posting where org_id = $1 group by book_id having sum(amount_paise) <> 0) u) as unbalanced`,
    [orgId, ids],
  );
  const { meetings, journals, doubled, unbalanced } = rows[0]!;
  if (unbalanced > 0) throw new Error(`${unbalanced} books do not balance`);
  return { lost: ids.length - meetings, doubled: doubled + Math.max(0, journals - ids.length) };
}

await main();
