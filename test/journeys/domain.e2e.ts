/** A domain of the operator's own: Debian's pebble plays the public authority and really asks over plain HTTP. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request as requestPlain } from 'node:http';
import { request } from 'node:https';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { X509Certificate } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { makeLeaf, makeRoot } from '#platform/certificates.server.ts';
import { freePorts } from '../ports.ts';
import { makeDataDir, startSecureApp, type SecureApp } from './secure-app.ts';

const DOMAIN = 'books.example.org';
const DAY_MS = 86_400_000;
const data = makeDataDir();
const folder = join(data.dataDir, '..', 'pebble');
const programs: ChildProcess[] = [];
let app: SecureApp | undefined;
let env: Record<string, string> = {};

beforeAll(async () => {
  if (!existsSync('/usr/bin/pebble'))
    throw new Error('pebble is missing: install it with "sudo apt-get install pebble".');
  mkdirSync(folder);
  const now = new Date();
  const root = await makeRoot({ name: 'pebble.local', now });
  const leaf = await makeLeaf(root, {
    names: ['localhost', '127.0.0.1'],
    from: now,
    until: new Date(now.getTime() + DAY_MS),
  });
  writeFileSync(join(folder, 'root.pem'), root.certificate);
  writeFileSync(join(folder, 'cert.pem'), leaf.certificate);
  writeFileSync(join(folder, 'key.pem'), leaf.key);
  const [port = 0, pebblePort = 0, ...others] = await freePorts(6);
  env = {
    PORT: String(port),
    BAKHIYA_HTTPS_PORT: '0',
    BAKHIYA_DOMAIN: DOMAIN,
    BAKHIYA_ACME_DIRECTORY: `https://127.0.0.1:${pebblePort}/dir`,
    NODE_EXTRA_CA_CERTS: join(folder, 'root.pem'),
  };
  await startPebble({ httpPort: port, pebblePort, others });
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.error(app?.words());
  await app?.stop();
});
afterAll(async () => {
  for (const program of programs) program.kill('SIGKILL');
  data.remove();
});

/** A name server that leads every name to this machine, and the authority that asks at `httpPort`. */
async function startPebble({
  httpPort,
  pebblePort,
  others,
}: {
  httpPort: number;
  pebblePort: number;
  others: number[];
}) {
  const [dns, manage, manageNames, tlsPort] = others;
  const pebble = {
    ...{ listenAddress: `127.0.0.1:${pebblePort}`, managementListenAddress: `127.0.0.1:${manage}` },
    ...{ certificate: join(folder, 'cert.pem'), privateKey: join(folder, 'key.pem') },
    ...{ httpPort, tlsPort, ocspResponderURL: '', externalAccountBindingRequired: false },
  };
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ pebble }));
  const noChallenges = ['-http01', '', '-https01', '', '-tlsalpn01', '', '-defaultIPv6', ''];
  const names = ['-dns01', `127.0.0.1:${dns}`, '-management', `127.0.0.1:${manageNames}`, ...noChallenges];
  await until(spawn('pebble-challtestsrv', names), /Starting challenge servers/);
  const env = { ...process.env, PEBBLE_VA_NOSLEEP: '1' };
  const settings = ['-config', join(folder, 'config.json'), '-dnsserver', `127.0.0.1:${dns}`];
  await until(spawn('pebble', settings, { env }), /^Pebble \S+ \S+ Listening on/m);
}

/** Waits until a program has said that it is ready. */
async function until(program: ChildProcess, ready: RegExp): Promise<void> {
  programs.push(program);
  let words = '';
  await new Promise<void>((done, fail) => {
    program.once('error', fail).once('exit', () => fail(new Error(words)));
    for (const stream of [program.stdout, program.stderr])
      stream?.on('data', (text: Buffer) => ready.test((words += text.toString())) && done());
  });
}

