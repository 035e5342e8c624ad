export {
  Amount,
  CHART,
  credit,
  Day,
  debit,
  Id,
  PositiveAmount,
  SignedAmount,
  type AccountCode,
  type AccountName,
  type JournalDraft,
  type PostingDraft,
} from './model.ts';
export { checkBalanced, mergePostings, reverseOf } from './rules.ts';
