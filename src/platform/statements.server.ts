/**
 * The pool as Kysely sees it, with three things the wire knows and Kysely does not: a statement marked with {@link KEPT} is parsed and
 * planned once per connection, several statements without parameters may go in one message, and several statements of any kind may be
 * written one behind the other without waiting for the answers between them ({@link IN_A_ROW}).
 */
import type { Writable } from 'node:stream';
import type { CompiledQuery, PostgresPool, PostgresPoolClient } from 'kysely';
import type pg from 'pg';

/** Put at the very beginning of a statement that every meeting runs; its text must not vary beyond a few forms. */
export const KEPT = '/* kept */';
/** A guard: should a marked text vary after all, later forms are simply not kept. */
const MOST_KEPT = 100;

const names = new Map<string, string>();

function nameOf(text: string): string | undefined {
  if (!text.startsWith(KEPT)) return undefined;
  const known = names.get(text);
  if (known !== undefined || names.size >= MOST_KEPT) return known;
  const name = `kept_${names.size + 1}`;
  names.set(text, name);
  return name;
}

/** Stands for several statements; they come in the place of the parameters. `inARow` in db.server.ts makes it. */
export const IN_A_ROW = '/* in a row */';

type Result = { command: string; rowCount: number | null; rows: unknown[] };

/** Of several statements the rows of the last one that gave some; a commit among them that became a rollback is told. */
function lastOf(results: readonly Result[]): Result {
  const failed = results.find((one) => one.command === 'ROLLBACK');
  return failed ?? results.findLast((one) => one.command === 'SELECT') ?? results.at(-1)!;
}

/**
 * PostgreSQL takes up each when it is done with the one before: each sees what that one did, and within a transaction all after a failed
 * one fail too. Two processes then wake each other once instead of once a statement.
 * @returns a row for each statement: its rows @throws what the first that failed says
 */
async function runInARow(client: pg.PoolClient, statements: readonly CompiledQuery[]): Promise<Result> {
  const wire = client as unknown as { pipeline: boolean; connection: { stream: Writable } };
  wire.pipeline = true;
  try {
    // each is handed to the wire within its call: all of them leave in one write
    wire.connection.stream.cork();
    const sent = statements.map(({ sql, parameters }) => run(client, sql, parameters));
    wire.connection.stream.uncork();
    const said = await Promise.allSettled(sent);
    const rows = said.map((one) => {
      if (one.status === 'rejected') throw one.reason as Error;
      return one.value.command === 'ROLLBACK' ? [{ command: 'ROLLBACK' }] : one.value.rows;
    });
    return { command: 'SELECT', rowCount: rows.length, rows };
  } finally {
    // a cursor or a COPY, which others use on the same connection, cannot share the wire
    wire.pipeline = false;
  }
}

async function run(client: pg.PoolClient, text: string, values: readonly unknown[]): Promise<Result> {
  if (text === IN_A_ROW) return runInARow(client, values as readonly CompiledQuery[]);
  const name = nameOf(text);
  const given = values as unknown[];
  const answer: Result | Result[] = await (name
    ? client.query({ name, text, values: given })
    : client.query(text, given));
  return Array.isArray(answer) ? lastOf(answer) : answer;
}

const wrapped = new WeakMap<pg.PoolClient, PostgresPoolClient>();

function wrap(client: pg.PoolClient): PostgresPoolClient {
  const before = wrapped.get(client);
  if (before) return before;
  const own = {
    query: (text: string, values: readonly unknown[]) => run(client, text, values),
    release: (destroy?: boolean) => client.release(destroy),
  } as unknown as PostgresPoolClient;
  wrapped.set(client, own);
  return own;
}

export const poolForKysely = (pool: pg.Pool): PostgresPool => ({
  connect: async () => wrap(await pool.connect()),
  end: () => pool.end(),
  options: pool.options,
});
