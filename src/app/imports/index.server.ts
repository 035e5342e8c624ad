export { commands } from './commands.server.ts';
export { questions, type ImportLine, type ImportState, type ImportView, type RefusedLine } from './queries.server.ts';
export { runImport, type Progress } from './run.server.ts';
export type { PlanLine } from './planning.server.ts';
export { runOf, startImport } from './running.server.ts';
export { undoImport } from './taking-back.server.ts';
