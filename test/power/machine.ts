/** A laptop in tests: the real app with its own database on a folder of its own, whose power can be cut. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { createApp } from '#app/app.server.ts';
import { loadAccounts } from '#domain/ledger/index.server.ts';
import { loadLimits } from '#domain/obligations/index.server.ts';
import { ownerPool } from '#platform/connect-owner.server.ts';
import { kyselyOn } from '#platform/db.server.ts';
import { migrate } from '#platform/migrate.server.ts';
import { startEmbedded } from '#platform/postgres.server.ts';
import { furnish } from '../village.ts';
import { enrolledHolder, type Holder } from './holder.ts';

const cloneDir = join(import.meta.dirname, '..', '..');

export type Running = {
  readonly url: string;
  readonly child: ChildProcess;
  readonly ended: Promise<unknown>;
  readonly words: () => string;
};

/** A pool whose connections may end with their server: that is no fault of the test. */
function openedPool(url: string): pg.Pool {
  const pool = ownerPool(url, 2);
  pool.on('error', () => {});
  return pool.on('connect', (client) => client.on('error', () => {}));
}

/** Groups with a phone each, made while the app is not running. */
export async function furnishMachine(dataDir: string, groups: number): Promise<Holder[]> {
  const server = await startEmbedded({ cloneDir, dataDir });
  await migrate(server.ownerUrl, { dir: join(cloneDir, 'db', 'migrations') });
  const owner = openedPool(server.ownerUrl);
  const app = createApp({ url: server.ownerUrl, maxConnections: 4 });
  await loadAccounts(kyselyOn(owner));
  await loadLimits(kyselyOn(owner));
  const holders: Holder[] = [];
  for (let n = 0; n < groups; n += 1) holders.push(await enrolledHolder(app, await furnish(app, owner, 5)));
  await app.close();
  await owner.end();
  await server.stop();
  return holders;
}

export async function powerOn(dataDir: string): Promise<Running> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join('src', 'main.ts')], {
    cwd: cloneDir,
    env: {
      ...process.env,
      ...{ PORT: '0', BAKHIYA_HTTPS_PORT: '0', HOST: '127.0.0.1', DATABASE_URL: '', BAKHIYA_DATA: dataDir },
      BAKHIYA_HANDLER: join(import.meta.dirname, 'handler.ts'),
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let words = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text: Buffer) => (words += text.toString()));
  const ended = once(child, 'exit');
  const failed = ended.then(() => Promise.reject(new Error(`The app ended:\n${words}`)));
  failed.catch(() => {});
  const [told] = (await Promise.race([once(child, 'message'), failed])) as [{ serving: number }];
  return { url: `http://127.0.0.1:${told.serving}`, child, ended, words: () => words };
}

export type Cut = 'app' | 'database' | 'both' | 'worker';

/** kill -9, without a word: of the app, of the database server, of both, or of one of the server's working processes. */
export async function cutPower({ child, ended }: Running, dataDir: string, cut: Cut): Promise<void> {
  const pid = postmasterOf(dataDir);
  if (cut === 'worker') kill(workersOf(pid)[0] ?? pid);
  if (cut === 'database' || cut === 'both') kill(pid);
  if (cut === 'app' || cut === 'both') child.kill('SIGKILL');
  // without its database the app ends by itself; a killed worker it survives
  if (cut === 'worker') child.kill('SIGKILL');
  await ended;
}

export const postmasterOf = (dataDir: string): number =>
  Number(readFileSync(join(dataDir, 'postgres', 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]);

const workersOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number).reverse();

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it had ended by itself
  }
}

export async function powerOff({ child, ended }: Running): Promise<void> {
  child.kill('SIGTERM');
  await ended;
}

/** The books as they are on the disk, looked at without the app. */
export async function looking<T>(dataDir: string, look: (owner: pg.Pool) => Promise<T>): Promise<T> {
  const server = await startEmbedded({ cloneDir, dataDir });
  const owner = openedPool(server.ownerUrl);
  try {
    return await look(owner);
  } finally {
    await owner.end();
    await server.stop();
  }
}
