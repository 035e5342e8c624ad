/**
 * The embedded PostgreSQL: real PostgreSQL from npm, started by the app, so that one command is enough on a bare
 * machine. With DATABASE_URL none of this runs.
 */
import * as fs from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { type PostgresHome, prepareHome } from './postgres-home.server.ts';
import * as server from './postgres-process.server.ts';
import { type OnStep, StartFault } from './start-faults.server.ts';

const DATABASE = 'bakhiya';
const OWNER = 'bakhiya';
/** Any constant: the app that holds this advisory lock is the one that serves the embedded database. */
const INSTANCE_LOCK = 7_262_541;
const START_MS = 10_000;

export type Embedded = {
  /** Over the Unix socket, as the role that owns the database and is no superuser. */
  readonly ownerUrl: string;
  readonly dataDir: string;
  /** Rejects never; resolves when the server is gone although nobody stopped it here. */
  readonly lost: Promise<void>;
  readonly stop: () => Promise<void>;
};

export type EmbeddedOptions = {
  readonly cloneDir: string;
  /** Where the data lives instead of `data/` in the clone. */
  readonly dataDir?: string | undefined;
  readonly onStep?: OnStep;
  /** For tests only: no flush to the disk. */
  readonly throwAway?: boolean;
};

/**
 * Starts the server, or takes over one that a crashed app left running. One app at a time.
 * @throws StartFault postgres.*, data.*
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const onStep = options.onStep ?? (() => {});
  const home = prepareHome(options);
  if (!fs.existsSync(join(server.clusterDir(home), 'PG_VERSION'))) {
    onStep('postgres.make');
    server.makeCluster(home, options.throwAway ?? false);
  }
  checkVersion(home);
  onStep('postgres.start');
  const running = await bringUp(home, options.throwAway ?? false);
  const ownerUrl = await openDatabase(home, running);
  const { lock, lost } = await claim(home, ownerUrl);
  let stopping: Promise<void> | undefined;
  const stop = async () => {
    await lock.end().catch(() => {});
    await server.stopServer(home);
  };
  return { ownerUrl, dataDir: home.serverDir, lost, stop: () => (stopping ??= stop()) };
}

/**
 * For a tool beside the app: the server the app runs, or one started for as long as the tool needs it.
 * @throws StartFault postgres.*, data.*
 */
export async function visitEmbedded(options: EmbeddedOptions): Promise<Pick<Embedded, 'ownerUrl' | 'stop'>> {
  const home = prepareHome(options);
  const running = server.findRunning(home);
  if (!running || !(await answers(home, running))) return startEmbedded(options);
  return { ownerUrl: await openDatabase(home, running), stop: async () => {} };
}

function checkVersion(home: PostgresHome): void {
  const found = fs.readFileSync(join(server.clusterDir(home), 'PG_VERSION'), 'utf8').trim();
  const expected = home.version.split('.')[0] ?? '';
  if (found !== expected) throw new StartFault('data.otherVersion', { path: home.serverDir, found, expected });
}

/** Finds the living server or starts one, until it answers; after a kill -9 the old one's memory may take a moment. */
async function bringUp(home: PostgresHome, throwAway: boolean): Promise<server.Running> {
  const end = Date.now() + START_MS;
  const before = logSize(home);
  let starting = false;
  while (Date.now() < end) {
    const running = server.findRunning(home);
    if (running && (await answers(home, running))) return running;
    if (!running && !starting) {
      starting = true;
      const { exited } = server.launch(home, await server.choosePort(home), throwAway);
      void exited.then(() => (starting = false));
    }
    await server.pause(25);
    if (!starting && !server.findRunning(home) && !mayPass(home, before)) break;
  }
  throw startFailure(home, before);
}

/** What an earlier server that is still going down, or another start at the same moment, leaves in the log. */
function mayPass(home: PostgresHome, from: number): boolean {
  const passing = /lock file|shared memory|in use|shut down|starting up|bind/i;
  return server.complaints(logSince(home, from)).some((line) => passing.test(line));
}

async function answers(home: PostgresHome, running: server.Running): Promise<boolean> {
  const client = superClient(home, running, 'postgres');
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

function startFailure(home: PostgresHome, from: number): StartFault {
  const words = logSince(home, from);
  if (/No space left|Disk quota/i.test(words)) return new StartFault('data.full', { path: home.serverDir });
  return new StartFault('postgres.failed', { detail: server.lastComplaint(words), log: server.logFile(home) });
}

function logSize(home: PostgresHome): number {
  return fs.statSync(server.logFile(home), { throwIfNoEntry: false })?.size ?? 0;
}

function logSince(home: PostgresHome, from: number): string {
  if (logSize(home) === 0) return '';
  const whole = fs.readFileSync(server.logFile(home));
  return whole.subarray(whole.length < from ? 0 : from).toString('utf8');
}

function superClient(home: PostgresHome, { socketDir, port }: server.Running, database: string): pg.Client {
  const password = server.readSecrets(home).superPassword;
  const client = new pg.Client({ host: socketDir, port, user: 'postgres', password, database });
  client.on('error', () => {});
  return client;
}

/** Makes the owner role and its database when they are missing: also after a cut between the two. */
async function openDatabase(home: PostgresHome, running: server.Running): Promise<string> {
  const { ownerPassword } = server.readSecrets(home);
  const { port, socketDir } = running;
  const query = new URLSearchParams({ host: socketDir });
  const url = `postgres://${OWNER}:${ownerPassword}@localhost:${port}/${DATABASE}?${query.toString()}`;
  if (await connects(url)) return url;
  const client = superClient(home, running, 'postgres');
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [INSTANCE_LOCK]);
    const role = await client.query('select from pg_roles where rolname = $1', [OWNER]);
    const verb = role.rowCount ? 'alter' : 'create';
    await client.query(`${verb} role ${OWNER} login createrole createdb password '${ownerPassword}'`);
    const database = await client.query('select from pg_database where datname = $1', [DATABASE]);
    if (!database.rowCount) await client.query(`create database ${DATABASE} owner ${OWNER}`);
  } finally {
    await client.end();
  }
  return url;
}

async function connects(url: string): Promise<boolean> {
  const client = new pg.Client(url);
  client.on('error', () => {});
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

/** Holds the instance lock on a connection of its own; the connection's end also tells that the server is lost. */
async function claim(home: PostgresHome, url: string): Promise<{ lock: pg.Client; lost: Promise<void> }> {
  const lock = new pg.Client({ connectionString: url, keepAlive: true });
  const lost = new Promise<void>((done) => {
    lock.once('end', done);
    lock.on('error', () => done());
  });
  await lock.connect();
  // A killed app's connection is gone within moments; a stopping one takes a little longer.
  for (const end = Date.now() + 3_000; ; await server.pause(50)) {
    const { rows } = await lock.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [INSTANCE_LOCK]);
    if (rows[0]?.held) return { lock, lost };
    if (Date.now() > end) break;
  }
  await lock.end();
  throw new StartFault('data.inUse', { path: home.serverDir });
}
