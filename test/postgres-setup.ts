/**
 * Starts one PostgreSQL for the whole run of the database tests and migrates one template database, which every test
 * file copies (see database.ts). Nothing of it outlives the run.
 */
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from '#platform/migrate.server.ts';
import { startEmbedded } from '#platform/postgres.server.ts';
import { quickFolder } from './quick-folder.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The owner's address of the template's server; its database is not for use. */
    postgresUrl: string;
  }
}

const TEMPLATE = 'bakhiya_template';
const cloneDir = join(import.meta.dirname, '..');
const folder = quickFolder();
const prefix = `bakhiya-test-${createHash('sha256').update(cloneDir).digest('hex').slice(0, 8)}-`;

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await sweep();
  const dataDir = mkdtempSync(join(folder, `${prefix}${process.pid}-`));
  // As root the server runs as another user, who must be able to enter.
  chmodSync(dataDir, 0o755);
  const server = await startEmbedded({ cloneDir, dataDir, throwAway: true });
  const stop = async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    await makeTemplate(server.ownerUrl);
  } catch (error) {
    await stop();
    throw error;
  }
  project.provide('postgresUrl', server.ownerUrl);
  return stop;
}

async function makeTemplate(ownerUrl: string): Promise<void> {
  const client = new pg.Client(ownerUrl);
  await client.connect();
  await client.query(`create database ${TEMPLATE}`);
  await client.end();
  const dir = join(cloneDir, 'db', 'migrations');
  if (!existsSync(dir)) return;
  const url = new URL(ownerUrl);
  url.pathname = TEMPLATE;
  await migrate(url.href, { dir });
}

/** A run that was killed leaves its server behind; the next one of the same clone takes it over and ends it. */
async function sweep(): Promise<void> {
  for (const name of readdirSync(folder)) {
    const runner = name.startsWith(prefix) ? Number(name.slice(prefix.length).split('-')[0]) : NaN;
    if (!(runner > 0) || isAlive(runner)) continue;
    const dataDir = join(folder, name);
    const orphan = await startEmbedded({ cloneDir, dataDir, throwAway: true }).catch(() => null);
    await orphan?.stop();
    rmSync(dataDir, { recursive: true, force: true });
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
