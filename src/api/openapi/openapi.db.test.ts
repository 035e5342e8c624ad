/** The document is sound, names every route there is, and the routes answer as it says. */
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildApi } from '../index.ts';
import { createAuth, installationSecret, type Auth } from '#app/auth.server.ts';
import { actorFromRequest, freeActor } from '#app/session.server.ts';
import { openPool } from '#platform/db.server.ts';
import { newId } from '#platform/ids.ts';
import { checkerOf, documented } from '#test/openapi.ts';
import { browserWith } from '#test/sign-in.ts';
import { makeVillage, type Village } from '#test/village.ts';
import { openApiDocument } from './document.ts';

const ORIGIN = 'https://books.example';
const SECRET = 'kaghaz qalam 71';
let village: Village;
let auth: Auth;
let api: ReturnType<typeof buildApi>;
let cookies = new Headers();
let phone = '';
const pools: { end(): Promise<void> }[] = [];

beforeAll(async () => {
  village = await makeVillage({ members: 5 });
  const authPool = openPool(village.database.ownerUrl, { role: 'bakhiya_auth', max: 4 });
  pools.push(authPool);
  auth = createAuth({ authPool, secret: await installationSecret(authPool), origin: ORIGIN });
  api = buildApi(village.app, {
    auth,
    whoIs: async (asked) => freeActor(await actorFromRequest({ db: village.app.db, auth }, asked)),
    openPhone: () => Promise.resolve('phone=1'),
  });
  const { userId } = village.bookkeeper;
  const given = await auth.setSecret(userId, SECRET);
  if (!given.ok) throw new Error(given.code);
  const { rows } = await village.owner.query<{ phone: string }>('select phone from app_user where user_id = $1', [
    userId,
  ]);
  phone = rows[0]!.phone;
});
afterAll(async () => {
  for (const pool of pools) await pool.end();
  await village.app.close();
  await village.owner.end();
});

const document = () => openApiDocument(village.app);
type Sent = { body?: unknown; headers?: Record<string, string>; text?: string };
async function call(method: string, path: string, { body, headers, text }: Sent = {}) {
  const all = new Headers({ 'content-type': 'application/json', 'x-bakhiya-address': '10.1.1.1', ...headers });
  const cookie = cookies.get('cookie');
  if (cookie) all.set('cookie', cookie);
  const sent = method === 'GET' ? undefined : (text ?? JSON.stringify(body ?? {}));
  const response = await api.fetch(new Request(ORIGIN + path, { method, headers: all, body: sent }));
  cookies = browserWith(response.headers.getSetCookie(), cookies);
  return { status: response.status, body: (await response.json()) as unknown, headers: response.headers };
}

test('the document is OpenAPI 3.1 by an independent validator', async () => {
  const validator = new Validator();
  const result = await validator.validate(structuredClone(document()) as never);
  expect(result.errors ?? []).toEqual([]);
  expect(result.valid).toBe(true);
  expect(validator.version).toBe('3.1');
  const twisted = structuredClone(document()) as unknown as { paths: Record<string, unknown> };
  twisted.paths['/api/session'] = { post: { responses: 'none' } };
  expect((await new Validator().validate(twisted as never)).valid).toBe(false);
});

test('every route of the API is documented, and nothing else is', () => {
  const live = api.routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => documented(method, path));
  const named = Object.entries(document().paths)
    .filter(([path]) => path.startsWith('/api/'))
    .flatMap(([path, methods]) => Object.keys(methods).map((method) => [method, path] as const));
  const fits = (one: (typeof live)[number], [method, path]: readonly [string, string]) =>
    one.method === method && one.pattern.test(path);
  expect(live.filter((one) => !named.some((entry) => fits(one, entry))).map(String)).toEqual([]);
  expect(named.filter((entry) => !live.some((one) => fits(one, entry)))).toEqual([]);
  const commands = Object.keys(village.app.commands).map((name) => `/api/commands/${name}`);
  const questions = Object.keys(village.app.questions).map((name) => `/api/questions/${name}`);
  expect(Object.keys(document().paths)).toEqual(expect.arrayContaining([...commands, ...questions]));
});

