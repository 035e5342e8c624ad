export { ExitReason, MemberBalance, MemberExit, SavingKind, Till, Vote, Withdrawal } from './model.ts';
