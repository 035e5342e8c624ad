import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import { defineCommands, type Actor, type Scope } from '#platform/door.ts';
import { newId } from '#platform/ids.ts';
import { applied, refused, type Outcome } from '#platform/outcomes.ts';
import { readMobile } from '#platform/phone.ts';
import * as model from './model.ts';
import type { AddUser, EditUser, EndRole, GiveRole, OfUser, SetLocale, Where } from './model.ts';
import {
  endSessions,
  holdsAllOf,
  isBelow,
  isLastAdministrator,
  loadUser,
  NO_SCOPE,
  scopeExists,
} from './records.server.ts';

const whole = (): Scope => null;
const within = (input: { scope: Where }): Scope => input.scope;

export const userCommands = defineCommands('users', {
  add: {
    input: model.AddUser,
    may: 'users.manage',
    scope: (input: AddUser) => input.grants[0]?.scope ?? null,
    secret: ['name', 'phone'],
    typed: ['phone'],
    run: add,
  },
  edit: {
    input: model.EditUser,
    may: 'users.manage',
    scope: whole,
    secret: ['name', 'phone'],
    typed: ['phone'],
    run: edit,
  },
  grant: { input: model.GiveRole, may: 'users.manage', scope: within, run: grant },
  endGrant: { input: model.EndRole, may: 'users.manage', scope: within, run: endGrant },
  revoke: { input: model.OfUser, may: 'users.manage', scope: whole, run: revoke },
  restore: { input: model.OfUser, may: 'users.manage', scope: whole, run: restore },
  resetSecret: { input: model.OfUser, may: 'users.manage', scope: whole, run: resetSecret },
  resetTwoStep: { input: model.OfUser, may: 'users.manage', scope: whole, run: resetTwoStep },
  setLocale: { input: model.SetLocale, may: 'self.manage', scope: whole, run: setLocale },
  secretChanged: { input: model.Nothing, may: 'self.manage', scope: whole, run: secretChanged },
});

type Done = Outcome<{ userId: string }>;
const done = (userId: string): Done => applied({ userId });

/**
 * A user without a secret: she cannot sign in before `giveFirstSecret` gave her one.
 * @returns refused `users.phone_taken`, `users.person_unknown`, and those of {@link grant}
 */
async function add(tx: Tx, who: Actor, input: AddUser): Promise<Done> {
  const userId = newId();
  const phone = readMobile(input.phone)!;
  if (await phoneTaken(tx, phone, userId)) return refused('users.phone_taken');
  if (input.personId && !(await scopeExists(tx, { kind: 'person', id: input.personId })))
    return refused('users.person_unknown');
  await sql`insert into app_user (org_id, user_id, person_id, name, phone, locale, must_change_secret)
    values (${tx.orgId}, ${userId}, ${input.personId ?? null}, ${input.name}, ${phone}, ${input.locale}, true)`.execute(
    tx.db,
  );
  for (const given of input.grants) {
    const outcome = await giveRole(tx, who, { userId, ...given });
    if (outcome.kind !== 'applied') return outcome;
  }
  return done(userId);
}

/** @returns refused `users.not_found`, `users.beyond_you`, `users.phone_taken` */
async function edit(tx: Tx, who: Actor, input: EditUser): Promise<Done> {
  const problem = await mayTouch(tx, who, input.userId);
  if (problem) return problem;
  const phone = readMobile(input.phone)!;
  if (await phoneTaken(tx, phone, input.userId)) return refused('users.phone_taken');
  await sql`update app_user set name = ${input.name}, phone = ${phone} where org_id = ${tx.orgId} and user_id = ${input.userId}`.execute(
    tx.db,
  );
  return done(input.userId);
}

/** @returns refused `users.not_found`, `users.revoked`, `users.beyond_you`, `users.scope_unknown`, `users.day_past` {today} */
async function grant(tx: Tx, who: Actor, input: GiveRole): Promise<Done> {
  const user = await loadUser(tx, input.userId);
  if (!user) return refused('users.not_found');
  if (user.state !== 'active') return refused('users.revoked');
  return giveRole(tx, who, input);
}

async function giveRole(tx: Tx, who: Actor, input: GiveRole): Promise<Done> {
  const toOn = input.toOn ?? null;
  if (toOn !== null && toOn < tx.today) return refused('users.day_past', { today: tx.today });
  if (!(await scopeExists(tx, input.scope))) return refused('users.scope_unknown');
  if (!(await holdsAllOf(tx, who, input))) return refused('users.beyond_you', { role: input.role });
  // the database's own day, as `actor_of` reads it: before half past five in the morning India is a day ahead
  await sql`insert into user_grant (org_id, user_id, role, scope_kind, scope_id, from_on, to_on)
    values (${tx.orgId}, ${input.userId}, ${input.role}, ${input.scope?.kind ?? null}, ${input.scope?.id ?? NO_SCOPE}, current_date, ${toOn})
    on conflict (org_id, user_id, role, scope_id, from_on) do update set to_on = excluded.to_on`.execute(tx.db);
  return done(input.userId);
}

