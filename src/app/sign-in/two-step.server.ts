/** The second step: one-time codes of an authenticator app (RFC 6238), and backup codes for the day that phone is lost. */
import { createHash } from 'node:crypto';
import { readDigits } from '#platform/digits.ts';
import { refused, type Refused } from '#platform/outcomes.ts';
import { libraryCode, libraryHeaders, type Desk, type SessionKind } from './library.server.ts';
import { plainSecret } from './secret.rules.ts';
import { agesOf, sessionOf } from './sessions.server.ts';

/** A code is good for its half minute and the ones beside it. */
const CODE_LIFE_SECONDS = 120;

export type From = { readonly headers: Headers; readonly address: string };
export type TwoStepStart = { readonly ok: true; readonly uri: string; readonly backupCodes: readonly string[] };
export type Opened = { readonly ok: true; readonly userId: string; readonly cookies: readonly string[] };
export type Closed = Refused & { readonly ok: false };
export const shut = (code: string, params: Refused['params'] = {}): Closed => ({ ok: false, ...refused(code, params) });

async function takeOnce({ pool }: Desk, userId: string, code: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    `insert into auth.used_code (user_id, code_hash, until) values ($1, $2, now() + make_interval(secs => $3)) on conflict do nothing`,
    [userId, createHash('sha256').update(`${userId}:${code}`).digest('hex'), CODE_LIFE_SECONDS],
  );
  return rowCount === 1;
}

/** Whose sign-in waits for a code; the library checks the cookie's signature again when the code is verified. */
async function waitingUser({ pool, library }: Desk, headers: Headers): Promise<string | null> {
  const { createAuthCookie } = await library.context;
  const { name } = createAuthCookie('two_factor');
  const line = (headers.get('cookie') ?? '').split('; ').find((part) => part.startsWith(`${name}=`));
  const identifier = decodeURIComponent(line?.slice(name.length + 1) ?? '').split('.', 1)[0];
  if (!identifier) return null;
  const { rows } = await pool.query<{ value: string }>(
    `select value from auth.verification where identifier = $1 and "expiresAt" > now()`,
    [identifier],
  );
  return rows[0]?.value ?? null;
}

async function verify({ library }: Desk, headers: Headers, code: string): Promise<Headers | string> {
  try {
    const call = { body: { code }, headers, returnHeaders: true } as const;
    const done = await (/^\d{6}$/.test(code) ? library.api.verifyTOTP(call) : library.api.verifyBackupCode(call));
    return done.headers;
  } catch (fault) {
    return libraryCode(fault);
  }
}

/**
 * Shows the key for the authenticator app; nothing is asked of her at sign-in until {@link finishTwoStep} saw a first code.
 * @returns refused `auth.signed_out`, `auth.wrong` {waitSeconds}, `auth.wait` {waitSeconds}, `auth.two_step_on`
 */
export async function startTwoStep(
  desk: Desk,
  { headers, address }: From,
  { secret, label }: { secret: string; label: string },
): Promise<TwoStepStart | Closed> {
  const session = await sessionOf(desk, headers);
  if (!session) return shut('auth.signed_out');
  const attempt = await desk.attempts.begin(`check:${session.userId}`, address);
  if (attempt.kind === 'wait') return shut('auth.wait', { waitSeconds: attempt.waitSeconds });
  try {
    const made = await desk.library.api.enableTwoFactor({
      body: { password: plainSecret(secret), method: 'totp' },
      headers: libraryHeaders({ cookie: headers.get('cookie') }),
    });
    await attempt.forgive();
    if (made.method !== 'totp') throw new Error('The library set up another second step than was asked');
    const key = new URL(made.totpURI).searchParams.get('secret') ?? '';
    const name = encodeURIComponent(`Bakhiya:${label}`);
    const uri = `otpauth://totp/${name}?secret=${key}&issuer=Bakhiya&digits=6&period=30`;
    return { ok: true, uri, backupCodes: made.backupCodes };
  } catch (fault) {
    if (libraryCode(fault) === 'TOTP_ALREADY_ENABLED') return shut('auth.two_step_on');
    return shut('auth.wrong', { waitSeconds: attempt.nextWaitSeconds });
  }
}

/**
 * The second step of a sign-in, or the first code after {@link startTwoStep} (then she has a session already).
 * @returns refused `auth.code_wrong` {waitSeconds}, `auth.code_expired`, `auth.wait` {waitSeconds}
 */
export async function finishTwoStep(
  desk: Desk,
  { headers, address }: From,
  { code, kind, deviceId }: { code: string; kind: SessionKind; deviceId: string | null },
): Promise<Opened | Closed> {
  const signedIn = await sessionOf(desk, headers);
  const userId = signedIn?.userId ?? (await waitingUser(desk, headers));
  if (!userId) return shut('auth.code_expired');
  const attempt = await desk.attempts.begin(`code:${userId}`, address);
  if (attempt.kind === 'wait') return shut('auth.wait', { waitSeconds: attempt.waitSeconds });
  const wrong = shut('auth.code_wrong', { waitSeconds: attempt.nextWaitSeconds });
  const typed = readDigits(code).replace(/\s/g, '');
  if (!(await takeOnce(desk, userId, typed))) return wrong;
  const { idleSeconds } = await agesOf(desk, kind);
  const made = { kind, deviceId, expiresAt: new Date(Date.now() + idleSeconds * 1000) };
  const sent = libraryHeaders({ cookie: headers.get('cookie'), address, userAgent: headers.get('user-agent') });
  const answer = await desk.library.shape.run(made, () => verify(desk, sent, typed));
  if (typeof answer === 'string') return answer === 'INVALID_TWO_FACTOR_COOKIE' ? shut('auth.code_expired') : wrong;
  await attempt.forgive();
  return { ok: true, userId, cookies: answer.getSetCookie() };
}

/** Without a second step from now on; an administrator is asked to set it up again at her next sign-in. */
export async function resetTwoStep({ pool }: Desk, userId: string): Promise<void> {
  await pool.query(
    `with gone as (delete from auth."twoFactor" where "userId" = $1)
     update auth."user" set "twoFactorEnabled" = false where id = $1`,
    [userId],
  );
}
