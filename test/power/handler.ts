/** What the started app serves in the power-cut tests: the real API on the real database, without the pages and without sign-in. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buildApi } from '#api/index.ts';
import { actorOf } from '#app/actors.server.ts';
import { createApp } from '#app/app.server.ts';
import { createAuth, installationSecret } from '#app/auth.server.ts';
import { openPool } from '#platform/db.server.ts';

const url = process.env.BAKHIYA_DATABASE_URL ?? '';
const app = createApp({ url, maxConnections: 8 });
const authPool = openPool(url, { role: 'bakhiya_auth', max: 2 });
(globalThis.bakhiyaShutdown ??= new Set()).add(async () => {
  await app.close();
  await authPool.end();
});
const api = buildApi(app, {
  auth: createAuth({ authPool, secret: await installationSecret(authPool), origin: 'http://localhost' }),
  whoIs: (request) => actorOf(app.db, request.headers.get('x-test-user') ?? ''),
  openPhone: () => Promise.resolve('session=test'),
});

export async function handler(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = Buffer.concat(await request.toArray());
  const answer = await api.fetch(
    new Request(`http://127.0.0.1${request.url}`, {
      method: request.method ?? 'GET',
      headers: { 'content-type': 'application/json', 'x-test-user': String(request.headers['x-test-user'] ?? '') },
      ...(request.method === 'POST' && { body: new Uint8Array(body) }),
    }),
  );
  response.writeHead(answer.status, { 'content-type': 'application/json' });
  response.end(Buffer.from(await answer.arrayBuffer()));
}
