/**
 * Reads an organisation's archive into an empty place, all or nothing: every byte is compared with the index before anything is written,
 * every table, trial balance and head of a chain after it.
 */
import { createHash } from 'node:crypto';
import type pg from 'pg';
import { nameOf, quoted, type Table } from '#platform/backup/tables.server.ts';
import { connectOwner, ownerPool } from '#platform/connect-owner.server.ts';
import type { Files } from '#platform/files.server.ts';
import { migrate, readMigrations } from '#platform/migrate.server.ts';
import { StartFault } from '#platform/start-faults.server.ts';
import { openZip, type ZipFile } from '#platform/zip-read.server.ts';
import { loadReference } from '../first-start.server.ts';
import { ARCHIVE_FORMAT, type ArchiveIndex, type ArchiveTable } from './archive.ts';
import { booksOf } from './books.server.ts';
import { leavingTables, rowsOf, SAME_JSON } from './rows.server.ts';

export type ReadIn = {
  readonly orgId: string;
  /** Of the organisation, or of the group and its organisation. */
  readonly name: string;
  readonly madeAt: string;
  readonly tables: number;
  readonly rows: number;
  readonly books: number;
  readonly files: number;
  /** Files that rows name and that were not there already where the archive was made. */
  readonly missingFiles: number;
};
type Place = {
  readonly path: string;
  readonly migrationsDir: string;
  readonly files: Files;
  readonly onStep?: (step: string) => void;
};

const MOST_INDEX_BYTES = 64 * 1024 * 1024;

/** @throws StartFault readIn.*, database.*, migration.*: in each case no organisation was read in */
export async function readInArchive(
  ownerUrl: string,
  { path, migrationsDir, files, onStep = () => {} }: Place,
): Promise<ReadIn> {
  const zip = await openZip(path).catch(() => null);
  if (!zip) throw new StartFault('readIn.notOurs', { path });
  try {
    const index = await indexOf(zip, path);
    compareMigrations(index, migrationsDir);
    await requireEmpty(ownerUrl);
    onStep('Comparing the archive with its index');
    await proveArchive(zip, index);
    await migrate(ownerUrl, { dir: migrationsDir });
    await withOwner(ownerUrl, (owner) => loadReference(owner, onStep));
    for (const { sha256 } of index.files) await files.put(await wholeOf(zip.read(`files/${sha256}`)));
    onStep('Reading in');
    const client = await connectOwner(ownerUrl);
    try {
      await client.query('begin');
      await fill(client, zip, index);
      await client.query('commit');
      await client.query('analyze');
    } catch (fault) {
      await client.query('rollback').catch(() => {});
      throw fault;
    } finally {
      await client.end();
    }
    const { orgId } = index.organisation;
    const name = [index.group?.name, index.organisation.name].filter(Boolean).join(', ');
    const rows = index.tables.reduce((sum, table) => sum + table.rows, 0);
    const counts = { tables: index.tables.length, rows, books: index.books.length, files: index.files.length };
    return { orgId, name, madeAt: index.madeAt, ...counts, missingFiles: index.missingFiles.length };
  } finally {
    await zip.close();
  }
}

async function withOwner(url: string, work: (owner: pg.Pool) => Promise<void>): Promise<void> {
  const owner = ownerPool(url, 2);
  try {
    await work(owner);
  } finally {
    await owner.end();
  }
}

async function wholeOf(content: AsyncIterable<Buffer>, most = Infinity): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of content) {
    if ((bytes += part.length) > most) throw new RangeError('too long');
    parts.push(part);
  }
  return Buffer.concat(parts);
}

async function indexOf(zip: ZipFile, path: string): Promise<ArchiveIndex> {
  try {
    const index = JSON.parse((await wholeOf(zip.read('index.json'), MOST_INDEX_BYTES)).toString()) as ArchiveIndex;
    if (
      index.format === ARCHIVE_FORMAT &&
      [index.tables, index.books, index.files, index.missingFiles, index.migrations].every(Array.isArray)
    )
      return index;
  } catch {
    // told below like any other file that is none of ours
  }
  throw new StartFault('readIn.notOurs', { path });
}

/** The rows are those of the tables of that version: it reads them in, newer ones update them afterwards. */
function compareMigrations({ migrations }: ArchiveIndex, dir: string): void {
  const own = new Map(readMigrations(dir).map(({ file, checksum }) => [file, checksum]));
  const strange = migrations.find(({ file, checksum }) => own.get(file) !== checksum);
  const theirs = new Set(migrations.map(({ file }) => file));
  const file = strange?.file ?? [...own.keys()].find((name) => !theirs.has(name));
  if (file) throw new StartFault('readIn.otherProgram', { file });
}

async function requireEmpty(ownerUrl: string): Promise<void> {
  const client = await connectOwner(ownerUrl);
  try {
    const { rows } = await client.query<{ name: string; there: string | null }>(
      `select current_database() as name, to_regclass('public.org') as there`,
    );
    if (rows[0]!.there === null) return;
    const found = await client.query('select from org limit 1');
    if (found.rowCount !== 0) throw new StartFault('readIn.notEmpty', { place: `the database ${rows[0]!.name}` });
  } finally {
    await client.end();
  }
}