describe('real answers fit the document', () => {
  /** Calls, and compares status and body with what the document says of this operation. */
  async function fitting(method: string, path: string, sent?: Sent & { at?: string }) {
    const answer = await call(method, path, sent);
    expect(checkerOf(document())(method, sent?.at ?? path, answer), `${method} ${path}`).toEqual([]);
    return answer;
  }

  test('before anybody is signed in', async () => {
    expect((await fitting('GET', '/api/session')).status).toBe(401);
    expect((await fitting('GET', '/api/openapi.json')).body).toEqual(JSON.parse(JSON.stringify(document())));
    expect((await fitting('GET', '/api/verification')).status).toBe(200);
    expect((await fitting('POST', '/api/commands/places.save', { body: {} })).status).toBe(401);
    expect((await fitting('POST', '/api/session', { body: { phone: 1 } })).status).toBe(400);
    expect((await fitting('POST', '/api/session', { body: { phone: '12', secret: 'x' } })).status).toBe(400);
    expect((await fitting('POST', '/api/session', { body: { phone, secret: 'wrong' } })).body).toMatchObject({
      code: 'auth.wrong',
    });
    expect((await fitting('POST', '/api/sync/enrol', { body: {} })).status).toBe(400);
    expect((await fitting('POST', '/api/sync/challenge', { body: { deviceId: newId() } })).status).toBe(200);
    expect((await fitting('POST', '/api/sync/pull', { body: {} })).status).toBe(401);
  });

  test('for whoever is signed in', async () => {
    expect((await fitting('POST', '/api/session', { body: { phone, secret: SECRET } })).status).toBe(200);
    expect((await fitting('GET', '/api/session')).body).toMatchObject({ userId: village.bookkeeper.userId });
    const { groupId, placeId } = village;
    const question = (name: string, body: unknown) => fitting('POST', `/api/questions/${name}`, { body });
    const command = (name: string, payload: unknown, id: string = newId()) =>
      fitting('POST', `/api/commands/${name}`, { body: { id, payload } });
    expect((await question('groups.card', { groupId })).status).toBe(200);
    expect((await question('groups.card', { groupId: 'x' })).status).toBe(422);
    expect((await question('audit.list', {})).status).toBe(403);
    expect((await command('users.setLocale', { locale: 'hi' })).body).toMatchObject({ kind: 'applied' });
    expect((await command('users.setLocale', { locale: 'xx' })).status).toBe(422);
    expect((await command('places.save', { placeId, parentId: null, kind: 'village', nameEn: 'X' })).status).toBe(403);
    expect((await command('users.setLocale', {}, 'no id')).status).toBe(400);
    const later = { id: newId(), payload: { locale: 'hi' }, dependsOn: [newId()] };
    expect((await fitting('POST', '/api/commands/users.setLocale', { body: later })).status).toBe(202);
    const newer = { id: newId(), payload: { locale: 'hi' }, schemaVersion: 99 };
    expect((await fitting('POST', '/api/commands/users.setLocale', { body: newer })).status).toBe(503);
    const deviceId = newId();
    const own = [village.orgId, deviceId, village.bookkeeper.userId];
    await village.owner.query('insert into device (org_id, device_id, user_id) values ($1, $2, $3)', own);
    const pull = { requestId: newId(), deviceId, epoch: null, cursor: null, limit: 500 };
    const pulled = await fitting('POST', '/api/sync/pull', { body: pull });
    expect(pulled.body).toMatchObject({ scope: [groupId] });
    const push = { batchId: newId(), deviceId: newId(), epochSeen: null, knownReceipts: { lastSeq: 0 }, commands: [] };
    expect((await fitting('POST', '/api/sync/push', { body: push })).status).toBe(403);
    const photo = `/api/sync/photos/${newId()}`;
    const bad = await fitting('PUT', photo, { text: 'no picture', at: '/api/sync/photos/{id}' });
    expect(bad).toMatchObject({ status: 422, body: { code: 'files.type' } });
    expect((await fitting('POST', '/api/commands/no.such', { body: {}, at: '/api/commands/places.save' })).status).toBe(
      400,
    );
    expect((await fitting('DELETE', '/api/session')).status).toBe(200);
    expect((await fitting('GET', '/api/session')).status).toBe(401);
  });

  test('a body beyond the limit, and a page of another site', async () => {
    const text = JSON.stringify({ phone: 'x'.repeat(5 * 1024 * 1024) });
    const large = await fitting('POST', '/api/session', { text, headers: { 'content-length': String(text.length) } });
    expect(large).toMatchObject({ status: 413, body: { code: 'door.too_large' } });
    const foreign = await fitting('POST', '/api/session', { body: {}, headers: { origin: 'https://evil.example' } });
    expect(foreign).toMatchObject({ status: 403, body: { code: 'door.other_origin' } });
  });
});
