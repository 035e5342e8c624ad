/** Performing a planned import: all lines in one transaction, or each line by itself, in the order of the table. */
import type { App } from '../app-type.server.ts';
import type { Actor } from '#platform/door.ts';
import { refused, type Outcome } from '#platform/outcomes.ts';
import { newId } from '#platform/ids.ts';
import type { LineOutcome } from './model.ts';
import type { PlanLine } from './planning.server.ts';

export type Progress = { readonly done: number; readonly total: number };
const CHUNK = 500;
/** Lines of women do not look at each other, so several run at once; places and groups may lie in one another. */
const LANES = 4;

const ofPlan = (
  plan: PlanLine,
  outcome: LineOutcome['outcome'],
  fault?: { code: string; params?: LineOutcome['params']; field?: string },
): LineOutcome => ({
  line: plan.line,
  outcome,
  code: fault?.code ?? null,
  params: fault?.params ?? null,
  field: fault?.field ?? null,
  commandIds: outcome === 'applied' ? plan.envelopes.map((one) => one.id) : [],
  subject: plan.subject,
});
const faulty = (plan: PlanLine): LineOutcome => {
  const { code, params, field } = plan.faults[0] ?? { code: 'imports.cell_missing', params: {}, field: 'name' };
  return ofPlan(plan, 'refused', { code, params: { ...params }, field });
};

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
  const run = { app, who, importId, onProgress, total: plans.length };
  const lines = whole ? await allOrNone(run, plans) : await eachAlone(run, plans);
  if (!Array.isArray(lines)) {
    await save(run, [], 'stopped');
    return lines;
  }
  await save(run, lines, 'done');
  const count = (outcome: LineOutcome['outcome']) => lines.filter((line) => line.outcome === outcome).length;
  return {
    kind: 'applied',
    receipt: { applied: count('applied'), already: count('already'), refused: count('refused') },
  };
}

type Run = { app: App; who: Actor; importId: string; total: number; onProgress: (at: Progress) => void };

async function allOrNone(
  { app, who, total, onProgress }: Run,
  plans: readonly PlanLine[],
): Promise<LineOutcome[] | Outcome<never>> {
  const faults = plans.filter((plan) => plan.outcome === 'faulty');
  if (faults.length > 0) return refused('imports.lines_faulty', { count: faults.length });
  const fresh = plans.filter((plan) => plan.outcome === 'new');
  const envelopes = fresh.flatMap((plan) => plan.envelopes);
  const outcomes = await app.sendAll(who, envelopes, (done) =>
    onProgress({ done: Math.floor((done / envelopes.length) * total), total }),
  );
  const last = outcomes.at(-1);
  if (last && last.kind !== 'applied' && last.kind !== 'already') {
    const failed = outcomes.length - 1;
    let before = 0;
    const at = fresh.find((plan) => (before += plan.envelopes.length) > failed);
    return 'params' in last ? { ...last, params: { ...last.params, line: at?.line ?? 0 } } : last;
  }
  return plans.map((plan) => ofPlan(plan, plan.outcome === 'new' ? 'applied' : 'already'));
}

async function eachAlone(run: Run, plans: readonly PlanLine[]): Promise<LineOutcome[]> {
  const lines: LineOutcome[] = [];
  let unsaved: LineOutcome[] = [];
  const one = async (plan: PlanLine): Promise<void> => {
    const line = await oneLine(run, plan);
    lines.push(line);
    unsaved.push(line);
    if (unsaved.length >= CHUNK) {
      const chunk = unsaved;
      unsaved = [];
      await save(run, chunk);
    }
    run.onProgress({ done: lines.length, total: run.total });
  };
  const inOrder = plans.some((plan) => plan.subject && plan.subject.kind !== 'person');
  const queue = plans.values();
  const lane = async () => {
    for (const plan of queue) await one(plan);
  };
  await Promise.all(Array.from({ length: inOrder ? 1 : LANES }, lane));
  return lines;
}

async function oneLine({ app, who }: Run, plan: PlanLine): Promise<LineOutcome> {
  if (plan.outcome === 'faulty') return faulty(plan);
  if (plan.outcome === 'already') return ofPlan(plan, 'already');
  const last = (await app.sendAll(who, plan.envelopes)).at(-1);
  if (last?.kind === 'applied' || last?.kind === 'already') return ofPlan(plan, 'applied');
  const params = last && 'params' in last ? { ...last.params } : {};
  return ofPlan(plan, 'refused', { code: last && 'code' in last ? last.code : 'door.busy', params });
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