/** What a browser under the domain is shown. */
async function shown(
  port: number,
): Promise<{ certificate: X509Certificate; strict: string | undefined; status: number | undefined }> {
  const asked = request({
    port,
    host: '127.0.0.1',
    servername: DOMAIN,
    path: '/trust',
    headers: { host: DOMAIN },
    rejectUnauthorized: false,
  }).end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  const certificate = (response.socket as TLSSocket).getPeerX509Certificate();
  response.resume();
  if (!certificate) throw new Error('no certificate was shown');
  return { certificate, strict: response.headers['strict-transport-security'], status: response.statusCode };
}

async function plainly(port: number, host: string): Promise<[number | undefined, string | undefined]> {
  const asked = requestPlain({ port, host: '127.0.0.1', path: '/office', headers: { host } }).end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  response.resume();
  return [response.statusCode, response.headers.location];
}

const certificateFile = () => join(data.dataDir, 'certificates', 'domain', `${DOMAIN}.pem`);

test('the first start serves at once, proves the name and then shows a certificate of the public authority', async () => {
  app = await startSecureApp(data.dataDir, env);
  await app.said(/The certificate of books\.example\.org is in use until \d{4}-/);
  const { certificate, strict, status } = await shown(app.httpsPort);
  expect(certificate.issuer).toContain('Pebble Intermediate CA');
  expect(certificate.checkHost(DOMAIN)).toBe(DOMAIN);
  expect([status, strict]).toEqual([200, 'max-age=31536000']);
  for (const name of readdirSync(join(certificateFile(), '..')))
    expect(statSync(join(certificateFile(), '..', name)).mode & 0o777).toBe(0o600);
  expect(await plainly(app.port, DOMAIN)).toEqual([308, `https://${DOMAIN}/office`]);
  // The machine's own addresses stay plain: no certificate of the domain would fit them.
  expect(await plainly(app.port, 'localhost')).toEqual([303, '/sign-in?back=%2Foffice']);
});

test('the next start shows the kept one at once and asks for no other', async () => {
  const kept = readFileSync(certificateFile(), 'utf8');
  app = await startSecureApp(data.dataDir, { ...env, BAKHIYA_ACME_DIRECTORY: 'https://127.0.0.1:9/dir' });
  expect((await shown(app.httpsPort)).certificate.fingerprint256).toBe(new X509Certificate(kept).fingerprint256);
  expect(app.words()).not.toContain('No new certificate');
});

test('near its end it is renewed under the same account', async () => {
  const account = readFileSync(join(certificateFile(), '..', 'account.json'), 'utf8');
  writeFileSync(certificateFile(), await endingSoon());
  app = await startSecureApp(data.dataDir, env);
  await app.said(/The certificate of books\.example\.org is in use until/);
  expect((await shown(app.httpsPort)).certificate.issuer).toContain('Pebble Intermediate CA');
  expect(readFileSync(join(certificateFile(), '..', 'account.json'), 'utf8')).toBe(account);
});

test('when the authority cannot be reached the old one keeps serving, and one sentence says so', async () => {
  const old = await endingSoon();
  writeFileSync(certificateFile(), old);
  app = await startSecureApp(data.dataDir, { ...env, BAKHIYA_ACME_DIRECTORY: 'https://127.0.0.1:9/dir' });
  await app.said(
    /No new certificate for books\.example\.org \([^\n]+\): the old one serves until \d{4}-\d\d-\d\d; next try at [^\n]+ UTC\.\n/,
  );
  expect((await shown(app.httpsPort)).certificate.fingerprint256).toBe(new X509Certificate(old).fingerprint256);
});

async function endingSoon(): Promise<string> {
  const now = new Date();
  const root = await makeRoot({ name: DOMAIN, now });
  const from = new Date(now.getTime() - DAY_MS);
  const { certificate, key } = await makeLeaf(root, {
    names: [DOMAIN],
    from,
    until: new Date(now.getTime() + 29 * DAY_MS),
  });
  return `${certificate}\n${key}\n`;
}
