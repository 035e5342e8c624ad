/**
 * Durable meetings per second through HTTP, as phones send them (eight devices of different groups, ten signed commands a push), against
 * hand-written multi-row SQL for the same rows at the same concurrency on the same PostgreSQL, fsync on; interleaved, median of five
 * ratios. Beside it: warm start to serving, and resident memory of app and database, idle and after the load.
 */
import pg from 'pg';
import { loadAccounts } from '#domain/ledger/index.server.ts';
import type { PushResponse } from '#field/wire.ts';
import { kyselyOn } from '#platform/db.server.ts';
import { newId } from '#platform/ids.ts';
import { makeTown, type Device, type Recorded } from './lib/devices.ts';
import { makeFloor, writeFloor } from './lib/floor.ts';
import { median, round } from './lib/median.ts';
import { databaseMb, isBuilt, residentMb, startApp, startDatabase, type ServedApp } from './lib/served-app.ts';

const DEVICES = 8;
const BATCH = 10;
const BATCHES = Number(process.env['BENCH_BATCHES'] ?? 4);
const ROUNDS = 5;

export async function benchMeetings(): Promise<Record<string, number>> {
  const database = await startDatabase('meetings');
  const owner = new pg.Pool({ connectionString: database.ownerUrl, max: DEVICES });
  try {
    await loadAccounts(kyselyOn(owner));
    await makeFloor(owner);
    const town = await makeTown(database.ownerUrl, DEVICES);
    const app = await warmApp(database.ownerUrl);
    try {
      const idle = { appIdleMb: residentMb(app.pid), databaseIdleMb: databaseMb(database.dataDir) };
      const figures = await compare(app, owner, town);
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

async function compare(app: ServedApp, owner: pg.Pool, town: Town): Promise<Record<string, number>> {
  const [through, floor, postings]: [number[], number[], number[]] = [[], [], []];
  for (let at = 0; at <= ROUNDS; at += 1) {
    const queues = await Promise.all(town.devices.map((device) => device.record(BATCH * BATCHES)));
    const ways: [number[], (device: Device, queue: readonly Recorded[]) => Promise<void>][] = [
      [through, (device, queue) => pushAll(app, device, queue)],
      [floor, (_device, queue) => writeAll(owner, town.orgId, queue)],
    ];
    // which goes first changes from round to round; the first round warms both up
    for (const [into, way] of at % 2 === 0 ? ways : ways.toReversed()) {
      const bodies = town.devices.map((device, index) => [device, queues[index]!] as const);
      const from = performance.now();
      await Promise.all(bodies.map(([device, queue]) => way(device, queue)));
      if (at > 0) into.push((DEVICES * BATCH * BATCHES * 1000) / (performance.now() - from));
    }
    postings.push(...queues.flat().map((one) => one.judgement.journal?.postings.length ?? 0));
  }
  return {
    meetingsPerSecond: round(median(through), 0),
    floorPerSecond: round(median(floor), 0),
    ratio: round(median(through.map((value, at) => value / floor[at]!))),
    postingsPerMeeting: median(postings),
  };
}

async function pushAll({ origin }: ServedApp, device: Device, queue: readonly Recorded[]): Promise<void> {
  for (let at = 0; at < queue.length; at += BATCH) {
    const commands = queue.slice(at, at + BATCH).map((one) => one.item);
    const knownReceipts = { lastSeq: (queue[at]?.seq ?? 1) - 1 };
    const answer = await fetch(`${origin}/api/sync/push`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: device.cookie },
      body: JSON.stringify({ batchId: newId(), deviceId: device.deviceId, epochSeen: null, knownReceipts, commands }),
    });
    const body = (await answer.json()) as PushResponse;
    const odd = body.answers?.find((one) => one.outcome.kind !== 'applied');
    if (!answer.ok || odd) throw new Error(`A push was answered ${answer.status} ${JSON.stringify(odd ?? body)}`);
  }
}

async function writeAll(owner: pg.Pool, orgId: string, queue: readonly Recorded[]): Promise<void> {
  for (const meeting of queue) await writeFloor(owner, orgId, meeting);
}

if (import.meta.main) {
  const figures = await benchMeetings();
  for (const [name, value] of Object.entries(figures)) console.log(`${name.padEnd(20)} ${value}`);
  process.send?.(figures);
}