const changed = (what: string) => new StartFault('readIn.changed', { what });

/** Every table and file is what the index says, and nothing else is there. */
async function proveArchive(zip: ZipFile, { tables, files }: ArchiveIndex): Promise<void> {
  const told = new Map<string, string>([
    ...tables.map((table) => [`tables/${table.name}.jsonl`, table.sha256] as const),
    ...files.map((file) => [`files/${file.sha256}`, file.sha256] as const),
  ]);
  const stranger = zip.names.find((name) => /^(tables|files)\//.test(name) && !told.has(name));
  if (stranger) throw changed(stranger);
  for (const [name, sha256] of told) {
    const hash = createHash('sha256');
    try {
      for await (const chunk of zip.read(name)) hash.update(chunk);
    } catch {
      throw changed(name);
    }
    if (hash.digest('hex') !== sha256) throw changed(name);
  }
}

type Key = { readonly on: string; readonly name: string; readonly definition: string };

/** Keys between tables and triggers are set aside meanwhile: the rows were proved when they were first written, and keys prove them again. */
async function fill(client: pg.Client, zip: ZipFile, index: ArchiveIndex): Promise<void> {
  await client.query(SAME_JSON);
  const tables = await leavingTables(client);
  const { rows: keys } = await client.query<Key>(
    `select conrelid::regclass::text as on, quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
     from pg_constraint where contype = 'f' and conparentid = 0 and conrelid = any($1::regclass[]) order by 1, 2`,
    [tables.map(nameOf)],
  );
  for (const key of keys) await client.query(`alter table ${key.on} drop constraint ${key.name}`);
  for (const table of tables) await client.query(`alter table ${nameOf(table)} disable trigger user`);
  for (const told of index.tables) await insertRows(client, zip, { told, table: tableOf(tables, told) });
  await compare(client, tables, index);
  await settleHere(client, tables, index.organisation.orgId);
  for (const key of keys) await client.query(`alter table ${key.on} add constraint ${key.name} ${key.definition}`);
  for (const table of tables) await client.query(`alter table ${nameOf(table)} enable trigger user`);
}

function tableOf(tables: readonly Table[], told: ArchiveTable): Table {
  const table = tables.find(({ name }) => name === told.name);
  const names = told.columns.map((column) => column.name);
  if (!table || names.join() !== table.columns.join()) throw changed(`tables/${told.name}.jsonl`);
  return table;
}

const LINES = 500;

async function insertRows(
  client: pg.Client,
  zip: ZipFile,
  { told, table }: { told: ArchiveTable; table: Table },
): Promise<void> {
  const columns = table.columns.map(quoted).join(', ');
  const statement = `insert into ${nameOf(table)} (${columns}) overriding system value
    select ${columns} from json_populate_recordset(null::${nameOf(table)}, $1::json)`;
  let lines: string[] = [];
  const flush = async () => {
    if (lines.length > 0) await client.query(statement, [`[${lines.join(',')}]`]);
    lines = [];
  };
  for await (const line of linesOf(zip.read(`tables/${told.name}.jsonl`))) {
    lines.push(line);
    if (lines.length >= LINES) await flush();
  }
  await flush();
}

async function* linesOf(content: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of content) {
    const whole = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    let from = 0;
    for (let at = whole.indexOf(10, from); at >= 0; at = whole.indexOf(10, from)) {
      yield whole.toString('utf8', from, at);
      from = at + 1;
    }
    rest = whole.subarray(from);
  }
  if (rest.length > 0) yield rest.toString();
}

/** As it stands in the database now against what the archive says: rows, trial balances, heads. */
async function compare(
  client: pg.Client,
  tables: readonly Table[],
  { organisation, tables: told, books }: ArchiveIndex,
) {
  for (const one of told) {
    const hash = createHash('sha256');
    for await (const chunk of rowsOf(client, tableOf(tables, one), { orgId: organisation.orgId })) hash.update(chunk);
    if (hash.digest('hex') !== one.sha256) throw new StartFault('readIn.differs', { what: `the table ${one.name}` });
  }
  const here = await booksOf(client, organisation.orgId);
  const differs = here.find((book, at) => JSON.stringify(book) !== JSON.stringify(books[at]));
  if (differs || here.length !== books.length)
    throw new StartFault('readIn.differs', { what: `the book ${differs?.bookId ?? ''}` });
}

/** Counters go on behind the last row; what stood above it stayed elsewhere; who signs in chooses a new secret. */
async function settleHere(client: pg.Client, tables: readonly Table[], orgId: string): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string }>(
    `select a.attrelid::regclass::text as table, a.attname as column from pg_attribute a
     where a.attidentity <> '' and a.attrelid = any($1::regclass[])`,
    [tables.map(nameOf)],
  );
  for (const { table, column } of rows)
    await client.query(
      `select setval(pg_get_serial_sequence('${table}', '${column}'), (select coalesce(max(${quoted(column)}), 0) + 1 from ${table}), false)`,
    );
  await client.query(
    `update org set parent_org_id = null where org_id = $1 and not exists (select from org p where p.org_id = org.parent_org_id)`,
    [orgId],
  );
  await client.query('update app_user set must_change_secret = true where org_id = $1', [orgId]);
}
