/** What the benchmarks measure: real PostgreSQL with fsync on, and the built app as a process of its own, as `npm start` runs it. */
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '#platform/migrate.server.ts';
import { startEmbedded } from '#platform/postgres.server.ts';
import { APP_FLAGS } from '../../scripts/lib/app-flags.mjs';

export const cloneDir = join(import.meta.dirname, '..', '..');

export type BenchDatabase = {
  readonly ownerUrl: string;
  readonly dataDir: string;
  readonly stop: () => Promise<void>;
};

export async function startDatabase(name: string): Promise<BenchDatabase> {
  const dataDir = mkdtempSync(join(tmpdir(), `bakhiya-bench-${name}-`));
  // as root the server runs as another user, who must be able to enter
  chmodSync(dataDir, 0o755);
  const server = await startEmbedded({ cloneDir, dataDir });
  const stop = async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  await migrate(server.ownerUrl, { dir: join(cloneDir, 'db', 'migrations') });
  return { ownerUrl: server.ownerUrl, dataDir, stop };
}

export type ServedApp = {
  readonly origin: string;
  readonly pid: number;
  /** From the start of the process to the first request served. */
  readonly startMs: number;
  readonly stop: () => Promise<void>;
};

export const isBuilt = (): boolean => existsSync(join(cloneDir, 'build', 'handler.js'));

/** @param part the whole built app, or the API alone from the source @throws when it ends before it serves */
export async function startApp(part: 'app' | 'api', env: Readonly<Record<string, string>>): Promise<ServedApp> {
  const main = part === 'app' ? join('src', 'main.ts') : join('bench', 'lib', 'serve-api.ts');
  const from = performance.now();
  const app = spawn(process.execPath, [...APP_FLAGS, main], {
    cwd: cloneDir,
    // The backup of the day is made once a day and not in the minute that is measured.
    env: { ...process.env, HOST: '127.0.0.1', PORT: '0', BAKHIYA_BACKUP_LOOK_MINUTES: '600', ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const exited = new Promise<number | null>((done) => app.once('exit', done));
  const port = await new Promise<number>((done, fail) => {
    app.on('message', (said: { serving?: number }) => said.serving && done(said.serving));
    void exited.then((code) => fail(new Error(`The app ended with ${code} before it served`)));
  });
  const origin = `http://127.0.0.1:${port}`;
  await fetch(`${origin}/healthz`);
  const startMs = performance.now() - from;
  return {
    origin,
    pid: app.pid!,
    startMs,
    stop: async () => {
      app.kill('SIGTERM');
      await exited;
    },
  };
}

const statusOf = (pid: number | string, field: string): number =>
  Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;

/** Resident megabytes of one process. */
export const residentMb = (pid: number): number => statusOf(pid, 'VmRSS');

/** Milliseconds of processor a process has used; with `ended` those of its ended children too. Linux counts in hundredths of a second. */
export function processorMs(pid: number | string, ended = false): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
  const [own, theirs] = [Number(fields[11]) + Number(fields[12]), Number(fields[13]) + Number(fields[14])];
  return 10 * (own + (ended ? theirs : 0));
}

/** Of a PostgreSQL server and every child it has or had. */
export const databaseProcessorMs = (dataDir: string): number =>
  serversOf(dataDir).reduce((sum, pid) => sum + processorMs(pid, true), 0);

const serversOf = (dataDir: string): string[] =>
  readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && isPostgresOf(pid, dataDir));

/** Of a PostgreSQL server and all its children: what each has for itself, and the shared buffers once. */
export function databaseMb(dataDir: string): number {
  const servers = serversOf(dataDir);
  const own = servers.map((pid) => statusOf(pid, 'RssAnon'));
  const shared = Math.max(0, ...servers.map((pid) => statusOf(pid, 'RssShmem') + statusOf(pid, 'RssFile')));
  return own.reduce((sum, mb) => sum + mb, 0) + shared;
}

function isPostgresOf(pid: string, dataDir: string): boolean {
  try {
    const parent = Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
    const line = (of: string | number) => readFileSync(`/proc/${of}/cmdline`, 'utf8');
    return line(pid).includes(dataDir) || (line(pid).startsWith('postgres:') && line(parent).includes(dataDir));
  } catch {
    return false;
  }
}
