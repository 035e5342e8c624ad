/** The life of the app around its database: each test runs the real process on a data folder of its own. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { type Server, createServer } from 'node:net';
import { join } from 'node:path';
import { once } from 'node:events';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { startEmbedded } from '#platform/postgres.server.ts';
import { freshDatabase } from './database.ts';
import { quickFolder } from './quick-folder.ts';

const cloneDir = join(import.meta.dirname, '..');
const handler = `
  export const handler = async (request, response) => {
    if (request.url === '/slow') { process.stdout.write('slow begun\\n'); await new Promise((go) => setTimeout(go, 700)); }
    response.end(request.url === '/url' ? process.env.BAKHIYA_DATABASE_URL : 'served by ' + request.headers['x-bakhiya-protocol']);
  };`;

let folder = '';
let dataDir = '';
const running: App[] = [];
const PORT = 42_000 + (process.pid % 1_000);

/** An empty database server that each test copies: making one flushes many files to the disk. */
let prepared = '';

beforeAll(async () => {
  prepared = mkdtempSync(join(quickFolder(), 'bakhiya-prepared-'));
  chmodSync(prepared, 0o755);
  const server = await startEmbedded({ cloneDir, dataDir: prepared, throwAway: true });
  await server.stop();
});

afterAll(() => rmSync(prepared, { recursive: true, force: true }));

const usePrepared = () => void execFileSync('cp', ['-a', prepared, dataDir]);

beforeEach(() => {
  folder = mkdtempSync(join(quickFolder(), 'bakhiya-start-'));
  chmodSync(folder, 0o755);
  dataDir = join(folder, 'data');
  writeFileSync(join(folder, 'handler.mjs'), handler);
});

afterEach(async () => {
  for (const app of running.splice(0)) {
    app.child.kill('SIGTERM');
    await app.ended;
  }
  if (existsSync(join(dataDir, 'postgres', 'cluster', 'postmaster.pid'))) {
    const left = await startEmbedded({ cloneDir, dataDir });
    await left.stop();
  }
  rmSync(folder, { recursive: true, force: true });
});

type App = { child: ChildProcess; words: () => string; ended: Promise<number | null>; port: Promise<number> };

function startApp(env: Record<string, string> = {}): App {
  const settings = {
    ...{ PORT: '0', HOST: '127.0.0.1', DATABASE_URL: '', BAKHIYA_DATA: dataDir },
    BAKHIYA_HANDLER: join(folder, 'handler.mjs'),
  };
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: cloneDir,
    env: { ...process.env, ...settings, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let words = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text: Buffer) => (words += text.toString()));
  // Not 'close': it does not come once the channel was given up.
  const spoken = [child.stdout, child.stderr].map((stream) => stream && once(stream, 'end'));
  const ended = Promise.all([once(child, 'exit'), ...spoken]).then(([[code]]) => code as number | null);
  const port = once(child, 'message').then(([message]) => (message as { serving: number }).serving);
  const app = { child, words: () => words, ended, port: Promise.race([port, ended.then(() => fail(words))]) };
  app.port.catch(() => {});
  running.push(app);
  return app;
}

function fail(words: string): never {
  throw new Error(`The app ended: ${words}`);
}

