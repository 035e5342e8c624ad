/**
 * What must not pass the door: secrets and tokens. Each function performs the audited command first, and only when that was applied
 * touches the secret, so that rights, scope and the trail are the door's alone.
 */
import { createHash, randomBytes, randomInt } from 'node:crypto';
import { sql } from 'kysely';
import { escrowBound, openBox } from '#field/sealed-envelope.ts';
import { RecoverySecret, type SealedBox } from '#field/wire.ts';
import { actAs } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { newId } from '#platform/ids.ts';
import type { Outcome, Refused } from '#platform/outcomes.ts';
import type { App } from './app-type.server.ts';
import type { Auth, Session } from './auth.server.ts';
import type { Where } from './users/model.ts';

/** A code that opens a phone, and when the phone made it. */
export type RecoveryCode = { readonly code: string; readonly madeAt: string };
export type RecoveryCodes = { readonly kind: 'read'; readonly codes: readonly RecoveryCode[] };

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

/**
 * The recovery codes of a phone, newest first, for a supervisor to read out; earlier ones open rescue files of their day. They go from the
 * sealed escrow to her screen and are stored nowhere in between.
 * @param given.id the act's id, made with the form: the same form sent twice is one line in the trail
 * @returns refused as `devices.readRecovery`, `devices.recovery_unreadable`
 */
export async function readRecoveryCodes(
  app: App,
  who: Actor,
  { id, ...payload }: { id: string; deviceId: string; reason: string; within?: Where },
): Promise<RecoveryCodes | Other> {
  const refusedBy = notApplied(await app.send(who, { id, name: 'devices.readRecovery', payload }));
  if (refusedBy) return refusedBy;
  const boxes = await app.db.transaction().execute(async (trx) => {
    await actAs(trx, { orgId: who.orgId, orgIds: [who.orgId], userId: who.userId });
    const { rows } = await sql<{ escrow: SealedBox[] }>`select escrow from device
      where org_id = ${who.orgId} and device_id = ${payload.deviceId}`.execute(trx);
    return rows[0]?.escrow ?? [];
  });
  const { sealing } = await app.keys();
  const codes: RecoveryCode[] = [];
  for (const box of boxes.toReversed()) {
    const opened = await openEscrow(sealing, box);
    // a phone that did not hear our answer sends the same code again
    if (opened && !codes.some(({ code }) => code === opened.recoveryCode))
      codes.push({ code: opened.recoveryCode, madeAt: opened.madeAt });
  }
  return codes.length > 0
    ? { kind: 'read', codes }
    : { kind: 'refused', code: 'devices.recovery_unreadable', params: {} };
}

/** Null when the box was sealed to a key this server no longer has. */
async function openEscrow(key: CryptoKey, box: SealedBox) {
  try {
    const plain = new TextDecoder().decode(await openBox(key, box, escrowBound));
    return RecoverySecret.parse(JSON.parse(plain));
  } catch {
    return null;
  }
}
