import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { canonicalJson } from '#platform/canonical.ts';
import type { Tx } from '#platform/db.server.ts';
import { defineCommands, type Actor, type Scope } from '#platform/door.ts';
import { applied, refused, type Outcome } from '#platform/outcomes.ts';
import * as funds from './funds.model.ts';
import type { Apply, ApprovePlan, TakeStep, WritePlan } from './funds.model.ts';
import { checkApply, checkStep } from './funds.rules.ts';
import { Certify } from './grading.model.ts';
import { checkAnswers } from './grading.rules.ts';
import { gradeOn } from './grading.server.ts';
import { groundOf } from './ground.server.ts';
import { InterestBack, InterestPosting } from './interest.model.ts';
import { postInterest, takeBackInterest } from './interest.server.ts';
import { KeepSavings, KeptBack } from './kept.model.ts';
import { keepSavings, takeBackKept } from './kept.server.ts';
import { checkPlan, checkResolution } from './plan.rules.ts';
import type { Instalments } from './prompt.rules.ts';
import { schemesOn } from './reference.server.ts';
import { shareOut } from './share.server.ts';
import { lockGroup, lockLine, resolutionOf } from './store.server.ts';
import { SetTerms } from './terms.model.ts';
import { setTerms } from './terms.server.ts';
import { setTells } from './tell-settings.server.ts';
import { TellNote, TellSetting } from './tells.model.ts';
import { noteTell } from './tells.server.ts';
import { agree, tellLater } from './two-books.commands.server.ts';
import { Agreement, TellLater } from './two-books.model.ts';
import { GroupYearClosing, GroupYearReopening } from './year.model.ts';
import { closeGroupYear, reopenGroupYear } from './year.server.ts';

const inGroup = (input: { groupId: string }): Scope => ({ kind: 'group', id: input.groupId });

export const commands = defineCommands('linkage', {
  certify: { input: Certify, may: 'linkage.grade', scope: inGroup, run: certify },
  writePlan: { input: funds.WritePlan, may: 'linkage.write', scope: inGroup, run: writePlan },
  approvePlan: { input: funds.ApprovePlan, may: 'linkage.write', scope: inGroup, run: approvePlan },
  apply: { input: funds.Apply, may: 'linkage.write', scope: inGroup, run: apply },
  takeStep: { input: funds.TakeStep, may: 'linkage.write', scope: inGroup, run: takeStep },
  setTerms: { input: SetTerms, may: 'linkage.write', scope: inGroup, run: setTerms },
  agreeDifference: { input: Agreement, may: 'linkage.write', scope: inGroup, run: agree },
  // it writes in two books, as whoever changes loans may
  tellGroup: { input: TellLater, may: 'loans.change', scope: inGroup, run: tellLater },
  postInterest: { input: InterestPosting, may: 'linkage.share', scope: inGroup, run: postInterest },
  takeBackInterest: { input: InterestBack, may: 'linkage.share', scope: inGroup, run: takeBackInterest },
  // it writes in the federation's book and the group's
  keepSavings: { input: KeepSavings, may: 'loans.change', scope: inGroup, typed: ['reference'], run: keepSavings },
  takeBackKept: { input: KeptBack, may: 'loans.change', scope: inGroup, run: takeBackKept },
  closeYear: { input: GroupYearClosing, may: 'linkage.close', scope: inGroup, run: closeGroupYear },
  reopenYear: { input: GroupYearReopening, may: 'linkage.reopen', scope: inGroup, run: reopenGroupYear },
  shareOut: { input: funds.ShareOut, may: 'linkage.share', scope: inGroup, run: shareOut },
  // what is worth a look holds for all groups of the organisation
  setTells: { input: TellSetting, may: 'linkage.tells', scope: () => null, run: setTells },
  // the group answers on its own phone
  noteTell: { input: TellNote, may: 'meetings.record', offline: true, scope: inGroup, run: noteTell },
});

