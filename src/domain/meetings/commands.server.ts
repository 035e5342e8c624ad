import { sql } from 'kysely';
import * as z from 'zod/mini';
import type { Tx } from '#platform/db.server.ts';
import { defineCommands, type Actor, type Scope } from '#platform/door.ts';
import { applied, held, refused, type Outcome, type Refused } from '#platform/outcomes.ts';
import { Id } from '#domain/ledger/index.ts';
import { safetyFrame, womenSafety } from '#domain/debts/index.server.ts';
import { post } from '#domain/ledger/index.server.ts';
import { homesIn } from '#domain/people/index.server.ts';
import { loanProduct } from '#domain/loans/index.server.ts';
import { rulesOn } from './calendar.rules.ts';
import { GroupRules, type GroupContext } from './context.model.ts';
import { loadLocked } from './context.server.ts';
import { cutOff } from './cut-off.server.ts';
import { CutOffSheet } from './cut-off.model.ts';
import { bookedPart } from './booked.rules.ts';
import { otherKeyFacts } from './key-facts.server.ts';
import { judge, type Judgement } from './judge.rules.ts';
import { CancelledMeeting, MeetingSheet, Note, SkippedMeeting, type Correction } from './model.ts';
import { OfficerPinReset } from './officer-pin.model.ts';
import { resetOfficerPin } from './officer-pin.server.ts';
import { safetyOfVote } from './safety.rules.ts';
import { letStand, OVER_LIMIT, settle, Settlement } from './settle.server.ts';
import { storeMeeting } from './store.server.ts';

const SetRules = z.strictObject({ groupId: Id, rules: GroupRules, decidedBy: Note });
type SetRules = z.infer<typeof SetRules>;
const PhotoCheck = z.strictObject({ groupId: Id, meetingId: Id });
type PhotoCheck = z.infer<typeof PhotoCheck>;

const inGroup = (input: { groupId: string }): Scope => ({ kind: 'group', id: input.groupId });

export const commands = defineCommands('meetings', {
  close: { input: MeetingSheet, may: 'meetings.record', offline: true, scope: inGroup, run: close },
  skip: { input: SkippedMeeting, may: 'meetings.record', offline: true, scope: inGroup, run: skip },
  cancel: { input: CancelledMeeting, may: 'meetings.record', offline: true, scope: inGroup, run: cancel },
  cutOff: { input: CutOffSheet, may: 'meetings.record', offline: true, scope: inGroup, run: cutOff },
  resetOfficerPin: {
    input: OfficerPinReset,
    may: 'meetings.record',
    offline: true,
    scope: inGroup,
    run: resetOfficerPin,
  },
  setRules: { input: SetRules, may: 'groups.write', scope: inGroup, run: setRules },
  settle: { input: Settlement, may: 'meetings.settle', scope: inGroup, run: settle },
  checkPhoto: { input: PhotoCheck, may: 'meetings.settle', scope: inGroup, run: checkPhoto },
});

/** The receipt a slip is made of: what was booked, under which number and head. */
export type MeetingReceipt = {
  readonly meetingId: string;
  readonly journalSeq: number | null;
  readonly headHash: string | null;
  readonly closingCashPaise: number;
  readonly members: readonly {
    readonly personId: string;
    readonly savedPaise: number;
    readonly repaidPaise: number;
    readonly loanLeftPaise: number;
  }[];
};

/** The world moved between the phone and here: a named person decides (sync.md 5, 17). Everything else goes back to the bookkeeper. */
const FOR_A_PERSON = new Set([
  'meetings.previous_differs',
  'meetings.opening_differs',
  'meetings.same_day',
  'meetings.before_last',
]);

async function close(tx: Tx, who: Actor, sheet: MeetingSheet): Promise<Outcome<MeetingReceipt>> {
  // one meeting is one command: what comes after it names it by this id
  if (sheet.meetingId !== tx.commandId) return refused('meetings.id_differs', {});
  if (sheet.heldOn > tx.today) return refused('meetings.in_the_future', { on: sheet.heldOn, today: tx.today });
  const stored = await loadLocked(tx, sheet.groupId);
  if (!stored) return refused('meetings.no_rules', {});
  const { context, bookId } = stored;
  if (
    sheet.previousMeetingId &&
    sheet.previousMeetingId !== context.lastMeeting?.meetingId &&
    !(await isKnown(tx, sheet.previousMeetingId))
  ) {
    tx.waitFor(sheet.previousMeetingId);
    return held('door.waiting', { count: 1 });
  }
  const unfounded = await wrongCorrection(tx, sheet);
  if (unfounded) return unfounded;
  const ruling = judge(sheet, context, 'confirmed');
  if (!ruling.ok)
    return FOR_A_PERSON.has(ruling.code) ? held(ruling.code, ruling.params) : refused(ruling.code, ruling.params);
  const untold = otherKeyFacts(sheet, context);
  if (untold) return untold;
  const judgement = ruling.value;
  // nothing of it is lent
  if (judgement.practice) return applied(receiptOf(sheet, judgement, null));
  const barred = await barredVote(tx, sheet, context);
  if (barred) return barred;
  const posted = judgement.journal
    ? await post(tx, bookId, { draft: judgement.journal, source: { kind: 'meeting', id: sheet.meetingId } })
    : null;
  if (posted && !posted.ok) return posted.outcome;
  await storeMeeting(tx, who, { sheet, context, judgement, bookId, seq: posted?.posted.seq ?? null });
  tx.changed(sheet.groupId, 'group', sheet.groupId);
  tx.changed(sheet.groupId, 'meeting', sheet.meetingId);
  return applied(receiptOf(sheet, judgement, posted?.posted ?? null));
}

