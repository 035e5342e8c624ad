/** A migrated database of its own for a test file: copied from the template in some 30 ms where it lies in memory, dropped after the file. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { APP_ROLE } from '#platform/migrate.server.ts';
import { afterFile } from './after-file.ts';

const TEMPLATE = 'bakhiya_template';
/** File by file: the other way writes every page to the log as well. */
const COPIED = 'strategy file_copy';

export type TestDatabase = {
  /** The role that owns the tables; row-level security does not bind it. */
  readonly ownerUrl: string;
  /** The same as the app's pool works: under the role that owns nothing. */
  readonly appUrl: string;
  /** Already arranged for the end of the file; may be called earlier. */
  readonly drop: () => Promise<void>;
};

/** `empty` gives a database without any migration. */
export async function freshDatabase({ empty = false }: { empty?: boolean } = {}): Promise<TestDatabase> {
  const serverUrl = inject('postgresUrl');
  const name = `test_${randomBytes(8).toString('hex')}`;
  await onServer(serverUrl, `create database ${name}${empty ? '' : ` template ${TEMPLATE} ${COPIED}`}`);
  const url = new URL(serverUrl);
  url.pathname = name;
  const ownerUrl = url.href;
  url.searchParams.set('options', `-c role=${APP_ROLE}`);
  let dropped: Promise<void> | undefined;
  const drop = () => (dropped ??= dropOn(serverUrl, name));
  afterFile(drop);
  return { ownerUrl, appUrl: url.href.replaceAll('+', '%20'), drop };
}

/** The database as it is now under another name: a backup of this moment. Whoever is connected is cut off. @returns its owner's address and how to drop it */
export async function copyDatabase({ ownerUrl }: TestDatabase): Promise<Pick<TestDatabase, 'ownerUrl' | 'drop'>> {
  const serverUrl = inject('postgresUrl');
  const from = new URL(ownerUrl).pathname.slice(1);
  const name = `test_${randomBytes(8).toString('hex')}`;
  await onServer(serverUrl, `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${from}'`);
  await onServer(serverUrl, `create database ${name} template ${from} ${COPIED}`);
  const url = new URL(serverUrl);
  url.pathname = name;
  return { ownerUrl: url.href, drop: () => dropOn(serverUrl, name) };
}

/** The server's own sweeper cannot be sent away, but soon goes by itself. */
async function dropOn(serverUrl: string, name: string, tries = 20): Promise<void> {
  try {
    await onServer(serverUrl, `drop database if exists ${name} with (force)`);
  } catch (error) {
    if ((error as { code?: string }).code !== '42501' || tries === 0) throw error;
    await new Promise((later) => setTimeout(later, 250));
    await dropOn(serverUrl, name, tries - 1);
  }
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