/** @returns refused `linkage.no_group` | `linkage.no_scheme` | `linkage.future` | `linkage.before_books` | `linkage.taken` and all of {@link checkAnswers} */
async function certify(
  tx: Tx,
  who: Actor,
  input: Certify,
): Promise<Outcome<{ certificateId: string; number: number }>> {
  const ground = await groundOf(tx, input.groupId);
  if (!ground) return refused('linkage.no_group');
  const { assessedOn, groupId, certificateId, assessorName, assessorOf } = input;
  if (assessedOn > tx.today) return refused('linkage.future', { today: tx.today });
  if (assessedOn < ground.context.booksFromOn)
    return refused('linkage.before_books', { on: ground.context.booksFromOn });
  const scheme = (await schemesOn(tx, assessedOn)).find((one) => one.scheme === input.scheme);
  if (!scheme) return refused('linkage.no_scheme');
  const answers = checkAnswers(scheme, input.answers);
  if (!answers.ok) return answers;
  const { graded, lift, facts } = await gradeOn(tx, ground, { scheme, on: assessedOn, answers: answers.value });
  const content = { scheme, graded, lift, from: facts.from, answers: input.answers };
  const hash = createHash('sha256').update(canonicalJson({ input, content })).digest();
  // numbers have no gap, so two certificates go one after the other
  await sql`select pg_advisory_xact_lock(hashtextextended(${`grade_certificate ${tx.orgId}`}, 0))`.execute(tx.db);
  const { rows } = await sql<{
    number: number;
  }>`insert into grade_certificate (org_id, certificate_id, group_id, number, scheme,
      scheme_from_on, assessed_on, assessor_name, assessor_of, total_marks, most_marks, grade, content, hash, recorded_by)
    select ${tx.orgId}, ${certificateId}, ${groupId}, coalesce(max(number), 0) + 1, ${scheme.scheme}, ${scheme.fromOn}::date,
      ${assessedOn}::date, ${assessorName}, ${assessorOf}, ${graded.total}::int, ${graded.most}::int, ${graded.grade},
      ${JSON.stringify(content)}::jsonb, ${hash}, ${who.userId}::uuid
    from grade_certificate where org_id = ${tx.orgId} on conflict (org_id, certificate_id) do nothing returning number`.execute(
    tx.db,
  );
  return rows[0] ? applied({ certificateId, number: rows[0].number }) : refused('linkage.taken');
}

/** A draft is written over; an approved plan stands. @returns refused `linkage.no_group` | `linkage.plan_approved` | `linkage.taken` and all of {@link checkPlan} */
async function writePlan(tx: Tx, who: Actor, input: WritePlan): Promise<Outcome<{ planId: string }>> {
  const ground = await groundOf(tx, input.groupId);
  if (!ground) return refused('linkage.no_group');
  const { booksFromOn } = ground.context;
  const members = new Set(ground.context.members.filter((one) => one.leftOn === null).map((one) => one.personId));
  const ruling = checkPlan(input, { today: tx.today, booksFromOn, members });
  if (!ruling.ok) return ruling;
  const { planId, groupId, madeOn, lines } = input;
  await lockGroup(tx, groupId);
  const { rows } = await sql<{
    groupId: string;
    approved: boolean;
  }>`select group_id as "groupId", approved_on is not null as approved
    from credit_plan where org_id = ${tx.orgId} and plan_id = ${planId}`.execute(tx.db);
  if (rows[0] && rows[0].groupId !== groupId) return refused('linkage.taken');
  if (rows[0]?.approved) return refused('linkage.plan_approved');
  const { totalPaise } = ruling.value;
  await sql`insert into credit_plan (org_id, plan_id, group_id, made_on, total_paise, lines, recorded_by)
    values (${tx.orgId}, ${planId}, ${groupId}, ${madeOn}, ${totalPaise}, ${JSON.stringify(lines)}::jsonb, ${who.userId})
    on conflict (org_id, plan_id) do update set made_on = excluded.made_on, total_paise = excluded.total_paise, lines = excluded.lines,
      recorded_by = excluded.recorded_by`.execute(tx.db);
  return applied({ planId });
}

/** @returns refused `linkage.no_group` | `linkage.no_plan` | `linkage.plan_approved` | `linkage.no_meeting` and all of {@link checkResolution} */
async function approvePlan(tx: Tx, _who: Actor, input: ApprovePlan): Promise<Outcome<{ planId: string }>> {
  const ground = await groundOf(tx, input.groupId);
  if (!ground) return refused('linkage.no_group');
  const { planId, groupId, meetingId } = input;
  await lockGroup(tx, groupId);
  const { rows } = await sql<{
    madeOn: string;
    approved: boolean;
  }>`select made_on as "madeOn", approved_on is not null as approved
    from credit_plan where org_id = ${tx.orgId} and group_id = ${groupId} and plan_id = ${planId}`.execute(tx.db);
  if (!rows[0]) return refused('linkage.no_plan');
  if (rows[0].approved) return refused('linkage.plan_approved');
  const resolution = await resolutionOf(tx, ground, input);
  if (!resolution) return refused('linkage.no_meeting');
  const ruling = checkResolution(resolution, { notBefore: rows[0].madeOn });
  if (!ruling.ok) return ruling;
  await sql`update credit_plan set meeting_id = ${meetingId}, approved_on = ${resolution.heldOn}::date,
      decision = ${JSON.stringify(resolution.decision)}::jsonb
    where org_id = ${tx.orgId} and plan_id = ${planId}`.execute(tx.db);
  return applied({ planId });
}

