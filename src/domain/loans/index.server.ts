export { commands } from './commands.server.ts';
export {
  LOAN_STATE_SQL,
  loanState,
  restoreLoans,
  saveNewLoans,
  savePayments,
  undoPayments,
  type PaidRecord,
} from './loans.server.ts';
export { questions, type PaymentTried, type PayoffQuote } from './office.queries.server.ts';
export type { Arrears, OfficeLoanList, OfficeLoanRow } from './arrears.queries.server.ts';
export type { LoanCard, LoanEventRow, LoanStepRow, RunningView } from './card.queries.server.ts';
export type { Acknowledged, KeyFactsShown } from './key-facts.server.ts';
export type { ProductRow, Products, ProductVersionRow } from './products.queries.server.ts';
export type { LoanReceipt } from './applications.server.ts';
export type { Held, HeldBy, Names, OnDay, Portfolio } from './portfolio.queries.server.ts';
export type { Overdue, PortfolioLoan, PortfolioLoans, Vintage } from './portfolio-loans.queries.server.ts';
export type { Ratios } from './ratios.queries.server.ts';
export type { Provided, ProvisionRun, ProvisionView } from './provision.server.ts';
