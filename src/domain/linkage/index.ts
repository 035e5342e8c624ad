export {
  ANSWERS,
  MEASURES,
  Scheme,
  type Answer,
  type Band,
  type Basis,
  type Measure,
  type Parameter,
} from './grading.model.ts';
export type { Behind, Measured } from './measures.rules.ts';
export type { Graded, Lift, Mark, Step } from './grading.rules.ts';
export {
  FUNDS,
  FundRules,
  LINE_STATES,
  PlanLine,
  SHARE_KEYS,
  type Fund,
  type FundRule,
  type LineState,
  type LineStep,
  type ShareKey,
} from './funds.model.ts';
export { stepsFrom, type Condition, type ConditionCode } from './funds.rules.ts';
export { KEPT_KINDS, type KeptKind } from './kept.model.ts';
export { TERM_METHODS, type LineTerms } from './terms.model.ts';
export type { Clause, Prompt } from './prompt.rules.ts';
export type { EventKind, EventPair, SideEvent } from './two-books.rules.ts';
export {
  INTEREST_BASES,
  INTEREST_FROM,
  SAVINGS_PRODUCTS,
  type InterestBase,
  type SavingsProduct,
} from './interest.model.ts';
export type { InterestShare } from './interest.rules.ts';
export { MEETINGS_AHEAD, type Forecast, type ForecastPoint, type Range } from './forecast.rules.ts';
export { TELLS, type GivenNote, type TellCode, type TellGround, type TellNote } from './tells.model.ts';
export { tellsOf, type Tell } from './tells.rules.ts';
export { GAP_BY, GapAsk, type GapBy } from './gap.model.ts';
