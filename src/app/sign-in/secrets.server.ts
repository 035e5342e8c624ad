/** Her PIN or password: given, and asked for again. */
import { newId } from '#platform/ids.ts';
import { hashSecret, matchesHash } from './hashing.server.ts';
import { mailOf, type Desk } from './library.server.ts';
import { judgeSecret, plainSecret } from './secret.rules.ts';
import { endOthers, strengthen } from './sessions.server.ts';
import { shut, type Closed } from './two-step.server.ts';

export type Done = { readonly ok: true };

/** One line in her organisation's audit trail, without what was typed. */
export const note = ({ pool }: Desk, userId: string, [act, result = 'applied']: readonly [string, string?]) =>
  pool.query(`select auth_note($1, $2, $3)`, [userId, act, result]);

export async function hashOf({ pool }: Desk, userId: string): Promise<string | null> {
  const { rows } = await pool.query<{ password: string }>(
    `select password from auth.account where "providerId" = 'credential' and "accountId" = $1`,
    [userId],
  );
  return rows[0]?.password ?? null;
}

/**
 * Asks again for the secret of somebody signed in, slowed as a sign-in is.
 * @param sessionId this session then counts as confirmed for some minutes
 * @returns refused `auth.wrong` {waitSeconds}, `auth.wait` {waitSeconds}
 */
export async function checkSecret(
  desk: Desk,
  { userId, typed }: { userId: string; typed: string },
  { address = 'inside', sessionId }: { address?: string; sessionId?: string } = {},
): Promise<Done | Closed> {
  const attempt = await desk.attempts.begin(`check:${userId}`, address);
  if (attempt.kind === 'wait') return shut('auth.wait', { waitSeconds: attempt.waitSeconds });
  const stored = await hashOf(desk, userId);
  if (!stored || !(await matchesHash(stored, plainSecret(typed))))
    return shut('auth.wrong', { waitSeconds: attempt.nextWaitSeconds });
  await attempt.forgive();
  if (sessionId) await strengthen(desk, sessionId);
  return { ok: true };
}

/**
 * Gives a user a PIN or password; every session of hers but `keep` ends.
 * @param demo marks the login as the demo's: it opens nothing in any other database
 * @returns refused by {@link judgeSecret} or `auth.unknown_user`
 */
export async function setSecret(
  desk: Desk,
  { userId, typed }: { userId: string; typed: string },
  { keep = null, demo = false }: { keep?: string | null; demo?: boolean } = {},
): Promise<Done | Closed> {
  const { rows } = await desk.pool.query<{ phone: string; demo: boolean }>(`select phone, demo from standing_of($1)`, [
    userId,
  ]);
  const standing = rows[0];
  if (!standing) return shut('auth.unknown_user');
  if (demo && !standing.demo) throw new Error('Demo logins are made in the demo database only');
  const judged = judgeSecret(typed, { phone: standing.phone });
  if (!judged.ok) return judged;
  await desk.pool.query(
    `with u as (insert into auth."user" (id, name, email, "emailVerified") values ($1, '', $2, false)
         on conflict (id) do update set "updatedAt" = now()),
       d as (insert into auth.demo_login (user_id) select $1 where $5 on conflict do nothing),
       k as (delete from auth.demo_login where user_id = $1 and not $5)
     insert into auth.account (id, "accountId", "providerId", "userId", password, "updatedAt")
     values ($3, $1, 'credential', $1, $4, now())
     on conflict ("providerId", "accountId") do update set password = excluded.password, "updatedAt" = now()`,
    [userId, mailOf(userId), newId(), await hashSecret(judged.value), demo],
  );
  await endOthers(desk, userId, keep);
  await note(desk, userId, ['set_secret']);
  return { ok: true };
}
