/** One meeting for typing it into the national register: names, parts in order, and what the books say of the same meeting. */
import { sql } from 'kysely';
import type { IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { CHART } from '#domain/ledger/index.ts';
import type { MeetingSheet } from './model.ts';
import { typingSheet, type TypingSheet } from './typing.rules.ts';

type Names = { readonly en: string; readonly hi: string | null; readonly ur: string | null };
export type MeetingTyping = TypingSheet & {
  readonly meetingId: string;
  readonly groupId: string;
  readonly group: Names;
  readonly heldOn: IsoDate;
  readonly kind: string;
  readonly present: number;
  readonly members: number;
  readonly nextOn: IsoDate | null;
  readonly people: Readonly<Record<string, Names>>;
  readonly banks: Readonly<Record<string, string>>;
  /** Movement of cash and bank by the postings of its journal: must equal what the sheet adds up to. */
  readonly booked: { readonly cashPaise: number; readonly bankPaise: number };
  /** What each woman has after the meeting, to compare with what the register then shows. */
  readonly after: readonly { personId: string; savingsPaise: number; loanPaise: number }[];
};
type Row = Pick<MeetingTyping, 'meetingId' | 'groupId' | 'heldOn' | 'kind' | 'present' | 'members' | 'nextOn'> &
  Pick<MeetingTyping, 'group' | 'booked' | 'after' | 'people' | 'banks'> & { readonly sheet: MeetingSheet };

/** Null for what is not to be typed: a cut-off sheet, a meeting given up, skipped or taken back. */
export async function typing(
  tx: Tx,
  _who: Actor,
  { groupId, meetingId }: { groupId: string; meetingId: string },
): Promise<MeetingTyping | null> {
  const moved = (account: string) => sql`coalesce((select sum(p.amount_paise) from posting p where p.org_id = m.org_id
      and p.book_id = g.book_id and p.seq = m.journal_seq and p.account = ${account}), 0)`;
  const { rows } = await sql<Row>`
    select m.meeting_id as "meetingId", m.group_id as "groupId", m.held_on as "heldOn", m.kind, m.present_count as present,
      m.member_count as members, m.next_on as "nextOn", m.sheet,
      jsonb_build_object('en', g.name, 'hi', g.name_hi, 'ur', g.name_ur) as "group",
      jsonb_build_object('cashPaise', ${moved(CHART.cash)}, 'bankPaise', ${moved(CHART.bank)}) as booked,
      (select coalesce(jsonb_object_agg(p.person_id, jsonb_build_object('en', coalesce(p.name_latin, p.name_devanagari, p.name_urdu),
          'hi', p.name_devanagari, 'ur', p.name_urdu)), '{}')
        from person p where p.org_id = m.org_id and p.person_id in (
          select l.person_id from meeting_line l where l.org_id = m.org_id and l.meeting_id = m.meeting_id
          union select (t ->> 'byPersonId')::uuid from jsonb_array_elements(m.sheet -> 'transfers') t)) as people,
      (select coalesce(jsonb_object_agg(b.bank_account_id, b.bank || ' …' || right(b.number, 4)), '{}')
        from bank_account b where b.org_id = m.org_id and b.group_id = m.group_id) as banks,
      (select coalesce(jsonb_agg(jsonb_build_object('personId', l.person_id, 'savingsPaise', l.savings_left_paise,
          'loanPaise', l.loan_left_paise)), '[]')
        from meeting_line l where l.org_id = m.org_id and l.meeting_id = m.meeting_id) as after
    from meeting m join groups g on g.org_id = m.org_id and g.group_id = m.group_id
    where m.org_id = ${tx.orgId} and m.group_id = ${groupId} and m.meeting_id = ${meetingId} and m.state = 'closed'
      and m.kind <> 'cut_off' and m.sheet is not null`.execute(tx.db);
  const row = rows[0];
  if (!row) return null;
  const { sheet, after, ...rest } = row;
  const typed = typingSheet(sheet);
  // women stand in one order in every part, so that the eye keeps its place
  const nameOf = (id: string | null) => (id === null ? '' : (row.people[id]?.en ?? ''));
  const byName = <One extends { personId: string | null }>(list: readonly One[]): One[] =>
    list.toSorted((a, b) => nameOf(a.personId).localeCompare(nameOf(b.personId), 'en'));
  return {
    ...rest,
    ...typed,
    parts: typed.parts.map((part) => ({ ...part, rows: byName(part.rows) })),
    after: byName(after),
  };
}
