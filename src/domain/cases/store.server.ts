/** What commands of cases load and save alike. */
import { sql } from 'kysely';
import type { IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { refused, type Refused } from '#platform/outcomes.ts';
import type { StepKind } from './model.ts';
import type { Standing } from './rules.ts';

/** Two who act on one case act one after the other. @returns refused `cases.unknown` */
export async function lockCase(tx: Tx, caseId: string): Promise<(Standing & { helperId: string | null }) | Refused> {
  const { rows } = await sql<
    Standing & { helperId: string | null }
  >`select outcome, happened_on as "happenedOn", helper_id as "helperId"
    from case_file where org_id = ${tx.orgId} and case_id = ${caseId} for update`.execute(tx.db);
  return rows[0] ?? refused('cases.unknown');
}

type Step = {
  readonly caseId: string;
  readonly kind: StepKind;
  readonly words: string | null;
  readonly doneOn: IsoDate;
  readonly dueOn: IsoDate | null;
  readonly helperId?: string | null;
};

export async function writeStep(tx: Tx, who: Actor, step: Step): Promise<void> {
  await sql`insert into case_step (org_id, case_id, at_no, kind, words, done_on, due_on, helper_id, by_user, at)
    select ${tx.orgId}, ${step.caseId}, coalesce(max(at_no), 0) + 1, ${step.kind}, ${step.words}, ${step.doneOn}::date,
      ${step.dueOn}::date, ${step.helperId ?? null}::uuid, ${who.userId}::uuid, ${tx.now}::timestamptz
    from case_step where org_id = ${tx.orgId} and case_id = ${step.caseId}`.execute(tx.db);
}

/** Whoever signs in here today may be asked to help. */
export async function mayHelp(tx: Tx, userId: string): Promise<boolean> {
  const { rows } = await sql`select from app_user
    where org_id = ${tx.orgId} and user_id = ${userId} and state = 'active'`.execute(tx.db);
  return rows.length > 0;
}
