/** A migrated database of its own for a test file: copied from the template in some 50 ms, dropped after the file. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, inject } from 'vitest';
import { APP_ROLE } from '#platform/migrate.server.ts';

const TEMPLATE = 'bakhiya_template';

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
  await onServer(serverUrl, `create database ${name}${empty ? '' : ` template ${TEMPLATE}`}`);
  const url = new URL(serverUrl);
  url.pathname = name;
  const ownerUrl = url.href;
  url.searchParams.set('options', `-c role=${APP_ROLE}`);
  let dropped: Promise<void> | undefined;
  const drop = () => (dropped ??= onServer(serverUrl, `drop database if exists ${name} with (force)`));
  afterAll(drop);
  return { ownerUrl, appUrl: url.href.replaceAll('+', '%20'), drop };
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
