/** An update in a clone of its own: forward with a new migration, and back from one that fails, with code and data as they were. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEmbedded } from '#platform/postgres.server.ts';
import { packedPaths } from '../scripts/lib/archive.mjs';
import { buildStamp, installStamp } from '../scripts/lib/prepare.mjs';

const cloneDir = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'bakhiya-update-'));
chmodSync(folder, 0o755);
const origin = join(folder, 'origin');
const mine = join(folder, 'mine');
const dataDir = join(folder, 'data');
const env = {
  ...process.env,
  ...{ PORT: '0', BAKHIYA_HTTPS_PORT: '0', HOST: '127.0.0.1', DATABASE_URL: '', BAKHIYA_DATA: dataDir },
  ...{
    GIT_AUTHOR_NAME: 'T',
    GIT_AUTHOR_EMAIL: 't@x.invalid',
    GIT_COMMITTER_NAME: 'T',
    GIT_COMMITTER_EMAIL: 't@x.invalid',
  },
};
const git = (where: string, ...args: string[]): string =>
  execFileSync('git', ['-c', 'safe.directory=*', ...args], { cwd: where, env, encoding: 'utf8' }).trim();

/** The source as it lies here, as a repository with one commit; packages are linked, and the build is a page that says nothing. */
beforeAll(async () => {
  mkdirSync(origin);
  const sources = packedPaths().filter((path) => !/^(node_modules|build|data)\b/.test(path));
  execFileSync('cp', ['--archive', '--parents', ...sources, origin], { cwd: cloneDir });
  git(origin, 'init', '--quiet', '--initial-branch=main');
  git(origin, 'add', '--all');
  git(origin, 'commit', '--quiet', '--message', 'before');
  git(folder, 'clone', '--quiet', origin, mine);
  const made = packedPaths().filter((path) => path.startsWith('node_modules/'));
  execFileSync('cp', ['--archive', '--link', '--parents', ...made, mine], { cwd: cloneDir });
  mkdirSync(join(mine, 'data'), { recursive: true });
  mkdirSync(join(mine, 'build'));
  writeFileSync(join(mine, 'build', 'handler.js'), 'export const handler = (request, response) => response.end();');
  writeFileSync(join(mine, 'data', '.install-stamp'), installStamp());
  writeFileSync(join(mine, 'data', '.build-stamp'), buildStamp());
  const app = spawn(process.execPath, ['src/main.ts'], {
    cwd: mine,
    env,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await once(app, 'message');
  app.kill('SIGTERM');
  await once(app, 'exit');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function publish(name: string, sql: string): void {
  writeFileSync(join(origin, 'db', 'migrations', name), sql);
  git(origin, 'add', '--all');
  git(origin, 'commit', '--quiet', '--message', name);
}
function update(): { status: number | null; words: string } {
  const done = spawnSync(process.execPath, ['scripts/update.mjs'], { cwd: mine, env, encoding: 'utf8' });
  return { status: done.status, words: done.stdout + done.stderr };
}
async function asked(query: string): Promise<unknown[]> {
  const server = await startEmbedded({ cloneDir: mine, dataDir });
  const client = new pg.Client(server.ownerUrl);
  client.on('error', () => {});
  await client.connect();
  const { rows } = await client.query(query);
  await client.end();
  await server.stop();
  return rows as unknown[];
}
const migrations = 'select file from schema_migration order by version desc limit 1';

test('forward: backup, new code, new migration', async () => {
  publish('9998_nickname.sql', `alter table org add column nickname text default 'n';`);
  const { status, words } = update();
  expect(words).toContain('Updated. The backup from before:');
  expect(status).toBe(0);
  expect(git(mine, 'rev-parse', 'HEAD')).toBe(git(origin, 'rev-parse', 'HEAD'));
  expect(await asked('select nickname from org')).toEqual([{ nickname: 'n' }]);
  expect(readdirSync(join(dataDir, 'backups')).length).toBeGreaterThan(0);
  expect(words).not.toMatch(/([0-9A-Z]{4}-){7}/);
});

test('back: a migration that fails on this data leaves version and data as they were', async () => {
  const before = git(mine, 'rev-parse', 'HEAD');
  publish('9999_breaks.sql', `alter table org add column half text; update org set name = null;`);
  const { status, words } = update();
  expect(status).toBe(1);
  expect(words).toContain('The migration 9999_breaks.sql failed');
  expect(words).toContain('The former version is in place again, with the data as it was.');
  expect(git(mine, 'rev-parse', 'HEAD')).toBe(before);
  expect(await asked(migrations)).toEqual([{ file: '9998_nickname.sql' }]);
  expect(await asked(`select nickname from org`)).toEqual([{ nickname: 'n' }]);
});

test('back with data: what was saved takes the place of what is there', async () => {
  const saved = spawnSync(process.execPath, ['scripts/update-data.ts', 'save'], { cwd: mine, env, encoding: 'utf8' });
  const { path, recoveryKey } = JSON.parse(saved.stdout.trim().split('\n').at(-1)!) as {
    path: string;
    recoveryKey: string;
  };
  await asked(`update org set nickname = 'spoilt'`);
  const back = spawnSync(process.execPath, ['scripts/update-data.ts', 'back', path], {
    cwd: mine,
    env: { ...env, BAKHIYA_UPDATE_KEY: recoveryKey },
    encoding: 'utf8',
  });
  expect(back.stderr).not.toMatch(/Error/);
  expect(back.status).toBe(0);
  expect(await asked(`select nickname from org`)).toEqual([{ nickname: 'n' }]);
});

test('changed files of the program are not overwritten', () => {
  writeFileSync(join(mine, 'README.md'), 'mine');
  const { status, words } = update();
  expect(status).toBe(1);
  expect(words).toContain('were changed by hand here');
});
