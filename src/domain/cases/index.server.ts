export { commands } from './commands.server.ts';
export {
  questions,
  type CasePage,
  type CaseRow,
  type CaseStep,
  type CaseWoman,
  type Helper,
} from './queries.server.ts';
export type { PooledRow } from './figures.queries.server.ts';
