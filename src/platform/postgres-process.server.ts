/** The server process of the embedded PostgreSQL: made, started, found again after a crash, stopped. */
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type PostgresHome, renameOrDiscard } from './postgres-home.server.ts';
import { StartFault, diskFault } from './start-faults.server.ts';

/** The superuser is used once, to make the app's own owner role, and then only by hand in an emergency. */
export type ServerSecrets = { readonly ownerPassword: string; readonly superPassword: string; port: number };
export type Running = { readonly pid: number; readonly port: number; readonly socketDir: string };

export const clusterDir = (home: PostgresHome) => join(home.serverDir, 'cluster');
export const logFile = (home: PostgresHome) => join(home.serverDir, 'postgres.log');
const secretsFile = (home: PostgresHome) => join(home.serverDir, 'server.json');

export const readSecrets = (home: PostgresHome) =>
  JSON.parse(fs.readFileSync(secretsFile(home), 'utf8')) as ServerSecrets;

/**
 * Makes the cluster beside its final place and moves it there in one rename, so that a cut never leaves half of one.
 * @throws StartFault data.full, data.notWritable, postgres.failed
 */
export function makeCluster(home: PostgresHome, throwAway: boolean): void {
  const fresh = `${home.serverDir}.new-${process.pid}`;
  const secrets = { ownerPassword: password(), superPassword: password(), port: 0 };
  try {
    fs.mkdirSync(fresh, { recursive: true });
    const passwordFile = join(fresh, 'first-password');
    fs.writeFileSync(passwordFile, secrets.superPassword, { mode: 0o600 });
    fs.mkdirSync(join(fresh, 'socket'), { mode: 0o700 });
    for (const path of [fresh, passwordFile, join(fresh, 'socket')]) own(home, path);
    fs.chmodSync(fresh, 0o700);
    initialise(home, { fresh, passwordFile, throwAway });
    fs.rmSync(passwordFile);
    fs.writeFileSync(
      join(fresh, 'cluster', 'pg_hba.conf'),
      'local all all scram-sha-256\nhost all all 127.0.0.1/32 scram-sha-256\n',
    );
    fs.writeFileSync(join(fresh, 'server.json'), JSON.stringify(secrets), { mode: 0o600 });
    own(home, join(fresh, 'server.json'));
    renameOrDiscard(fresh, home.serverDir);
  } catch (error) {
    fs.rmSync(fresh, { recursive: true, force: true });
    throw diskFault(error, home.serverDir);
  }
}

type NewCluster = { readonly fresh: string; readonly passwordFile: string; readonly throwAway: boolean };

function initialise(home: PostgresHome, { fresh, passwordFile, throwAway }: NewCluster): void {
  const ctype = process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8';
  const done = spawnSync(
    join(home.nativeDir, 'bin', 'initdb'),
    [
      ...['--pgdata', join(fresh, 'cluster'), '--username', 'postgres', '--pwfile', passwordFile],
      ...['--auth', 'scram-sha-256', '--encoding', 'UTF8', '--data-checksums'],
      ...(throwAway ? ['--no-sync'] : []),
      // Byte order with Unicode letter classes: the same on every machine; screens sort by language themselves.
      ...['--locale', 'C', '--lc-ctype', ctype, '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8'],
    ],
    { ...(home.runAs ?? {}), cwd: '/', encoding: 'utf8', env: { PATH: process.env.PATH, TZ: 'UTC' } },
  );
  if (done.status === 0) return;
  const words = `${done.stderr ?? ''}${done.error?.message ?? ''}`;
  if (/No space left|Disk quota/i.test(words)) throw new StartFault('data.full', { path: home.serverDir });
  throw new StartFault('postgres.failed', { detail: lastComplaint(words), log: 'none yet' });
}

/** Settings for a small laptop; durability is never traded away except for the throw-away server of the tests. */
function settings(throwAway: boolean): Record<string, string> {
  return {
    max_connections: '60',
    shared_buffers: '128MB',
    work_mem: '8MB',
    maintenance_work_mem: '64MB',
    effective_cache_size: '512MB',
    random_page_cost: '1.1',
    wal_compression: 'pglz',
    max_wal_size: '512MB',
    jit: 'off',
    // A new organisation grows from nothing in one evening: plans made on empty tables should not last a minute of it.
    autovacuum_naptime: '15s',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // A statement in the log could carry personal data.
    log_min_error_statement: 'panic',
    log_parameter_max_length: '0',
    log_parameter_max_length_on_error: '0',
    log_error_verbosity: 'terse',
    log_line_prefix: '%m [%p] ',
    fsync: throwAway ? 'off' : 'on',
    synchronous_commit: throwAway ? 'off' : 'on',
    full_page_writes: throwAway ? 'off' : 'on',
    io_method: 'sync',
  };
}

