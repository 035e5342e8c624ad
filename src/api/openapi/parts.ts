/** Shapes that the document names once. The phone's are `#field/wire.ts` itself. */
import * as z from 'zod/mini';
import * as wire from '#field/wire.ts';
import { ApiCommand } from '../door.ts';
import { memberAnswers, memberRequests } from '../members.ts';
import { Ask, Proof } from '../phone.ts';
import { SignInRequest } from '../session.ts';
import { schemaOf, type Json } from './json.ts';
import { Verification } from './verification.ts';

const Params = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
const Code = z.string().check(z.regex(/^[a-z]+\.[A-Za-z_]+$/));
const Organisation = z.object({ orgId: z.uuid(), name: z.string() });
const Where = z.nullable(z.object({ kind: z.enum(['place', 'group', 'person']), id: z.uuid() }));

/** A code with its params; what else stands beside them depends on the code. */
const Problem = z.looseObject({
  kind: z.optional(z.literal('refused')),
  code: Code,
  params: z.optional(Params),
  organisations: z.optional(z.array(Organisation)),
});
const Session = z.object({
  userId: z.uuid(),
  orgId: z.uuid(),
  locale: z.enum(['en', 'hi', 'ur']),
  grants: z.array(z.object({ role: z.string(), scope: Where })),
});
const SENT = { ApiCommand, SignInRequest, ChallengeRequest: Ask, SessionProof: Proof };
const SENT_BY_PHONES = {
  EnrolRequest: wire.EnrolRequest,
  PushRequest: wire.PushRequest,
  PullRequest: wire.PullRequest,
  EscrowRequest: wire.EscrowRequest,
  ...memberRequests,
};
const Challenge = z.object({ challenge: z.string() });
const Done = z.object({ ok: z.literal(true) });
const ANSWERED = { Challenge, Done, Problem, Session, Verification, Outcome: wire.WireOutcome };
const ANSWERED_TO_PHONES = {
  EnrolResponse: wire.EnrolResponse,
  PushResponse: wire.PushResponse,
  PullResponse: wire.PullResponse,
  EscrowResponse: wire.EscrowResponse,
  PhotoAnswer: wire.PhotoAnswer,
  RevokedBody: wire.RevokedBody,
  ...memberAnswers,
};

export function namedSchemas(): Record<string, Json> {
  const sent = Object.entries({ ...SENT, ...SENT_BY_PHONES }).map(([name, one]) => [name, schemaOf(one)]);
  const answered = Object.entries({ ...ANSWERED, ...ANSWERED_TO_PHONES });
  return Object.fromEntries([...sent, ...answered.map(([name, one]) => [name, schemaOf(one, 'output')])]);
}
