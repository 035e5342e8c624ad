/** Who is signed in: read afresh at each request, renewed in time, ended at once. */
import { randomBytes } from 'node:crypto';
import { makeSignature } from 'better-auth/crypto';
import { newId } from '#platform/ids.ts';
import { libraryHeaders, mailOf, type Desk, type SessionKind } from './library.server.ts';

/** A renewed token's forerunner serves requests that were on their way. */
const GRACE_SECONDS = 60;
/** How long a PIN or password just typed again counts as fresh. */
export const STRONG_SECONDS = 600;

export type Session = {
  readonly userId: string;
  readonly sessionId: string;
  readonly kind: SessionKind;
  readonly deviceId: string | null;
  /** Until when a re-confirmation counts; null when she has not typed her secret again. */
  readonly strongUntil: Date | null;
  /** She may do nothing but choose a new PIN or password. */
  readonly mustChangeSecret: boolean;
  /** Signed in with a one-time code as well. */
  readonly twoStep: boolean;
  /** This database is the demo's. */
  readonly demo: boolean;
  /** `set-cookie` lines the answer must carry: the renewed token. */
  readonly cookies: readonly string[];
};
export type OpenSession = {
  readonly sessionId: string;
  readonly kind: SessionKind;
  readonly deviceId: string | null;
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
};
export type Ages = { readonly idleSeconds: number; readonly rotateSeconds: number; readonly absoluteSeconds: number };

type Row = Ages & {
  active: boolean;
  mustChangeSecret: boolean;
  deviceRevoked: boolean;
  demo: boolean;
  closed: boolean;
  tooOld: boolean;
  due: boolean;
  replaces: string | null;
  now: Date;
};

const newToken = () => randomBytes(32).toString('base64url');

export async function agesOf({ pool }: Desk, kind: SessionKind): Promise<Ages> {
  const { rows } = await pool.query<Ages>(
    `select idle_seconds as "idleSeconds", rotate_seconds as "rotateSeconds", absolute_seconds as "absoluteSeconds"
     from auth.session_age where kind = $1`,
    [kind],
  );
  return rows[0]!;
}

async function cookieFor(
  { library }: Desk,
  token: string,
  { kind, idleSeconds }: { kind: SessionKind; idleSeconds: number },
): Promise<string> {
  const { authCookies, secret } = await library.context;
  const { name, attributes } = authCookies.sessionToken;
  const value = encodeURIComponent(`${token}.${await makeSignature(token, secret)}`);
  // an office session ends with the browser
  const age = kind === 'phone' ? `; Max-Age=${idleSeconds}` : '';
  return `${name}=${value}${age}; Path=/; HttpOnly; SameSite=Lax${attributes.secure ? '; Secure' : ''}`;
}

async function standingOf({ pool }: Desk, sessionId: string): Promise<Row | null> {
  const { rows } = await pool.query<Row>(
    `select t.active, t.must_change_secret as "mustChangeSecret", t.device_revoked as "deviceRevoked", t.demo,
       (l.user_id is not null and not t.demo) as closed, s.replaces, now() as now,
       a.idle_seconds as "idleSeconds", a.rotate_seconds as "rotateSeconds", a.absolute_seconds as "absoluteSeconds",
       s."createdAt" < now() - make_interval(secs => a.absolute_seconds) as "tooOld",
       s."updatedAt" < now() - make_interval(secs => a.rotate_seconds)
         and (s."rotatedAt" is null or s."rotatedAt" < now() - make_interval(secs => ${GRACE_SECONDS})) as due
     from auth.session s
     join auth.session_age a on a.kind = coalesce(s.kind, 'office')
     cross join lateral standing_of(s."userId"::uuid, s."deviceId"::uuid) t
     left join auth.demo_login l on l.user_id = s."userId"
     where s.id = $1`,
    [sessionId],
  );
  return rows[0] ?? null;
}

/** A new token in place of a worn one. Null when a request beside this one was faster. */
async function rotate(desk: Desk, sessionId: string): Promise<string | null> {
  const token = newToken();
  const { rows } = await desk.pool.query<{ kind: SessionKind; idle: number }>(
    `with old as (
       update auth.session set "rotatedAt" = now()
       where id = $1 and ("rotatedAt" is null or "rotatedAt" < now() - make_interval(secs => $4)) returning *)
     insert into auth.session (id, token, "createdAt", "updatedAt", "expiresAt", "ipAddress", "userAgent", "userId", kind, "deviceId",
       "strongUntil", replaces)
     select $2, $3, o."createdAt", now(), now() + make_interval(secs => a.idle_seconds), o."ipAddress", o."userAgent", o."userId",
       o.kind, o."deviceId", o."strongUntil", o.id
     from old o join auth.session_age a on a.kind = coalesce(o.kind, 'office')
     returning kind, (select a.idle_seconds from auth.session_age a where a.kind = coalesce(session.kind, 'office')) as idle`,
    [sessionId, newId(), token, GRACE_SECONDS],
  );
  return rows[0] ? cookieFor(desk, token, { kind: rows[0].kind ?? 'office', idleSeconds: rows[0].idle }) : null;
}

