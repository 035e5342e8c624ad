/** A group graded by a scheme on a day, from its own records. */
import { sql } from 'kysely';
import type { IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import { factsOn, type Ground } from './ground.server.ts';
import type { Answer, Scheme } from './grading.model.ts';
import { gradeOf, liftOf, markOf, type Graded, type Lift } from './grading.rules.ts';
import { measured, type Facts } from './measures.rules.ts';

export type GradedBy = {
  readonly scheme: Scheme;
  readonly facts: Facts;
  readonly graded: Graded;
  readonly lift: Lift | null;
};

export function gradeFacts(
  scheme: Scheme,
  facts: Facts,
  answers: ReadonlyMap<string, Answer>,
): Omit<GradedBy, 'facts'> {
  const marks = scheme.parameters.map((parameter) => {
    const found = parameter.measure === null ? null : measured(parameter.measure, facts);
    return markOf(parameter, found, answers.get(parameter.code) ?? null);
  });
  const graded = gradeOf(scheme, marks);
  return { scheme, graded, lift: liftOf(scheme, graded) };
}

export async function gradeOn(
  tx: Tx,
  ground: Ground,
  { scheme, on, answers = new Map() }: { scheme: Scheme; on: IsoDate; answers?: ReadonlyMap<string, Answer> },
): Promise<GradedBy> {
  const { windowMonths, graceDays, closeDays } = scheme;
  const facts = await factsOn(tx, ground, { on, windowMonths, graceDays, closeDays });
  return { ...gradeFacts(scheme, facts, answers), facts };
}

/** What an assessor answered last by this scheme: shown again when the group is graded anew. */
export async function lastAnswers(
  tx: Tx,
  { groupId, scheme, on }: { groupId: string; scheme: string; on: IsoDate },
): Promise<Map<string, Answer>> {
  const { rows } = await sql<{ answers: { code: string; answer: Answer }[] }>`select content -> 'answers' as answers
    from grade_certificate where org_id = ${tx.orgId} and group_id = ${groupId} and scheme = ${scheme} and assessed_on <= ${on}::date
    order by assessed_on desc, entered_at desc limit 1`.execute(tx.db);
  return new Map((rows[0]?.answers ?? []).map((one) => [one.code, one.answer]));
}
