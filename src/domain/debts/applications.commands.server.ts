/** What she asked of a bank or another lender that keeps to rules, and what was answered, with the reason of a refusal. */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { applied, refused, type Outcome } from '#platform/outcomes.ts';
import { consentInForce } from '#domain/people/index.server.ts';
import type { Application, DecideApplication } from './model.ts';

/** @returns refused `people.not_found` | `debts.no_consent` | `debts.in_the_future` | `debts.applied_already` */
export async function apply(tx: Tx, who: Actor, input: Application): Promise<Outcome<{ applicationId: string }>> {
  const consent = await consentInForce(tx, 'income_and_debts', input.personId);
  if (consent === 'unknown') return refused('people.not_found');
  if (consent === 'missing') return refused('debts.no_consent');
  if (input.appliedOn > tx.today) return refused('debts.in_the_future', { today: tx.today });
  const { numAffectedRows } =
    await sql`insert into credit_application (org_id, application_id, person_id, lender_kind, lender_name,
      applied_on, amount_paise, recorded_by)
    values (${tx.orgId}, ${input.applicationId}, ${input.personId}, ${input.lenderKind}, ${input.lenderName}, ${input.appliedOn},
      ${input.amountPaise}, ${who.userId}) on conflict do nothing`.execute(tx.db);
  if (numAffectedRows === 0n) return refused('debts.applied_already');
  return applied({ applicationId: input.applicationId });
}

/** @returns refused `debts.application_unknown` | `debts.decided_already` | `debts.decided_on` | `debts.grant_amount` | `debts.refusal_reason` */
export async function decideApplication(
  tx: Tx,
  _who: Actor,
  input: DecideApplication,
): Promise<Outcome<{ result: string }>> {
  const { rows } = await sql<{ result: string; applied_on: string }>`select result, applied_on from credit_application
    where org_id = ${tx.orgId} and application_id = ${input.applicationId} and person_id = ${input.personId} for update`.execute(
    tx.db,
  );
  const asked = rows[0];
  if (!asked) return refused('debts.application_unknown');
  if (asked.result !== 'waiting') return refused('debts.decided_already');
  if (input.decidedOn < asked.applied_on || input.decidedOn > tx.today)
    return refused('debts.decided_on', { appliedOn: asked.applied_on });
  if ((input.result === 'granted') !== (input.grantedPaise !== null)) return refused('debts.grant_amount');
  if ((input.result === 'refused') !== (input.refusal !== null)) return refused('debts.refusal_reason');
  await sql`update credit_application set result = ${input.result}, decided_on = ${input.decidedOn}, granted_paise = ${input.grantedPaise},
      refusal = ${input.refusal}, note = ${input.note}
    where org_id = ${tx.orgId} and application_id = ${input.applicationId}`.execute(tx.db);
  return applied({ result: input.result });
}