/** @returns refused `linkage.no_group` | `linkage.no_plan` | `linkage.taken` and all of {@link checkApply} */
async function apply(tx: Tx, who: Actor, input: Apply): Promise<Outcome<{ lineId: string }>> {
  const ground = await groundOf(tx, input.groupId);
  if (!ground) return refused('linkage.no_group');
  const { lineId, groupId, fund, dose, lender, planId, askedPaise, appliedOn } = input;
  await lockGroup(tx, groupId);
  const { rows: open } =
    await sql`select from credit_line where org_id = ${tx.orgId} and group_id = ${groupId} and fund = ${fund}
    and state in ('applied', 'sanctioned')`.execute(tx.db);
  const { booksFromOn } = ground.context;
  const ruling = checkApply(input, { today: tx.today, booksFromOn, pending: open.length > 0 });
  if (!ruling.ok) return ruling;
  if (planId !== null) {
    const { rows } = await sql`select from credit_plan where org_id = ${tx.orgId} and group_id = ${groupId}
      and plan_id = ${planId} and approved_on is not null`.execute(tx.db);
    if (!rows[0]) return refused('linkage.no_plan');
  }
  const { rows } =
    await sql`insert into credit_line (org_id, line_id, group_id, fund, dose, lender, plan_id, asked_paise, applied_on,
      state, last_on, recorded_by)
    values (${tx.orgId}, ${lineId}, ${groupId}, ${fund}, ${dose}, ${lender}, ${planId}, ${askedPaise}, ${appliedOn}, 'applied',
      ${appliedOn}, ${who.userId})
    on conflict (org_id, line_id) do nothing returning line_id`.execute(tx.db);
  if (!rows[0]) return refused('linkage.taken');
  await writeStep(tx, who, { lineId, step: 'apply', on: appliedOn, amountPaise: askedPaise, note: null });
  return applied({ lineId });
}

/** @returns refused `linkage.no_line` and all of {@link checkStep} */
async function takeStep(tx: Tx, who: Actor, input: TakeStep): Promise<Outcome<{ lineId: string; state: string }>> {
  const line = await lockLine(tx, input);
  if (!line) return refused('linkage.no_line');
  const ruling = checkStep(line, input, tx.today);
  if (!ruling.ok) return ruling;
  const { lineId, step, on, note } = input;
  // only a sanction and a receipt are sums
  const amountPaise = step === 'sanction' || step === 'receive' ? input.amountPaise : null;
  // a limit has no instalments
  const says = amountPaise !== null || step === 'letter';
  const letter = says && line.fund === 'bank_term' ? (input.instalments ?? null) : null;
  await writeStep(tx, who, { lineId, step, on, amountPaise, note, letter });
  await sql`update credit_line set state = ${ruling.value},
      last_on = case when ${step === 'letter'} then last_on else ${on}::date end,
      sanctioned_on = case when ${step === 'sanction'} then ${on}::date else sanctioned_on end,
      sanctioned_paise = case when ${step === 'sanction'} then ${amountPaise}::bigint else sanctioned_paise end,
      first_due_on = coalesce(${letter?.firstDueOn ?? null}::date, first_due_on),
      instalment_paise = coalesce(${letter?.instalmentPaise ?? null}::bigint, instalment_paise),
      received_paise = received_paise + case when ${step === 'receive'} then ${amountPaise}::bigint else 0 end
    where org_id = ${tx.orgId} and line_id = ${lineId}`.execute(tx.db);
  return applied({ lineId, state: ruling.value });
}

async function writeStep(
  tx: Tx,
  who: Actor,
  of: {
    readonly lineId: string;
    readonly step: string;
    readonly on: string;
    readonly amountPaise: number | null;
    readonly note: string | null;
    readonly letter?: Instalments | null;
  },
): Promise<void> {
  await sql`insert into credit_line_step (org_id, line_id, at_no, step, done_on, amount_paise, note,
      first_due_on, instalment_paise, by_user, at)
    select ${tx.orgId}, ${of.lineId}, coalesce(max(at_no), 0) + 1, ${of.step}, ${of.on}::date, ${of.amountPaise}::bigint, ${of.note},
      ${of.letter?.firstDueOn ?? null}::date, ${of.letter?.instalmentPaise ?? null}::bigint, ${who.userId}::uuid, ${tx.now}::timestamptz
    from credit_line_step where org_id = ${tx.orgId} and line_id = ${of.lineId}`.execute(tx.db);
}
