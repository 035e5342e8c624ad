export {
  Charge,
  DayCount,
  DueDates,
  ExcessTo,
  Grace,
  GroupDayCount,
  GroupLoanMethod,
  Instalment,
  Interval,
  LoanMethod,
  LoanPurpose,
  LoanRow,
  LoanSource,
  LoanState,
  LoanTerms,
  MAX_INSTALMENTS,
  NO_PARTS,
  Parts,
  ProductTerms,
  Rate,
  Rounding,
  RoundingMode,
  type Schedule,
} from './model.ts';
export { DuePlan, dueDays, type DueDays } from './due-dates.rules.ts';
export { periodRates } from './period-rates.rules.ts';
export { roundFraction } from './rounding.rules.ts';
export { scheduleOf } from './schedule.rules.ts';
export {
  addParts,
  applyRepayment,
  correctPaid,
  dueAt,
  isCleared,
  openLoan,
  outstandingOf,
  payoffAt,
  splitRepayment,
  sumParts,
  type Due,
  type Repaid,
  type Split,
} from './repayment.rules.ts';
export { costOfLoan, groupWords, netDisbursed, periodsPerYear, yearlyCost, type YearlyCost } from './cost.rules.ts';