function receiptOf(
  sheet: MeetingSheet,
  judgement: Judgement,
  posted: { seq: number; hash: string } | null,
): MeetingReceipt {
  return {
    meetingId: sheet.meetingId,
    journalSeq: posted?.seq ?? null,
    headHash: posted?.hash ?? null,
    closingCashPaise: judgement.closingCashPaise,
    members: judgement.memberLines.map((line) => ({
      personId: line.personId,
      savedPaise: line.savedCompulsoryPaise + line.savedVoluntaryPaise,
      repaidPaise:
        line.repaid.principalPaise + line.repaid.interestPaise + line.repaid.feePaise + line.repaid.finePaise,
      loanLeftPaise: line.loanLeftPaise,
    })),
  };
}

/**
 * Over the half of her income where, on the day of the meeting, the group's product bound its lender and the setting blocked. The money
 * may be in her hand already: a named person looks at it, and may let it stand. Held `meetings.loan_over_limit` {personId}.
 */
async function barredVote(tx: Tx, sheet: MeetingSheet, context: GroupContext): Promise<Outcome<never> | null> {
  const { groupId, heldOn: on } = sheet;
  if (sheet.loans.length === 0 || rulesOn(context, on).product?.underDirections !== true) return null;
  const frame = await safetyFrame(tx, on);
  if (frame.mode !== 'blocks') return null;
  const among = sheet.loans.map((loan) => loan.personId);
  const women = await womenSafety(tx, { groupId, on, whole: true, among });
  const known = { ...frame, women, homes: await homesIn(tx, groupId) };
  const barred = sheet.loans.find((voted) => safetyOfVote(sheet, context, { known, voted })?.isBarred);
  if (!barred || (await letStand(tx, sheet))) return null;
  return held(OVER_LIMIT, { personId: barred.personId });
}

/** What a correction says was booked must be what was booked: only the server has the closed meeting before it. */
async function wrongCorrection(tx: Tx, sheet: MeetingSheet): Promise<Outcome<never> | null> {
  for (const correction of sheet.corrections) {
    const closed = await tx.db
      .selectFrom('meeting')
      .select('sheet')
      .where('org_id', '=', tx.orgId)
      .where('group_id', '=', sheet.groupId)
      .where('meeting_id', '=', correction.reversesMeetingId)
      .where('state', '=', 'closed')
      .where('kind', '<>', 'cut_off')
      .executeTakeFirst();
    if (!closed?.sheet) return refused('meetings.corrected_unknown', { correctionId: correction.correctionId });
    const earlier = await sql<{ detail: Correction }>`select c.detail from correction c
      join meeting m on m.org_id = c.org_id and m.meeting_id = c.made_in_meeting_id
      where c.org_id = ${tx.orgId} and c.meeting_id = ${correction.reversesMeetingId} order by m.held_on, m.entered_at`.execute(
      tx.db,
    );
    const bookedPaise = bookedPart(
      closed.sheet as unknown as MeetingSheet,
      correction,
      earlier.rows.map((row) => row.detail),
    );
    if (bookedPaise !== correction.wasPaise)
      return refused('meetings.correction_was_differs', { correctionId: correction.correctionId, bookedPaise });
  }
  return null;
}

async function isKnown(tx: Tx, meetingId: string): Promise<boolean> {
  const { rows } = await sql`select from meeting where org_id = ${tx.orgId} and meeting_id = ${meetingId}
    union all select from command where org_id = ${tx.orgId} and command_id = ${meetingId} and status = 'settled'`.execute(
    tx.db,
  );
  return rows.length > 0;
}

