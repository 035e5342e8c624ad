/**
 * The whole app as one process: database, migrations, first start, then the built web app. It stops cleanly on Ctrl-C,
 * on SIGTERM and when the script that started it is gone.
 */
import { existsSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { proveBucket } from '#platform/bucket.server.ts';
import { type Config, readConfig } from '#platform/config.server.ts';
import { type Life, openLife } from '#platform/life.server.ts';
import { log } from '#platform/log.server.ts';
import { migrate } from '#platform/migrate.server.ts';
import { startEmbedded } from '#platform/postgres.server.ts';
import { openSecure } from '#platform/secure.server.ts';
import { type Handler, listen, type Serving } from '#platform/serve.server.ts';
import { StartFault } from '#platform/start-faults.server.ts';
import { type Terminal, openTerminal } from '#platform/terminal.server.ts';
import { showWhy } from './start-page.ts';

const GRACE_MS = 15_000;

/** Made by `src/app`: reference data, the demo organisation, the first administrator. */
type FirstStart = (start: {
  ownerUrl: string;
  demo: boolean;
  files: { folder: string; bucket: Config['bucket'] };
  onStep: Terminal['step'];
  ask: Terminal['ask'];
}) => Promise<{ lines?: readonly string[] } | void>;

async function start(config: Config, terminal: Terminal, life: Life): Promise<void> {
  const serving = await listen(config);
  life.onStop(() => serving.stop(GRACE_MS));
  try {
    await startBehind(serving, { config, terminal, life });
  } catch (fault) {
    if (config.isService && fault instanceof StartFault) await showWhy(serving, fault, life);
    throw fault;
  }
}

type Start = { readonly config: Config; readonly terminal: Terminal; readonly life: Life };

async function startBehind(serving: Serving, { config, terminal, life }: Start): Promise<void> {
  const opening = openDatabase(config, terminal, life);
  // read while the database comes up; whoever asks for it first sees what is wrong with it
  const furnishing = importFirstStart();
  furnishing.catch(() => {});
  const ownerUrl = await opening;
  life.check();
  await migrate(ownerUrl, { dir: config.migrationsDir, onStep: terminal.step });
  life.check();
  const firstStart = await furnishing;
  const files = { folder: join(config.dataFolder, 'files'), bucket: config.bucket };
  const done = await firstStart({
    ...{ ownerUrl, demo: config.demo, files },
    ...{ onStep: terminal.step, ask: terminal.ask },
  });
  const lines = done?.lines ?? [];
  life.check();
  await lookAtBucket(config, terminal);
  const secure = await openSecure(config, serving, terminal);
  life.onStop(secure.stop);
  life.check();
  terminal.step('app.load');
  const handler = secure.wrap(
    await loadApp(config, { ...secure.env, BAKHIYA_DATABASE_URL: ownerUrl, BAKHIYA_HTTP_PORT: String(serving.port) }),
  );
  serving.attach({ handler, ready: readyCheck(ownerUrl, life) });
  for (const line of [...addresses(config, serving.port), ...secure.lines, ...lines]) terminal.say(line);
  secure.watch();
  log.info('app.serving', { port: serving.port, pid: process.pid, ms: Math.round(performance.now()) });
  process.send?.({ serving: serving.port, secure: serving.httpsPort });
  await keepBackups(config, ownerUrl, life);
  // kept now, not at the end: a laptop may lose its power first. Nothing where no place for it is named (scripts/lib/prepare.mjs).
  flushCompileCache();
}

async function openDatabase(config: Config, terminal: Terminal, life: Life): Promise<string> {
  if (config.databaseUrl !== null) return config.databaseUrl;
  const embedded = await startEmbedded({ ...config, onStep: terminal.step });
  life.onStop(embedded.stop, 'last');
  void embedded.lost.then(() => life.fail(new StartFault('database.lost')));
  return embedded.ownerUrl;
}

async function importFirstStart(): Promise<FirstStart> {
  const file = join(import.meta.dirname, 'app', 'first-start.server.ts');
  if (!existsSync(file)) return async () => {};
  return ((await import(pathToFileURL(file).href)) as { firstStart: FirstStart }).firstStart;
}

type OpenKeeper = (
  options: Config & { ownerUrl: string; watched: string[] },
  everyMs: number,
) => {
  lastly: (save: boolean) => Promise<void>;
  stop: () => Promise<void>;
};

/** Daily by themselves; the embedded database also gets one at each end, after the last request and before it stops. */
async function keepBackups(config: Config, ownerUrl: string, life: Life): Promise<void> {
  const file = join(import.meta.dirname, 'app', 'backup', 'keeper.server.ts');
  const { openKeeper } = (await import(pathToFileURL(file).href)) as { openKeeper: OpenKeeper };
  const keeper = openKeeper({ ...config, ownerUrl, watched: ['/var/lib/bakhiya'] }, config.backupLookMs);
  life.onStop(keeper.stop);
  life.onStop(() => keeper.lastly(config.databaseUrl === null), 'last');
}

/** A wrong setting stops the start; a store that is away for an hour does not: photos wait on the phones meanwhile. */
async function lookAtBucket({ bucket }: Config, terminal: Terminal): Promise<void> {
  if (bucket === null) return;
  await proveBucket(bucket).catch((fault: unknown) => {
    if (!(fault instanceof StartFault) || fault.code !== 'bucket.unreachable') throw fault;
    terminal.say(fault.message);
  });
}

/** The built app shares no modules with this file; it learns what it needs from the environment. */
async function loadApp(config: Config, env: Readonly<Record<string, string>>): Promise<Handler> {
  const forwarded = {
    PROTOCOL_HEADER: 'x-forwarded-proto',
    HOST_HEADER: 'x-forwarded-host',
    ADDRESS_HEADER: 'x-forwarded-for',
  };
  Object.assign(process.env, config.behindProxy ? forwarded : { PROTOCOL_HEADER: 'x-bakhiya-protocol' }, {
    ...env,
    BAKHIYA_FILES: join(config.dataFolder, 'files'),
    BODY_SIZE_LIMIT: process.env.BODY_SIZE_LIMIT ?? '8M',
  });
  if (!existsSync(config.handlerFile)) throw new StartFault('build.missing', { path: config.handlerFile });
  const { handler } = (await import(pathToFileURL(config.handlerFile).href)) as { handler: Handler };
  return handler;
}

function readyCheck(url: string, life: Life): () => Promise<boolean> {
  const options = { connectionTimeoutMillis: 2_000, query_timeout: 2_000, idleTimeoutMillis: 10_000 };
  const pool = new pg.Pool({ connectionString: url, max: 1, ...options });
  // A connection may end while nobody uses it, or in the moment between the pool's end and its own.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  life.onStop(() => pool.end());
  return async () => (await pool.query('select 1')).rowCount === 1;
}

/** The plain address; what phones and visitors from outside use is told by `openSecure`. */
function addresses({ host, domain }: Config, port: number): string[] {
  if (domain !== null) return [];
  const near = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return [`Bakhiya is ready: http://${near.includes(':') ? `[${near}]` : near}:${port}`];
}

const terminal = openTerminal();
const life = openLife(terminal);
try {
  const config = readConfig(process.env, process.argv.slice(2), join(import.meta.dirname, '..'));
  await life.starting(start(config, terminal, life));
} catch (fault) {
  life.fail(fault);
}
