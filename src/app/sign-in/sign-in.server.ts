import { isId, newId } from '#platform/ids.ts';
import { readMobile } from '#platform/phone.ts';
import { matchesHash } from './hashing.server.ts';
import { cookieLineOf, libraryCode, libraryHeaders, mailOf, type Desk, type SessionKind } from './library.server.ts';
import { plainSecret, SECRET_POLICY } from './secret.rules.ts';
import { note } from './secrets.server.ts';
import { agesOf } from './sessions.server.ts';
import { finishTwoStep, shut, type Closed, type From, type Opened } from './two-step.server.ts';

export type SignIn = {
  /** As typed: any of three scripts, with or without +91. */
  readonly phone: string;
  readonly secret: string;
  /** Which of her organisations, when her phone and secret fit several. */
  readonly orgId?: string | null;
  /** The client's address as the server itself saw it, never a header from outside. */
  readonly address: string;
  readonly userAgent?: string | null;
  readonly kind?: SessionKind;
  readonly deviceId?: string | null;
  /** One-time or backup code, if she gave it at once. */
  readonly code?: string;
};
export type Organisation = { readonly orgId: string; readonly name: string };
export type SignedIn =
  | Opened
  | (Closed & {
      readonly organisations?: readonly Organisation[];
      /** Carries the half-done sign-in to the code step. */
      readonly cookies?: readonly string[];
    });
export type CodeStep = From & { readonly code: string; readonly kind?: SessionKind; readonly deviceId?: string | null };

type Candidate = { user_id: string; org_id: string; org_name: string; password: string };

/**
 * @returns refused `auth.phone_shape`, `auth.wrong` {waitSeconds: before the next try, 0 = none}, `auth.wait` {waitSeconds},
 * `auth.which_organisation` {count} with `organisations`, `auth.code_needed` with `cookies`, and those of {@link confirmCode}
 */
export async function signIn(desk: Desk, from: SignIn): Promise<SignedIn> {
  const phone = readMobile(from.phone);
  if (!phone) return shut('auth.phone_shape');
  const attempt = await desk.attempts.begin(`phone:${phone}`, from.address);
  if (attempt.kind === 'wait') return shut('auth.wait', { waitSeconds: attempt.waitSeconds });
  const typed = plainSecret(from.secret).slice(0, SECRET_POLICY.longest);
  const found = await candidates(desk, phone, isId(from.orgId) ? from.orgId : null);
  const fitting = await choose(found, typed);
  if (fitting.length > 1) {
    await attempt.forgive();
    const organisations = fitting.map((one) => ({ orgId: one.org_id, name: one.org_name }));
    return { ...shut('auth.which_organisation', { count: fitting.length }), organisations };
  }
  const userId = fitting[0]?.user_id ?? newId();
  const answer = await open(desk, userId, { typed, from });
  if (!answer) {
    for (const one of found) await note(desk, one.user_id, ['sign_in', 'refused:auth.wrong']);
    return shut('auth.wrong', { waitSeconds: attempt.nextWaitSeconds });
  }
  await attempt.forgive();
  const cookies = answer.headers.getSetCookie();
  if ('twoFactorRedirect' in answer.response) {
    if (!from.code) return { ...shut('auth.code_needed'), cookies };
    const headers = libraryHeaders({ cookie: cookieLineOf(cookies), userAgent: from.userAgent });
    const { address, code, kind, deviceId } = from;
    return confirmCode(desk, { headers, address, code, kind, deviceId });
  }
  await note(desk, userId, ['sign_in']);
  return { ok: true, userId, cookies };
}

/**
 * The second step, with the cookies of the first.
 * @returns refused `auth.code_wrong` {waitSeconds}, `auth.code_expired`, `auth.wait` {waitSeconds}
 */
export async function confirmCode(
  desk: Desk,
  { headers, address, code, kind = 'office', deviceId = null }: CodeStep,
): Promise<Opened | Closed> {
  const done = await finishTwoStep(desk, { headers, address }, { code, kind, deviceId });
  if (done.ok) await note(desk, done.userId, ['sign_in']);
  return done;
}

/** Active users of that phone who have a secret; demo logins only in the demo's own database. */
async function candidates({ pool }: Desk, phone: string, orgId: string | null): Promise<Candidate[]> {
  const { rows } = await pool.query<Candidate>(
    `select c.user_id, c.org_id, c.org_name, a.password
     from sign_in_candidates($1) c
     join auth.account a on a."providerId" = 'credential' and a."accountId" = c.user_id::text
     left join auth.demo_login l on l.user_id = c.user_id::text
     where c.state = 'active' and ($2::uuid is null or c.org_id = $2::uuid)
       and (l.user_id is null or (select demo from server_state)) order by c.org_id limit 8`,
    [phone, orgId],
  );
  return rows;
}

/** With several organisations the secret itself says which; what fits two is asked. */
async function choose(found: readonly Candidate[], typed: string): Promise<readonly Candidate[]> {
  if (found.length < 2) return found;
  const fits = await Promise.all(found.map((one) => matchesHash(one.password, typed)));
  return found.filter((_, at) => fits[at]);
}

/** An unknown phone takes the library's own long way round: the same lookups, the same hashing, the same answer. */
async function open(desk: Desk, userId: string, { typed, from }: { typed: string; from: SignIn }) {
  const kind = from.kind ?? 'office';
  const { idleSeconds } = await agesOf(desk, kind);
  const made = { kind, deviceId: from.deviceId ?? null, expiresAt: new Date(Date.now() + idleSeconds * 1000) };
  const call = {
    body: { email: mailOf(userId), password: typed, rememberMe: kind === 'phone' },
    headers: libraryHeaders(from),
    returnHeaders: true,
  } as const;
  try {
    return await desk.library.shape.run(made, () => desk.library.api.signInEmail(call));
  } catch (fault) {
    libraryCode(fault);
    return null;
  }
}