/** @returns refused `users.not_found`, `users.no_such_grant`, `users.beyond_you`, `users.last_administrator` */
async function endGrant(tx: Tx, who: Actor, input: EndRole): Promise<Done> {
  if (!(await loadUser(tx, input.userId))) return refused('users.not_found');
  if (!(await holdsAllOf(tx, who, input))) return refused('users.beyond_you', { role: input.role });
  if (input.role === 'administrator' && input.scope === null && (await isLastAdministrator(tx, input.userId)))
    return refused('users.last_administrator');
  const ended = await sql`update user_grant set to_on = current_date - 1
    where org_id = ${tx.orgId} and user_id = ${input.userId} and role = ${input.role} and scope_id = ${input.scope?.id ?? NO_SCOPE}
      and (to_on is null or to_on >= current_date)`.execute(tx.db);
  return (ended.numAffectedRows ?? 0n) > 0n ? done(input.userId) : refused('users.no_such_grant');
}

/** Her sessions end and her phones are stopped; what they have not sent goes to quarantine. @returns refused as {@link edit}, `users.last_administrator` */
async function revoke(tx: Tx, who: Actor, input: OfUser): Promise<Done> {
  const problem = await mayTouch(tx, who, input.userId);
  if (problem) return problem;
  if (await isLastAdministrator(tx, input.userId)) return refused('users.last_administrator');
  await sql`update app_user set state = 'revoked', revoked_at = now() where org_id = ${tx.orgId} and user_id = ${input.userId}`.execute(
    tx.db,
  );
  await sql`update device set state = 'revoked', revoked_at = now()
    where org_id = ${tx.orgId} and user_id = ${input.userId} and state <> 'revoked'`.execute(tx.db);
  await sql`update enrolment set expires_at = now()
    where org_id = ${tx.orgId} and user_id = ${input.userId} and used_at is null and expires_at > now()`.execute(tx.db);
  await endSessions(tx, input.userId);
  return done(input.userId);
}

/** Her phones stay stopped: each is enrolled anew. @returns refused as {@link edit} */
async function restore(tx: Tx, who: Actor, input: OfUser): Promise<Done> {
  const problem = await mayTouch(tx, who, input.userId);
  if (problem) return problem;
  await sql`update app_user set state = 'active', revoked_at = null where org_id = ${tx.orgId} and user_id = ${input.userId}`.execute(
    tx.db,
  );
  return done(input.userId);
}

/** The audited half of giving a new secret; the secret itself never passes here. @returns refused as {@link edit} */
async function resetSecret(tx: Tx, who: Actor, input: OfUser): Promise<Done> {
  const problem = await mayTouch(tx, who, input.userId);
  if (problem) return problem;
  await sql`update app_user set must_change_secret = true where org_id = ${tx.orgId} and user_id = ${input.userId}`.execute(
    tx.db,
  );
  await endSessions(tx, input.userId);
  return done(input.userId);
}

/** The audited half of taking a lost authenticator away. @returns refused as {@link edit} */
async function resetTwoStep(tx: Tx, who: Actor, input: OfUser): Promise<Done> {
  const problem = await mayTouch(tx, who, input.userId);
  if (problem) return problem;
  await endSessions(tx, input.userId);
  return done(input.userId);
}

async function setLocale(tx: Tx, who: Actor, input: SetLocale): Promise<Done> {
  await sql`update app_user set locale = ${input.locale} where org_id = ${tx.orgId} and user_id = ${who.userId}`.execute(
    tx.db,
  );
  return done(who.userId);
}

/** She chose her own secret: the one that somebody else had seen is gone. */
async function secretChanged(tx: Tx, who: Actor): Promise<Done> {
  await sql`update app_user set must_change_secret = false where org_id = ${tx.orgId} and user_id = ${who.userId}`.execute(
    tx.db,
  );
  return done(who.userId);
}

async function mayTouch(tx: Tx, who: Actor, userId: string): Promise<ReturnType<typeof refused> | null> {
  if (!(await loadUser(tx, userId))) return refused('users.not_found');
  return (await isBelow(tx, who, userId)) ? null : refused('users.beyond_you', { role: '' });
}

async function phoneTaken(tx: Tx, phone: string, userId: string): Promise<boolean> {
  const { rows } = await sql<{ taken: boolean }>`select exists (select from app_user
    where org_id = ${tx.orgId} and phone = ${phone} and user_id <> ${userId}) as taken`.execute(tx.db);
  return rows[0]?.taken ?? false;
}
