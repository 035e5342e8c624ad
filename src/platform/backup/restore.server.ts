/**
 * Restores a backup into an empty database, all or nothing: the file is read to its end before anything is touched; then one transaction
 * makes the tables by the migrations of that day, brings the rows in, compares every table with what was saved, and runs the newer
 * migrations. The server's epoch is renewed, so that phones notice and give back what the backup does not have.
 */
import type pg from 'pg';
import type { Bucket } from '../bucket.server.ts';
import { connectOwner } from '../connect-owner.server.ts';
import { applyWithin, prepareDatabase, readMigrations, type Migration } from '../migrate.server.ts';
import { StartFault } from '../start-faults.server.ts';
import { readContainer, readHead } from './container.server.ts';
import type { Entry } from './entries.server.ts';
import { putFiles, type PutFiles } from './restored-files.server.ts';
import { readRows, compareTables, type Saved } from './restored-tables.server.ts';
import { readTables, SAME_TEXT } from './tables.server.ts';
import type { Manifest, Progress } from './write.server.ts';

export type Restored = {
  readonly madeAt: Date;
  readonly tables: number;
  readonly rows: number;
  readonly files: number;
  /** Files of the migrations that the backup did not know yet. */
  readonly migrated: readonly string[];
};

type Options = {
  readonly path: string;
  readonly recoveryKey: string;
  readonly migrationsDir: string;
  /** Where files go; null = they are read and proved, and kept nowhere (a trial). */
  readonly dataDir: string | null;
  /** Where photos go instead of a folder. */
  readonly bucket?: Bucket | null;
  readonly onProgress?: (progress: Progress) => void;
};

/** @throws StartFault backup.*, database.*, data.*, migration.* — in each case nothing was restored */
export async function restoreBackup(ownerUrl: string, options: Options): Promise<Restored> {
  const { fields } = await readHead(options.path);
  const { manifest, of } = await readContainer(options.path, options.recoveryKey, (entries) => look(entries));
  const { then, later } = split(readMigrations(options.migrationsDir), manifest, options.path);
  const client = await connectOwner(ownerUrl);
  const files = options.dataDir === null ? null : await putFiles(options.dataDir, options.bucket);
  try {
    await requireEmpty(client);
    await client.query('begin');
    await client.query(SAME_TEXT);
    await prepareDatabase(client);
    for (const migration of then) await applyWithin(client, migration);
    const saved = await fill(client, options, { files, of });
    await setSequences(client, manifest);
    await compareTables(client, saved);
    await beginAnew(client);
    for (const migration of later) await applyWithin(client, migration);
    await files?.publish();
    await client.query('commit');
    await client.query('analyze');
    return {
      madeAt: new Date(fields.madeAt),
      tables: saved.length,
      rows: saved.reduce((sum, { tail }) => sum + (tail.rows ?? 0), 0),
      files: files?.count() ?? 0,
      migrated: later.map((migration) => migration.file),
    };
  } catch (error) {
    await client.query('rollback').catch(() => {});
    await files?.undo();
    throw error;
  } finally {
    await client.end();
  }
}

/** Reads everything once, so that a file damaged at its end is refused before its beginning was used. */
async function look(entries: AsyncGenerator<Entry>): Promise<{ manifest: Manifest; of: number }> {
  let manifest: Manifest | null = null;
  let of = 0;
  for await (const entry of entries) {
    const parts: Buffer[] = [];
    const keep = entry.head.kind === 'manifest';
    for await (const part of entry.content) if (keep) parts.push(part);
    if (keep) manifest = JSON.parse(Buffer.concat(parts).toString()) as Manifest;
    of += entry.head.kind === 'table' ? (entry.tail().rows ?? 0) : 1;
  }
  if (manifest === null) throw new StartFault('backup.damaged');
  return { manifest, of };
}

/** The migrations that made the saved tables, and those written since. */
function split(
  known: readonly Migration[],
  manifest: Manifest,
  path: string,
): { then: Migration[]; later: Migration[] } {
  const ran = new Map(manifest.migrations.map((migration) => [migration.version, migration]));
  for (const { version, file, checksum } of ran.values()) {
    const own = known.find((migration) => migration.version === version);
    if (!own) throw new StartFault('backup.newerSchema', { path, file });
    if (own.checksum !== checksum) throw new StartFault('backup.otherHistory', { path, file });
  }
  return {
    then: known.filter(({ version }) => ran.has(version)),
    later: known.filter(({ version }) => !ran.has(version)),
  };
}

async function requireEmpty(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>('select current_database() as name');
  const migrated = await client.query(`select to_regclass('public.schema_migration') as there`);
  if ((await readTables(client)).length > 0 || (migrated.rows[0] as { there: string | null }).there !== null)
    throw new StartFault('backup.notEmpty', {
      place: `the database ${rows[0]?.name}`,
      setting: 'DATABASE_URL or BAKHIYA_DATA',
    });
}

type Filling = { readonly files: PutFiles | null; readonly of: number };

/** Keys between tables and triggers are set aside meanwhile: the rows were proved when they were first written. */
async function fill(client: pg.Client, options: Options, { files, of }: Filling): Promise<Saved[]> {
  const tables = await readRows(client);
  let done = 0;
  const tell = (count: number) => options.onProgress?.({ done: (done += count), of });
  await tables.open();
  const saved = await readContainer(options.path, options.recoveryKey, async (entries) => {
    const seen: Saved[] = [];
    for await (const entry of entries) {
      if (entry.head.kind === 'table') {
        seen.push(await tables.take(entry));
        tell(seen.at(-1)!.tail.rows ?? 0);
      } else if (entry.head.kind === 'file' && files) {
        await files.take(entry.head.folder, entry.head.path, entry.content);
        tell(1);
      } else for await (const _part of entry.content);
    }
    return seen;
  });
  await tables.close();
  return saved;
}

async function setSequences(client: pg.Client, { sequences }: Manifest): Promise<void> {
  for (const { schema, name, value } of sequences)
    await client.query("select setval(format('%I.%I', $1::text, $2::text)::regclass, $3::int8)", [schema, name, value]);
}

/** Phones see another epoch; sessions that were ended after the backup must not come back to life. */
async function beginAnew(client: pg.Client): Promise<void> {
  await client.query('update server_state set epoch = gen_random_uuid()');
  await client.query('delete from auth.session');
}