/** Starts the server process; it outlives this process unless `stopServer` is called. Resolves when it has exited. */
export function launch(home: PostgresHome, port: number, throwAway: boolean): { exited: Promise<number> } {
  const all = { ...settings(throwAway), port: `${port}`, listen_addresses: '127.0.0.1' };
  const args = Object.entries({ ...all, unix_socket_directories: socketFolder(home) }).flatMap(([k, v]) => [
    '-c',
    `${k}=${v}`,
  ]);
  const log = openLog(home);
  const child = spawn(join(home.nativeDir, 'bin', 'postgres'), ['-D', clusterDir(home), ...args], {
    ...(home.runAs ?? {}),
    cwd: '/',
    // Its own process group: Ctrl-C goes to the whole group, and PostgreSQL would stop before running commands end.
    detached: true,
    stdio: ['ignore', log, log],
    env: { PATH: process.env.PATH, TZ: 'UTC' },
  });
  fs.closeSync(log);
  child.unref();
  return {
    exited: new Promise((done) => {
      child.once('exit', (code) => done(code ?? 1));
      child.once('error', () => done(1));
    }),
  };
}

function openLog(home: PostgresHome): number {
  const path = logFile(home);
  const full = fs.existsSync(path) && fs.statSync(path).size > 5_000_000;
  const log = fs.openSync(path, full ? 'w' : 'a', 0o600);
  if (home.runAs) fs.fchownSync(log, home.runAs.uid, home.runAs.gid);
  return log;
}

/** The path of a Unix socket may not exceed about 100 bytes: a deep clone gets a private folder in /tmp instead. */
function socketFolder(home: PostgresHome): string {
  const near = join(home.serverDir, 'socket');
  if (Buffer.byteLength(near) <= 85) return near;
  const far = fs.mkdtempSync('/tmp/bakhiya-socket-');
  own(home, far);
  return far;
}

/** The server that serves this cluster now, whoever started it; null when none does. */
export function findRunning(home: PostgresHome): Running | null {
  const path = join(clusterDir(home), 'postmaster.pid');
  let lines: string[];
  try {
    lines = fs.readFileSync(path, 'utf8').split('\n');
  } catch {
    return null;
  }
  const [pid, port, socketDir] = [Number(lines[0]), Number(lines[3]), lines[4]];
  if (!pid || !port || !socketDir) return null;
  if (isPostgres(pid)) return { pid, port, socketDir };
  // After a crash of the machine the number may belong to a stranger, and PostgreSQL would wait for it for ever.
  fs.rmSync(path, { force: true });
  return null;
}

export function isPostgres(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    return /^\d+ \(postgres\) [^ZX]/.test(stat);
  } catch {
    return process.platform !== 'linux';
  }
}

/** A fast shutdown: running transactions are cut, so the app ends its own commands first. */
export async function stopServer(home: PostgresHome): Promise<void> {
  const running = findRunning(home);
  if (!running) return;
  process.kill(running.pid, 'SIGINT');
  for (const end = Date.now() + 60_000; Date.now() < end && isPostgres(running.pid);) await pause(20);
  if (!running.socketDir.startsWith(home.serverDir)) fs.rmSync(running.socketDir, { recursive: true, force: true });
}

/** The port of last time, or a free one that is remembered. */
export async function choosePort(home: PostgresHome): Promise<number> {
  const secrets = readSecrets(home);
  const port = (secrets.port && (await freePort(secrets.port))) || (await freePort(0));
  if (port !== secrets.port) {
    const fresh = `${secretsFile(home)}.${process.pid}`;
    fs.writeFileSync(fresh, JSON.stringify({ ...secrets, port }), { mode: 0o600 });
    own(home, fresh);
    fs.renameSync(fresh, secretsFile(home));
  }
  return port;
}

function freePort(wanted: number): Promise<number> {
  return new Promise((done) => {
    const probe = createServer();
    probe.once('error', () => done(0));
    probe.listen(wanted, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** The last thing PostgreSQL complained about, without time and process number. */
export function lastComplaint(words: string): string {
  return (complaints(words).at(-1) ?? words.trim().split('\n').at(-1) ?? 'no reason given')
    .replace(/^.*?(FATAL|PANIC|error): */i, '')
    .trim();
}

/** Whoever knocks before the app's own role is made is turned away: that says nothing about the server. */
export const complaints = (words: string): string[] =>
  words
    .split('\n')
    .filter((line) => /FATAL|PANIC|error:|could not|must/i.test(line) && !/authentication failed/i.test(line));

export const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));
const password = () => randomBytes(24).toString('base64url');

function own(home: PostgresHome, path: string): void {
  if (home.runAs) fs.chownSync(path, home.runAs.uid, home.runAs.gid);
}
