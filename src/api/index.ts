/** The HTTP API: who may come in, how large a request may be, and which file answers. No SQL and no decisions live here. */
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { App } from '#app/app.server.ts';
import type { Actor } from '#platform/door.ts';
import { rateLimit } from '#platform/rate-limit.ts';
import { doorRoutes } from './door.ts';
import type { ApiEnv, OpenPhone } from './env.ts';
import { memberRoutes } from './members.ts';
import { phoneRoutes } from './phone.ts';
import { syncRoutes } from './sync.ts';

/** A phone that comes home with a month of meetings sends some fifty batches; a person at a screen far less. */
const LIMITS = { strangers: { burst: 120, perSecond: 5 }, users: { burst: 600, perSecond: 60 } };
const LIMIT_BYTES = 4 * 1024 * 1024;

/** @param whoIs reads the session of a request; null when nobody is signed in (or has a step of signing in still to do). */
export function buildApi(
  app: App,
  { whoIs, openPhone }: { whoIs: (request: Request) => Promise<Actor | null>; openPhone: OpenPhone },
): Hono<ApiEnv> {
  const strangers = rateLimit(LIMITS.strangers);
  const users = rateLimit(LIMITS.users);
  const api = new Hono<ApiEnv>().basePath('/api');
  api.use('*', bodyLimit({ maxSize: LIMIT_BYTES, onError: (c) => c.json({ code: 'door.too_large' }, 413) }));
  api.use('*', async (c, next) => {
    // strangers by address, users by themselves: one visitor cannot take the others' share
    const address = c.req.header('x-bakhiya-address') ?? '';
    if (!isSameOrigin(c.req.raw)) return c.json({ code: 'door.other_origin' }, 403);
    c.set('app', app);
    c.set('openPhone', openPhone);
    const actor = await whoIs(c.req.raw);
    const wait = actor ? users.take(actor.userId) : strangers.take(address);
    if (wait > 0) return c.json({ code: 'door.too_many' }, 429, { 'retry-after': String(wait) });
    c.set('actor', actor);
    await next();
    c.header('cache-control', 'no-store');
  });
  api.route('/sync', syncRoutes());
  api.route('/sync', phoneRoutes());
  api.route('/sync/member', memberRoutes());
  api.route('/', doorRoutes());
  api.notFound((c) => c.json({ code: 'door.unknown' }, 404));
  api.onError((fault, c) => {
    app.log.error('api.fault', { fault });
    return c.json({ code: 'door.fault' }, 500);
  });
  return api;
}

/** A page of another site cannot write here with the visitor's cookie: browsers tell where a request comes from. */
function isSameOrigin(request: Request): boolean {
  if (request.method === 'GET' || request.method === 'HEAD') return true;
  const site = request.headers.get('sec-fetch-site');
  if (site) return site === 'same-origin' || site === 'none';
  const origin = request.headers.get('origin');
  return origin === null || origin === new URL(request.url).origin;
}
