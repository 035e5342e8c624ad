import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import { defineCommands, OWN, type Actor, type Scope } from '#platform/door.ts';
import { applied, refused, type Outcome } from '#platform/outcomes.ts';
import { covers } from '../users/records.server.ts';
import * as model from './model.ts';
import type { DecideQuarantine, SettleHeld } from './model.ts';

export const commands = defineCommands('desk', {
  settleHeld: {
    input: model.SettleHeld,
    may: 'desk.settle',
    scope: (input: SettleHeld): Scope => input.scope,
    run: settleHeld,
  },
  // the handler asks the right over the user whose work it is
  decideQuarantine: { input: model.DecideQuarantine, may: 'devices.manage', scope: () => OWN, run: decideQuarantine },
});

/** @returns refused `desk.nothing_held` | `desk.settled_already` | `desk.own_record` */
async function settleHeld(tx: Tx, who: Actor, input: SettleHeld): Promise<Outcome<{ choice: string }>> {
  const { rows } = await sql<{ status: string; scope_id: string | null; device_id: string | null; user_id: string }>`
    select status, scope_id, device_id, user_id from command
    where org_id = ${tx.orgId} and command_id = ${input.commandId} for update`.execute(tx.db);
  const held = rows[0];
  if (!held || held.scope_id !== (input.scope?.id ?? null)) return refused('desk.nothing_held');
  if (held.status !== 'held') return refused('desk.settled_already');
  if (held.user_id === who.userId && who.kind === 'user') return refused('desk.own_record');
  if (input.choice === 'again') tx.release(input.commandId);
  else {
    const answer = refused('desk.refused_by_person', { reason: input.reason });
    await sql`update command set status = 'settled', outcome = ${JSON.stringify(answer)}::jsonb
      where org_id = ${tx.orgId} and command_id = ${input.commandId}`.execute(tx.db);
    if (held.device_id) tx.changed(held.device_id, 'settled', input.commandId);
  }
  return applied({ choice: input.choice });
}

/**
 * Keeps the decision; `release.server.ts` performs what was released, since that needs the server's own key.
 * @returns refused `desk.not_in_quarantine` | `desk.decided_already {decision}` | `desk.beyond_you`
 */
async function decideQuarantine(tx: Tx, who: Actor, input: DecideQuarantine): Promise<Outcome<{ decision: string }>> {
  const { rows } = await sql<{ user_id: string; decision: string | null }>`select user_id, decision from quarantine
    where org_id = ${tx.orgId} and quarantine_id = ${input.quarantineId} for update`.execute(tx.db);
  const kept = rows[0];
  if (!kept) return refused('desk.not_in_quarantine');
  if (!(await covers(tx, who, { right: 'devices.manage', userId: kept.user_id }))) return refused('desk.beyond_you');
  if (kept.decision) return refused('desk.decided_already', { decision: kept.decision });
  await sql`update quarantine set decision = ${input.decision}, settled_at = ${tx.now}, settled_by = ${who.userId}
    where org_id = ${tx.orgId} and quarantine_id = ${input.quarantineId}`.execute(tx.db);
  return applied({ decision: input.decision });
}
