import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import { ANY_CASE, defineCommands, type Actor, type Scope } from '#platform/door.ts';
import { applied, refused, type Outcome } from '#platform/outcomes.ts';
import * as model from './model.ts';
import type { AddStep, CaseRef, CloseCase, NewCase, SetHelper } from './model.ts';
import { checkClose, checkNew, checkStep } from './rules.ts';
import { lockCase, mayHelp, writeStep } from './store.server.ts';

const ofCase = (input: CaseRef): Scope => ({ ...ANY_CASE, id: input.caseId });
/** A case is begun and handed to somebody by an administrator alone. */
const whole = (): Scope => null;
/** What is told in a case is told in the case: the door keeps no second copy of it. */
const keepPayload = false as const;

export const commands = defineCommands('cases', {
  begin: { input: model.NewCase, may: 'cases.write', scope: whole, keepPayload, run: begin },
  addStep: { input: model.AddStep, may: 'cases.write', scope: ofCase, keepPayload, run: addStep },
  setHelper: { input: model.SetHelper, may: 'cases.write', scope: whole, run: setHelper },
  close: { input: model.CloseCase, may: 'cases.write', scope: ofCase, keepPayload, run: close },
  view: { input: model.CaseRef, may: 'cases.read', scope: ofCase, run: view },
});

/** @returns refused `cases.taken` | `cases.person_unknown` | `cases.helper_unknown` and all of {@link checkNew} */
async function begin(tx: Tx, who: Actor, input: NewCase): Promise<Outcome<{ caseId: string; number: number }>> {
  const ruling = checkNew(input, tx.today);
  if (!ruling.ok) return ruling;
  const { rows: women } = await sql`select from person
    where org_id = ${tx.orgId} and person_id = any(${input.personIds}::uuid[]) and erased_on is null`.execute(tx.db);
  if (women.length < input.personIds.length) return refused('cases.person_unknown');
  if (input.helperId && !(await mayHelp(tx, input.helperId))) return refused('cases.helper_unknown');
  // numbers have no gap, so two beginnings go one after the other
  await sql`select pg_advisory_xact_lock(hashtextextended(${`case_file ${tx.orgId}`}, 0))`.execute(tx.db);
  const { rows } = await sql<{
    number: number;
  }>`insert into case_file (org_id, case_id, number, kind, against_kind, against_name,
      happened, happened_on, claimed_paise, helper_id, due_on, recorded_by)
    select ${tx.orgId}, ${input.caseId}, coalesce(max(number), 0) + 1, ${input.kind}, ${input.againstKind}, ${input.againstName},
      ${input.happened}, ${input.happenedOn}::date, ${input.claimedPaise}::bigint, ${input.helperId}::uuid, ${input.dueOn}::date,
      ${who.userId}::uuid
    from case_file where org_id = ${tx.orgId} on conflict (org_id, case_id) do nothing returning number`.execute(tx.db);
  if (!rows[0]) return refused('cases.taken');
  await sql`insert into case_person (org_id, case_id, person_id)
    select ${tx.orgId}, ${input.caseId}, one from unnest(${input.personIds}::uuid[]) one`.execute(tx.db);
  const { caseId, dueOn, helperId } = input;
  await writeStep(tx, who, { caseId, kind: 'opened', words: null, doneOn: tx.today, dueOn, helperId });
  return applied({ caseId, number: rows[0].number });
}

/** @returns refused `cases.unknown` and all of {@link checkStep} */
async function addStep(tx: Tx, who: Actor, input: AddStep): Promise<Outcome<CaseRef>> {
  const standing = await lockCase(tx, input.caseId);
  if ('kind' in standing) return standing;
  const ruling = checkStep(standing, input, tx.today);
  if (!ruling.ok) return ruling;
  await writeStep(tx, who, { ...input, kind: 'done' });
  await sql`update case_file set due_on = ${input.dueOn} where org_id = ${tx.orgId} and case_id = ${input.caseId}`.execute(
    tx.db,
  );
  return applied({ caseId: input.caseId });
}

/** Who helped until now reads it no more. @returns refused `cases.unknown` | `cases.helper_unknown` | `cases.helper_same` */
async function setHelper(tx: Tx, who: Actor, { caseId, helperId }: SetHelper): Promise<Outcome<CaseRef>> {
  const standing = await lockCase(tx, caseId);
  if ('kind' in standing) return standing;
  if (standing.helperId === helperId) return refused('cases.helper_same');
  if (helperId && !(await mayHelp(tx, helperId))) return refused('cases.helper_unknown');
  await writeStep(tx, who, { caseId, kind: 'helper', words: null, doneOn: tx.today, dueOn: null, helperId });
  await sql`update case_file set helper_id = ${helperId} where org_id = ${tx.orgId} and case_id = ${caseId}`.execute(
    tx.db,
  );
  return applied({ caseId });
}

/** @returns refused `cases.unknown` and all of {@link checkClose} */
async function close(tx: Tx, who: Actor, input: CloseCase): Promise<Outcome<CaseRef>> {
  const standing = await lockCase(tx, input.caseId);
  if ('kind' in standing) return standing;
  const ruling = checkClose(standing, input, tx.today);
  if (!ruling.ok) return ruling;
  const { caseId, outcome, closedOn, recoveredPaise, words } = input;
  await writeStep(tx, who, { caseId, kind: 'closed', words, doneOn: closedOn, dueOn: null });
  await sql`update case_file set outcome = ${outcome}, closed_on = ${closedOn}, recovered_paise = ${recoveredPaise}, due_on = null
    where org_id = ${tx.orgId} and case_id = ${caseId}`.execute(tx.db);
  return applied({ caseId });
}

/** The door writes the audit line for every command: looking is one. What is seen is asked for with this command's id (`cases.one`). */
async function view(tx: Tx, _who: Actor, { caseId }: CaseRef): Promise<Outcome<{ viewId: string }>> {
  const { rows } = await sql`select from case_file where org_id = ${tx.orgId} and case_id = ${caseId}`.execute(tx.db);
  return rows[0] && tx.commandId ? applied({ viewId: tx.commandId }) : refused('cases.unknown');
}
