/** Receipts of closed meetings, signed when they are asked for: the same meeting always gives the same text. */
import * as z from 'zod/mini';
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import { defineQuestions, OWN, type Actor } from '#platform/door.ts';
import { Id } from '#domain/ledger/index.ts';
import { loadKeys } from '../keys.server.ts';
import { initialsOf, receiptText, shortened, type ReceiptStatement } from './receipt.ts';

const Meeting = z.strictObject({ groupId: Id, meetingId: Id });
type Meeting = z.infer<typeof Meeting>;
const Member = z.strictObject({ groupId: Id, meetingId: Id, personId: Id });
type Member = z.infer<typeof Member>;
const Hers = z.strictObject({ meetingId: Id });

export type MeetingReceipts = {
  readonly meeting: string;
  readonly members: readonly { readonly personId: string; readonly text: string }[];
};

export const questions = defineQuestions('receipts', {
  /** Null while nothing stands in the books for it (no such meeting, skipped, taken back, practised). */
  ofMeeting: {
    input: Meeting,
    may: 'meetings.read',
    scope: ({ groupId }: Meeting) => ({ kind: 'group', id: groupId }),
    run: ofMeeting,
  },
  ofMember: {
    input: Member,
    may: 'savings.read',
    scope: ({ personId }: Member) => ({ kind: 'person', id: personId }),
    run: async (tx: Tx, _who: Actor, { personId, ...meeting }: Member) =>
      memberText(await ofMeeting(tx, _who, meeting), personId),
  },
  /** The reader's own. */
  own: {
    input: Hers,
    may: 'own.read',
    scope: () => OWN,
    run: async (tx: Tx, who: Actor, { meetingId }: z.infer<typeof Hers>) => {
      const group = await sql<{
        group_id: string;
      }>`select group_id from meeting where org_id = ${tx.orgId} and meeting_id = ${meetingId}`.execute(tx.db);
      if (!who.personId || !group.rows[0]) return null;
      return memberText(await ofMeeting(tx, who, { groupId: group.rows[0].group_id, meetingId }), who.personId);
    },
  },
});

const memberText = (receipts: MeetingReceipts | null, personId: string): string | null =>
  receipts?.members.find((one) => one.personId === personId)?.text ?? null;

type Row = {
  org: string;
  group: string;
  held_on: string;
  seq: number;
  head: string;
  cash: number;
  present: number;
  members: number;
  lines: readonly (readonly [
    personId: string,
    name: string,
    ...paise: [number, number, number, number, number, number, number],
  ])[];
};

async function ofMeeting(tx: Tx, _who: Actor, { groupId, meetingId }: Meeting): Promise<MeetingReceipts | null> {
  const { rows } = await sql<Row>`
    select o.name as org, g.name as "group", m.held_on, j.seq, left(encode(j.hash, 'hex'), 16) as head, m.closing_cash_paise as cash,
      m.present_count as present, m.member_count as members,
      coalesce((select jsonb_agg(jsonb_build_array(l.person_id, coalesce(p.name_latin, p.name_devanagari, p.name_urdu),
          l.compulsory_paise + l.voluntary_paise, l.withdrawn_paise, l.repaid_principal_paise + l.repaid_interest_paise, l.fine_paise,
          l.loan_given_paise, l.savings_left_paise, l.loan_left_paise) order by l.person_id)
        from meeting_line l join person p on p.org_id = l.org_id and p.person_id = l.person_id
        where l.org_id = m.org_id and l.meeting_id = m.meeting_id), '[]') as lines
    from meeting m join groups g on g.org_id = m.org_id and g.group_id = m.group_id join org o on o.org_id = m.org_id
      join journal j on j.org_id = m.org_id and j.book_id = g.book_id and j.seq = m.journal_seq
    where m.org_id = ${tx.orgId} and m.group_id = ${groupId} and m.meeting_id = ${meetingId} and m.state = 'closed' and m.kind <> 'cut_off'`.execute(
    tx.db,
  );
  const row = rows[0];
  if (!row) return null;
  const keys = await loadKeys(tx.db);
  const common = {
    r: 1 as const,
    o: shortened(row.org),
    g: shortened(row.group),
    d: row.held_on,
    q: row.seq,
    h: row.head,
  };
  const sign = async (statement: ReceiptStatement) => receiptText(await keys.certify(statement));
  const sum = (at: 0 | 2 | 4) => row.lines.reduce((total, [, , ...paise]) => total + paise[at], 0);
  return {
    meeting: await sign({ ...common, k: 'm', a: [sum(0), sum(2), sum(4), row.cash], c: [row.present, row.members] }),
    members: await Promise.all(
      row.lines.map(async ([personId, name, ...a]) => ({
        personId,
        text: await sign({ ...common, k: 'p', n: initialsOf(name), a }),
      })),
    ),
  };
}
