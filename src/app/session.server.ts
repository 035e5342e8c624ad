/** From a request to the person behind it: the one place that turns a cookie into an actor. */
import type { Actor } from '#platform/door.ts';
import type { Db } from '#platform/db.server.ts';
import { actorOf } from './actors.server.ts';
import type { Auth, Session } from './auth.server.ts';
import { TWO_STEP_ROLES } from './rights.ts';

export type Visitor = {
  /** Null when nobody is signed in. Whoever still has a step to do is here too: look at `mustDo` before letting her act. */
  readonly actor: (Actor & { readonly name: string }) | null;
  readonly session: Session | null;
  /** What she has to do before anything else: choose her own PIN or password, or set up the second step. */
  readonly mustDo: 'choose_secret' | 'set_up_two_step' | null;
  /** `set-cookie` lines the answer must carry. */
  readonly cookies: readonly string[];
};

const NOBODY: Visitor = { actor: null, session: null, mustDo: null, cookies: [] };

export async function actorFromRequest({ db, auth }: { db: Db; auth: Auth }, request: Request): Promise<Visitor> {
  const session = await auth.sessionOf(request.headers);
  if (!session) return NOBODY;
  const actor = await actorOf(db, session.userId, session.deviceId);
  if (!actor) return NOBODY;
  const needsCode =
    !session.demo && !session.twoStep && actor.grants.some(({ role }) => TWO_STEP_ROLES.some((one) => one === role));
  const mustDo = session.mustChangeSecret ? 'choose_secret' : needsCode ? 'set_up_two_step' : null;
  return { actor, session, mustDo, cookies: session.cookies };
}

/**
 * For the API: an actor with nothing left to do, or nobody. A phone signs in by its own key, so that the PIN for the office which she
 * has still to choose is not asked for there.
 */
export function freeActor({ actor, mustDo, session }: Visitor): Actor | null {
  const free = mustDo === null || (mustDo === 'choose_secret' && session?.kind === 'phone');
  return free ? actor : null;
}
