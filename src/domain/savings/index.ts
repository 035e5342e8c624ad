export { ExitReason, MemberBalance, MemberExit, SavingKind, Till, Vote, Withdrawal } from './model.ts';
export {
  intoTill,
  isCarried,
  judgeWithdrawal,
  noBalance,
  outOfTill,
  settleExit,
  type OwedLoan,
  type Settlement,
  type TillOf,
} from './rules.ts';
