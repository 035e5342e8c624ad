/** Two processes of the built app on one database: sessions, phones and work behind are shared, and neither loses a running command. */
import '#test/field/phone.ts';
import { setTimeout as wait } from 'node:timers/promises';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAuth, installationSecret } from '#app/auth.server.ts';
import { appendCommand, createSync, enrol, readGroup } from '#field/index.ts';
import { openPool } from '#platform/db.server.ts';
import { newId } from '#platform/ids.ts';
import { contextAfter, judge, type GroupContext } from '#domain/meetings/index.ts';
import { enrolmentFor } from '../campaign/real-server.ts';
import { makeLocks } from '../field/locks.ts';
import { newPhone } from '../field/phone.ts';
import { browserWith } from '../sign-in.ts';
import { contextOf, makeVillage, ordinaryMeeting, type Village } from '../village.ts';
import { makeDataDir, startSecureApp, type SecureApp } from './secure-app.ts';

const SECRET = 'kaghaz qalam dawaat 7';
let village: Village;
let both: SecureApp[] = [];
let phone = '';
const folder = makeDataDir();

const start = () =>
  startSecureApp(folder.dataDir, {
    DATABASE_URL: village.database.ownerUrl,
    BAKHIYA_HTTPS_PORT: '0',
    BAKHIYA_MDNS: '0',
  });

beforeAll(async () => {
  village = await makeVillage({ members: 10 });
  // an administrator's second step is left out in the demo alone
  await village.owner.query('update server_state set demo = true');
  const { userId } = village.admin;
  const authPool = openPool(village.database.ownerUrl, { role: 'bakhiya_auth', max: 1 });
  const auth = createAuth({ authPool, secret: await installationSecret(authPool), origin: 'http://localhost' });
  const given = await auth.setSecret(userId, SECRET, { demo: true });
  await authPool.end();
  if (!given.ok) throw new Error(given.code);
  const { rows } = await village.owner.query<{ phone: string }>('select phone from app_user where user_id = $1', [
    userId,
  ]);
  phone = rows[0]!.phone;
  both = await Promise.all([start(), start()]);
});
afterAll(async () => {
  for (const app of both) await app.stop();
  folder.remove();
  await village.app.close();
  await village.owner.end();
});

