export {
  LOAN_STATE_SQL,
  loanState,
  restoreLoans,
  saveNewLoans,
  savePayments,
  undoPayments,
  type PaidRecord,
} from './loans.server.ts';
