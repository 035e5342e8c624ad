/** A judged meeting written down: the document, its lines, its loans, its fines, in as few statements as there are tables. */
import { sql, type RawBuilder } from 'kysely';
import { addDays } from '#platform/dates.ts';
import { inARow, kept, type Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { newLoans, newPayments, type LoanBefore, type PaidRecord } from '#domain/loans/index.server.ts';
import type { LoanRow, LoanState, Parts } from '#domain/loans/index.ts';
import { groupsOfHomes, tellPhones, type GroupOfHome } from '#domain/people/index.server.ts';
import type { GroupContext } from './context.model.ts';
import type { Judgement } from './judge.rules.ts';
import { saveKeyFacts } from './key-facts.server.ts';
import type { MeetingSheet } from './model.ts';

/** What a reversal puts back. Only the group's last meeting can be reversed, so nothing else stands on these rows. */
export type Undo = {
  readonly loans: readonly { readonly loanId: string; readonly before: LoanBefore }[];
  readonly newLoanIds: readonly string[];
  readonly fines: readonly { readonly personId: string; readonly owedPaise: number }[];
  readonly exitedPersonIds: readonly string[];
  readonly told: readonly string[];
};

const partsBetween = (before: LoanState, after: LoanState): Parts => {
  const paid = (loan: LoanState, part: keyof Parts) => loan.rows.reduce((sum, row: LoanRow) => sum + row.paid[part], 0);
  const moved = (part: keyof Parts) => paid(after, part) - paid(before, part);
  return {
    finePaise: moved('finePaise'),
    feePaise: moved('feePaise'),
    interestPaise: moved('interestPaise'),
    principalPaise: moved('principalPaise') + after.prepaidPaise - before.prepaidPaise,
  };
};

export type Stored = {
  sheet: MeetingSheet;
  context: GroupContext;
  judgement: Judgement;
  bookId: string;
  seq: number | null;
};

export async function storeMeeting(tx: Tx, who: Actor, stored: Stored): Promise<void> {
  const { sheet, context, judgement, bookId } = stored;
  const earlier = new Map(context.loans.map((loan) => [loan.loanId, loan]));
  const fresh = judgement.loans.filter((loan) => !earlier.has(loan.loanId));
  const paid: PaidRecord[] = judgement.loans.flatMap((after) => {
    const before = earlier.get(after.loanId);
    return before ? [{ loanId: after.loanId, before, after, parts: partsBetween(before, after) }] : [];
  });
  const moved = judgement.loans.map((loan) => loan.personId);
  const answers = await inARow(tx.db, [
    newMeeting(tx, who, { ...stored, undo: undoOf(stored, { fresh, paid }) }),
    ...newLoans(tx, fresh, { bookId, groupId: sheet.groupId, sourceKind: 'meeting', sourceId: sheet.meetingId }),
    ...newPayments(tx, paid, { on: sheet.heldOn, sourceId: sheet.meetingId }),
    ...(moved.length > 0 ? [groupsOfHomes(tx, moved)] : []),
  ]);
  // a vote in another group of a woman of these homes is held against what they owe here
  if (moved.length > 0) tellPhones(tx, answers.at(-1) as GroupOfHome[], sheet.groupId);
  await saveKeyFacts(tx, who, stored);
  await saveFines(tx, stored);
  await saveExits(tx, stored);
  await saveCorrections(tx, stored);
}

function undoOf(
  { context, judgement }: Stored,
  { fresh, paid }: { fresh: readonly LoanState[]; paid: readonly PaidRecord[] },
): Undo {
  return {
    loans: paid.map(({ loanId, before, after }) => ({ loanId, before: loanBefore(before, after) })),
    newLoanIds: fresh.map((loan) => loan.loanId),
    fines: finesChanged(context, judgement).map(({ personId, before }) => ({ personId, owedPaise: before })),
    exitedPersonIds: judgement.exitedPersonIds,
    told: judgement.told,
  };
}

/** What a meeting can move, and only the rows that differ: a reversal lays them over the rest. */
function loanBefore(before: LoanState, after: LoanState): LoanBefore {
  const now = new Map(after.rows.map((row) => [row.no, JSON.stringify(row)]));
  return {
    loanId: before.loanId,
    prepaidPaise: before.prepaidPaise,
    addedPaise: before.addedPaise ?? 0,
    rows: before.rows.filter((row) => now.get(row.no) !== JSON.stringify(row)),
  };
}

function newMeeting(tx: Tx, who: Actor, { sheet, judgement, seq, undo }: Stored & { undo: Undo }): RawBuilder<unknown> {
  const lines = judgement.memberLines.map((line) => ({
    person_id: line.personId,
    attendance: line.attendance ?? 'absent',
    compulsory_paise: line.savedCompulsoryPaise,
    voluntary_paise: line.savedVoluntaryPaise,
    withdrawn_paise: line.withdrawnPaise,
    repaid_principal_paise: line.repaid.principalPaise,
    repaid_interest_paise: line.repaid.interestPaise,
    fine_paise: line.finesPaidPaise + line.repaid.finePaise,
    loan_given_paise: line.borrowedPaise,
    demanded_paise: sheet.demands.reduce(
      (sum, demand) => sum + (demand.personId === line.personId ? demand.amountPaise : 0),
      0,
    ),
    savings_left_paise: line.after.compulsoryPaise + line.after.voluntaryPaise,
    loan_left_paise: line.loanLeftPaise,
  }));
  const here = judgement.memberLines.filter(
    (line) => line.attendance === 'present' || line.attendance === 'late',
  ).length;
  return sql`${kept}
    with m as (
      insert into meeting (org_id, meeting_id, group_id, kind, held_on, state, source, previous_meeting_id, command_id, journal_seq,
        recorded_by, sheet, opening_cash_paise, closing_cash_paise, present_count, member_count, confirmed_by_photo, next_on, undo)
      values (${tx.orgId}, ${sheet.meetingId}, ${sheet.groupId}, ${sheet.kind}, ${sheet.heldOn}, 'closed', ${sheet.source},
        ${sheet.previousMeetingId}, ${tx.commandId}, ${seq}, ${who.userId}, ${JSON.stringify(sheet)}::jsonb, ${sheet.opening.cashPaise},
        ${judgement.closingCashPaise}, ${here}, ${lines.length}, ${judgement.confirmedByPhoto}, ${sheet.nextMeeting?.on ?? null},
        ${JSON.stringify(undo)}::jsonb))
    insert into meeting_line (org_id, meeting_id, person_id, attendance, compulsory_paise, voluntary_paise, withdrawn_paise,
      repaid_principal_paise, repaid_interest_paise, fine_paise, loan_given_paise, demanded_paise, savings_left_paise, loan_left_paise)
    select ${tx.orgId}, ${sheet.meetingId}, x.* from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as x(person_id uuid, attendance text,
      compulsory_paise bigint, voluntary_paise bigint, withdrawn_paise bigint, repaid_principal_paise bigint, repaid_interest_paise bigint,
      fine_paise bigint, loan_given_paise bigint, demanded_paise bigint, savings_left_paise bigint, loan_left_paise bigint)`;
}

function finesChanged(context: GroupContext, judgement: Judgement) {
  const before = new Map(context.balances.map((balance) => [balance.personId, balance.finesOwedPaise]));
  return judgement.balances
    .map(({ personId, finesOwedPaise }) => ({ personId, before: before.get(personId) ?? 0, after: finesOwedPaise }))
    .filter((fine) => fine.before !== fine.after);
}

async function saveFines(tx: Tx, { sheet, context, judgement }: Stored): Promise<void> {
  const changed = finesChanged(context, judgement);
  if (changed.length === 0) return;
  await setFinesOwed(
    tx,
    sheet.groupId,
    changed.map(({ personId, after }) => ({ personId, owedPaise: after })),
  );
}

export async function setFinesOwed(tx: Tx, groupId: string, fines: Undo['fines']): Promise<void> {
  await sql`update membership m set fines_owed_paise = x.owed
    from unnest(${fines.map((f) => f.personId)}::uuid[], ${fines.map((f) => f.owedPaise)}::bigint[]) as x(person_id, owed)
    where m.org_id = ${tx.orgId} and m.group_id = ${groupId} and m.person_id = x.person_id
      and m.joined_on = (select max(k.joined_on) from membership k
        where k.org_id = m.org_id and k.group_id = m.group_id and k.person_id = m.person_id)`.execute(tx.db);
}

/** She was at this meeting: the next day is the first on which she is no member. */
async function saveExits(tx: Tx, { sheet, judgement }: Stored): Promise<void> {
  for (const personId of judgement.exitedPersonIds) {
    const exit = sheet.exits.find((line) => line.personId === personId);
    await tx.db
      .updateTable('membership')
      .set({ left_on: addDays(sheet.heldOn, 1), leave_reason: exit?.reason ?? null })
      .where('org_id', '=', tx.orgId)
      .where('group_id', '=', sheet.groupId)
      .where('person_id', '=', personId)
      .where('left_on', 'is', null)
      .execute();
  }
}

async function saveCorrections(tx: Tx, { sheet, judgement }: Stored): Promise<void> {
  const toTell = new Map(judgement.toTell.map((correction) => [correction.correctionId, correction]));
  for (const correction of sheet.corrections) {
    const told = toTell.get(correction.correctionId);
    await tx.db
      .insertInto('correction')
      .values({
        org_id: tx.orgId,
        correction_id: correction.correctionId,
        group_id: sheet.groupId,
        person_id: correction.personId,
        meeting_id: correction.reversesMeetingId,
        made_in_meeting_id: sheet.meetingId,
        reason: correction.reason,
        detail: JSON.stringify(correction),
        savings_change_paise: told?.savingsChangePaise ?? 0,
        loan_change_paise: told?.loanChangePaise ?? 0,
        to_be_told: told !== undefined,
      })
      .execute();
  }
  const ways = new Map(sheet.toldWays?.map((one) => [one.correctionId, one.way]));
  for (const correctionId of judgement.told) {
    await tx.db
      .updateTable('correction')
      .set({ told_on: sheet.heldOn, told_in_meeting_id: sheet.meetingId, told_way: ways.get(correctionId) ?? 'word' })
      .where('org_id', '=', tx.orgId)
      .where('correction_id', '=', correctionId)
      .execute();
  }
}
