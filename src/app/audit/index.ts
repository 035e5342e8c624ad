export {
  About,
  EXCEPTIONS,
  LIMITS,
  MARKS,
  POPULATIONS,
  QUERY_LISTS,
  type Exception,
  type LimitName,
  type Population,
  type QueryList,
} from './model.ts';
export { MOST_HEADS, readHeads, type ReadHead } from './heads.rules.ts';
export type { QueryState } from './query.rules.ts';
