import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PeerCertificate, checkServerIdentity, connect, createServer } from 'node:tls';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openAuthority } from './authority.server.ts';
import { makeLeaf } from './certificates.server.ts';
import { keepOnce, readKept } from './kept-files.server.ts';

const NOW = new Date();
const later = (days: number) => new Date(NOW.getTime() + days * 86_400_000);

let dir = '';
beforeEach(() => void (dir = join(mkdtempSync(join(tmpdir(), 'bakhiya-authority-')), 'certificates')));
afterEach(() => rmSync(join(dir, '..'), { recursive: true, force: true }));

type Start = { usual?: string; wanted?: string | null; now?: Date; httpsPort?: number };
const open = ({ usual = 'asha.local', wanted = null, now = NOW, httpsPort = 8443 }: Start = {}) =>
  openAuthority({ dir, name: { usual, wanted }, httpsPort, now });

/** Calls a server that shows `pem` as a browser would that trusts `ca`. */
async function call(pem: string, { host, ca }: { host: string; ca: string }): Promise<'trusted' | 'refused'> {
  const server = createServer({ key: pem, cert: pem }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.on('tlsClientError', () => {});
  const identity = (_: string, shown: PeerCertificate) => checkServerIdentity(host, shown);
  const socket = connect({ port, host: '127.0.0.1', ca, checkServerIdentity: identity });
  const outcome = await Promise.race([
    once(socket, 'secureConnect').then(() => 'trusted' as const),
    once(socket, 'error').then(() => 'refused' as const),
  ]).catch(() => 'refused' as const);
  socket.destroy();
  server.close();
  return outcome;
}

test('a phone that trusts the authority trusts this machine by name and by address, and nobody else does', async () => {
  const authority = await open();
  const ca = authority.certificate.toString();
  const pem = await authority.serverPem(['192.168.1.20'], NOW);
  for (const host of ['asha.local', '192.168.1.20', 'localhost', '127.0.0.1'])
    expect([host, await call(pem, { host, ca })]).toEqual([host, 'trusted']);
  expect(await call(pem, { host: 'bank.example', ca })).toBe('refused');
  rmSync(dir, { recursive: true });
  const stranger = (await open()).certificate.toString();
  expect(await call(pem, { host: 'asha.local', ca: stranger })).toBe('refused');
});

test.each([
  ['asha.local', 'trusted'],
  ['10.1.2.3', 'trusted'],
  ['bank.example', 'refused'],
  ['other.local', 'refused'],
  ['8.8.8.8', 'refused'],
])('whoever stole its key and speaks for %s is %s', async (host, outcome) => {
  const authority = await open();
  const root = JSON.parse(readKept(join(dir, 'authority.json')) ?? '') as { certificate: string; key: string };
  const { certificate, key } = await makeLeaf(root, { names: ['localhost', host], from: later(-1), until: later(90) });
  expect(await call(`${certificate}\n${key}`, { host, ca: authority.certificate.toString() })).toBe(outcome);
});

test('the second start finds the same authority, name and certificate, whatever the machine is called by then', async () => {
  const first = await open();
  const pem = await first.serverPem(['192.168.1.20'], NOW);
  const second = await open({ usual: 'new-name.local', httpsPort: 9443 });
  expect([first.fresh, second.fresh]).toEqual([true, false]);
  expect(second).toMatchObject({ name: 'asha.local', httpsPort: 8443 });
  expect(second.certificate.fingerprint256).toBe(first.certificate.fingerprint256);
  expect(await second.serverPem(['192.168.1.20'], NOW)).toBe(pem);
  await expect(open({ wanted: 'new-name.local' })).rejects.toThrow('set BAKHIYA_LAN_NAME=asha.local or leave it out');
  expect((await open({ wanted: 'asha.local' })).fresh).toBe(false);
});

test('a certificate lives 397 days at most and is made anew 30 days before its end, by the same authority', async () => {
  const authority = await open();
  const days = (pem: string) => {
    const { validFromDate, validToDate } = new X509Certificate(pem);
    return (validToDate.getTime() - validFromDate.getTime()) / 86_400_000;
  };
  const first = await authority.serverPem([], NOW);
  expect(days(first)).toBe(397);
  expect(await authority.serverPem([], later(365))).toBe(first);
  const second = await authority.serverPem([], later(367));
  expect(second).not.toBe(first);
  expect(new X509Certificate(second).verify(authority.certificate.publicKey)).toBe(true);
  // a clock that was ahead and is right again
  expect(await authority.serverPem([], NOW)).not.toBe(second);
});

test('a new address of the machine makes a new certificate, a lost one does not', async () => {
  const authority = await open();
  const first = await authority.serverPem(['192.168.1.20'], NOW);
  expect(await authority.serverPem([], NOW)).toBe(first);
  const second = await authority.serverPem(['192.168.1.20', 'fd00::5'], NOW);
  expect(second).not.toBe(first);
  expect(new X509Certificate(second).checkIP('fd00::5')).toBe('fd00::5');
});

test('an authority near its end is followed by another of the same name, and the old one is kept aside', async () => {
  const first = await open();
  expect((await open({ now: later(3600) })).fresh).toBe(false);
  const last = new X509Certificate(await first.serverPem([], later(3600)));
  expect(last.validToDate).toEqual(first.certificate.validToDate);
  const second = await open({ usual: 'new-name.local', now: later(3625) });
  expect(second).toMatchObject({ fresh: true, name: 'asha.local', httpsPort: 8443 });
  expect(readdirSync(dir).filter((name) => name.endsWith('.old'))).toHaveLength(1);
});

test('only this user may read the keys', async () => {
  await (await open()).serverPem([], NOW);
  expect(statSync(dir).mode & 0o777).toBe(0o700);
  expect(readdirSync(dir).map((name) => [name, statSync(join(dir, name)).mode & 0o777])).toEqual([
    ['authority.json', 0o600],
    ['server.pem', 0o600],
  ]);
});

test('two first starts at once agree on one authority', async () => {
  const [one, two] = await Promise.all([open(), open()]);
  expect(one.certificate.fingerprint256).toBe(two.certificate.fingerprint256);
});

test.each(['', '{"name":"asha.local"', '{"name":"asha.local","key":"x","certificate":"y"}'])(
  'a damaged authority (%j) is told and not overwritten',
  async (text) => {
    keepOnce(join(dir, 'authority.json'), text);
    await expect(open()).rejects.toThrow(/authority\.json is damaged: put it back from a backup/);
    expect(readKept(join(dir, 'authority.json'))).toBe(text);
  },
);

test('a damaged certificate of the server is simply made anew', async () => {
  const authority = await open();
  writeFileSync(join(dir, 'server.pem'), 'half');
  expect(await authority.serverPem([], NOW)).toContain('PRIVATE KEY');
});

test('a folder that takes no file is one sentence', async () => {
  writeFileSync(dir, 'a file in its place');
  await expect(open()).rejects.toThrow('cannot be written to by this user');
});