/** The renewed token has arrived: what it replaces, and answers that never arrived, end. */
const settle = ({ pool }: Desk, sessionId: string, replaces: string) =>
  pool.query(
    `with mine as (update auth.session set replaces = null where id = $1)
     update auth.session set "expiresAt" = least("expiresAt", now() + make_interval(secs => $3))
     where id <> $1 and (id = $2 or replaces = $2)`,
    [sessionId, replaces, GRACE_SECONDS],
  );

export const endSession = ({ pool }: Desk, sessionId: string) =>
  pool.query(`delete from auth.session where id = $1`, [sessionId]);

export async function sessionOf(desk: Desk, headers: Headers): Promise<Session | null> {
  const cookie = headers.get('cookie');
  if (!cookie) return null;
  const found = await desk.library.api.getSession({
    headers: libraryHeaders({ cookie }),
    query: { disableRefresh: true },
  });
  if (!found) return null;
  const { session, user } = found;
  const row = await standingOf(desk, session.id);
  if (!row || !row.active || row.deviceRevoked || row.closed || row.tooOld) {
    await endSession(desk, session.id);
    return null;
  }
  if (row.replaces) await settle(desk, session.id, row.replaces);
  const renewed = row.due ? await rotate(desk, session.id) : null;
  return {
    userId: session.userId,
    sessionId: session.id,
    kind: session.kind === 'phone' ? 'phone' : 'office',
    deviceId: session.deviceId ?? null,
    strongUntil: session.strongUntil && session.strongUntil > row.now ? session.strongUntil : null,
    mustChangeSecret: row.mustChangeSecret,
    twoStep: Boolean(user.twoFactorEnabled),
    demo: row.demo,
    cookies: renewed ? [renewed] : [],
  };
}

/** A session without a secret typed: for a phone that redeemed its one-time enrolment. @returns its `set-cookie` line */
export async function openSession(
  desk: Desk,
  userId: string,
  {
    kind,
    deviceId,
    address,
    userAgent,
  }: { kind: SessionKind; deviceId: string | null; address: string; userAgent: string },
): Promise<string> {
  const { idleSeconds } = await agesOf(desk, kind);
  const token = newToken();
  await desk.pool.query(
    // a bookkeeper may never have had a PIN for the office: her phone's key is her way in
    `with known as (insert into auth."user" (id, name, email, "emailVerified") values ($6, '', $9, false) on conflict (id) do nothing)
     insert into auth.session (id, token, "updatedAt", "expiresAt", "ipAddress", "userAgent", "userId", kind, "deviceId")
     values ($1, $2, now(), now() + make_interval(secs => $3), $4, $5, $6, $7, $8)`,
    [newId(), token, idleSeconds, address, userAgent.slice(0, 200), userId, kind, deviceId, mailOf(userId)],
  );
  return cookieFor(desk, token, { kind, idleSeconds });
}

/** All of a user's sessions but the one she is in. */
export async function endOthers({ pool }: Desk, userId: string, keep: string | null): Promise<number> {
  const done = await pool.query(`delete from auth.session where "userId" = $1 and id is distinct from $2`, [
    userId,
    keep,
  ]);
  return done.rowCount ?? 0;
}

/** One of her own sessions, as her account page lists them. */
export async function endOwn({ pool }: Desk, userId: string, sessionId: string): Promise<void> {
  await pool.query(`delete from auth.session where "userId" = $1 and id = $2`, [userId, sessionId]);
}

/** Her secret was just typed again: for some minutes that counts. */
export async function strengthen({ pool }: Desk, sessionId: string): Promise<void> {
  await pool.query(`update auth.session set "strongUntil" = now() + make_interval(secs => $2) where id = $1`, [
    sessionId,
    STRONG_SECONDS,
  ]);
}

export async function listSessions({ pool }: Desk, userId: string): Promise<OpenSession[]> {
  const { rows } = await pool.query<OpenSession>(
    `select id as "sessionId", coalesce(kind, 'office') as kind, "deviceId", nullif("ipAddress", '') as address,
       nullif("userAgent", '') as "userAgent", "createdAt", greatest("updatedAt", "rotatedAt") as "lastUsedAt"
     from auth.session where "userId" = $1 and "expiresAt" > now() and "rotatedAt" is null order by "updatedAt" desc limit 100`,
    [userId],
  );
  return rows;
}

export async function sweepSessions({ pool }: Desk): Promise<void> {
  await pool.query(`delete from auth.session where "expiresAt" < now()`);
  await pool.query(`delete from auth.verification where "expiresAt" < now()`);
  await pool.query(`delete from auth.used_code where until < now()`);
}
