/**
 * Brings a database to the state of `db/migrations`: plain numbered SQL files, forward only, one transaction each.
 * What was applied is remembered with a checksum in `schema_migration`, so that history cannot be edited unseen.
 */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { connectOwner } from './connect-owner.server.ts';
import { type OnStep, StartFault } from './start-faults.server.ts';

/** Any constant: two processes that start together migrate one after the other. */
const MIGRATE_LOCK = 7_262_542;

export type Migration = {
  readonly version: number;
  readonly file: string;
  readonly sql: string;
  readonly checksum: string;
};
export type Applied = { readonly version: number; readonly file: string; readonly checksum: string };

/** The roles the app works as: neither owns a table, so row-level security binds them. */
export const APP_ROLE = 'bakhiya_app';
export const AUTH_ROLE = 'bakhiya_auth';

/**
 * Applies what is missing and returns its file names.
 * @throws StartFault migration.*, database.*
 */
export async function migrate(
  ownerUrl: string,
  { dir, onStep = () => {} }: { readonly dir: string; readonly onStep?: OnStep },
): Promise<{ applied: string[] }> {
  const wanted = readMigrations(dir);
  const client = await connectOwner(ownerUrl);
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATE_LOCK]);
    await prepareDatabase(client);
    const { rows: done } = await client.query<Applied>(
      'select version, file, checksum from schema_migration order by 1',
    );
    const missing = compare(wanted, done);
    if (missing.length > 0) onStep('migrate');
    for (const migration of missing) await apply(client, migration);
    return { applied: missing.map((migration) => migration.file) };
  } finally {
    await client.end();
  }
}

/** What every migration presupposes: the table that remembers them, the roles they grant to. */
export async function prepareDatabase(client: pg.Client): Promise<void> {
  await client.query(
    `create table if not exists schema_migration (
       version integer primary key, file text not null, checksum text not null,
       applied_at timestamptz not null default now())`,
  );
  for (const role of [APP_ROLE, AUTH_ROLE]) await ensureRole(client, role);
}

/** In order. @throws StartFault migration.none, migration.badName, migration.twice */
export function readMigrations(dir: string): Migration[] {
  const files = listSql(dir);
  if (files.length === 0) throw new StartFault('migration.none', { path: dir });
  const seen = new Set<number>();
  return files.map((file) => {
    const version = Number(/^(\d{4})[-_][a-z0-9_-]+\.sql$/.exec(file)?.[1] ?? NaN);
    if (Number.isNaN(version)) throw new StartFault('migration.badName', { file, path: dir });
    if (seen.has(version)) throw new StartFault('migration.twice', { version, path: dir });
    seen.add(version);
    // A checkout on another system may turn line ends around; the statements are the same.
    const sql = readFileSync(join(dir, file), 'utf8').replaceAll('\r\n', '\n');
    return { version, file, sql, checksum: createHash('sha256').update(sql).digest('hex') };
  });
}

function listSql(dir: string): string[] {
  try {
    return readdirSync(dir)
      .filter((name) => name.endsWith('.sql'))
      .sort();
  } catch {
    return [];
  }
}

function compare(wanted: readonly Migration[], done: readonly Applied[]): Migration[] {
  const known = new Map(wanted.map((migration) => [migration.version, migration]));
  for (const { version, file, checksum } of done) {
    const migration = known.get(version);
    if (!migration) throw new StartFault('migration.newer', { file });
    if (migration.checksum !== checksum) throw new StartFault('migration.changed', { file: migration.file });
    known.delete(version);
  }
  return [...known.values()];
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  try {
    await client.query('begin');
    await applyWithin(client, migration);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  }
}

/** In a transaction that was begun by the caller. @throws StartFault migration.failed */
export async function applyWithin(client: pg.Client, { version, file, sql, checksum }: Migration): Promise<void> {
  try {
    await client.query(sql);
    await client.query('insert into schema_migration (version, file, checksum) values ($1, $2, $3)', [
      version,
      file,
      checksum,
    ]);
  } catch (error) {
    const { message: detail, position } = error as { message: string; position?: string };
    const at = position === undefined ? '' : ` at line ${sql.slice(0, Number(position) - 1).split('\n').length}`;
    throw new StartFault('migration.failed', { file, at, detail }, error);
  }
}

/** Roles belong to the whole server: another database of it may have made them, or be making them right now. */
async function ensureRole(client: pg.Client, role: string): Promise<void> {
  const { rows } = await client.query<{ user: string; usable: boolean | null }>(
    `select current_user as user, (select pg_has_role(current_user, oid, 'SET') from pg_roles where rolname = $1) as usable`,
    [role],
  );
  const { user = '', usable = null } = rows[0] ?? {};
  if (usable) return;
  try {
    if (usable === null) await client.query(`create role ${role} nologin`).catch(ignoreTwin);
    await client.query(`grant ${role} to current_user with set true, inherit false`).catch(ignoreTwin);
  } catch (error) {
    throw new StartFault('database.roles', { role, user }, error);
  }
}

function ignoreTwin(error: unknown): void {
  const { code, message } = error as { code?: string; message?: string };
  // 42710 duplicate_object, 23505 unique_violation of the catalogue, XX000 "tuple concurrently updated"
  if (code === '42710' || code === '23505' || (code === 'XX000' && /concurrently/.test(message ?? ''))) return;
  throw error;
}
