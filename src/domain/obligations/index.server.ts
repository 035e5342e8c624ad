export { commands } from './commands.server.ts';
export {
  incomeOf,
  limitsOn,
  modeOn,
  questions,
  type AssessmentRow,
  type Income,
  type Settings,
} from './queries.server.ts';
export { loadLimits } from './reference.server.ts';
