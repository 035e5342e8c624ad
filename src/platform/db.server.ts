/**
 * The database handle. The app's pool works as `bakhiya_app`, which owns no table, so row-level security binds it;
 * only migrations and restores connect as the owner.
 */
import { CompiledQuery, Kysely, PostgresDialect, sql, type RawBuilder } from 'kysely';
import pg from 'pg';
import type { DB } from '#generated/db.ts';
import type { IsoDate } from './dates.ts';
import type { Scope } from './door.ts';
import { isId } from './ids.ts';
import { IN_A_ROW, KEPT, poolForKysely } from './statements.server.ts';

export type Db = Kysely<DB>;

/** One running command or question: the transaction, its time, and what it is known by. */
export type Tx = {
  readonly db: Db;
  /** The database's own time at the start of this transaction. */
  readonly now: Date;
  /** The calendar day in India at `now`. */
  readonly today: IsoDate;
  readonly orgId: string;
  /** Null while a question is answered. */
  readonly commandId: string | null;
  /** Commitment to the command's payload, for the ledger's chain. */
  readonly commitment: Buffer | null;
  /** Tells phones that follow `scopeId` (a group) that a document changed; written with the command. */
  changed(scopeId: string, kind: string, docId: string): void;
  /** Names a command that must be applied first; together with `held('door.waiting')` this one runs again by itself then. */
  waitFor(commandId: string): void;
  /** A person decided that a held command is to run again: it does so, under its author's name, once this one is committed. */
  release(commandId: string): void;
  /** Roles by which the asker holds another right than the one she came by; none: what it opens is left out of the answer. */
  rolesFor(right: string, scope: Scope): Promise<readonly string[]>;
};

// bigint amounts are paise within the safe range (checked by every schema); dates stay the text the village wrote
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError('A stored integer is beyond exact numbers');
  return value;
});
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number);
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

export function openPool(
  url: string,
  { max = 12, role = 'bakhiya_app' }: { max?: number; role?: string | null } = {},
): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 10_000,
    // awaited before anybody borrows the connection
    onConnect: async (client) => {
      if (role) await client.query(`set role ${role}; set statement_timeout = '60s'; set jit = off`);
    },
  });
  // an idle connection that dies (database restart) must not end the process
  pool.on('error', () => {});
  // nor may one that the server ends in the moment between the pool's end and its own
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

export const kyselyOn = (pool: pg.Pool): Db =>
  new Kysely<DB>({ dialect: new PostgresDialect({ pool: poolForKysely(pool) }) });

const idList = (ids: readonly string[]): string => {
  if (!ids.every(isId)) throw new TypeError('Row-level security takes ids only');
  return `{${ids.join(',')}}`;
};

/** Sets who acts for the rest of the transaction; ids are checked, since a setting takes no parameters in one round trip. */
export async function actAs(trx: Db, who: { orgId: string; orgIds: readonly string[]; userId: string }): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select set_config('app.org', ${idList([who.orgId]).slice(1, -1)}, true),
    set_config('app.orgs', ${idList(who.orgIds)}, true), set_config('app.user', ${who.userId}, true), now() as now`.execute(
    trx,
  );
  return rows[0]!.now;
}

/** Begins a statement that is parsed and planned once per connection. */
export const kept = sql.raw(KEPT);

export const raw = <R = unknown>(text: string): CompiledQuery<R> => CompiledQuery.raw(text) as CompiledQuery<R>;

/**
 * Runs statements of one transaction in their order without waiting for the answers between them.
 * @returns the rows of each @throws what the first that failed says
 */
export async function inARow(
  db: Db,
  statements: readonly (RawBuilder<unknown> | CompiledQuery)[],
): Promise<unknown[][]> {
  const compiled = statements.map((one) => ('compile' in one ? one.compile(db) : one));
  return (await db.executeQuery<unknown[]>(CompiledQuery.raw(IN_A_ROW, compiled))).rows;
}

type Acting = { readonly orgId: string; readonly userId: string };

const actingSql = ({ orgId, orgIds, userId }: Acting & { readonly orgIds: readonly string[] }): string =>
  `set_config('app.org', '${idList([orgId]).slice(1, -1)}', true), set_config('app.orgs', '${idList(orgIds)}', true),
      set_config('app.user', '${idList([userId]).slice(1, -1)}', true)`;

/** Begins a transaction on a connection of its own (`db.connection()`) and says who acts in it; the last of them answers `now`, the time of it. */
export function beginAs({ orgId, userId }: Acting): readonly (RawBuilder<unknown> | CompiledQuery)[] {
  const who = sql<{ now: Date }>`${kept} select set_config('app.org', ${idList([orgId]).slice(1, -1)}, true),
    set_config('app.orgs', ${idList([orgId])}, true), set_config('app.user', ${userId}, true),
    set_config('plan_cache_mode', 'force_generic_plan', true), now() as now`;
  return [raw('begin'), who];
}

/** The same for reading alone, everything as it stood at one moment; `orgIds` may be seen. */
export const readAs = (who: Acting & { readonly orgIds: readonly string[] }): CompiledQuery<{ now: Date }> =>
  raw(`begin isolation level repeatable read read only; select ${actingSql(who)}, now() as now`);

/** A question of an organisation in a transaction of its own, for {@link commitAs}; it takes no parameters. */
export const askedOf = (orgId: string, question: string): CompiledQuery =>
  raw(`begin read only; select set_config('app.orgs', '${idList([orgId])}', true); ${question}; commit`);

type Closing = { readonly last: CompiledQuery | null; readonly thenAsk: RawBuilder<unknown> | CompiledQuery | null };

/**
 * Commits what {@link beginAs} began, after the `last` statement of it. `thenAsk` runs after the commit, so that it sees what others
 * committed meanwhile; still one round trip.
 * @throws when the transaction was broken before, or by the last statement, and PostgreSQL rolled it back
 */
export async function commitAs<R>(conn: Db, { last, thenAsk }: Closing): Promise<R[]> {
  const before = last ? [last] : [];
  const answers = await inARow(conn, [...before, raw('commit'), ...(thenAsk ? [thenAsk] : [])]);
  const [committed] = answers[before.length] as { command?: string }[];
  if (committed?.command === 'ROLLBACK') throw new Error('A broken transaction was to be committed');
  return thenAsk ? (answers.at(-1) as R[]) : [];
}
