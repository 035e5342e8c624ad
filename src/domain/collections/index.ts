export {
  CashLimit,
  CashReceipt,
  DayClosing,
  HandOver,
  MetAt,
  Spot,
  Take,
  Visit,
  VisitResult,
  Warning,
  type Notes,
} from './model.ts';
export { cashStand, judgeClosing, judgeReceipt, lotsOf, sumOfNotes, type CashStand, type Lot } from './cash.rules.ts';
export { dated, missedSince, warningsFor, type RecoveryRule } from './recovery.rules.ts';
export { dueOn, judgeTake, type DueOn, type Laid } from './take.rules.ts';
export {
  awayOn,
  inHand,
  isClosedOn,
  lotsOfAll,
  missedOf,
  sheetInParts,
  sheetOfParts,
  sheetOn,
  slipNumber,
  withOwn,
  type InHand,
  type Names,
  type OwnRecord,
  type Sheet,
  type SheetDoc,
  type SheetLoan,
  type SheetRow,
  type SheetTake,
} from './sheet.rules.ts';
