import * as z from 'zod/mini';
import { sql } from 'kysely';
import type { IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import { defineQuestions, type Actor } from '#platform/door.ts';
import { consentInForce } from '#domain/people/index.server.ts';
import { PersonRef, type Assessment, type Limits, type Mode } from './model.ts';

export const questions = defineQuestions('obligations', {
  assessments: {
    input: PersonRef,
    may: 'obligations.read',
    scope: (input: PersonRef) => ({ kind: 'person' as const, id: input.personId }),
    run: assessments,
  },
  settings: { input: z.strictObject({}), may: 'obligations.setup', scope: () => null, run: settings },
});

export type AssessmentRow = { sheet: Assessment; yearlyPaise: number; recordedBy: string | null };

/** Newest first; empty while her consent does not stand. */
async function assessments(tx: Tx, _who: Actor, { personId }: PersonRef): Promise<AssessmentRow[]> {
  if ((await consentInForce(tx, 'income_and_debts', personId)) !== 'stands') return [];
  const { rows } = await sql<AssessmentRow>`select a.sheet, a.yearly_paise as "yearlyPaise",
      (select u.name from app_user u where u.org_id = a.org_id and u.user_id = a.recorded_by) as "recordedBy"
    from household_assessment a where a.org_id = ${tx.orgId} and a.person_id = ${personId} and a.sheet <> '{}'
    order by a.assessed_on desc, a.entered_at desc limit 20`.execute(tx.db);
  return rows;
}

export type Settings = {
  limits: Limits[];
  modes: { fromOn: IsoDate; mode: Mode; decidedBy: string; enteredAt: Date }[];
  today: Mode;
};
async function settings(tx: Tx): Promise<Settings> {
  const limits =
    await sql<Limits>`select from_on as "fromOn", ratio_bps as "ratioBps", ceiling_paise as "ceilingPaise", source
    from obligation_limit order by from_on desc`.execute(tx.db);
  const modes = await sql<
    Settings['modes'][number]
  >`select from_on as "fromOn", mode, decided_by as "decidedBy", entered_at as "enteredAt"
    from obligation_mode where org_id = ${tx.orgId} order by from_on desc, entered_at desc limit 50`.execute(tx.db);
  return { limits: limits.rows, modes: modes.rows, today: await modeOn(tx, tx.today) };
}

/** Advises until the organisation said otherwise. */
export async function modeOn(tx: Tx, on: IsoDate): Promise<Mode> {
  const { rows } = await sql<{
    mode: Mode;
  }>`select mode from obligation_mode where org_id = ${tx.orgId} and from_on <= ${on}
    order by from_on desc, entered_at desc limit 1`.execute(tx.db);
  return rows[0]?.mode ?? 'advises';
}

/** @throws when the reference data was never loaded: a fault of ours, no answer to anybody */
export async function limitsOn(tx: Tx, on: IsoDate): Promise<Limits> {
  const { rows } =
    await sql<Limits>`select from_on as "fromOn", ratio_bps as "ratioBps", ceiling_paise as "ceilingPaise", source
    from obligation_limit where from_on <= ${on} order by from_on desc limit 1`.execute(tx.db);
  if (!rows[0]) throw new Error('db/reference/obligation-limits.csv was not loaded');
  return rows[0];
}

export type Income = { yearlyPaise: number; assessedOn: IsoDate; personId: string };
/** The latest look at any of these persons, on or before the day; of several women of one household the latest counts for all. */
export async function incomeOf(tx: Tx, persons: readonly string[], on: IsoDate): Promise<Income | null> {
  const { rows } =
    await sql<Income>`select a.yearly_paise as "yearlyPaise", a.assessed_on as "assessedOn", a.person_id as "personId"
    from household_assessment a where a.org_id = ${tx.orgId} and a.person_id = any(${[...persons]}::uuid[]) and a.assessed_on <= ${on}
    order by a.assessed_on desc, a.entered_at desc limit 1`.execute(tx.db);
  return rows[0] ?? null;
}
