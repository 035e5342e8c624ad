/** Key Facts Statements of loans voted at meetings: checked against what the phone showed, kept as shown, printed from what was kept. */
import * as z from 'zod/mini';
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { refused, type Refused } from '#platform/outcomes.ts';
import { Id } from '#domain/ledger/index.ts';
import { keyFactsBody, type KeyFacts } from '#domain/loans/index.ts';
import { keyFactsHash, type Acknowledged } from '#domain/loans/index.server.ts';
import type { GroupContext } from './context.model.ts';
import { keyFactsOfLoan } from './key-facts.rules.ts';
import type { MeetingSheet } from './model.ts';

type Told = { readonly loan: MeetingSheet['loans'][number]; readonly facts: KeyFacts };

function toldOf(sheet: MeetingSheet, context: GroupContext): Told[] {
  return sheet.loans.flatMap((loan) => {
    const made = loan.keyFacts ? keyFactsOfLoan(sheet, context, loan) : null;
    return made?.ok ? [{ loan, facts: made.value }] : [];
  });
}

/** Made again here from the sheet and the group's rules it must be what she was shown. Refuses `meetings.key_facts_other` {personId}. */
export function otherKeyFacts(sheet: MeetingSheet, context: GroupContext): Refused | null {
  const other = toldOf(sheet, context).find(({ loan, facts }) => keyFactsHash(facts) !== loan.keyFacts?.hash);
  return other ? refused('meetings.key_facts_other', { personId: other.loan.personId }) : null;
}

export async function saveKeyFacts(
  tx: Tx,
  who: Actor,
  { sheet, context }: { sheet: MeetingSheet; context: GroupContext },
): Promise<void> {
  const rows = toldOf(sheet, context).map(({ loan: { loanId, keyFacts: shown }, facts }) => ({
    org_id: tx.orgId,
    meeting_id: sheet.meetingId,
    loan_id: loanId,
    statement: keyFactsBody(facts),
    statement_hash: shown!.hash,
    way: shown!.way,
    language: shown!.language,
    witness: shown!.witness,
    photo_id: shown!.photoId,
    acknowledged_at: shown!.at,
    recorded_by: who.userId,
  }));
  if (rows.length > 0) await tx.db.insertInto('meeting_key_facts').values(rows).execute();
}

export const MeetingLoanRef = z.strictObject({ groupId: Id, meetingId: Id, loanId: Id });
export type MeetingLoanRef = z.infer<typeof MeetingLoanRef>;
export type MeetingKeyFacts = {
  readonly facts: KeyFacts;
  readonly hash: string;
  readonly acknowledged: Acknowledged;
  /** Her signature or thumb; null with a PIN, or before the picture arrived. */
  readonly photo: { readonly sha256: string; readonly mediaType: string } | null;
};

/** As it was shown and acknowledged; null when this loan had none. */
export async function keyFactsOfMeeting(tx: Tx, _who: Actor, of: MeetingLoanRef): Promise<MeetingKeyFacts | null> {
  const { rows } = await sql<MeetingKeyFacts>`select k.statement as facts, k.statement_hash as hash,
      json_build_object('at', k.acknowledged_at, 'by', coalesce(u.name, ''), 'way', k.way, 'language', k.language, 'witness', k.witness) as acknowledged,
      case when f.sha256 is not null then json_build_object('sha256', f.sha256, 'mediaType', f.media_type) end as photo
    from meeting_key_facts k
    join meeting m on m.org_id = k.org_id and m.meeting_id = k.meeting_id
    left join app_user u on u.org_id = k.org_id and u.user_id = k.recorded_by
    left join file f on f.org_id = k.org_id and f.file_id = k.photo_id
    where k.org_id = ${tx.orgId} and m.group_id = ${of.groupId} and k.meeting_id = ${of.meetingId} and k.loan_id = ${of.loanId}`.execute(
    tx.db,
  );
  return rows[0] ?? null;
}

/** For whoever may see pictures of this group. */
export const keyFactsPhoto = async (tx: Tx, who: Actor, of: MeetingLoanRef): Promise<MeetingKeyFacts['photo']> =>
  (await keyFactsOfMeeting(tx, who, of))?.photo ?? null;
