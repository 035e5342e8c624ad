/**
 * Signing in. Secrets and codes come here straight from the form and never pass `perform`: what passes there is remembered,
 * hashed into chains and kept for auditors. The audit trail learns of sign-ins through `auth_note`, without what was typed.
 */
import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { createAttempts, type Clock } from './sign-in/attempts.server.ts';
import { createLibrary, libraryHeaders, type Desk, type SessionKind } from './sign-in/library.server.ts';
import { checkSecret, hashOf, note, setSecret } from './sign-in/secrets.server.ts';
import * as sessions from './sign-in/sessions.server.ts';
import { confirmCode, signIn, type CodeStep, type SignIn } from './sign-in/sign-in.server.ts';
import { finishTwoStep, resetTwoStep, startTwoStep, type From } from './sign-in/two-step.server.ts';

export type { SessionKind } from './sign-in/library.server.ts';
export type { OpenSession, Session } from './sign-in/sessions.server.ts';
export type { Organisation, SignedIn, SignIn } from './sign-in/sign-in.server.ts';
export type { Closed, Opened } from './sign-in/two-step.server.ts';

export type Auth = ReturnType<typeof createAuth>;
export type AuthOptions = {
  /** Connects as `bakhiya_auth`. */
  readonly authPool: pg.Pool;
  readonly secret: string;
  /** The address users type; cookies are Secure when it is https. */
  readonly origin: string;
  /** For the growing delay: the database's own unless a test says otherwise. */
  readonly clock?: Clock;
};
type OnPhone = { kind: SessionKind; deviceId: string | null; address: string; userAgent: string };

/** Signs cookies and seals one-time keys; made at the first start and shared by all processes on this database. */
export async function installationSecret(authPool: pg.Pool): Promise<string> {
  const { rows } = await authPool.query<{ secret: string }>(
    `with made as (insert into auth.installation (secret) values ($1) on conflict do nothing returning secret)
     select secret from made union all select secret from auth.installation`,
    [randomBytes(48).toString('base64url')],
  );
  // a process that starts at the same moment may have made it between our two looks
  return rows[0]?.secret ?? installationSecret(authPool);
}

export function createAuth({ authPool: pool, secret, origin, clock = () => null }: AuthOptions) {
  const desk: Desk = {
    pool,
    library: createLibrary({ pool, secret, origin }),
    attempts: createAttempts(pool, { secret, clock }),
  };
  return {
    signIn: (from: SignIn) => signIn(desk, from),
    confirmCode: (from: CodeStep) => confirmCode(desk, from),
    checkSecret: (userId: string, typed: string, where?: { address?: string; sessionId?: string }) =>
      checkSecret(desk, { userId, typed }, where),
    setSecret: (userId: string, typed: string, how?: { keep?: string | null; demo?: boolean }) =>
      setSecret(desk, { userId, typed }, how),
    hasSecret: async (userId: string) => (await hashOf(desk, userId)) !== null,

    sessionOf: (headers: Headers) => sessions.sessionOf(desk, headers),
    /** For a phone that redeemed its one-time enrolment: a session without a secret typed. @returns its `set-cookie` line */
    openSession: (userId: string, on: OnPhone) => sessions.openSession(desk, userId, on),
    listSessions: (userId: string) => sessions.listSessions(desk, userId),
    endSession: (userId: string, sessionId: string) => sessions.endOwn(desk, userId, sessionId),

    startTwoStep: (from: From, given: { secret: string; label: string }) => startTwoStep(desk, from, given),
    /** The first code after {@link startTwoStep}. @returns `cookies` of the renewed session */
    finishTwoStep: (from: CodeStep) =>
      finishTwoStep(desk, from, { code: from.code, kind: from.kind ?? 'office', deviceId: from.deviceId ?? null }),
    resetTwoStep: (userId: string) => resetTwoStep(desk, userId),

    signOut: (headers: Headers) => signOut(desk, headers),
    signOutEverywhere: async (userId: string, { keep = null }: { keep?: string | null } = {}): Promise<number> => {
      const ended = await sessions.endOthers(desk, userId, keep);
      await note(desk, userId, ['sign_out_everywhere']);
      return ended;
    },
    /** Takes login, sessions and one-time keys away; the user's row and her lines in the trail stay. */
    removeUser: async (userId: string): Promise<void> => {
      await pool.query(`delete from auth."user" where id = $1`, [userId]);
    },
    /** Clears what has run out; for an hourly job. */
    sweep: async (): Promise<void> => {
      await sessions.sweepSessions(desk);
      await desk.attempts.sweep();
    },
  };
}

/** @returns the `set-cookie` lines that take the cookies back */
async function signOut(desk: Desk, headers: Headers): Promise<readonly string[]> {
  const session = await sessions.sessionOf(desk, headers);
  if (session) {
    await sessions.endSession(desk, session.sessionId);
    await note(desk, session.userId, ['sign_out']);
  }
  const sent = libraryHeaders({ cookie: headers.get('cookie') });
  const done = await desk.library.api.signOut({ headers: sent, returnHeaders: true });
  return done.headers.getSetCookie();
}
