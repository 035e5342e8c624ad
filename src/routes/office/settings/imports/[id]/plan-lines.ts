import type { PlanLine } from '#app/imports/index.server.ts';

/** Lines of the table, of which several may be one act. */
export const linesOf = (plan: readonly PlanLine[] | null, outcome: PlanLine['outcome']): number =>
  (plan ?? []).reduce((sum, one) => sum + (one.outcome === outcome ? 1 + one.also.length : 0), 0);

/** What is wrong, each at its own line and cell. */
export const faultsShown = (plan: readonly PlanLine[] | null) =>
  (plan ?? [])
    .filter((one) => one.outcome === 'faulty')
    .flatMap(({ line, faults }) =>
      faults.map(({ field, code, params, line: own }) => ({ line: own ?? line, field, code, params })),
    );