async function get(app: App, path: string): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${await app.port}${path}`);
  return `${response.status} ${(await response.text()).trim()}`;
}

const lastLine = (app: App) => app.words().trim().split('\n').at(-1) ?? '';
const postmaster = () =>
  Number(readFileSync(join(dataDir, 'postgres', 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]);

test('starts from nothing, serves, stops with the database, and starts again', async () => {
  const app = startApp();
  expect(await get(app, '/')).toBe('200 served by http');
  expect(await get(app, '/healthz')).toBe('200 alive');
  expect(await get(app, '/readyz')).toBe('200 ready');
  expect(await get(app, '/url')).toMatch(/^200 postgres:/);
  app.child.kill('SIGINT');
  app.child.kill('SIGTERM');
  app.child.kill('SIGINT');
  expect(await app.ended).toBe(0);
  expect(readdirSync(join(dataDir, 'postgres', 'cluster'))).not.toContain('postmaster.pid');
  expect(await get(startApp(), '/readyz')).toBe('200 ready');
});

test('a running request is answered before the end', async () => {
  usePrepared();
  const app = startApp();
  const answer = get(app, '/slow');
  await once(app.child.stdout!, 'data', { signal: AbortSignal.timeout(20_000) });
  while (!app.words().includes('slow begun')) await once(app.child.stdout!, 'data');
  app.child.kill('SIGTERM');
  expect(await answer).toBe('200 served by http');
  expect(await app.ended).toBe(0);
});

test('it ends when the script that started it is gone', async () => {
  usePrepared();
  const app = startApp();
  await app.port;
  app.child.disconnect();
  expect(await app.ended).toBe(0);
});

test('after kill -9 of the app the next start takes over its database server', async () => {
  usePrepared();
  const first = startApp();
  await first.port;
  const server = postmaster();
  first.child.kill('SIGKILL');
  await first.ended;
  const second = startApp();
  expect(await get(second, '/readyz')).toBe('200 ready');
  expect(postmaster()).toBe(server);
  second.child.kill('SIGTERM');
  expect(await second.ended).toBe(0);
});

test('after kill -9 of the database server the app says so and ends, and the next start recovers', async () => {
  usePrepared();
  const first = startApp();
  await first.port;
  process.kill(postmaster(), 'SIGKILL');
  expect(await first.ended).toBe(1);
  expect(first.words()).toContain('The database stopped while the app was running');
  expect(await get(startApp(), '/readyz')).toBe('200 ready');
});

test('a second app on the same data is turned away and the first goes on', async () => {
  usePrepared();
  const first = startApp();
  await first.port;
  const second = startApp();
  expect(await second.ended).toBe(1);
  expect(lastLine(second)).toBe(`Another running Bakhiya uses the data in ${dataDir}/postgres: stop that one first.`);
  expect(await get(first, '/readyz')).toBe('200 ready');
});

test('two apps that start at once on no data make one database, and one of them serves', async () => {
  const both = [startApp(), startApp()];
  const ends = await Promise.allSettled(both.map((app) => app.port));
  expect(ends.map((end) => end.status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(both.map((app) => app.words()).join('')).toContain('Another running Bakhiya uses the data');
});

test('two apps on one DATABASE_URL both serve', async () => {
  const { ownerUrl } = await freshDatabase({ empty: true });
  const both = [startApp({ DATABASE_URL: ownerUrl }), startApp({ DATABASE_URL: ownerUrl })];
  expect(await Promise.all(both.map((app) => get(app, '/readyz')))).toEqual(['200 ready', '200 ready']);
});

test('a taken port is one sentence, and nothing is made before', async () => {
  const taken: Server = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as { port: number };
  const app = startApp({ PORT: String(port) });
  expect(await app.ended).toBe(1);
  expect(app.words().trim()).toBe(
    `Port ${port} on 127.0.0.1 is already in use: stop the other program, or choose another with PORT=${port + 1}.`,
  );
  expect(readdirSync(folder)).not.toContain('data');
  const secure = startApp({ BAKHIYA_HTTPS_PORT: String(port) });
  expect(await secure.ended).toBe(1);
  expect(lastLine(secure)).toContain(`choose another with BAKHIYA_HTTPS_PORT=${port + 1}.`);
  expect(readdirSync(folder)).not.toContain('data');
  taken.close();
});

test('HTTPS stands beside HTTP, under an authority that the next start finds again', async () => {
  usePrepared();
  const first = startApp({ BAKHIYA_LAN_NAME: 'asha.local' });
  await first.port;
  const { certificate } = JSON.parse(readFileSync(join(dataDir, 'certificates', 'authority.json'), 'utf8')) as {
    certificate: string;
  };
  expect(await securely(first, certificate)).toBe('served by https');
  expect(first.words()).toMatch(/https:\/\/asha\.local:\d+/);
  first.child.kill('SIGTERM');
  expect(await first.ended).toBe(0);
  const second = startApp();
  await second.port;
  expect(await securely(second, certificate)).toBe('served by https');
  expect(second.words()).not.toContain('Making the certificate');
  second.child.kill('SIGTERM');
  await second.ended;
  const renamed = startApp({ BAKHIYA_LAN_NAME: 'rani.local' });
  expect(await renamed.ended).toBe(1);
  expect(lastLine(renamed)).toContain('Phones know this machine as asha.local');
});

/** As a phone that trusts the authority and found the machine by its name. */
async function securely(app: App, ca: string): Promise<string> {
  const port = Number(await spoken(app));
  const asked = request({ host: '127.0.0.1', port, servername: 'asha.local', path: '/', ca }).end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  return (await response.toArray()).join('');
}

/** The port on the line that comes after the process told that it serves. */
async function spoken(app: App): Promise<string> {
  for (;;) {
    const found = /https:\/\/asha\.local:(\d+)/.exec(app.words())?.[1];
    if (found) return found;
    await once(app.child.stdout!, 'data');
  }
}

test.each([
  [
    { DATABASE_URL: 'books' },
    'DATABASE_URL is "(not shown)", but it must be like postgres://user:password@host:5432/database.',
  ],
  [
    { DATABASE_URL: 'postgres://a:secret@127.0.0.1:9/b' },
    /^The database server of DATABASE_URL \(127.0.0.1:9\) cannot be reached: [^\n]*\.$/,
  ],
  [
    { BAKHIYA_HANDLER: '/nowhere/handler.js' },
    'The built app is missing at /nowhere/handler.js: run npm start, which builds it.',
  ],
  [{ BAKHIYA_DATA: '/proc/bakhiya/data' }, /^The folder \/proc\/bakhiya cannot be written to by this user/],
])('%j: one sentence and exit code 1', async (env, sentence) => {
  usePrepared();
  const app = startApp(env);
  expect(await app.ended).toBe(1);
  expect(lastLine(app)).toMatch(sentence);
  expect(app.words()).not.toContain('secret');
});

test('as a service, a database that does not start is told to visitors in words', async () => {
  const app = startApp({ DATABASE_URL: 'postgres://a:secret@127.0.0.1:9/b', BAKHIYA_SERVICE: '1', PORT: String(PORT) });
  const asked = async (path: string): Promise<Response | null> =>
    fetch(`http://127.0.0.1:${PORT}${path}`).catch(() => null);
  let page = '';
  // the port is open before the database was tried
  for (; !page.includes('<h1>'); await new Promise((go) => setImmediate(go)))
    page = (await (await asked('/office'))?.text()) ?? '';
  for (const words of ['Bakhiya cannot start', 'शुरू नहीं हो पा रहा', 'شروع نہیں ہو پا رہا', '127.0.0.1:9'])
    expect(page).toContain(words);
  expect(page).not.toContain('secret');
  expect((await asked('/readyz'))?.status).toBe(503);
  app.child.kill('SIGTERM');
  expect(await app.ended).toBe(0);
});

test('an ordinary password does not open the database over TCP without one', async () => {
  usePrepared();
  const app = startApp();
  const url = new URL((await get(app, '/url')).slice(4));
  const over = (password: string) =>
    new pg.Client({ host: '127.0.0.1', port: Number(url.port), user: 'bakhiya', database: 'bakhiya', password });
  await expect(over('guess').connect()).rejects.toThrow('password authentication failed');
  const client = over(url.password);
  await client.connect();
  const { rows } = await client.query(`select rolsuper from pg_roles where rolname = current_user`);
  expect(rows).toEqual([{ rolsuper: false }]);
  await client.end();
});