async function skip(tx: Tx, who: Actor, input: SkippedMeeting): Promise<Outcome<{ plannedOn: string }>> {
  await tx.db
    .insertInto('meeting')
    .values({
      org_id: tx.orgId,
      meeting_id: tx.commandId!,
      group_id: input.groupId,
      kind: 'regular',
      held_on: input.plannedOn,
      state: 'skipped',
      reason: input.note ? `${input.reason}: ${input.note}` : input.reason,
      source: 'phone',
      command_id: tx.commandId!,
      recorded_by: who.userId,
      next_on: input.nextMeeting?.on ?? null,
    })
    .execute();
  tx.changed(input.groupId, 'meeting', tx.commandId!);
  return applied({ plannedOn: input.plannedOn });
}

async function cancel(tx: Tx, who: Actor, input: CancelledMeeting): Promise<Outcome<{ meetingId: string }>> {
  await tx.db
    .insertInto('meeting')
    .values({
      org_id: tx.orgId,
      meeting_id: input.meetingId,
      group_id: input.groupId,
      kind: 'regular',
      held_on: input.heldOn,
      state: 'cancelled',
      reason: input.note ? `${input.reason}: ${input.note}` : input.reason,
      source: 'phone',
      command_id: tx.commandId!,
      recorded_by: who.userId,
    })
    .execute();
  tx.changed(input.groupId, 'meeting', input.meetingId);
  return applied({ meetingId: input.meetingId });
}

/** What a group's rules say of their product, and how long rows wait under it, is the product's own word, not the form's. */
async function underProduct(tx: Tx, rules: GroupRules): Promise<GroupRules | null> {
  if (!rules.product) return rules;
  const { productId, version } = rules.product;
  const found = await loanProduct(tx, { productId, version });
  if (!found) return null;
  const { names, rules: says } = found;
  const keyFacts = says.needsKeyFacts ? (says.keyFacts ?? null) : null;
  return {
    ...rules,
    loan: { ...rules.loan, grace: says.grace },
    product: { productId, version, names, keyFacts, underDirections: says.underDirections },
  };
}

/** A usual loan must find its rows: not all of them waiting, nothing added to a flat loan. Refuses as `scheduleOf` does. */
function judgeGrace({ loan: { grace, method, usualInstalments: instalments } }: GroupRules): Refused | null {
  if (!grace) return null;
  if (grace.moratoriumRows + grace.interestOnlyRows >= instalments)
    return refused('loans.grace_too_long', { instalments });
  const isAdded = grace.moratoriumRows > 0 && grace.moratoriumInterest === 'capitalised';
  return isAdded && method === 'FLAT' ? refused('loans.flat_not_capitalised') : null;
}

/** Rules hold from their day on; a meeting already closed on or after that day was judged by the earlier ones and stays so. */
async function setRules(
  tx: Tx,
  _who: Actor,
  { groupId, rules, decidedBy }: SetRules,
): Promise<Outcome<{ fromOn: string }>> {
  const last = await tx.db
    .selectFrom('meeting')
    .select(({ fn }) => fn.max('held_on').as('on'))
    .where('org_id', '=', tx.orgId)
    .where('group_id', '=', groupId)
    .where('state', '=', 'closed')
    .where('kind', '<>', 'cut_off')
    .executeTakeFirst();
  if (last?.on && rules.fromOn <= last.on) return refused('meetings.rules_before_last', { lastOn: last.on });
  const stored = await underProduct(tx, rules);
  if (!stored) return refused('loans.product_unknown');
  const unfit = judgeGrace(stored);
  if (unfit) return unfit;
  await sql`insert into group_rule (org_id, group_id, from_on, rules, decided_by)
    values (${tx.orgId}, ${groupId}, ${rules.fromOn}, ${JSON.stringify(stored)}::jsonb, ${decidedBy})
    on conflict (org_id, group_id, from_on) do update set rules = excluded.rules, decided_by = excluded.decided_by, entered_at = now()`.execute(
    tx.db,
  );
  tx.changed(groupId, 'group', groupId);
  return applied({ fromOn: rules.fromOn });
}

/** A supervisor looked at the page whose officers confirmed by thumb. */
async function checkPhoto(
  tx: Tx,
  who: Actor,
  { groupId, meetingId }: PhotoCheck,
): Promise<Outcome<{ meetingId: string }>> {
  const done = await tx.db
    .updateTable('meeting')
    .set({ photo_checked_by: who.userId })
    .where('org_id', '=', tx.orgId)
    .where('group_id', '=', groupId)
    .where('meeting_id', '=', meetingId)
    .where('confirmed_by_photo', '=', true)
    .executeTakeFirst();
  return done.numUpdatedRows === 1n ? applied({ meetingId }) : refused('meetings.unknown', {});
}
