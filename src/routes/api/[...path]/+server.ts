import { buildApi } from '#api/index.ts';
import { running } from '#app/running.server.ts';
import { actorFromRequest, freeActor, type Visitor } from '#app/session.server.ts';
import type { RequestHandler } from './$types';

/** Who comes was asked once on the way here (hooks.server.ts). */
const visitors = new WeakMap<Request, Visitor>();
const apis = new Map<string, ReturnType<typeof buildApi>>();

/** One route hands everything under /api to the API; sessions of HTTPS and of plain HTTP are different cookies. */
const handle: RequestHandler = async ({ request, url, locals, getClientAddress }) => {
  const { app, auth } = await running(url.protocol);
  const api = apis.get(url.protocol) ?? make(app, auth);
  apis.set(url.protocol, api);
  const headers = new Headers(request.headers);
  headers.set('x-bakhiya-address', getClientAddress());
  const asked = new Request(request, { headers });
  visitors.set(asked, locals.visitor);
  return api.fetch(asked);
};

type Running = Awaited<ReturnType<typeof running>>;

const make = (app: Running['app'], auth: Running['auth']) =>
  buildApi(app, {
    auth,
    whoIs: async (asked) => freeActor(visitors.get(asked) ?? (await actorFromRequest({ db: app.db, auth }, asked))),
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
