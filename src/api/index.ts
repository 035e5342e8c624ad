/** The HTTP API: who may come in, how large a request may be, and which file answers. No SQL and no decisions live here. */
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { App } from '#app/app.server.ts';
import type { Actor } from '#platform/door.ts';
import { doorRoutes } from './door.ts';
import type { ApiEnv, OpenPhone, SignInDoor } from './env.ts';
import { isSameOrigin, openLimits } from './guard.ts';
import { memberRoutes } from './members.ts';
import { openRoutes } from './open.ts';
import { phoneRoutes } from './phone.ts';
import { sessionRoutes } from './session.ts';
import { syncRoutes } from './sync.ts';

const LIMIT_BYTES = 4 * 1024 * 1024;

export type Doors = {
  readonly whoIs: (request: Request) => Promise<Actor | null>;
  readonly openPhone: OpenPhone;
  readonly auth: SignInDoor;
};

/** @param whoIs reads the session of a request; null when nobody is signed in (or has a step of signing in still to do). */
export function buildApi(app: App, { whoIs, openPhone, auth }: Doors): Hono<ApiEnv> {
  const limits = openLimits();
  const api = new Hono<ApiEnv>().basePath('/api');
  api.use('*', bodyLimit({ maxSize: LIMIT_BYTES, onError: (c) => c.json({ code: 'door.too_large' }, 413) }));
  api.use('*', async (c, next) => {
    const address = c.req.header('x-bakhiya-address') ?? '';
    if (!isSameOrigin(c.req.raw)) return c.json({ code: 'door.other_origin' }, 403);
    const flood = limits.flood(address);
    if (flood) return flood;
    c.set('app', app);
    c.set('openPhone', openPhone);
    c.set('auth', auth);
    const actor = await whoIs(c.req.raw);
    const tooMany = limits.share(actor?.userId ?? null, address);
    if (tooMany) return tooMany;
    c.set('actor', actor);
    await next();
    c.header('cache-control', 'no-store');
  });
  api.route('/sync', syncRoutes());
  api.route('/sync', phoneRoutes());
  api.route('/sync/member', memberRoutes());
  api.route('/session', sessionRoutes());
  api.route('/', openRoutes());
  api.route('/', doorRoutes());
  api.notFound((c) => c.json({ code: 'door.unknown' }, 404));
  api.onError((fault, c) => {
    app.log.error('api.fault', { fault });
    return c.json({ code: 'door.fault' }, 500);
  });
  return api;
}
