import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import { defineCommands, type Actor, type Scope } from '#platform/door.ts';
import { applied, refused, type Outcome } from '#platform/outcomes.ts';
import { consentInForce, tellHerPhones } from '#domain/people/index.server.ts';
import { Assessment, SetMode } from './model.ts';
import { checkAssessment } from './rules.ts';

export const commands = defineCommands('obligations', {
  assess: {
    input: Assessment,
    may: 'obligations.write',
    offline: true,
    scope: (input: Assessment): Scope => ({ kind: 'person', id: input.personId }),
    secret: ['earners', 'others', 'note', 'expensesMonthlyPaise'],
    run: assess,
  },
  setMode: { input: SetMode, may: 'obligations.setup', scope: () => null, run: setMode },
});

/** @returns refused `people.not_found` | `obligations.no_consent` | `obligations.assessed_already` and all of {@link checkAssessment} */
async function assess(tx: Tx, who: Actor, input: Assessment): Promise<Outcome<{ yearlyPaise: number }>> {
  const consent = await consentInForce(tx, 'income_and_debts', input.personId);
  if (consent === 'unknown') return refused('people.not_found');
  if (consent === 'missing') return refused('obligations.no_consent');
  const ruling = checkAssessment(input, tx.today);
  if (!ruling.ok) return refused(ruling.code, ruling.params);
  const { assessmentId, personId, assessedOn } = input;
  const { numAffectedRows } = await sql`insert into household_assessment
      (org_id, assessment_id, person_id, assessed_on, yearly_paise, sheet, recorded_by)
    values (${tx.orgId}, ${assessmentId}, ${personId}, ${assessedOn}, ${ruling.value.yearlyPaise}, ${JSON.stringify(input)}, ${who.userId})
    on conflict do nothing`.execute(tx.db);
  if (numAffectedRows === 0n) return refused('obligations.assessed_already');
  await tellHerPhones(tx, personId);
  return applied({ yearlyPaise: ruling.value.yearlyPaise });
}

/** From a day on; of two rows of one day the later written one holds. @returns refused `obligations.mode_past` {today} */
async function setMode(tx: Tx, who: Actor, input: SetMode): Promise<Outcome<{ mode: string }>> {
  // what was decided under the earlier setting stays judged by it
  if (input.fromOn < tx.today) return refused('obligations.mode_past', { today: tx.today });
  await sql`insert into obligation_mode (org_id, mode_id, from_on, mode, decided_by, recorded_by)
    values (${tx.orgId}, ${tx.commandId}, ${input.fromOn}, ${input.mode}, ${input.decidedBy}, ${who.userId})`.execute(
    tx.db,
  );
  // where a vote may be barred by it, phones must know
  const { rows } = await sql<{ group_id: string }>`select distinct group_id from group_rule
    where org_id = ${tx.orgId} and rules #>> '{product,underDirections}' = 'true'`.execute(tx.db);
  for (const { group_id } of rows) tx.changed(group_id, 'safety', group_id);
  return applied({ mode: input.mode });
}