type Client = { cookies: Headers };
async function call(app: SecureApp, client: Client, method: string, path: string, body?: unknown) {
  const headers = new Headers(client.cookies);
  headers.set('content-type', 'application/json');
  const response = await fetch(`http://127.0.0.1:${app.port}/api${path}`, {
    ...{ method, headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  client.cookies = browserWith(response.headers.getSetCookie(), client.cookies);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
async function signedInAt(app: SecureApp): Promise<Client> {
  const client = { cookies: new Headers() };
  expect(await call(app, client, 'POST', '/session', { phone, secret: SECRET })).toMatchObject({ status: 200 });
  return client;
}

const rowsOf = async <T extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<T[]> =>
  (await village.owner.query<T>(text, values)).rows;
/** Asks the database again and again until it says so. */
async function until(what: string, said: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 60_000; !(await said()); await wait(50))
    if (Date.now() > end) throw new Error(`Not within a minute: ${what}`);
}
const statusOf = async (id: string) =>
  (await rowsOf<{ status: string }>('select status from command where command_id = $1', [id]))[0]?.status;
const dutiesAreDue = () => village.owner.query('update duty set run_at = now()');
const waitingForLocks = async (count: number) =>
  until(`${count} wait for a lock`, async () => {
    const waiting = await rowsOf(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return waiting.length >= count;
  });

test('a session made at one is known at the other, and ended there is ended here', async () => {
  const [a, b] = both as [SecureApp, SecureApp];
  const client = await signedInAt(a);
  expect(await call(b, client, 'GET', '/session')).toMatchObject({
    status: 200,
    body: { userId: village.admin.userId },
  });
  const copy = { cookies: new Headers(client.cookies) };
  expect(await call(b, client, 'DELETE', '/session')).toMatchObject({ status: 200 });
  expect(await call(a, copy, 'GET', '/session')).toMatchObject({ status: 401 });
});

test('a phone that reaches now one, now the other sends each meeting once', async () => {
  const cookies = { now: new Headers() };
  const reached: number[] = [];
  const request = async (url: string, init: RequestInit): Promise<Response> => {
    const { port } = both[reached.length % 2]!;
    reached.push(port);
    const headers = new Headers(init.headers);
    for (const [name, value] of cookies.now) headers.set(name, value);
    const response = await fetch(url.replace('http://both', `http://127.0.0.1:${port}`), { ...init, headers });
    cookies.now = browserWith(response.headers.getSetCookie(), cookies.now);
    return response;
  };
  const kept = await newPhone({ ms: Date.now() });
  const code = await enrolmentFor(village.app, village.admin, village.bookkeeper.userId);
  const after = () => ({ done: new Promise<void>(() => {}), cancel: () => {} });
  const net = { fetch: request, baseUrl: 'http://both/api/sync', after, now: kept.now, timeLimitMs: 30_000 };
  const store = await enrol(net, kept, { ...code, pin: '271828', deviceName: 'two' });
  let context: GroupContext = await contextOf(village, village.admin);
  for (const heldOn of ['2026-05-12', '2026-06-12', '2026-07-12']) {
    const sheet = ordinaryMeeting(context, heldOn);
    const parent = context.lastMeeting?.meetingId;
    await appendCommand(store, {
      ...{ id: sheet.meetingId, name: 'meetings.close', schemaVersion: 1, payload: sheet, businessDate: heldOn },
      ...{ groupId: village.groupId, ...(parent && { dependsOn: [parent] }) },
    });
    const ruling = judge(sheet, context);
    if (!ruling.ok) throw new Error(ruling.code);
    context = contextAfter(context, sheet, ruling.value);
  }
  const sync = await createSync({
    store,
    fetch: request,
    baseUrl: net.baseUrl,
    locks: makeLocks(),
    amountOf: () => 0,
    after,
  });
  await sync.syncNow();
  await sync.syncNow();
  await sync.stop();
  expect(new Set(reached).size).toBe(2);
  const sent = `select from command where name = 'meetings.close' and device_seq is not null and status = 'applied'`;
  expect(await rowsOf(sent)).toHaveLength(3);
  expect(await rowsOf('select from meeting where group_id = $1', [village.groupId])).toHaveLength(3);
  const group = await readGroup(store, village.groupId);
  const shown = group?.parts.find((part) => part.kind === 'context')?.doc as GroupContext;
  expect(shown.lastMeeting?.heldOn).toBe('2026-07-12');
});

/** A command that waits for another, which is not there. */
async function waiting(): Promise<{ parent: string; child: string }> {
  const [parent, child] = [newId(), newId()];
  const envelope = { id: child, name: 'users.setLocale', payload: { locale: 'hi' }, dependsOn: [parent] };
  expect(await village.app.send(village.admin, envelope)).toMatchObject({ kind: 'held' });
  return { parent, child };
}

test('work behind is done once, whoever takes it', async () => {
  const stuck: string[] = [];
  for (let n = 0; n < 20; n += 1) stuck.push((await waiting()).child);
  await village.owner.query(
    `update command set status = 'released', outcome = '{"kind": "held", "code": "x.y", "params": {}}'
    where command_id = any($1)`,
    [stuck],
  );
  await village.owner.query('update command_wait set waits_for = $1 where command_id = any($2)', [
    await applied(),
    stuck,
  ]);
  await dutiesAreDue();
  await until('all are applied', async () =>
    (await Promise.all(stuck.map(statusOf))).every((one) => one === 'applied'),
  );
  await until('all jobs are done', async () => (await rowsOf('select from job where done_at is null')).length === 0);
  const jobs = await rowsOf<{ attempts: number }>('select attempts from job where job_id = any($1)', [stuck]);
  expect(jobs.map(({ attempts }) => attempts)).toEqual(stuck.map(() => 1));
  const lines = await rowsOf(`select from audit where command_id = any($1) and outcome = 'applied'`, [stuck]);
  expect(lines).toHaveLength(stuck.length);
});

async function applied(): Promise<string> {
  const id = newId();
  const done = await village.app.send(village.admin, { id, name: 'users.setLocale', payload: { locale: 'en' } });
  expect(done.kind).toBe('applied');
  return id;
}

test('killed between what frees a command and the command itself: the other process runs it', async () => {
  const { parent, child } = await waiting();
  const [a] = both as [SecureApp, SecureApp];
  const client = await signedInAt(a);
  const lock = await village.owner.connect();
  await lock.query('begin');
  await lock.query('select from command where command_id = $1 for update', [child]);
  const sent = call(a, client, 'POST', '/commands/users.setLocale', { id: parent, payload: { locale: 'ur' } });
  sent.catch(() => undefined);
  await until('the first is applied', async () => (await statusOf(parent)) === 'applied');
  await waitingForLocks(1);
  await a.kill();
  await lock.query('rollback');
  lock.release();
  await expect(sent).rejects.toThrow();
  expect(await statusOf(child)).toBe('held');
  await dutiesAreDue();
  await until('the freed one is applied', async () => (await statusOf(child)) === 'applied');
  both[0] = await start();
});

test('both end with the commands they run, and answer them', async () => {
  const clients = await Promise.all(both.map(signedInAt));
  const lock = await village.owner.connect();
  await lock.query('begin');
  await lock.query('select from app_user where user_id = $1 for update', [village.admin.userId]);
  const ids = [newId(), newId()];
  const answers = both.map((app, at) =>
    call(app, clients[at]!, 'POST', '/commands/users.setLocale', { id: ids[at], payload: { locale: 'ur' } }),
  );
  await waitingForLocks(2);
  const ends = both.map((app) => app.stop());
  for (const app of both) await app.said(/Stopping/);
  await lock.query('commit');
  lock.release();
  expect(await Promise.all(answers)).toMatchObject([
    { status: 200, body: { kind: 'applied' } },
    { status: 200, body: { kind: 'applied' } },
  ]);
  expect(await Promise.all(ends)).toEqual([0, 0]);
  expect(await Promise.all(ids.map(statusOf))).toEqual(['applied', 'applied']);
});
