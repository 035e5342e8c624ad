/**
 * A backup nobody restored is a hope. The trial restores it into a throw-away database, compares every table and walks every book, and
 * removes all of it again.
 */
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { verifyDatabase } from '#domain/ledger/index.server.ts';
import { restoreBackup, type Restored } from '#platform/backup/restore.server.ts';
import { ownerPool } from '#platform/connect-owner.server.ts';
import { startEmbedded } from '#platform/postgres.server.ts';
import { StartFault } from '#platform/start-faults.server.ts';

type Trial = {
  readonly path: string;
  readonly recoveryKey: string;
  readonly cloneDir: string;
  readonly migrationsDir: string;
  /** Owner of the real database; its server lends a database where there is no embedded PostgreSQL. */
  readonly ownerUrl: string;
};

const PREFIX = 'bakhiya-trial-';

/** @throws StartFault backup.*, with backup.booksFaulty when the books in the backup do not hold */
export async function tryRestore(trial: Trial): Promise<Restored> {
  const { url, remove } = await throwAwayDatabase(trial);
  try {
    const restored = await restoreBackup(url, { ...trial, dataDir: null });
    const pool = ownerPool(url);
    const report = await verifyDatabase(pool).finally(() => pool.end());
    if (report.faults.length > 0)
      throw new StartFault('backup.booksFaulty', { path: trial.path, count: report.faults.length });
    return restored;
  } finally {
    await remove();
  }
}

type Place = { readonly url: string; readonly remove: () => Promise<void> };

async function throwAwayDatabase({ cloneDir, ownerUrl }: Trial): Promise<Place> {
  await sweep(cloneDir);
  const dataDir = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  // As root the server runs as another user, who must be able to enter; what lies inside is that user's alone.
  chmodSync(dataDir, 0o755);
  try {
    const server = await startEmbedded({ cloneDir, dataDir, throwAway: true });
    return { url: server.ownerUrl, remove: async () => (await server.stop(), forget(dataDir)) };
  } catch (fault) {
    forget(dataDir);
    if (fault instanceof StartFault && fault.code === 'postgres.missing') return lentDatabase(ownerUrl);
    throw fault;
  }
}

async function lentDatabase(ownerUrl: string): Promise<Place> {
  const name = `${PREFIX.replaceAll('-', '_')}${process.pid}`;
  const run = async (statement: string) => {
    const client = new pg.Client(ownerUrl);
    client.on('error', () => {});
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  await run(`create database ${name}`);
  const url = new URL(ownerUrl);
  url.pathname = name;
  return { url: url.href, remove: () => run(`drop database if exists ${name} with (force)`) };
}

const forget = (dataDir: string): void => rmSync(dataDir, { recursive: true, force: true });

/** A trial cut by a kill leaves its server running: the next one ends it. */
async function sweep(cloneDir: string): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const runner = name.startsWith(PREFIX) ? Number(name.slice(PREFIX.length).split('-')[0]) : NaN;
    if (!(runner > 0) || runner === process.pid || isAlive(runner)) continue;
    const dataDir = join(tmpdir(), name);
    const orphan = await startEmbedded({ cloneDir, dataDir, throwAway: true }).catch(() => null);
    await orphan?.stop();
    forget(dataDir);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
