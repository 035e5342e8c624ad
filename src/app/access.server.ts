/**
 * What must not pass the door: secrets and tokens. Each function performs the audited command first, and only when that was applied
 * touches the secret, so that rights, scope and the trail are the door's alone.
 */
import { createHash, randomBytes, randomInt } from 'node:crypto';
import type { Actor } from '#platform/door.ts';
import { newId } from '#platform/ids.ts';
import type { Outcome, Refused } from '#platform/outcomes.ts';
import type { App } from './app-type.server.ts';
import type { Auth, Session } from './auth.server.ts';
import type { Where } from './users/model.ts';

type Tools = { readonly app: App; readonly auth: Auth };
export type FirstSecret = { readonly kind: 'given'; readonly secret: string };
export type OpenEnrolment = {
  readonly kind: 'open';
  readonly expiresAt: string;
  readonly code: string;
  readonly link: string;
};

/** Any other answer of a command that was not applied. */
type Other = Exclude<Outcome<never>, { kind: 'applied' | 'already' }>;
const notApplied = (outcome: Outcome<unknown>): Other | null =>
  outcome.kind === 'applied' || outcome.kind === 'already' ? null : outcome;

/**
 * A PIN made by the server, shown once to whoever gives it to the user by voice; she must change it at her first sign-in.
 * @returns the outcome of `users.resetSecret` when that was not applied
 */
export async function giveFirstSecret({ app, auth }: Tools, who: Actor, userId: string): Promise<FirstSecret | Other> {
  const refusedBy = notApplied(await app.do('users.resetSecret', who, { userId }));
  if (refusedBy) return refusedBy;
  for (;;) {
    const secret = String(randomInt(0, 100_000_000)).padStart(8, '0');
    const given = await auth.setSecret(userId, secret);
    if (given.ok) return { kind: 'given', secret };
    // some random numbers are easy ones
    if (given.code !== 'auth.pin_easy') return given;
  }
}

/** A lost authenticator: she signs in with her secret and, if her role asks for it, sets a new one up. */
export async function takeTwoStepAway({ app, auth }: Tools, who: Actor, userId: string): Promise<Outcome<unknown>> {
  const outcome = await app.do('users.resetTwoStep', who, { userId });
  if (!notApplied(outcome)) await auth.resetTwoStep(userId);
  return outcome;
}

type Change = {
  readonly session: Session;
  readonly who: Actor;
  readonly old: string;
  readonly new: string;
  readonly address: string;
};

/** @returns refused as `checkSecret` and `setSecret`, `auth.same_secret` */
export async function changeOwnSecret({ app, auth }: Tools, change: Change): Promise<{ kind: 'changed' } | Refused> {
  const { session, who } = change;
  const known = await auth.checkSecret(who.userId, change.old, {
    address: change.address,
    sessionId: session.sessionId,
  });
  if (!known.ok) return known;
  if (change.old.trim() === change.new.trim()) return { kind: 'refused', code: 'auth.same_secret', params: {} };
  const given = await auth.setSecret(who.userId, change.new, { keep: session.sessionId });
  if (!given.ok) return given;
  await app.do('users.secretChanged', who, {});
  return { kind: 'changed' };
}

/**
 * A one-time code for a phone, as the text of a QR (`EnrolmentCode` of the phone's wire). The token exists here and in that picture only.
 * @param origin the address phones reach this installation by
 */
export async function openEnrolment(
  app: App,
  who: Actor,
  { userId, origin, within }: { userId: string; origin: string; within?: Where },
): Promise<OpenEnrolment | Other> {
  const token = randomBytes(24).toString('base64url');
  const tokenHash = createHash('sha256').update(token).digest('hex');
  const made = await app.do<{ expiresAt: string }>('enrolments.create', who, {
    enrolmentId: newId(),
    userId,
    tokenHash,
    within,
  });
  if (made.kind !== 'applied' && made.kind !== 'already') return made;
  const { sealingKey } = await app.keys();
  const code = JSON.stringify({ v: 1, origin, token, serverKey: sealingKey });
  // what the QR shows: any camera opens a link, and what stands behind # is sent to nobody
  const link = `${origin}/field/enrol/#${Buffer.from(code).toString('base64url')}`;
  return { kind: 'open', expiresAt: made.receipt.expiresAt, code, link };
}
