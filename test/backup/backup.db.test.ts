/** A backup holds everything as of one moment, comes back the same or not at all, and never over anything else. */
import { appendFileSync, copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '#app/app.server.ts';
import { verifyDatabase } from '#domain/ledger/index.server.ts';
import { ownerPool } from '#platform/connect-owner.server.ts';
import { makeRecoveryKey } from '#platform/backup/recovery-key.server.ts';
import { restoreBackup } from '#platform/backup/restore.server.ts';
import { compareTables } from '#platform/backup/restored-tables.server.ts';
import { readTables, nameOf } from '#platform/backup/tables.server.ts';
import { addDays } from '#platform/dates.ts';
import { folderFiles } from '#platform/files.server.ts';
import { freshDatabase } from '../database.ts';
import { close, contextOf, makeVillage, must, ordinaryMeeting, type Village } from '../village.ts';
import { overSlowLine } from './late-words.ts';
import { bringBack, migrationsDir, recoveryKey, save, temporaryFolder } from './place.ts';

const folder = temporaryFolder();
let village: Village;
let photo: string;

async function meet(on: string): Promise<void> {
  const sheet = ordinaryMeeting(await contextOf(village, village.admin), on);
  await must(close(village.app, village.admin, sheet));
}

beforeAll(async () => {
  village = await makeVillage({ members: 10 });
  await meet('2025-04-12');
  await meet('2025-05-12');
  photo = await folderFiles(join(folder, 'data', 'files')).put(Buffer.from([0xff, 0xd8, 0xff, 1, 2, 3]));
  mkdirSync(join(folder, 'data', 'certificates'));
  writeFileSync(join(folder, 'data', 'certificates', 'authority.json'), '{"kept":true}');
});
afterAll(async () => {
  await village.app.close();
  await village.owner.end();
});

/** Rows of every table as text, without what belongs to the server that holds them. */
async function everything(url: string): Promise<Record<string, string[]>> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const all: Record<string, string[]> = {};
    for (const table of await readTables(client)) {
      if (['server_state', 'backup_run'].includes(table.name)) continue;
      const columns = table.columns.map((column) => `"${column}"`).join(', ');
      const { rows } = await client.query<{ line: string }>(
        `select (row(${columns}))::text as line from ${nameOf(table)}`,
      );
      all[`${table.schema}.${table.name}`] = rows.map((row) => row.line).sort();
    }
    return all;
  } finally {
    await client.end();
  }
}

const tablesIn = async (url: string): Promise<number> => {
  const client = new pg.Client(url);
  await client.connect();
  const tables = await readTables(client);
  await client.end();
  return tables.length;
};

test('everything comes back: rows, sequences, keys, files, books; only the epoch is another', async () => {
  const written = await save(village.database.ownerUrl, folder);
  const dataDir = join(folder, 'second');
  const { ownerUrl, restored } = await bringBack(written.path, { dataDir });
  expect(restored).toMatchObject({ tables: written.tables, rows: written.rows, files: 2, migrated: [] });
  expect(await everything(ownerUrl)).toEqual(await everything(village.database.ownerUrl));
  expect(await folderFiles(join(dataDir, 'files')).get(photo)).toEqual(new Uint8Array([0xff, 0xd8, 0xff, 1, 2, 3]));
  expect(readFileSync(join(dataDir, 'certificates', 'authority.json'), 'utf8')).toBe('{"kept":true}');
  expect(readdirSync(dataDir).sort()).toEqual(['certificates', 'files']);
  const pool = ownerPool(ownerUrl, 1);
  expect(await verifyDatabase(pool)).toMatchObject({ faults: [], journals: 2 });
  const epochs = await Promise.all([pool, village.owner].map((one) => one.query('select epoch from server_state')));
  expect(epochs[0]?.rows).not.toEqual(epochs[1]?.rows);
  await pool.end();
});

