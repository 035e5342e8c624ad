/** A member at somebody else's phone: how her secret is stretched, and her passbook once she proved herself. */
import { Hono } from 'hono';
import * as z from 'zod/mini';
import { openOwnBook, readFace } from '#app/members/index.server.ts';
import { FaceAnswer, FindLock, FoundLock, OfPerson, Open } from '#app/members/model.ts';
import { jsonBody, type ApiEnv } from './env.ts';

export const memberRequests = { MemberLockRequest: FindLock, MemberOpenRequest: Open, MemberFaceRequest: OfPerson };
/** `book` is what the question `meetings.ownPassbook` answers. */
const MemberBook = z.union([
  z.object({ kind: z.literal('opened'), book: z.looseObject({}) }),
  z.object({ kind: z.literal('wrong'), waitSeconds: z.int() }),
]);
export const memberAnswers = {
  MemberLock: z.object({ lock: z.nullable(FoundLock) }),
  MemberBook,
  MemberFace: z.object({ face: z.nullable(FaceAnswer) }),
};

export const memberRoutes = () =>
  new Hono<ApiEnv>()
    .post('/lock', async (c) => {
      const who = c.get('actor');
      if (!who) return c.json({ code: 'door.sign_in' }, 401);
      const request = FindLock.safeParse(await jsonBody(c.req.raw));
      if (!request.success) return c.json({ code: 'door.invalid' }, 400);
      const answer = await c.get('app').ask('members.lock', who, request.data);
      return answer.kind === 'answer' ? c.json({ lock: answer.value }) : c.json(answer, 422);
    })
    .post('/open', async (c) => {
      const who = c.get('actor');
      if (!who) return c.json({ code: 'door.sign_in' }, 401);
      const request = Open.safeParse(await jsonBody(c.req.raw));
      if (!request.success) return c.json({ code: 'door.invalid' }, 400);
      const answer = await openOwnBook(c.get('app'), who, request.data);
      if (answer.kind === 'opened' || answer.kind === 'wrong') return c.json(answer);
      return c.json(answer, answer.kind === 'later' ? 503 : 422);
    })
    .post('/face', async (c) => {
      const who = c.get('actor');
      if (!who) return c.json({ code: 'door.sign_in' }, 401);
      const request = OfPerson.safeParse(await jsonBody(c.req.raw));
      if (!request.success) return c.json({ code: 'door.invalid' }, 400);
      const face = await readFace(c.get('app'), who, request.data);
      return face && 'kind' in face ? c.json(face, 422) : c.json({ face });
    });
