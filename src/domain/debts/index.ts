export {
  balanceOn,
  costOfDebt,
  flatPart,
  isInstitution,
  monthInterest,
  obligationOf,
  type Agreed,
  type Balance,
} from './balance.rules.ts';
export {
  APPLIED_TO,
  DebtTerms,
  LENDER_KINDS,
  NewDebt,
  REFUSALS,
  RESULTS,
  SOURCE_KINDS,
  SwapSource,
  WAYS,
} from './model.ts';
export type { ClaimOf, GroupSafety, WomanSafety } from './phone-safety.model.ts';
export { type Quote, type Source } from './choices.rules.ts';
export { HORIZON_MONTHS, SWAP_MONTHS, type StandingDebt } from './path.rules.ts';
export { asSource, quoteBy, swapTerms } from './quote.rules.ts';
export {
  costAsNow,
  findWayOut,
  MOST_DEBTS,
  MOST_SOURCES,
  type CannotReason,
  type Outlook,
  type Step,
  type WayOut,
  type WayOutGiven,
} from './way-out.rules.ts';
