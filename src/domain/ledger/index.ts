export {
  Amount,
  BodyKind,
  BodyRef,
  CHART,
  credit,
  Day,
  debit,
  Id,
  PeriodClosing,
  PeriodReopening,
  PositiveAmount,
  SignedAmount,
  type AccountCode,
  type AccountName,
  type JournalDraft,
  type PostingDraft,
} from './model.ts';
export { checkBalanced, mayClose, mayReopen, mergePostings, reverseOf } from './rules.ts';
export type { At, Between } from './queries.model.ts';
