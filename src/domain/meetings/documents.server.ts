/** What a phone holds of a group: its context and its meetings of the last 24 months (older ones on demand). */
import { sql, type RawBuilder } from 'kysely';
import { addMonths } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { loadContext } from './context.server.ts';
import { bookedLines } from './booked.rules.ts';
import type { MeetingDoc } from './documents.ts';
import type { Correction, MeetingSheet } from './model.ts';

type Mendable = Pick<MeetingDoc, 'booked' | 'corrected' | 'decisions'>;

const MONTHS_ON_PHONE = 24;
/** Of so many last meetings a phone is sent what stands booked; of an older one it asks (`bookedOf`), with network. */
const MENDABLE = 3;

export type Document = { readonly kind: string; readonly id: string; readonly doc: unknown };

/** Groups a user records for or looks after: of her grants on groups, on places (with all below) or on the organisation. */
export async function groupsOf(tx: Tx, who: Actor): Promise<string[]> {
  const ids = (kind: string) => who.grants.flatMap((grant) => (grant.scope?.kind === kind ? [grant.scope.id] : []));
  const all = who.grants.some((grant) => grant.scope === null);
  const { rows } = await sql<{ group_id: string }>`
    with recursive my_places as (
      select place_id from place where org_id = ${tx.orgId} and place_id = any(${ids('place')}::uuid[])
      union select p.place_id from place p join my_places m on p.org_id = ${tx.orgId} and p.parent_id = m.place_id)
    select g.group_id from groups g where g.org_id = ${tx.orgId} and g.state <> 'closed'
      and (${all} or g.group_id = any(${ids('group')}::uuid[]) or g.place_id in (select place_id from my_places))
      and exists (select from group_rule r where r.org_id = g.org_id and r.group_id = g.group_id)`.execute(tx.db);
  return rows.map((row) => row.group_id);
}

export async function groupDocuments(tx: Tx, groupId: string): Promise<Document[]> {
  const stored = await loadContext(tx, groupId);
  if (!stored) return [];
  const { rows } = await sql<{ doc: MeetingDoc }>`
    select jsonb_build_object('meetingId', m.meeting_id, 'kind', m.kind, 'heldOn', m.held_on, 'state', m.state, 'reason', m.reason,
      'previousMeetingId', m.previous_meeting_id, 'openingCashPaise', m.opening_cash_paise, 'closingCashPaise', m.closing_cash_paise,
      'present', m.present_count, 'members', m.member_count, 'nextOn', m.next_on, 'journalSeq', m.journal_seq,
      'headHash', (select encode(j.hash, 'hex') from journal j where j.org_id = m.org_id and j.book_id = ${stored.bookId} and j.seq = m.journal_seq),
      'lines', coalesce((select jsonb_agg(jsonb_build_array(l.person_id, l.attendance, l.compulsory_paise, l.voluntary_paise, l.withdrawn_paise,
          l.repaid_principal_paise, l.repaid_interest_paise, l.fine_paise, l.loan_given_paise, l.savings_left_paise, l.loan_left_paise)
          order by l.person_id) from meeting_line l where l.org_id = m.org_id and l.meeting_id = m.meeting_id and m.state <> 'reversed'), '[]')) as doc
    from meeting m where m.org_id = ${tx.orgId} and m.group_id = ${groupId} and m.held_on >= ${addMonths(tx.today, -MONTHS_ON_PHONE)}::date order by m.held_on, m.entered_at`.execute(
    tx.db,
  );
  const mendable = await mendableMeetings(tx, groupId, sql`true`);
  const corrected = await correctedMeetings(tx, groupId);
  return [
    { kind: 'context', id: groupId, doc: stored.context },
    ...rows.map(({ doc }) => ({
      kind: 'meeting',
      id: doc.meetingId,
      doc: { ...doc, ...corrected.get(doc.meetingId), ...mendable.get(doc.meetingId) },
    })),
  ];
}

/** Of the last closed meetings what a phone needs to put a line right, and to read out what was decided. */
async function mendableMeetings(tx: Tx, groupId: string, which: RawBuilder<boolean>): Promise<Map<string, Mendable>> {
  const { rows } = await sql<{ meeting_id: string; sheet: MeetingSheet; made: Correction[] }>`
    select m.meeting_id, m.sheet, coalesce((select jsonb_agg(c.detail order by k.held_on, k.entered_at) from correction c
        join meeting k on k.org_id = c.org_id and k.meeting_id = c.made_in_meeting_id
        where c.org_id = m.org_id and c.meeting_id = m.meeting_id), '[]') as made
    from meeting m where m.org_id = ${tx.orgId} and m.group_id = ${groupId} and m.state = 'closed' and m.kind <> 'cut_off' and m.sheet is not null and ${which}
    order by m.held_on desc, m.entered_at desc limit ${MENDABLE}`.execute(tx.db);
  return new Map(
    rows.map(({ meeting_id: id, sheet, made }) => [
      id,
      {
        booked: bookedLines(sheet, made),
        corrected: made.map((correction) => correction.correctionId),
        decisions: sheet.minutes.decisions,
      },
    ]),
  );
}

/** Which corrections were made of a meeting: what a phone asked for earlier is out of date when there are others. */
async function correctedMeetings(tx: Tx, groupId: string): Promise<Map<string, Pick<MeetingDoc, 'corrected'>>> {
  const { rows } = await sql<{
    id: string;
    made: string[];
  }>`select meeting_id as id, jsonb_agg(correction_id order by correction_id) as made
    from correction where org_id = ${tx.orgId} and group_id = ${groupId} group by meeting_id`.execute(tx.db);
  return new Map(rows.map(({ id, made }) => [id, { corrected: made }]));
}

/** Of one closed meeting, however old, what stands booked; null when there is none with its sheet. */
export const bookedOf = async (
  tx: Tx,
  _who: Actor,
  { groupId, meetingId }: { groupId: string; meetingId: string },
): Promise<Mendable | null> =>
  (await mendableMeetings(tx, groupId, sql`m.meeting_id = ${meetingId}`)).get(meetingId) ?? null;
