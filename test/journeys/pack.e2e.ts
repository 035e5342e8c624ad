/**
 * An archive on a machine without internet: in a network namespace that has no routes it starts from nothing, serves and signs in. What the
 * archive holds is linked into a folder here; `PACK_WHOLE=1` makes the real file and unpacks it.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { packedNode, packedPaths, sourceFiles, starter } from '../../scripts/lib/archive.mjs';
import { buildStamp, installStamp } from '../../scripts/lib/prepare.mjs';

const cloneDir = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'bakhiya-pack-'));
chmodSync(folder, 0o755);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const namespace = ['unshare', ...(process.getuid?.() === 0 ? [] : ['--map-root-user']), '--net'];
const permitted = spawnSync(namespace[0]!, [...namespace.slice(1), 'ip', 'link', 'set', 'lo', 'up']).status === 0;

function unpacked(): string {
  const there = join(folder, 'there');
  mkdirSync(there);
  if (process.env['PACK_WHOLE'] === '1') {
    const file = join(folder, 'archive.tar.gz');
    execFileSync(process.execPath, ['scripts/pack.mjs', file], { cwd: cloneDir });
    execFileSync('tar', ['xzf', file, '-C', there]);
    return there;
  }
  const paths = packedPaths().filter((path) => !path.startsWith('data/'));
  execFileSync('cp', ['--archive', '--link', '--parents', ...paths, there], { cwd: cloneDir });
  mkdirSync(join(there, 'data'));
  writeFileSync(join(there, 'data', '.install-stamp'), installStamp());
  writeFileSync(join(there, 'data', '.build-stamp'), buildStamp());
  writeFileSync(join(there, 'PACKED'), sourceFiles().join('\n'));
  writeFileSync(join(there, 'bakhiya'), starter(packedNode()), { mode: 0o755 });
  return there;
}

/** Runs inside the namespace: starts the app as its user would, looks at it, stops it, and says what it saw as JSON. */
const visitor = `
import { spawn } from 'node:child_process';
import { networkInterfaces } from 'node:os';
const app = spawn('./bakhiya', { env: { ...process.env, PORT: '8099', HOST: '127.0.0.1' }, stdio: ['ignore', 'pipe', 'pipe'] });
let words = '';
const ended = new Promise((done) => app.once('close', done));
const first = new Promise((done) => {
  for (const stream of [app.stdout, app.stderr])
    stream.on('data', (text) => { words += text; if (/First sign-in: phone \\d+, PIN \\d+/.test(words)) setTimeout(done, 0); });
});
await Promise.race([first, ended.then(() => { throw new Error(words); })]);
const base = 'http://127.0.0.1:8099';
for (;;) { const ready = await fetch(base + '/readyz').catch(() => null); if (ready?.status === 200) break; }
const [, phone, secret] = /phone (\\d+), PIN (\\d+)/.exec(words);
const signedIn = await fetch(base + '/sign-in', { method: 'POST', redirect: 'manual', headers: { origin: base, accept: 'text/html' }, body: new URLSearchParams({ phone, secret }) });
const cookie = signedIn.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ');
const account = await fetch(base + '/account', { headers: { cookie } });
const outside = await fetch('http://192.0.2.1/', { signal: AbortSignal.timeout(2000) }).then(() => 'reached', () => 'no way out');
app.kill('SIGTERM');
console.log(JSON.stringify({ signIn: signedIn.status, account: account.status, outside, lan: Object.keys(networkInterfaces()), code: await ended, key: /Recovery key of the backups: \\S+/.test(words) }));
`;

test('it starts without internet, serves and signs in', (context) => {
  if (!permitted) return context.skip('a network namespace needs a right that is not given here');
  const there = unpacked();
  writeFileSync(join(folder, 'visitor.mjs'), visitor);
  const node = join(there, packedNode());
  // nothing of this machine's own Node or npm helps
  const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: folder, BAKHIYA_DATA: join(there, 'data') };
  const inside = `ip link set lo up && exec "${node}" "${join(folder, 'visitor.mjs')}"`;
  const { stdout, stderr } = spawnSync(namespace[0]!, [...namespace.slice(1), 'sh', '-c', inside], {
    cwd: there,
    env,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(JSON.parse(stdout.trim().split('\n').at(-1)!)).toEqual({
    signIn: 303,
    account: 200,
    outside: 'no way out',
    lan: ['lo'],
    code: 0,
    key: true,
  });
  expect(readFileSync(join(there, 'PACKED'), 'utf8')).toContain('src/main.ts');
});
