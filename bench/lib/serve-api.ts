/** The API alone behind node:http, straight from the source: what the built app serves under /api, without a build. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildApi } from '#api/index.ts';
import { createApp } from '#app/app.server.ts';
import { createAuth, installationSecret } from '#app/auth.server.ts';
import { actorFromRequest, freeActor } from '#app/session.server.ts';
import { openPool } from '#platform/db.server.ts';

const url = process.env['DATABASE_URL'] ?? '';
const app = createApp({ url });
const authPool = openPool(url, { role: 'bakhiya_auth', max: 4 });
const auth = createAuth({ authPool, secret: await installationSecret(authPool), origin: 'http://localhost' });
const api = buildApi(app, {
  auth,
  whoIs: async (asked) => freeActor(await actorFromRequest({ db: app.db, auth }, asked)),
  openPhone: () => Promise.reject(new Error('Phones are made before')),
});

async function requestOf(message: IncomingMessage): Promise<Request> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  const headers = new Headers();
  for (const [name, value] of Object.entries(message.headers)) if (typeof value === 'string') headers.set(name, value);
  const body = parts.length > 0 ? Buffer.concat(parts) : undefined;
  return new Request(`http://${message.headers.host}${message.url}`, {
    method: message.method ?? 'GET',
    headers,
    body,
  });
}

const server = createServer((message, response) => {
  void requestOf(message)
    .then((request) => api.fetch(request))
    .then(async (answer) => {
      response.writeHead(answer.status, Object.fromEntries(answer.headers));
      response.end(Buffer.from(await answer.arrayBuffer()));
    });
});
server.listen(0, '127.0.0.1', () => process.send?.({ serving: (server.address() as AddressInfo).port }));
process.once('SIGTERM', () => process.exit(0));
