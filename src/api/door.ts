/** `POST /api/commands/NAME` and `POST /api/questions/NAME`: the two tables over HTTP, and nothing between. */
import { Hono } from 'hono';
import * as z from 'zod/mini';
import { Day, Id } from '#domain/ledger/index.ts';
import { perform } from '#app/perform.server.ts';
import { jsonBody, type ApiEnv } from './env.ts';

/** A command over the API: the caller makes the id, so that a repeated request is the same command. */
export const ApiCommand = z.strictObject({
  id: Id,
  schemaVersion: z._default(z.int().check(z.gte(1)), 1),
  businessDate: z.optional(Day),
  replaces: z.optional(Id),
  dependsOn: z.optional(z.array(Id).check(z.maxLength(20))),
  payload: z.unknown(),
});

const STATUS = { applied: 200, already: 200, held: 202, refused: 422, later: 503 } as const;

export const doorRoutes = () =>
  new Hono<ApiEnv>()
    .post('/commands/:name', async (c) => {
      const who = c.get('actor');
      if (!who) return c.json({ code: 'door.sign_in' }, 401);
      const parsed = ApiCommand.safeParse(await jsonBody(c.req.raw));
      if (!parsed.success)
        return c.json({ kind: 'refused', code: 'door.invalid', params: { field: '', reason: 'envelope' } }, 400);
      const name = c.req.param('name');
      if (!(name in c.get('app').commands)) return c.json({ code: 'door.unknown' }, 404);
      const outcome = await perform(c.get('app'), who, { ...parsed.data, name });
      return c.json(
        outcome,
        outcome.kind === 'refused' && outcome.code === 'door.not_allowed' ? 403 : STATUS[outcome.kind],
      );
    })
    .post('/questions/:name', async (c) => {
      const who = c.get('actor');
      if (!who) return c.json({ code: 'door.sign_in' }, 401);
      const answer = await c.get('app').ask(c.req.param('name'), who, (await jsonBody(c.req.raw)) ?? {});
      if (answer.kind === 'answer') return c.json({ value: answer.value ?? null });
      return c.json(answer, answer.code === 'door.not_allowed' ? 403 : answer.code === 'door.unknown' ? 404 : 422);
    });
