/** What commands of linkage load alike. */
import { sql } from 'kysely';
import type { IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import { rulesOn, type Decision } from '#domain/meetings/index.ts';
import type { Line } from './funds.rules.ts';
import type { LineState } from './funds.model.ts';
import type { Ground } from './ground.server.ts';
import type { Resolution } from './plan.rules.ts';

/** Two who act on one group's papers act one after the other. */
export async function lockGroup(tx: Tx, groupId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`linkage ${tx.orgId} ${groupId}`}, 0))`.execute(tx.db);
}

/** The decision as it stands in the minutes; null when there is no such closed meeting of this group. */
export async function resolutionOf(
  tx: Tx,
  { context }: Ground,
  { meetingId, decisionNo }: { meetingId: string; decisionNo: number },
): Promise<Resolution | null> {
  const { rows } = await sql<{ heldOn: IsoDate; present: number; members: number; decision: Decision | null }>`
    select held_on as "heldOn", present_count as present, member_count as members,
      sheet #> array['minutes', 'decisions', ${String(decisionNo - 1)}::text] as decision
    from meeting where org_id = ${tx.orgId} and group_id = ${context.groupId} and meeting_id = ${meetingId}
      and state = 'closed' and kind in ('regular', 'special')`.execute(tx.db);
  const row = rows[0];
  return row ? { ...row, decision: row.decision ?? undefined, quorum: rulesOn(context, row.heldOn).quorum } : null;
}

export type StoredLine = Line;
export async function lockLine(
  tx: Tx,
  { groupId, lineId }: { groupId: string; lineId: string },
): Promise<StoredLine | null> {
  const { rows } = await sql<StoredLine & { state: LineState }>`select state, fund, last_on as "lastOn",
      sanctioned_on as "sanctionedOn", sanctioned_paise as "sanctionedPaise", received_paise as "receivedPaise"
    from credit_line where org_id = ${tx.orgId} and group_id = ${groupId} and line_id = ${lineId} for update`.execute(
    tx.db,
  );
  return rows[0] ?? null;
}

/**
 * One decision moves money once: it was cited already by a share-out, interest or a closing that stands. A share-out is known by day and
 * words: a meeting recorded anew, because another record of it was chosen, decided nothing a second time.
 */
export async function decisionUsed(
  tx: Tx,
  of: { groupId: string; meetingId: string; decisionNo: number } & Pick<Resolution, 'heldOn' | 'decision'>,
): Promise<boolean> {
  const { rows } = await sql`select from savings_interest where org_id = ${tx.orgId} and meeting_id = ${of.meetingId}
      and decision_no = ${of.decisionNo} and back_on is null
    union all select from share_out s join meeting m on m.org_id = s.org_id and m.meeting_id = s.meeting_id
      where s.org_id = ${tx.orgId} and s.group_id = ${of.groupId} and m.held_on = ${of.heldOn}::date
      and s.decision = ${JSON.stringify(of.decision)}::jsonb
    union all select from group_year_close where org_id = ${tx.orgId} and meeting_id = ${of.meetingId}
      and decision_no = ${of.decisionNo} and reopened_at is null limit 1`.execute(tx.db);
  return rows.length > 0;
}
