/** Undoing a group's last meeting whole, because another record of it was chosen: a reversing journal, and all rows as they were. */
import { sql } from 'kysely';
import type { IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import { refused, type Outcome } from '#platform/outcomes.ts';
import { postReversal } from '#domain/ledger/index.server.ts';
import { restoreLoans, undoPayments } from '#domain/loans/index.server.ts';
import { tellPhonesOf } from '#domain/people/index.server.ts';
import { setFinesOwed, type Undo } from './store.server.ts';

type MeetingRow = {
  meeting_id: string;
  group_id: string;
  held_on: IsoDate;
  journal_seq: number | null;
  undo: Undo | null;
};

/** Null when done; else why not: only the last meeting of a group can be undone, later ones stand on it. */
export async function reverseMeeting(
  tx: Tx,
  { meetingId, reason }: { meetingId: string; reason: string },
): Promise<Outcome<never> | null> {
  const { rows } = await sql<MeetingRow & { book_id: string; later: boolean }>`
    select m.meeting_id, m.group_id, m.held_on, m.journal_seq, m.undo, g.book_id,
      exists (select from meeting x where x.org_id = m.org_id and x.group_id = m.group_id and x.state = 'closed'
        and (x.held_on, x.entered_at) > (m.held_on, m.entered_at)) as later
    from meeting m join groups g on g.org_id = m.org_id and g.group_id = m.group_id
    where m.org_id = ${tx.orgId} and m.meeting_id = ${meetingId} and m.state = 'closed' for update of m`.execute(tx.db);
  const row = rows[0];
  if (!row) return refused('meetings.unknown', {});
  // a cut-off of before its undo was kept
  if (row.undo === null) return refused('meetings.cannot_be_undone', {});
  if (row.later) return refused('meetings.later_meetings_stand', { heldOn: row.held_on });
  if (row.journal_seq !== null) {
    const done = await postReversal(tx, row.book_id, {
      seq: row.journal_seq,
      eventOn: row.held_on,
      narration: 'meetings.reversed',
      source: { kind: 'correction', id: meetingId },
    });
    if (!done.ok) return done.outcome;
  }
  await restore(tx, { ...row, undo: row.undo });
  await tx.db
    .updateTable('meeting')
    .set({ state: 'reversed', reason })
    .where('org_id', '=', tx.orgId)
    .where('meeting_id', '=', meetingId)
    .execute();
  tx.changed(row.group_id, 'group', row.group_id);
  tx.changed(row.group_id, 'meeting', meetingId);
  return null;
}

async function restore(tx: Tx, { meeting_id, group_id, held_on, undo }: MeetingRow & { undo: Undo }): Promise<void> {
  await undoPayments(tx, { sourceId: meeting_id, on: held_on });
  await restoreLoans(tx, { before: undo.loans.map((loan) => loan.before), withdrawn: undo.newLoanIds, on: held_on });
  const { rows } = await sql<{ personId: string }>`select borrower_id as "personId" from loan
    where org_id = ${tx.orgId} and loan_id = any(${[...undo.newLoanIds, ...undo.loans.map((loan) => loan.loanId)]}::uuid[])`.execute(
    tx.db,
  );
  await tellPhonesOf(
    tx,
    rows.map((row) => row.personId),
    group_id,
  );
  if (undo.fines.length > 0) await setFinesOwed(tx, group_id, undo.fines);
  await sql`update membership set left_on = null, leave_reason = null
    where org_id = ${tx.orgId} and group_id = ${group_id} and person_id = any(${[...undo.exitedPersonIds]}::uuid[]) and left_on > ${held_on}::date`.execute(
    tx.db,
  );
  await sql`delete from correction where org_id = ${tx.orgId} and made_in_meeting_id = ${meeting_id}`.execute(tx.db);
  await sql`update correction set told_on = null, told_in_meeting_id = null, told_way = null
    where org_id = ${tx.orgId} and told_in_meeting_id = ${meeting_id}`.execute(tx.db);
}
