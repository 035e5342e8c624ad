export { commands } from './commands.server.ts';
export {
  LOAN_STATE_SQL,
  loanState,
  newLoans,
  newPayments,
  restoreLoans,
  saveNewLoans,
  undoPayments,
  type LoanBefore,
  type PaidRecord,
} from './loans.server.ts';
export { questions, type PartAsked, type PaymentTried } from './office.queries.server.ts';
export { payoffQuote, runningOf, type PayoffQuote } from './quotes.server.ts';
export { apply as applyForLoan } from './applications.server.ts';
export { disburse as payOutLoan } from './disburse.server.ts';
export { acknowledgeKeyFacts } from './key-facts.server.ts';
export { signedOf, lockLoan, storiesOf } from './office-loan.server.ts';
export { groupTillWrong } from './group-view.server.ts';
export { tellGroupLater } from './told-later.server.ts';
export { record as recordLoanEvent, undoWhole as undoLoanEvent } from './record.server.ts';
export { BORROWER_NAMES, borrowerJoins } from './borrower.server.ts';
export { enterpriseDebts, type EnterpriseDebt } from './enterprise-debts.server.ts';
export { guarantorsJson, type GuarantorRow } from './guarantors.server.ts';
export type { AgreementShown } from './agreement.server.ts';
export { loanIsHers } from './reach.server.ts';
export { ofLoan } from './scopes.ts';
export type { AccrualShown } from './accrual.server.ts';
export type { WrittenOff, WrittenOffRow } from './written-off.queries.server.ts';
export type { Arrears, OfficeLoanList, OfficeLoanRow } from './arrears.queries.server.ts';
export type { LoanCard, LoanEventRow, LoanStepRow, RunningView } from './card.queries.server.ts';
export { keyFactsHash, type Acknowledged, type KeyFactsShown } from './key-facts.server.ts';
export { loanProduct, type ProductRow, type Products, type ProductVersionRow } from './products.queries.server.ts';
export type { LoanReceipt } from './applications.server.ts';
export type { MapDistrict, MapTile, PortfolioMap } from './portfolio-map.queries.server.ts';
export type { Held, HeldBy, Names, OnDay, Portfolio } from './portfolio.queries.server.ts';
export type { Overdue, PortfolioLoan, PortfolioLoans, Vintage } from './portfolio-loans.queries.server.ts';
export type { RatiosBy, RatiosOf } from './ratios-by.queries.server.ts';
export type { Ratios } from './ratios.queries.server.ts';
export type { Provided, ProvisionRun, ProvisionView } from './provision.server.ts';
