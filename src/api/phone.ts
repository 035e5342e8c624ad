/** A phone's session and its photos. */
import { Hono } from 'hono';
import * as z from 'zod/mini';
import { MAX_PHOTO_BYTES, storePhoto } from '#app/sync/photos.server.ts';
import { answerChallenge, challenge } from '#app/sync/session.server.ts';
import { isId } from '#platform/ids.ts';
import { jsonBody, type ApiEnv } from './env.ts';

export const Ask = z.strictObject({ deviceId: z.uuid() });
export const Proof = z.strictObject({
  deviceId: z.uuid(),
  challenge: z.string().check(z.maxLength(2000)),
  signature: z.string().check(z.maxLength(500)),
});

export const phoneRoutes = () =>
  new Hono<ApiEnv>()
    .post('/challenge', async (c) => {
      const request = Ask.safeParse(await jsonBody(c.req.raw));
      if (!request.success) return c.json({ code: 'door.invalid' }, 400);
      return c.json({ challenge: await challenge(c.get('app'), request.data.deviceId) });
    })
    .post('/session', async (c) => {
      const request = Proof.safeParse(await jsonBody(c.req.raw));
      if (!request.success) return c.json({ code: 'door.invalid' }, 400);
      const answer = await answerChallenge(c.get('app'), request.data);
      if (answer.kind === 'revoked') return c.json({ code: 'sync.revoked', deviceId: request.data.deviceId }, 410);
      if (answer.kind === 'wrong') return c.json({ code: 'door.sign_in' }, 401);
      c.header('set-cookie', await c.get('openPhone')(answer.userId, request.data.deviceId, c.req.raw), {
        append: true,
      });
      return c.json({ ok: true });
    })
    .put('/photos/:id', async (c) => {
      const who = c.get('actor');
      if (!who) return c.json({ code: 'door.sign_in' }, 401);
      const id = c.req.param('id');
      const length = Number(c.req.header('content-length') ?? MAX_PHOTO_BYTES);
      if (!isId(id)) return c.json({ code: 'door.invalid' }, 400);
      if (length > MAX_PHOTO_BYTES) return c.json({ code: 'files.size' }, 413);
      const bytes = new Uint8Array(await c.req.arrayBuffer());
      const done = await storePhoto(c.get('app'), who, { id, bytes, phoneHash: c.req.header('x-photo-sha256') ?? '' });
      return done.kind === 'stored' ? c.json({ id, sha256: done.sha256, stored: true }) : c.json(done, 422);
    });
