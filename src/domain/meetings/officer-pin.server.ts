/** New PINs of officers: written down with who stood in, and read by whoever looks after the group. */
import { sql } from 'kysely';
import type { IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { applied, refused, type Outcome } from '#platform/outcomes.ts';
import type { OfficerPinReset } from './officer-pin.model.ts';

/** @returns refused `meetings.stands_in_for_herself`, `meetings.not_officer` {personId} */
export async function resetOfficerPin(
  tx: Tx,
  who: Actor,
  input: OfficerPinReset,
): Promise<Outcome<{ personId: string }>> {
  const { groupId, personId, vouchedBy, way, setOn, signature } = input;
  if (personId === vouchedBy) return refused('meetings.stands_in_for_herself');
  const { rows } = await sql<{ person_id: string }>`select distinct person_id from officer
    where org_id = ${tx.orgId} and group_id = ${groupId} and person_id in (${personId}, ${vouchedBy})
      and from_on <= ${setOn} and (until_on is null or ${setOn} < until_on)`.execute(tx.db);
  const officers = rows.map((row) => row.person_id);
  for (const one of [personId, vouchedBy])
    if (!officers.includes(one)) return refused('meetings.not_officer', { personId: one });
  await sql`insert into officer_pin_reset (org_id, reset_id, group_id, person_id, vouched_by, way, set_on, signature, recorded_by, device_id)
    values (${tx.orgId}, ${tx.commandId}, ${groupId}, ${personId}, ${vouchedBy}, ${way}, ${setOn}, ${signature}, ${who.userId},
      ${who.deviceId ?? null})`.execute(tx.db);
  return applied({ personId });
}

export type OfficerPinRow = {
  readonly personId: string;
  readonly vouchedBy: string;
  readonly way: 'pin' | 'picture';
  readonly setOn: IsoDate;
  readonly recordedBy: string | null;
};

/** Newest first. */
export async function officerPins(tx: Tx, _who: Actor, { groupId }: { groupId: string }): Promise<OfficerPinRow[]> {
  const { rows } = await sql<OfficerPinRow>`
    select r.person_id as "personId", r.vouched_by as "vouchedBy", r.way, r.set_on as "setOn", u.name as "recordedBy"
    from officer_pin_reset r left join app_user u on u.org_id = r.org_id and u.user_id = r.recorded_by
    where r.org_id = ${tx.orgId} and r.group_id = ${groupId} order by r.entered_at desc limit 50`.execute(tx.db);
  return rows;
}