test('the restored place works on: numbers go further, keys and triggers bind again', async () => {
  const { ownerUrl } = await bringBack((await save(village.database.ownerUrl, folder)).path);
  const app = createApp({ url: ownerUrl, maxConnections: 4 });
  const there = { ...village, app };
  const sheet = ordinaryMeeting(await contextOf(there, village.admin), '2025-06-12');
  await must(close(app, village.admin, sheet));
  const pool = ownerPool(ownerUrl, 1);
  expect(await verifyDatabase(pool)).toMatchObject({ faults: [], journals: 3 });
  await expect(pool.query('update posting set amount_paise = 1')).rejects.toThrow(/append-only/);
  await expect(pool.query('delete from org')).rejects.toThrow(/violates foreign key/);
  await app.close();
  await pool.end();
});

test('while the app writes, a backup is of one moment: the books in it are whole', async () => {
  let writing = true;
  let day = '2025-06-12';
  const writer = (async () => {
    while (writing) await meet((day = addDays(day, 1)));
  })();
  const paths: string[] = [];
  for (let n = 0; n < 3; n += 1) paths.push((await save(village.database.ownerUrl, folder)).path);
  writing = false;
  await writer;
  for (const path of paths) {
    const { ownerUrl } = await bringBack(path);
    const pool = ownerPool(ownerUrl, 1);
    expect((await verifyDatabase(pool)).faults).toEqual([]);
    const { rows } = await pool.query(
      `select (select count(*) from meeting where state = 'closed') = (select count(*) from journal) as same`,
    );
    expect(rows).toEqual([{ same: true }]);
    await pool.end();
  }
});

test('what the server says of a table comes after its rows: the backup is whole, and so is what is read again', async () => {
  const written = await save(await overSlowLine(village.database.ownerUrl), folder);
  const fresh = await freshDatabase({ empty: true });
  const slow = await overSlowLine(fresh.ownerUrl);
  const restored = await restoreBackup(slow, { path: written.path, recoveryKey, migrationsDir, dataDir: null });
  expect(written.rows).toBe((await save(village.database.ownerUrl, folder)).rows);
  expect(restored).toMatchObject({ tables: written.tables, rows: written.rows });
});

