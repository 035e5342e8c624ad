/** Signs worth a look together: what the phone is sent for them, what the office may see and when, what the group answered. */
import { sql } from 'kysely';
import type { IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { applied, held, refused, type Outcome } from '#platform/outcomes.ts';
import type { GroupContext, MeetingDoc } from '#domain/meetings/index.ts';
import { groupDocuments } from '#domain/meetings/index.server.ts';
import type { GroupRef } from './grading.model.ts';
import type { Named, PersonNames } from './group.queries.server.ts';
import { tellRules } from './tell-settings.server.ts';
import type { GivenNote, TellGround, TellNote } from './tells.model.ts';
import { shownToOffice, tellRulesOn, tellsOf, type Tell } from './tells.rules.ts';

/** An assessor graded it, or an auditor ticked an entry of its book for the first time in a sample: dates alone. */
async function visitsOf(tx: Tx, groupId: string): Promise<IsoDate[]> {
  const { rows } = await sql<{ on: IsoDate }>`
    select distinct v.on_day as on from (
      select c.assessed_on as on_day from grade_certificate c where c.org_id = ${tx.orgId} and c.group_id = ${groupId}
      union select (min(t.at) at time zone 'Asia/Kolkata')::date from audit_sample_tick t
        join audit_sample_item i on i.org_id = t.org_id and i.sample_id = t.sample_id and i.line = t.line
        join groups g on g.org_id = i.org_id and g.book_id = i.book_id
        where t.org_id = ${tx.orgId} and g.group_id = ${groupId} group by t.sample_id) v
    where v.on_day <= ${tx.today}::date order by 1`.execute(tx.db);
  return rows.map((row) => row.on);
}

async function notesOf(tx: Tx, groupId: string): Promise<GivenNote[]> {
  const { rows } = await sql<GivenNote>`select n.note_id as "noteId", n.tell, n.meeting_id as "meetingId", n.note,
      n.at_visit as "atVisit", to_char(n.noted_at at time zone 'Asia/Kolkata', 'YYYY-MM-DD') as at,
      (select u.name from app_user u where u.org_id = n.org_id and u.user_id = n.noted_by) as by
    from tell_note n where n.org_id = ${tx.orgId} and n.group_id = ${groupId}
    order by n.noted_at desc, n.note_id limit 200`.execute(tx.db);
  return rows;
}

/** Sent to the group's phone beside its meetings. */
export const tellGround = async (tx: Tx, groupId: string): Promise<TellGround> => ({
  rules: await tellRules(tx),
  visits: await visitsOf(tx, groupId),
  notes: await notesOf(tx, groupId),
});

export type TellsPage = {
  readonly names: Named;
  readonly tells: readonly (Tell & { readonly notes: readonly GivenNote[] })[];
  readonly groupFirstMeetings: number;
  readonly meetings: readonly { readonly meetingId: string; readonly heldOn: IsoDate }[];
  readonly members: Readonly<Record<string, PersonNames>>;
};

/** Only signs the group has had in front of it long enough, for administrators too. Null while the group has no rules. */
export async function tells(tx: Tx, _who: Actor, { groupId }: GroupRef): Promise<TellsPage | null> {
  const documents = await groupDocuments(tx, groupId);
  const context = documents.find((one) => one.kind === 'context')?.doc as GroupContext | undefined;
  if (!context) return null;
  const meetings = documents.flatMap((one) => (one.kind === 'meeting' ? [one.doc as MeetingDoc] : []));
  const ground = await tellGround(tx, groupId);
  const shown = shownToOffice(tellsOf({ context, meetings, ground }), ground.rules);
  const behind = new Set(shown.flatMap((one) => [one.sinceMeetingId, ...one.meetingIds]));
  return {
    names: context.names,
    tells: shown.map((one) => ({ ...one, notes: ground.notes.filter((note) => isOn(note, one)) })),
    groupFirstMeetings: tellRulesOn(ground.rules, tx.today)?.groupFirstMeetings ?? 0,
    meetings: meetings
      .filter((one) => behind.has(one.meetingId))
      .map(({ meetingId, heldOn }) => ({ meetingId, heldOn })),
    members: Object.fromEntries(context.members.map((one) => [one.personId, one.names])),
  };
}

const isOn = (note: GivenNote, tell: Tell): boolean =>
  note.tell === tell.code && note.meetingId === tell.sinceMeetingId;

/**
 * What a group says to a sign. Signs come and go with later meetings, so only the meeting is proved.
 * @returns refused `linkage.no_group` | `linkage.no_meeting` | `linkage.taken`
 */
export async function noteTell(tx: Tx, who: Actor, input: TellNote): Promise<Outcome<{ noteId: string }>> {
  const { noteId, groupId, tell, meetingId, note, atVisit } = input;
  const { rows: groups } = await sql`select from groups where org_id = ${tx.orgId} and group_id = ${groupId}
    and not practice`.execute(tx.db);
  if (!groups[0]) return refused('linkage.no_group');
  const { rows: meetings } = await sql`select from meeting where org_id = ${tx.orgId} and group_id = ${groupId}
    and meeting_id = ${meetingId}`.execute(tx.db);
  if (!meetings[0]) {
    if (atVisit) return refused('linkage.no_meeting');
    // her phone sent the meeting first; it may wait for another itself
    tx.waitFor(meetingId);
    return held('door.waiting', { count: 1 });
  }
  const { rows } =
    await sql`insert into tell_note (org_id, note_id, group_id, tell, meeting_id, note, at_visit, noted_by, noted_at)
    values (${tx.orgId}, ${noteId}, ${groupId}, ${tell}, ${meetingId}, ${note}, ${atVisit}, ${who.userId}, ${tx.now}::timestamptz)
    on conflict (org_id, note_id) do nothing returning note_id`.execute(tx.db);
  if (!rows[0]) return refused('linkage.taken');
  tx.changed(groupId, 'group', groupId);
  return applied({ noteId });
}
