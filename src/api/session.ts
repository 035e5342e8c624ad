/** Signing in for programs: the same door, delays and cookies as the page. What was typed is looked at by the sign-in alone. */
import { Hono } from 'hono';
import * as z from 'zod/mini';
import { jsonBody, type ApiEnv } from './env.ts';

export const SignInRequest = z.strictObject({
  phone: z.string().check(z.maxLength(40)),
  secret: z.string().check(z.maxLength(400)),
  /** One-time or backup code of the second step. */
  code: z.optional(z.string().check(z.maxLength(40))),
  /** Which organisation, when phone and secret fit several. */
  orgId: z.optional(z.uuid()),
});
const STATUS: Readonly<Record<string, 400 | 409 | 429>> = {
  'auth.phone_shape': 400,
  'auth.which_organisation': 409,
  'auth.wait': 429,
};

export const sessionRoutes = () =>
  new Hono<ApiEnv>()
    .post('/', async (c) => {
      const given = SignInRequest.safeParse(await jsonBody(c.req.raw));
      if (!given.success) return c.json({ code: 'door.invalid' }, 400);
      const address = c.req.header('x-bakhiya-address') ?? '';
      const done = await c.get('auth').signIn({ ...given.data, address, userAgent: c.req.header('user-agent') });
      if (!done.ok) {
        const { code, params, organisations } = done;
        const wait = Number(params['waitSeconds'] ?? 0);
        if (code === 'auth.wait' && wait > 0) c.header('retry-after', String(wait));
        return c.json({ code, params, ...(organisations && { organisations }) }, STATUS[code] ?? 401);
      }
      for (const line of done.cookies) c.header('set-cookie', line, { append: true });
      return c.json({ userId: done.userId });
    })
    .get('/', (c) => {
      const who = c.get('actor');
      if (!who) return c.json({ code: 'door.sign_in' }, 401);
      const { userId, orgId, locale, grants } = who;
      return c.json({ userId, orgId, locale, grants });
    })
    .delete('/', async (c) => {
      for (const line of await c.get('auth').signOut(c.req.raw.headers)) c.header('set-cookie', line, { append: true });
      return c.json({ ok: true });
    });
