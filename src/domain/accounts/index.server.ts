export { headsOf, officeBook, type GroupRow, type HeadRow, type OfficeBook } from './books.server.ts';
export { CLOSING_POSTINGS } from './sums.server.ts';
export { cashShortfall } from './voucher-post.server.ts';
export type { OpenAdvances } from './advances.queries.server.ts';
export { commands } from './commands.server.ts';
export { addHead as openHead } from './masters.commands.server.ts';
export type { BookCard, MasterLists, YearRow } from './masters.queries.server.ts';
export type { BookLine, HeadBook, OfficeReceiptsAndPayments } from './money.queries.server.ts';
export { questions } from './queries.server.ts';
export type {
  BalanceSheet,
  EarnedShare,
  IncomeAndExpenditure,
  OfficeTrialBalance,
  TrialRow,
} from './statements.queries.server.ts';
export type { RecurringReceipt } from './vouchers.commands.server.ts';
export type { VoucherReceipt } from './voucher-post.server.ts';
export type {
  BillKind,
  Template,
  VoucherCard,
  VoucherEvent,
  VoucherPage,
  VoucherRow,
} from './vouchers.queries.server.ts';
export type { YearReceipt } from './year.commands.server.ts';
export type { AssetRow, WearPreview, WearRow } from './assets.queries.server.ts';
export type { BudgetRow, BudgetVsActual } from './budgets.queries.server.ts';
export type { FundRow, SanctionRow, Utilisation } from './funds.queries.server.ts';
export type { BankWork, EntryRow, LineRow, Reconciliation } from './bank.queries.server.ts';
export type { GroupTill } from './group-bank.queries.server.ts';
export type { BankMatch, StatementRead } from './bank-matches.queries.server.ts';
export type { DayBook, DayEntry } from './day-book.queries.server.ts';
export type { TallyExport } from './leaving.queries.server.ts';
export { madeVouchers, officeGrounds, type MadeVoucher, type OfficeGround } from './ground.queries.server.ts';
