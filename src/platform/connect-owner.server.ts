/** One connection as the owner of the database, with the reasons a server may refuse it as sentences. */
import pg from 'pg';
import { StartFault } from './start-faults.server.ts';

/** PostgreSQL 16: `grant ... with set`, `any_value`, and what the SQL of the modules uses. */
const OLDEST = 160_000;

/** @throws StartFault database.unreachable, database.refused, database.tooOld */
export async function connectOwner(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (error) {
    await client.end().catch(() => {});
    throw connectFault(error, hostOf(url));
  }
  const { rows } = await client.query<{ number: string; words: string }>(
    `select current_setting('server_version_num') as number, current_setting('server_version') as words`,
  );
  if (Number(rows[0]?.number) >= OLDEST) return client;
  await client.end();
  throw new StartFault('database.tooOld', { found: rows[0]?.words ?? 'unknown' });
}

function connectFault(error: unknown, host: string): StartFault {
  const { code, message } = error as { code?: string; message: string };
  // Codes of PostgreSQL have five characters; those of the network are words such as ECONNREFUSED.
  if (code !== undefined && /^[0-9A-Z]{5}$/.test(code))
    return new StartFault('database.refused', { host, detail: message }, error);
  return new StartFault('database.unreachable', { host, detail: message || code || 'no answer' }, error);
}

/** Host and port only: the password of the address must not reach a terminal or a log. */
function hostOf(url: string): string {
  try {
    const { host, searchParams } = new URL(url);
    return searchParams.get('host') ?? host;
  } catch {
    return 'not an address';
  }
}

/** A small pool as the owner, for tools and jobs. A connection that the server ends while nobody uses it is no fault. */
export function ownerPool(url: string, max = 1): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max });
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}
