export { bookOf, headOf, openBook, type BookOpening } from './books.server.ts';
export { cashBook, receiptsAndPayments, type CashBook, type ReceiptsAndPayments } from './cash-book.queries.server.ts';
export { openPeriod, shutPeriod } from './closing.server.ts';
export { commands } from './commands.server.ts';
export { chart, journalOf, journalsOfSource, periods, type Journal, type Periods } from './journals.queries.server.ts';
export {
  bodyHash,
  draftOf,
  journalBody,
  NO_ID,
  post,
  postReversal,
  type Posted,
  type PostedOr,
  type PostingRow,
  type Source,
} from './post.server.ts';
export { questions } from './queries.server.ts';
export { loadAccounts } from './reference.server.ts';
export {
  accountStatement,
  generalLedger,
  partyStatement,
  type AccountStatement,
  type GeneralLedger,
  type PartyStatement,
} from './statements.queries.server.ts';
export { accountSums as accountSumsOf, balanceOf, partySums, type PartySum } from './buckets.server.ts';
export { sumsBeside, sumsOnDays, type OnDay } from './sums-on-days.server.ts';
export {
  memberBalances,
  organisationTrialBalance,
  trialBalance,
  type MemberBalances,
  type OrganisationTrialBalance,
  type TrialBalance,
} from './trial-balance.queries.server.ts';
export type { FaultKind, LedgerFault, SeenHead, VerifyReport } from './verify.model.ts';
export { proveBooks, verifyDatabase, type BookProof } from './verify.server.ts';
export type { BookBalanceSheet, IncomeStatement, StatementLine } from './year-statements.queries.server.ts';
