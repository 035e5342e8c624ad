/** Writes the archive of an organisation, or of one group, as a stream, while everybody goes on working: all rows as of one moment. */
import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { Actor } from '#platform/door.ts';
import { zipped, type ZipPart } from '#platform/zip-write.server.ts';
import type { App } from '../app-type.server.ts';
import { ARCHIVE_FORMAT, README, type ArchiveIndex, type ArchiveTable } from './archive.ts';
import { balancesCsv, booksOf, journalsCsv } from './books.server.ts';
import { inSnapshot } from '../snapshot.server.ts';
import { columnsOf, groupPart, leavingTables, rowsOf, SAME_JSON } from './rows.server.ts';

/** To be asked for after `leaving.take` was applied; ends with what it throws when its reader goes away. */
export const organisationArchive = (app: App, who: Actor): AsyncGenerator<Uint8Array> => archiveOf(app, who, null);

/** The same of one group, after `leaving.takeGroup`. */
export const groupArchive = (app: App, who: Actor, groupId: string): AsyncGenerator<Uint8Array> =>
  archiveOf(app, who, groupId);

async function* archiveOf(app: App, who: Actor, groupId: string | null): AsyncGenerator<Uint8Array> {
  yield* inSnapshot(app, who, async function* (client) {
    await client.query(SAME_JSON);
    const { rows } = await client.query<{ at: Date }>('select now() as at');
    const madeAt = rows[0]!.at;
    yield* zipped(partsOf({ app, client, who, groupId, madeAt }), madeAt);
  });
}

type From = {
  readonly app: App;
  readonly client: pg.PoolClient;
  readonly who: Actor;
  readonly groupId: string | null;
  readonly madeAt: Date;
};

async function* partsOf({ app, client, who, groupId, madeAt }: From): AsyncGenerator<ZipPart> {
  // before the first byte leaves: an archive without its photos must not pass for a whole one
  await app.files.prove?.();
  yield { name: 'README.txt', content: asContent(README) };
  const { orgId, userId: taker } = who;
  const partOf = (table: string) => (groupId === null ? undefined : groupPart(table, { orgId, groupId, taker }));
  const tables: ArchiveTable[] = [];
  for (const table of await leavingTables(client)) {
    const part = partOf(table.name);
    if (part === null) continue;
    const counted = counting(rowsOf(client, table, { orgId, part }));
    yield { name: `tables/${table.name}.jsonl`, content: counted.content };
    tables.push({ name: table.name, columns: await columnsOf(client, table), ...counted.told() });
  }
  const books = await booksOf(client, orgId, groupId);
  for (const book of books) {
    yield { name: `books/${book.bookId}-balances.csv`, content: balancesCsv(client, book) };
    yield { name: `books/${book.bookId}-journals.csv`, content: journalsCsv(client, orgId, book.bookId) };
  }
  const { rows } = await client.query<{ sha256: string }>(
    `select distinct sha256 from file where org_id = $1 and (${partOf('file')?.where ?? 'true'}) order by 1`,
    [orgId],
  );
  const files: { sha256: string; bytes: number }[] = [];
  const missingFiles: string[] = [];
  for (const { sha256 } of rows) {
    const bytes = await app.files.get(sha256);
    if (bytes === null) missingFiles.push(sha256);
    else {
      yield { name: `files/${sha256}`, isPacked: true, content: asContent(bytes) };
      files.push({ sha256, bytes: bytes.length });
    }
  }
  const index: ArchiveIndex = {
    format: ARCHIVE_FORMAT,
    madeAt: madeAt.toISOString(),
    organisation: await organisationOf(client, orgId),
    ...(groupId !== null && { group: await groupOf(client, orgId, groupId) }),
    migrations: await migrationsOf(client),
    tables,
    books,
    files,
    missingFiles,
  };
  yield { name: 'index.json', content: asContent(JSON.stringify(index, null, 1)) };
}

async function* asContent(content: string | Uint8Array): AsyncGenerator<Uint8Array> {
  yield typeof content === 'string' ? Buffer.from(content) : content;
}

/** Passes on what comes, and can say afterwards how many lines it was and their hash. */
function counting(lines: AsyncIterable<Buffer>) {
  const hash = createHash('sha256');
  let rows = 0;
  async function* content(): AsyncGenerator<Buffer> {
    for await (const chunk of lines) {
      hash.update(chunk);
      for (const byte of chunk) if (byte === 10) rows += 1;
      yield chunk;
    }
  }
  return { content: content(), told: () => ({ rows, sha256: hash.digest('hex') }) };
}

async function organisationOf(client: pg.ClientBase, orgId: string): Promise<ArchiveIndex['organisation']> {
  const { rows } = await client.query<{ orgId: string; name: string }>(
    'select org_id as "orgId", name from org where org_id = $1',
    [orgId],
  );
  return rows[0]!;
}

async function groupOf(client: pg.ClientBase, orgId: string, groupId: string): Promise<ArchiveIndex['group']> {
  const { rows } = await client.query<{ groupId: string; name: string }>(
    'select group_id as "groupId", name from groups where org_id = $1 and group_id = $2',
    [orgId, groupId],
  );
  return rows[0]!;
}

async function migrationsOf(client: pg.ClientBase): Promise<ArchiveIndex['migrations']> {
  const { rows } = await client.query<ArchiveIndex['migrations'][number]>(
    'select version, file, checksum from schema_migration order by 1',
  );
  return rows;
}
