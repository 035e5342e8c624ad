/** The one door for reads: checks the question, the right and the scope, and answers inside a read-only snapshot. */
import type { Actor, AnyQuestion } from '#platform/door.ts';
import type { Db, Tx } from '#platform/db.server.ts';
import { refused, type Refused } from '#platform/outcomes.ts';
import { faultToOutcome } from './faults.server.ts';
import { holds } from './rights.ts';
import { inReading } from './reading.server.ts';
import { mayDo } from './scopes.server.ts';
import { hasUnstorableText, problemOf } from './parse.ts';

export type Answer<T> = { readonly kind: 'answer'; readonly value: T } | Refused;

export async function ask<T>(
  { db, questions }: { db: Db; questions: Readonly<Record<string, AnyQuestion>> },
  name: string,
  { who, input }: { who: Actor; input: unknown },
): Promise<Answer<T>> {
  const question = questions[name];
  if (!question) return refused('door.unknown', { name: name.slice(0, 80) });
  if (hasUnstorableText(input)) return refused('door.unstorable_text', {});
  const parsed = question.input.safeParse(input);
  if (!parsed.success) return refused('door.invalid', problemOf(parsed.error));
  const orgIds = question.rollUp ? who.orgIds : [who.orgId];
  return inReading(db, { who, orgIds }, (tx) => answer<T>(tx, question, { who, input: parsed.data })).catch(
    (fault: unknown) => {
      // a number or text no column holds is the asker's, not a fault of ours
      const outcome = faultToOutcome(fault);
      if (outcome.kind === 'refused') return outcome;
      throw fault;
    },
  );
}

async function answer<T>(
  tx: Tx,
  question: AnyQuestion,
  { who, input }: { who: Actor; input: unknown },
): Promise<Answer<T>> {
  const scope = question.scope(input);
  if (!(await mayDo(tx.db, who, { right: question.may, scope })))
    return refused('door.not_allowed', { right: question.may });
  const asker = scope?.kind === 'own' || scope?.kind === 'case' ? withGrantsFor(who, question.may) : who;
  return { kind: 'answer', value: (await question.run(tx, asker, input)) as T };
}

/** A question that narrows itself to the asker's grants sees only those that bring the right: one of another role opens nothing here. */
const withGrantsFor = (who: Actor, right: string): Actor => ({
  ...who,
  grants: who.grants.filter((grant) => holds(grant.role, right)),
});
