/** One moment of an organisation, seen by one of its people for as long as a long file is written. */
import type pg from 'pg';
import type { Actor } from '#platform/door.ts';
import type { App } from './app-type.server.ts';

/** Passes on what `go` gives from its connection, which reads only, sees her organisation only and has no time limit. */
export async function* inSnapshot<T>(
  app: App,
  who: Actor,
  go: (client: pg.PoolClient) => AsyncIterable<T>,
): AsyncGenerator<T> {
  const client = await app.pool.connect();
  let isWhole = false;
  try {
    await client.query('begin isolation level repeatable read read only');
    await client.query('set local statement_timeout = 0');
    await client.query(
      `select set_config('app.org', $1, true), set_config('app.orgs', $2, true), set_config('app.user', $3, true)`,
      [who.orgId, `{${who.orgId}}`, who.userId],
    );
    yield* go(client);
    await client.query('commit');
    isWhole = true;
  } finally {
    // a reader who went away leaves a cursor open: that connection is given up
    client.release(!isWhole);
  }
}
