/** Released work of a stopped phone: opened with the server's key and performed under its author's name. */
import { sql } from 'kysely';
import { actAs } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { refused, type Outcome } from '#platform/outcomes.ts';
import { anyActorOf } from '../actors.server.ts';
import type { App } from '../app-type.server.ts';
import { perform } from '../perform.server.ts';
import { openItem } from '../sync/push.server.ts';
import type { DecideQuarantine } from './model.ts';

export type Decided =
  | { readonly kind: 'decided'; readonly of: Outcome<unknown> | null }
  | Exclude<Outcome<unknown>, { kind: 'applied' | 'already' }>;

/**
 * Decides, and performs what was released. After a crash between the two, deciding again performs it: a command is performed once.
 * @param id the command's id, made with the form
 * @returns `of`: what became of the released record; null when it was refused
 */
export async function decideQuarantine(
  app: App,
  who: Actor,
  { id, ...decision }: DecideQuarantine & { id: string },
): Promise<Decided> {
  const outcome = await app.send<{ decision: string }>(who, { id, name: 'desk.decideQuarantine', payload: decision });
  const before =
    outcome.kind === 'refused' && outcome.code === 'desk.decided_already' && outcome.params.decision === 'released';
  const decided = outcome.kind === 'applied' || outcome.kind === 'already';
  if (!decided && !(before && decision.decision === 'released')) return outcome as Decided;
  if (decision.decision === 'refused') return { kind: 'decided', of: null };
  const kept = await released(app, who, decision.quarantineId);
  if (!kept) return refused('desk.unreadable');
  return { kind: 'decided', of: await perform(app, kept.author, kept.envelope) };
}

/** What a person released, performed under its author's name. @returns null when it was not released or cannot be opened */
async function released(app: App, who: Pick<Actor, 'orgId' | 'userId'>, quarantineId: string) {
  const kept = await app.db.transaction().execute(async (trx) => {
    await actAs(trx, { orgId: who.orgId, orgIds: [who.orgId], userId: who.userId });
    const { rows } = await sql<{
      user_id: string;
      device_id: string;
      envelope: Parameters<typeof openItem>[1];
    }>`select user_id, device_id, envelope
      from quarantine where org_id = ${who.orgId} and quarantine_id = ${quarantineId} and decision = 'released'`.execute(
      trx,
    );
    return rows[0];
  });
  const author = kept ? await anyActorOf(app.db, kept.user_id, kept.device_id) : null;
  // the signature was proved when it came in
  const signed = kept ? await openItem(app, kept.envelope) : null;
  return author && signed ? { author, envelope: signed.envelope } : null;
}

/** @returns refused `desk.unreadable` */
export async function performKept(app: App, who: Actor, quarantineId: string): Promise<Outcome<unknown>> {
  const kept = await released(app, who, quarantineId);
  return kept ? perform(app, kept.author, kept.envelope) : refused('desk.unreadable');
}
