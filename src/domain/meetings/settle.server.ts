/** A named person settles what was held: the record stays whichever way she decides, with her name and reason. */
import * as z from 'zod/mini';
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { applied, refused, type Outcome } from '#platform/outcomes.ts';
import { Id } from '#domain/ledger/index.ts';
import { reverseMeeting } from './reverse.server.ts';

export const Settlement = z.strictObject({
  groupId: Id,
  heldCommandId: Id,
  /**
   * keep: the first record stands; replace: the held one takes its place; again: judge the held one once more; stand: over the limit as
   * it is, the held one goes into the books ({@link letStand}).
   */
  choice: z.enum(['keep', 'replace', 'again', 'stand']),
  /** The record beside it, when there is one; `replace` needs it. */
  otherMeetingId: z.nullable(Id),
  reason: z.string().check(z.trim(), z.minLength(3), z.maxLength(500)),
});
export type Settlement = z.infer<typeof Settlement>;

/** Held because a loan of it asks too much of her home. */
export const OVER_LIMIT = 'meetings.loan_over_limit';

/** Whether a person let this meeting stand although a loan of it is over the limit: who and why is kept with her command. */
export async function letStand(
  tx: Tx,
  { groupId, meetingId }: { groupId: string; meetingId: string },
): Promise<boolean> {
  const { rows } =
    await sql`select from command where org_id = ${tx.orgId} and scope_id = ${groupId} and name = 'meetings.settle'
    and status = 'applied' and payload ->> 'heldCommandId' = ${meetingId} and payload ->> 'choice' = 'stand' limit 1`.execute(
      tx.db,
    );
  return rows.length > 0;
}

export async function settle(tx: Tx, who: Actor, input: Settlement): Promise<Outcome<{ choice: string }>> {
  const held = await tx.db
    .selectFrom('command')
    .select(['status', 'scope_id', 'device_id', 'user_id', sql<string | null>`outcome ->> 'code'`.as('code')])
    .where('org_id', '=', tx.orgId)
    .where('command_id', '=', input.heldCommandId)
    .forUpdate()
    .executeTakeFirst();
  if (!held || held.scope_id !== input.groupId) return refused('meetings.nothing_held', {});
  if (held.status !== 'held') return refused('meetings.settled_already', {});
  if (held.user_id === who.userId && who.kind === 'user') return refused('meetings.own_record', {});
  if (input.choice === 'stand' && held.code !== OVER_LIMIT) return refused('meetings.not_over_limit', {});
  if (input.choice === 'replace') {
    if (!input.otherMeetingId) return refused('meetings.nothing_to_replace', {});
    const obstacle = await reverseMeeting(tx, { meetingId: input.otherMeetingId, reason: input.reason });
    if (obstacle) return obstacle;
  }
  if (input.choice === 'keep') {
    // Only where two records of one meeting lay side by side does the other one stand.
    const code = held.code === 'meetings.same_day' ? 'meetings.other_kept' : 'meetings.not_taken';
    const answer = { kind: 'refused', code, params: { reason: input.reason } };
    await sql`update command set status = 'settled', outcome = ${JSON.stringify(answer)}::jsonb
      where org_id = ${tx.orgId} and command_id = ${input.heldCommandId}`.execute(tx.db);
    if (held.device_id) tx.changed(held.device_id, 'settled', input.heldCommandId);
  } else {
    tx.release(input.heldCommandId);
  }
  return applied({ choice: input.choice });
}
