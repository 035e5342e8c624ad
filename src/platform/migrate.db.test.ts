import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, expect, test } from 'vitest';
import { freshDatabase } from '#test/database.ts';
import { migrate } from './migrate.server.ts';

const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));

function migrations(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'bakhiya-migrations-'));
  folders.push(folder);
  for (const [name, sql] of Object.entries(files)) writeFileSync(join(folder, name), sql);
  return folder;
}

async function rows(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const two = { '0001-cloth.sql': 'create table cloth (id int);', '0002-thread.sql': 'create table thread (id int);' };

test('applies what is missing, in order, once', async () => {
  const { ownerUrl } = await freshDatabase({ empty: true });
  expect(await migrate(ownerUrl, { dir: migrations(two) })).toEqual({ applied: Object.keys(two) });
  const dir = migrations({ ...two, '0003-needle.sql': 'alter table thread add colour text;' });
  expect(await migrate(ownerUrl, { dir })).toEqual({ applied: ['0003-needle.sql'] });
  expect(await migrate(ownerUrl, { dir })).toEqual({ applied: [] });
});

test('two processes that start together apply each migration once', async () => {
  const { ownerUrl } = await freshDatabase({ empty: true });
  const dir = migrations(two);
  const both = await Promise.all([migrate(ownerUrl, { dir }), migrate(ownerUrl, { dir })]);
  expect(both.flatMap((done) => done.applied).sort()).toEqual(Object.keys(two));
});

test('an applied migration that was changed stops the start; turned line ends do not', async () => {
  const { ownerUrl } = await freshDatabase({ empty: true });
  await migrate(ownerUrl, { dir: migrations({ '0001-cloth.sql': 'create table cloth (\n id int);\n' }) });
  await migrate(ownerUrl, { dir: migrations({ '0001-cloth.sql': 'create table cloth (\r\n id int);\r\n' }) });
  const changed = migrations({ '0001-cloth.sql': 'create table cloth (id bigint);' });
  await expect(migrate(ownerUrl, { dir: changed })).rejects.toMatchObject({
    code: 'migration.changed',
    params: { file: '0001-cloth.sql' },
  });
});

test('a failing migration leaves nothing of itself and names its line', async () => {
  const { ownerUrl } = await freshDatabase({ empty: true });
  const dir = migrations({ ...two, '0003-broken.sql': 'create table half (id int);\n\nselect missing from half;\n' });
  await expect(migrate(ownerUrl, { dir })).rejects.toMatchObject({
    code: 'migration.failed',
    params: { file: '0003-broken.sql', at: ' at line 3', detail: 'column "missing" does not exist' },
  });
  expect(await rows(ownerUrl, `select to_regclass('thread')::text as thread, to_regclass('half') as half`)).toEqual([
    { thread: 'thread', half: null },
  ]);
});

test('a database of a newer program, a bad name, two of one number, an empty folder: a sentence each', async () => {
  const { ownerUrl } = await freshDatabase({ empty: true });
  await migrate(ownerUrl, { dir: migrations(two) });
  const code = (files: Record<string, string>) =>
    migrate(ownerUrl, { dir: migrations(files) }).then(
      () => 'none',
      (fault: { code: string }) => fault.code,
    );
  expect(await code({ '0001-cloth.sql': two['0001-cloth.sql'] })).toBe('migration.newer');
  expect(await code({ ...two, 'third.sql': 'select 1;' })).toBe('migration.badName');
  expect(await code({ ...two, '0002-also.sql': 'select 1;' })).toBe('migration.twice');
  expect(await code({})).toBe('migration.none');
});

test('the app works as a role that owns nothing', async () => {
  const { ownerUrl, appUrl } = await freshDatabase({ empty: true });
  await migrate(ownerUrl, { dir: migrations(two) });
  expect(await rows(appUrl, 'select current_user as me')).toEqual([{ me: 'bakhiya_app' }]);
  await expect(rows(appUrl, 'select * from cloth')).rejects.toThrow('permission denied');
});

test('a role that cannot be made is named', async () => {
  const { ownerUrl } = await freshDatabase({ empty: true });
  await migrate(ownerUrl, { dir: migrations(two) });
  const { pathname } = new URL(ownerUrl);
  await rows(ownerUrl, `create role plain_user login password 'plain'`).catch(() => []);
  await rows(
    ownerUrl,
    `grant all on database ${pathname.slice(1)} to plain_user; grant all on schema public to plain_user;
    grant all on schema_migration to plain_user`,
  );
  const url = new URL(ownerUrl);
  url.username = 'plain_user';
  url.password = 'plain';
  await expect(migrate(url.href, { dir: migrations(two) })).rejects.toMatchObject({
    code: 'database.roles',
    params: { user: 'plain_user', role: 'bakhiya_app' },
  });
});

test('a server that is away or refuses is told without the password', async () => {
  const dir = migrations(two);
  await expect(migrate('postgres://asha:secret@127.0.0.1:9/books', { dir })).rejects.toMatchObject({
    code: 'database.unreachable',
    message: expect.not.stringContaining('secret') as string,
  });
  const { ownerUrl } = await freshDatabase({ empty: true });
  const wrong = new URL(ownerUrl);
  wrong.password = 'secret';
  await expect(migrate(wrong.href, { dir })).rejects.toMatchObject({
    code: 'database.refused',
    message: expect.stringContaining('authentication failed') as string,
  });
});
