/** Performing a planned import: all lines in one transaction, or each line by itself, in the order of the table. */
import type { App } from '../app-type.server.ts';
import type { Actor } from '#platform/door.ts';
import { refused, type Outcome } from '#platform/outcomes.ts';
import { newId } from '#platform/ids.ts';
import type { LineOutcome } from './model.ts';
import type { PlanLine } from './planning.server.ts';

export type Progress = { readonly done: number; readonly total: number };
/** Lines of one record. */
const CHUNK = 500;
/** Acts of one transaction, where each may fail alone. */
const ACTS = 100;

type Verdict = { readonly code: string; readonly params?: LineOutcome['params']; readonly field?: string };

/** One line of the record for each line of the table; what was done is noted with the first. */
function ofPlan(plan: PlanLine, outcome: LineOutcome['outcome'], verdict?: (line: number) => Verdict): LineOutcome[] {
  return [plan.line, ...plan.also].map((line, at) => {
    const fault = verdict?.(line);
    return {
      line,
      outcome,
      code: fault?.code ?? null,
      params: fault?.params ?? null,
      field: fault?.field ?? null,
      commandIds: outcome === 'applied' && at === 0 ? plan.envelopes.map((one) => one.id) : [],
      subject: plan.subject,
    };
  });
}
/** Each line with its own fault, or with the line of the same act that has one. */
function faulty(plan: PlanLine): LineOutcome[] {
  const first = plan.faults[0] ?? { code: 'imports.cell_missing', params: {}, field: 'name' };
  return ofPlan(plan, 'refused', (line) => {
    const own = plan.faults.find((fault) => (fault.line ?? plan.line) === line);
    if (own) return { code: own.code, params: { ...own.params }, field: own.field };
    return { code: 'imports.with_others', params: { line: first.line ?? plan.line } };
  });
}
const refusedAs = (plan: PlanLine, code: string, params: LineOutcome['params']): LineOutcome[] =>
  ofPlan(plan, 'refused', (line) =>
    line === plan.line ? { code, params } : { code: 'imports.with_others', params: { line: plan.line } },
  );

/**
 * Runs an import that was begun. `whole`: with one faulty line nothing is taken. Begun again after a break it goes on where it stopped.
 * @returns refused `imports.unknown` | `imports.lines_faulty` {count} | the first refusal of a line
 */
export async function runImport(
  app: App,
  who: Actor,
  { importId, whole, onProgress = () => {} }: { importId: string; whole: boolean; onProgress?: (at: Progress) => void },
): Promise<Outcome<{ applied: number; already: number; refused: number }>> {
  const begun = await app.do('imports.begin', who, { importId, whole });
  if (begun.kind !== 'applied') return begun as never;
  const asked = await app.ask<PlanLine[] | null>('imports.plan', who, { importId });
  if (asked.kind !== 'answer' || !asked.value) return refused('imports.unknown');
  const plans = asked.value;
  const run = { app, who, importId, onProgress, total: countLines(plans) };
  const lines = whole ? await allOrNone(run, plans) : await eachAlone(run, plans);
  if (!Array.isArray(lines)) {
    await save(run, [], 'stopped');
    return lines;
  }
  await save(run, whole ? lines : [], 'done');
  const count = (outcome: LineOutcome['outcome']) => lines.filter((line) => line.outcome === outcome).length;
  return {
    kind: 'applied',
    receipt: { applied: count('applied'), already: count('already'), refused: count('refused') },
  };
}

const countLines = (plans: readonly PlanLine[]): number => plans.reduce((sum, plan) => sum + 1 + plan.also.length, 0);

type Run = { app: App; who: Actor; importId: string; total: number; onProgress: (at: Progress) => void };

async function allOrNone(
  { app, who, total, onProgress }: Run,
  plans: readonly PlanLine[],
): Promise<LineOutcome[] | Outcome<never>> {
  const faults = plans.filter((plan) => plan.outcome === 'faulty');
  if (faults.length > 0) return refused('imports.lines_faulty', { count: countLines(faults) });
  const fresh = plans.filter((plan) => plan.outcome === 'new');
  const envelopes = fresh.flatMap((plan) => plan.envelopes);
  const outcomes = await app.sendWhole(
    who,
    fresh.map((plan) => plan.envelopes),
    (done) => onProgress({ done: Math.floor((done / envelopes.length) * total), total }),
  );
  const last = outcomes.at(-1);
  if (last && last.kind !== 'applied' && last.kind !== 'already') {
    const failed = outcomes.length - 1;
    let before = 0;
    const at = fresh.find((plan) => (before += plan.envelopes.length) > failed);
    return 'params' in last ? { ...last, params: { ...last.params, line: at?.line ?? 0 } } : last;
  }
  return plans.flatMap((plan) => ofPlan(plan, plan.outcome === 'new' ? 'applied' : 'already'));
}

/** In the order of the table, some acts a transaction: it is short enough that others who write wait for no time. */
async function eachAlone(run: Run, plans: readonly PlanLine[]): Promise<LineOutcome[]> {
  const lines: LineOutcome[] = [];
  for (let at = 0; at < plans.length; at += ACTS) {
    const chunk = plans.slice(at, at + ACTS);
    const fresh = chunk.filter((plan) => plan.outcome === 'new');
    const outcomes = await run.app.sendEach(
      run.who,
      fresh.map((plan) => plan.envelopes),
    );
    const answered = new Map(fresh.map((plan, k) => [plan, outcomes[k]!]));
    const told = chunk.flatMap((plan) => outcomeOf(plan, answered.get(plan)));
    await save(run, told);
    lines.push(...told);
    run.onProgress({ done: lines.length, total: run.total });
  }
  return lines;
}

function outcomeOf(plan: PlanLine, outcome: Outcome<unknown> | undefined): LineOutcome[] {
  if (plan.outcome === 'faulty') return faulty(plan);
  if (outcome === undefined) return ofPlan(plan, 'already');
  if (outcome.kind === 'applied' || outcome.kind === 'already') return ofPlan(plan, 'applied');
  return refusedAs(plan, outcome.code, 'params' in outcome ? { ...outcome.params } : {});
}

async function save({ app, who, importId }: Run, lines: LineOutcome[], end?: 'done' | 'stopped'): Promise<void> {
  for (let at = 0; at === 0 || at < lines.length; at += CHUNK) {
    const chunk = lines.slice(at, at + CHUNK);
    const isLast = at + CHUNK >= lines.length;
    await app.send(who, {
      id: newId(),
      name: 'imports.record',
      payload: { importId, lines: chunk, ...(isLast && end && { end }) },
    });
  }
}
