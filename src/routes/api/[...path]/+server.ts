import { runningApp } from '#app/running.server.ts';
import { actorFromRequest, freeActor } from '#app/session.server.ts';
import { buildApi } from '#api/index.ts';
import type { RequestHandler } from './$types';

const authOf = async (asked: Request) => (await runningApp()).authFor(new URL(asked.url).protocol);

let api: ReturnType<typeof buildApi> | undefined;

/** One route hands everything under /api to the API. */
const handle: RequestHandler = ({ request, locals, getClientAddress }) => {
  const { app } = locals;
  api ??= buildApi(app, {
    whoIs: async (asked) => freeActor(await actorFromRequest({ db: app.db, auth: await authOf(asked) }, asked)),
    openPhone: async (userId, deviceId, asked) =>
      (await authOf(asked)).openSession(userId, {
        kind: 'phone',
        deviceId,
        address: asked.headers.get('x-bakhiya-address') ?? '',
        userAgent: asked.headers.get('user-agent') ?? '',
      }),
  });
  const headers = new Headers(request.headers);
  headers.set('x-bakhiya-address', getClientAddress());
  return api.fetch(new Request(request, { headers }));
};

export const GET = handle;
export const POST = handle;
export const PUT = handle;
export const DELETE = handle;
