/**
 * Writes a backup while the app goes on serving: every table as of one moment, then the files of the data folder. What is read is never
 * held in memory, and nothing is locked but against a change of the schema.
 */
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { proveBucket, type Bucket } from '../bucket.server.ts';
import { connectOwner } from '../connect-owner.server.ts';
import { openFiles } from '../files-place.server.ts';
import type { Applied } from '../migrate.server.ts';
import { StartFault } from '../start-faults.server.ts';
import { writeContainer } from './container.server.ts';
import { asBytes, writeEntry } from './entries.server.ts';
import type { Bytes } from './sealed.server.ts';
import { copyOut, nameOf, readSequences, readTables, SAME_TEXT, type Sequence, type Table } from './tables.server.ts';

/** Folders of the data folder that a second machine needs: photos, and what phones trust. */
export const FOLDERS = ['files', 'certificates'] as const;

export type Manifest = {
  readonly migrations: readonly Applied[];
  readonly sequences: readonly Sequence[];
  readonly epoch: string | null;
};
/** `done` and `of` count rows and files together; `of` is a guess until the end. */
export type Progress = { readonly done: number; readonly of: number };
export type Written = {
  readonly path: string;
  readonly madeAt: Date;
  readonly bytes: number;
  readonly tables: number;
  readonly rows: number;
  readonly files: number;
};

type Options = {
  readonly path: string;
  readonly recoveryKey: string;
  /** Where the folders named in `FOLDERS` are; one that is not there is an empty one. */
  readonly dataDir: string;
  /** Where photos are kept instead of the folder, or beside it. */
  readonly bucket?: Bucket | null;
  readonly onProgress?: (progress: Progress) => void;
  /** Ends the backup before it is whole; nothing stays of it. */
  readonly signal?: AbortSignal;
};

/** @throws StartFault database.*, data.*, backup.nothingThere, backup.keyMistyped */
export async function writeBackup(ownerUrl: string, options: Options): Promise<Written> {
  const client = await connectOwner(ownerUrl);
  const counted = { tables: 0, rows: 0, files: 0 };
  try {
    await client.query('begin isolation level repeatable read read only');
    await client.query(SAME_TEXT);
    const tables = await readTables(client);
    if (tables.length === 0) throw new StartFault('backup.nothingThere');
    await client.query(`lock table ${tables.map(nameOf).join(', ')} in access share mode`);
    const { rows } = await client.query<{ at: Date }>('select now() as at');
    const madeAt = rows[0]!.at;
    const bytes = await writeContainer(options.path, {
      recoveryKey: options.recoveryKey,
      madeAt,
      content: contents({ client, tables, counted }, options),
    });
    await client.query('commit');
    return { path: options.path, madeAt, bytes, ...counted };
  } finally {
    await client.end();
  }
}

type Counted = { tables: number; rows: number; files: number };
type Source = { readonly client: pg.Client; readonly tables: readonly Table[]; readonly counted: Counted };

async function* contents({ client, tables, counted }: Source, options: Options): AsyncGenerator<Buffer> {
  const manifest = await readManifest(client);
  yield* writeEntry({ kind: 'manifest' }, asBytes(Buffer.from(JSON.stringify(manifest))));
  const guess = tables.reduce((sum, table) => sum + table.rowsGuess, 0);
  const tell = (done: number) => options.onProgress?.({ done, of: Math.max(done, guess) });
  for (const table of tables) {
    options.signal?.throwIfAborted();
    const out = client.query(copyTo(copyOut(table)));
    const { schema, name, columns } = table;
    const before = counted.rows;
    let seen = 0;
    const told: Bytes = watched(out as unknown as Bytes, (chunk) => {
      options.signal?.throwIfAborted();
      for (const byte of chunk) if (byte === 10) seen += 1;
      tell(before + seen);
    });
    // counted here: the stream ends before the server has said how many it were
    yield* writeEntry({ kind: 'table', schema, name, columns }, told, () => seen);
    counted.rows += seen;
    counted.tables += 1;
  }
  // After the rows: a photo is stored before the row that names it, so every row finds its file.
  for await (const { folder, path, content } of filesOf(client, options)) {
    options.signal?.throwIfAborted();
    yield* writeEntry({ kind: 'file', folder, path }, content);
    counted.files += 1;
    tell(counted.rows + counted.files);
  }
  yield* writeEntry({ kind: 'end' }, asBytes(Buffer.from(JSON.stringify(counted))));
}

type SavedFile = { readonly folder: string; readonly path: string; readonly content: Bytes };

/** What lies in folders, and what lies in the bucket under the names that the rows give. */
async function* filesOf(client: pg.Client, { dataDir, bucket }: Options): AsyncGenerator<SavedFile> {
  const store = bucket?.inBackups ? openFiles({ folder: join(dataDir, 'files'), bucket }) : null;
  for (const folder of FOLDERS)
    if (folder !== 'files' || store === null)
      for await (const path of filesIn(join(dataDir, folder)))
        yield { folder, path, content: createReadStream(join(dataDir, folder, ...path.split('/'))) as Bytes };
  if (store === null || !bucket) return;
  // a store that takes the right away says the same as one that has no such file: a backup without photos must not pass for a whole one
  await proveBucket(bucket);
  const { rows } = await client.query<{ sha256: string }>('select distinct sha256 from file order by 1');
  for (const { sha256 } of rows) {
    const bytes = await store.get(sha256);
    if (bytes) yield { folder: 'files', path: `${sha256.slice(0, 2)}/${sha256}`, content: asBytes(Buffer.from(bytes)) };
  }
}

async function readManifest(client: pg.Client): Promise<Manifest> {
  const { rows: migrations } = await client.query<Applied>(
    'select version, file, checksum from schema_migration order by 1',
  );
  const { rows } = await client.query<{ epoch: string }>('select epoch from server_state');
  return { migrations, sequences: await readSequences(client), epoch: rows[0]?.epoch ?? null };
}

async function* watched(stream: Bytes, see: (chunk: Buffer) => void): AsyncGenerator<Buffer> {
  for await (const chunk of stream) {
    see(chunk);
    yield chunk;
  }
}

/** Paths below a folder with `/` between, in a fixed order; files half-written at this moment are left out by their names. */
async function* filesIn(folder: string): AsyncGenerator<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  });
  const half = /\.[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const path of paths.sort()) if (!half.test(path)) yield relative(folder, path).split(sep).join('/');
}
