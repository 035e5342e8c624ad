/** What phones call. Shapes are `#field/wire.ts`; who carries what is decided in `#app/sync`. */
import { Hono, type Context } from 'hono';
import { EnrolRequest, EscrowRequest, PullRequest, PushRequest } from '#field/wire.ts';
import { addEscrow, enrol } from '#app/sync/enrol.server.ts';
import { pull } from '#app/sync/pull.server.ts';
import { push, quarantine, type PushResult } from '#app/sync/push.server.ts';
import { jsonBody, type ApiEnv } from './env.ts';

export const syncRoutes = () =>
  new Hono<ApiEnv>()
    .post('/enrol', async (c) => {
      const request = EnrolRequest.safeParse(await jsonBody(c.req.raw));
      if (!request.success) return c.json({ code: 'door.invalid' }, 400);
      const done = await enrol(c.get('app'), request.data);
      if (done.kind !== 'enrolled') return c.json(done, 422);
      c.header('set-cookie', await c.get('openPhone')(done.body.userId, done.body.deviceId, c.req.raw), {
        append: true,
      });
      return c.json(done.body);
    })
    .post('/push', async (c) => {
      const request = PushRequest.safeParse(await jsonBody(c.req.raw));
      if (!request.success) return c.json({ code: 'door.invalid' }, c.get('actor') ? 400 : 401);
      return respond(c, await push(c.get('app'), c.get('actor'), request.data), request.data.deviceId);
    })
    .post('/quarantine', async (c) => {
      const request = PushRequest.safeParse(await jsonBody(c.req.raw));
      if (!request.success) return c.json({ code: 'door.invalid' }, 400);
      return respond(c, await quarantine(c.get('app'), request.data), request.data.deviceId);
    })
    .post('/pull', async (c) => {
      const who = c.get('actor');
      if (!who) return c.json({ code: 'door.sign_in' }, 401);
      const request = PullRequest.safeParse(await jsonBody(c.req.raw));
      if (!request.success) return c.json({ code: 'door.invalid' }, 400);
      const page = await pull(c.get('app'), who, request.data);
      return page ? c.json(page) : c.json({ code: 'door.sign_in' }, 401);
    })
    .post('/escrow', async (c) => {
      const who = c.get('actor');
      if (!who) return c.json({ code: 'door.sign_in' }, 401);
      const request = EscrowRequest.safeParse(await jsonBody(c.req.raw));
      if (!request.success) return c.json({ code: 'door.invalid' }, 400);
      const stored = await addEscrow(c.get('app'), who, request.data);
      return stored
        ? c.json({ requestId: request.data.requestId, stored: true })
        : c.json({ code: 'door.sign_in' }, 401);
    });

function respond(c: Context<ApiEnv>, result: PushResult, deviceId: string): Response {
  if (result.kind === 'sign_in') return c.json({ code: 'door.sign_in' }, 401);
  if (result.kind === 'revoked') return c.json({ code: 'sync.revoked', deviceId }, 410);
  if (result.kind !== 'response') return c.json({ code: 'sync.unknown_device' }, 403);
  return c.json(result.body);
}