describe('refused, with nothing restored', () => {
  let good: string;
  const spoilt = (change: (bytes: Buffer) => Buffer): string => {
    const path = join(folder, `spoilt-${Math.random()}.backup`);
    writeFileSync(path, change(Buffer.from(readFileSync(good))));
    return path;
  };
  beforeAll(async () => {
    good = (await save(village.database.ownerUrl, folder)).path;
  });
  const refuse = async (path: string, key: string, words: RegExp, dir = migrationsDir): Promise<void> => {
    const { ownerUrl } = await freshDatabase({ empty: true });
    const dataDir = join(folder, `untouched-${Math.random()}`);
    const restoring = restoreBackup(ownerUrl, { path, recoveryKey: key, migrationsDir: dir, dataDir });
    await expect(restoring).rejects.toThrow(words);
    expect(await tablesIn(ownerUrl)).toBe(0);
    expect(existsSync(join(dataDir, 'files'))).toBe(false);
  };

  test('a changed byte anywhere', async () => {
    const size = readFileSync(good).length;
    for (const at of [0.05, 0.3, 0.6, 0.999])
      await refuse(
        spoilt((bytes) => {
          const place = Math.floor(size * at);
          bytes[place] = bytes[place]! ^ 1;
          return bytes;
        }),
        recoveryKey,
        /damaged or cut off/,
      );
  });
  test('cut off, also exactly between two pieces, or longer than it was', async () => {
    await refuse(
      spoilt((bytes) => bytes.subarray(0, -1)),
      recoveryKey,
      /damaged or cut off/,
    );
    await refuse(
      spoilt((bytes) => bytes.subarray(0, 1000)),
      recoveryKey,
      /damaged or cut off/,
    );
    await refuse(
      spoilt((bytes) => Buffer.concat([bytes, bytes.subarray(-300)])),
      recoveryKey,
      /damaged or cut off/,
    );
  });
  test('another key, a mistyped key', async () => {
    await refuse(good, makeRecoveryKey(), /does not open the backup/);
    await refuse(
      good,
      recoveryKey.replace(/.$/, (sign) => (sign === '2' ? '3' : '2')),
      /not a recovery key/,
    );
  });
  test('a newer format, another kind of file, no file', async () => {
    await refuse(
      spoilt((bytes) => Buffer.from(bytes.toString('latin1').replace('"format":1', '"format":2'), 'latin1')),
      recoveryKey,
      /newer Bakhiya/,
    );
    await refuse(
      spoilt(() => Buffer.from('a letter')),
      recoveryKey,
      /is not a backup of Bakhiya/,
    );
    await refuse(join(folder, 'nowhere.backup'), recoveryKey, /cannot be read/);
  });
  test('a newer schema than this program knows, or a changed history', async () => {
    const older = join(folder, 'older');
    mkdirSync(older);
    for (const name of readdirSync(migrationsDir).sort().slice(0, -1))
      copyFileSync(join(migrationsDir, name), join(older, name));
    await refuse(good, recoveryKey, /comes from a newer Bakhiya/, older);
    const changed = join(folder, 'changed');
    mkdirSync(changed);
    for (const name of readdirSync(migrationsDir)) copyFileSync(join(migrationsDir, name), join(changed, name));
    appendFileSync(join(changed, '0001_platform.sql'), '\nselect 1;\n');
    await refuse(good, recoveryKey, /differs from this one/, changed);
  });
  test('a place that is not empty: its tables, or its files', async () => {
    const { ownerUrl } = await freshDatabase();
    const options = { path: good, recoveryKey, migrationsDir };
    await expect(restoreBackup(ownerUrl, { ...options, dataDir: null })).rejects.toThrow(/is not empty/);
    const empty = await freshDatabase({ empty: true });
    await expect(restoreBackup(empty.ownerUrl, { ...options, dataDir: join(folder, 'data') })).rejects.toThrow(
      /is not empty/,
    );
    expect(await tablesIn(empty.ownerUrl)).toBe(0);
  });
  test('a table that is not what was saved', async () => {
    const source = await freshDatabase();
    const client = new pg.Client(source.ownerUrl);
    await client.connect();
    await client.query('create table made_by_hand (id int primary key)');
    await client.end();
    const written = await save(source.ownerUrl, folder);
    const { ownerUrl } = await freshDatabase({ empty: true });
    const restoring = restoreBackup(ownerUrl, { path: written.path, recoveryKey, migrationsDir, dataDir: null });
    await expect(restoring).rejects.toThrow('the table public.made_by_hand is not what was saved');
    expect(await tablesIn(ownerUrl)).toBe(0);
    const there = new pg.Client((await bringBack(good)).ownerUrl);
    await there.connect();
    const [table] = (await readTables(there)).filter(({ name }) => name === 'org');
    const tail = { bytes: 0, rows: 1, sha256: '0'.repeat(64) };
    await expect(compareTables(there, [{ table: table!, tail }])).rejects.toThrow('is not what was saved');
    await there.end();
  });
});

test('a backup of an older schema is brought up to this program', async () => {
  const older = join(folder, 'then');
  mkdirSync(older);
  const names = readdirSync(migrationsDir).sort();
  const later = '9999_later.sql';
  for (const name of names) copyFileSync(join(migrationsDir, name), join(older, name));
  const written = await save(village.database.ownerUrl, folder);
  writeFileSync(join(older, later), 'alter table org add column nickname text; update org set nickname = name;');
  const { ownerUrl, restored } = await bringBack(written.path, { dir: older });
  expect(restored.migrated).toEqual([later]);
  const client = new pg.Client(ownerUrl);
  await client.connect();
  expect((await client.query('select nickname from org')).rows).toEqual([{ nickname: 'Trust of the test' }]);
  await client.end();
});
