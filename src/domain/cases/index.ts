export {
  AGAINST_KINDS,
  CASE_KINDS,
  CASE_LISTS,
  CloseCase,
  NewCase,
  OUTCOMES,
  STEP_KINDS,
  type CaseKind,
  type CaseList,
  type CaseOutcome,
} from './model.ts';
export { hideSmallCells, isOverdue, type CaseFigures, type PooledFigures } from './rules.ts';
