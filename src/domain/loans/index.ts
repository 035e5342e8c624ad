export {
  Charge,
  DayCount,
  DueDates,
  ExcessTo,
  Grace,
  GroupDayCount,
  GroupLoanMethod,
  Instalment,
  instalmentPaise,
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
  type Due as DueSum,
  type Repaid,
  type Split,
} from './repayment.rules.ts';
export { grownBy, toGrow } from './grace.rules.ts';
export { costOfLoan, groupWords, netDisbursed, periodsPerYear, yearlyCost, type YearlyCost } from './cost.rules.ts';
export {
  AllocationOrder,
  Due,
  Excess,
  LoanContract,
  LoanEvent,
  NO_EFFECT,
  PartName,
  Penal,
  PlannedPart,
  RescheduledTerms,
  Servicing,
  USUAL_ORDER,
  type Effect,
  type EventKind,
  type RunRow,
  type Running,
  type RunStatus,
} from './life.model.ts';
export { loanOn } from './on-day.rules.ts';
export { payoffOn, type Payoff } from './payoff.rules.ts';
export { changedBy, isPayment, replay, runAsPlanned, step, type Changed, type Replayed } from './replay.rules.ts';
export { isUnpaid, owedOf, paidOf, unpaidOf } from './run-state.rules.ts';
export { partsToCome, tryPart, type Outlook, type PartTried } from './part-tried.rules.ts';
export { isHandedOver, leftAfter, type SlipEvent } from './slip.rules.ts';
export { standingOn, type Standing } from './standing.rules.ts';
export { loanOffer, offerBody, type LoanOffer } from './offer.rules.ts';
export { InScripts, KeyFactsTerms, ShownKeyFacts } from './key-facts.model.ts';
export {
  afterWorkingDays,
  judgeAcknowledgement,
  keyFacts,
  keyFactsBody,
  loanFacts,
  type KeyFacts,
  type KeyFactsForm,
  type KeyFactsOf,
  type LoanFacts,
  type WayOfInterest,
} from './key-facts.rules.ts';
export { AnyGuarantor, GUARANTOR_RELATIONS, type GuarantorRelation } from './guarantor.model.ts';
export { Asked, LoanBorrowerKind, NewProductVersion, ProductCharge, ProductRules } from './product.model.ts';
export { contractFor, judgeProduct } from './product.rules.ts';
export { STAGES, nextStage, type LoanStage } from './stages.rules.ts';
export { keptAtPayOut } from './book-entries.rules.ts';
export { LoanApplication, MoneyWay, type EventReceipt } from './office.model.ts';
export { AGES, Cohort, DIMENSIONS, RISK_DAYS, type AgeKey, type Dimension } from './portfolio.model.ts';
export { RATIOS, type Ratio, type RatioCode } from './ratios.rules.ts';
export { bandsOf, USUAL_PROVISION, type Band, type ProvisionRates } from './provision.rules.ts';
export { debtPlaceOf, groupSideOf, narrationOf } from './group-view.rules.ts';
