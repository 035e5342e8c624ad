/**
 * Durable meetings per second through HTTP, as phones send them (eight at a time of sixteen phones of different groups, ten signed commands
 * a push), against hand-written multi-row SQL for the same rows at the same concurrency on the same PostgreSQL, fsync on; interleaved,
 * median of five ratios. Beside it: the processor time of a meeting,
 * which others on the machine disturb less; warm start to serving; resident memory idle and after the load.
 */
import pg from 'pg';
import { loadAccounts } from '#domain/ledger/index.server.ts';
import { loadLimits } from '#domain/obligations/index.server.ts';
import { kyselyOn } from '#platform/db.server.ts';
import { makeTown, type Device, type Recorded } from './lib/devices.ts';
import { makeFloor, writeFloor } from './lib/floor.ts';
import { median, round } from './lib/median.ts';
import { BATCH, pushAll } from './lib/push.ts';
import {
  databaseMb,
  databaseProcessorMs,
  isBuilt,
  processorMs,
  residentMb,
  startApp,
  startDatabase,
  type ServedApp,
} from './lib/served-app.ts';

const DEVICES = 16;
const AT_ONCE = 8;
const BATCHES = Number(process.env['BENCH_BATCHES'] ?? 4);
const ROUNDS = 5;
const PER_ROUND = DEVICES * BATCH * BATCHES;

export async function benchMeetings(): Promise<Record<string, number>> {
  const database = await startDatabase('meetings');
  const owner = new pg.Pool({ connectionString: database.ownerUrl, max: AT_ONCE });
  // the server may be gone before its last connection is
  owner.on('error', () => {});
  try {
    await loadAccounts(kyselyOn(owner));
    await loadLimits(kyselyOn(owner));
    await makeFloor(owner);
    const town = await makeTown(database.ownerUrl, DEVICES);
    const app = await warmApp(database.ownerUrl);
    try {
      const idle = { appIdleMb: residentMb(app.pid), databaseIdleMb: databaseMb(database.dataDir) };
      const figures = await compare({ app, owner, town, dataDir: database.dataDir });
      return {
        ...figures,
        warmStartMs: round(app.startMs, 0),
        appIdleMb: round(idle.appIdleMb, 0),
        appAfterMb: round(residentMb(app.pid), 0),
        databaseIdleMb: round(idle.databaseIdleMb, 0),
        databaseAfterMb: round(databaseMb(database.dataDir), 0),
      };
    } finally {
      await app.stop();
    }
  } finally {
    await owner.end();
    await database.stop();
  }
}

/** The second start of the same installation; the first has compiled and made its keys. BENCH_API=1 measures the API without a build. */
async function warmApp(ownerUrl: string): Promise<ServedApp> {
  const part = process.env['BENCH_API'] || !isBuilt() ? 'api' : 'app';
  console.log(part === 'app' ? 'the built app' : 'the API alone, behind node:http (no build)');
  const env = { DATABASE_URL: ownerUrl };
  await (await startApp(part, env)).stop();
  return startApp(part, env);
}

type Town = Awaited<ReturnType<typeof makeTown>>;

type Bench = { readonly app: ServedApp; readonly owner: pg.Pool; readonly town: Town; readonly dataDir: string };

async function compare({ app, owner, town, dataDir }: Bench): Promise<Record<string, number>> {
  const [through, floor, postings]: [number[], number[], number[]] = [[], [], []];
  const processor = new Map<number[], number>();
  // of those who write: the app or the floor's client, and the database
  const usedBy = (into: number[]): number =>
    databaseProcessorMs(dataDir) + (into === through ? processorMs(app.pid) : processorMs(process.pid));
  for (let at = 0; at <= ROUNDS; at += 1) {
    const queues: Recorded[][] = [];
    for (const device of town.devices) queues.push(await device.record(BATCH * BATCHES));
    const ways: [number[], (device: Device, queue: readonly Recorded[]) => Promise<void>][] = [
      [through, async (device, queue) => void (await pushAll(app, device, queue))],
      [floor, (_device, queue) => writeAll(owner, town.orgId, queue)],
    ];
    // which goes first changes from round to round; the first round warms both up
    for (const [into, way] of at % 2 === 0 ? ways : ways.toReversed()) {
      const used = usedBy(into);
      const from = performance.now();
      await inLanes(town.devices, (device, index) => way(device, queues[index]!));
      if (at === 0) continue;
      into.push((PER_ROUND * 1000) / (performance.now() - from));
      processor.set(into, (processor.get(into) ?? 0) + (usedBy(into) - used) / (PER_ROUND * ROUNDS));
    }
    // what autovacuum does within a minute of a day's first meetings
    if (at === 0) await owner.query('analyze');
    postings.push(...queues.flat().map((one) => one.judgement.journal?.postings.length ?? 0));
  }
  const ratios = through.map((value, at) => value / floor[at]!);
  console.log(`ratios ${ratios.map((ratio) => ratio.toFixed(2)).join(' ')}`);
  return {
    meetingsPerSecond: round(median(through), 0),
    floorPerSecond: round(median(floor), 0),
    ratio: round(median(ratios)),
    processorMs: round(processor.get(through)!, 1),
    floorProcessorMs: round(processor.get(floor)!, 1),
    processorRatio: round(processor.get(floor)! / processor.get(through)!),
    postingsPerMeeting: median(postings),
  };
}

/** Eight at a time: whoever is done makes room for the next. */
async function inLanes<T>(all: readonly T[], work: (one: T, index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async () => {
    for (let at = next++; at < all.length; at = next++) await work(all[at]!, at);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

async function writeAll(owner: pg.Pool, orgId: string, queue: readonly Recorded[]): Promise<void> {
  for (const meeting of queue) await writeFloor(owner, orgId, meeting);
}

if (import.meta.main) {
  const figures = await benchMeetings();
  for (const [name, value] of Object.entries(figures)) console.log(`${name.padEnd(20)} ${value}`);
  process.send?.(figures);
}
