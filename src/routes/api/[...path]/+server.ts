import { buildApi } from '#api/index.ts';
import { running } from '#app/running.server.ts';
import { actorFromRequest, freeActor } from '#app/session.server.ts';
import type { RequestHandler } from './$types';

const apis = new Map<string, ReturnType<typeof buildApi>>();

/** One route hands everything under /api to the API; sessions of HTTPS and of plain HTTP are different cookies. */
const handle: RequestHandler = async ({ request, url, getClientAddress }) => {
  const { app, auth } = await running(url.protocol);
  const api = apis.get(url.protocol) ?? make(app, auth);
  apis.set(url.protocol, api);
  const headers = new Headers(request.headers);
  headers.set('x-bakhiya-address', getClientAddress());
  return api.fetch(new Request(request, { headers }));
};

type Running = Awaited<ReturnType<typeof running>>;

const make = (app: Running['app'], auth: Running['auth']) =>
  buildApi(app, {
    auth,
    whoIs: async (asked) => freeActor(await actorFromRequest({ db: app.db, auth }, asked)),
    openPhone: (userId, deviceId, asked) =>
      auth.openSession(userId, {
        kind: 'phone',
        deviceId,
        address: asked.headers.get('x-bakhiya-address') ?? '',
        userAgent: asked.headers.get('user-agent') ?? '',
      }),
  });

export const GET = handle;
export const POST = handle;
export const PUT = handle;
export const DELETE = handle;
