/** Imports that run in this process while their page is looked at; the database says the same to any other process, only more coarsely. */
import type { Actor } from '#platform/door.ts';
import type { Params } from '#platform/outcomes.ts';
import type { App } from '../app-type.server.ts';
import { runImport, type Progress } from './run.server.ts';

type Run = { progress: Progress; problem: { code: string; params: Params } | null; over: boolean };
const runs = new Map<string, Run>();
/** Ended runs kept for their page to tell how they ended. */
const KEPT = 50;

/** Starts one and returns at once; one that runs already is not started twice. */
export function startImport(app: App, who: Actor, of: { importId: string; whole: boolean }): void {
  const before = runs.get(of.importId);
  if (before && !before.over) return;
  const run: Run = { progress: { done: 0, total: 0 }, problem: null, over: false };
  runs.delete(of.importId);
  runs.set(of.importId, run);
  for (const [id, old] of runs) if (runs.size > KEPT && old.over) runs.delete(id);
  void runImport(app, who, { ...of, onProgress: (progress) => void (run.progress = progress) })
    .then((outcome) => {
      if (outcome.kind === 'applied' || outcome.kind === 'already') return;
      run.problem = { code: outcome.code, params: 'params' in outcome ? outcome.params : {} };
    })
    .catch((fault: unknown) => {
      run.problem = { code: 'imports.broken_off', params: {} };
      app.log.error('imports.failed', { importId: of.importId, fault: String(fault) });
    })
    .finally(() => void (run.over = true));
}

export const runOf = (importId: string): Readonly<Run> | null => runs.get(importId) ?? null;
