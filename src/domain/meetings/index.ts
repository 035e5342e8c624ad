export {
  Attendance,
  AttendanceState,
  CancelledMeeting,
  Confirmation,
  CorrectedPart,
  Correction,
  Decision,
  Demand,
  DemandDecision,
  DeviceTime,
  Difference,
  Fine,
  FineReason,
  MAX_MEMBERS,
  MeetingKind,
  MeetingSheet,
  Minutes,
  MissedReason,
  NewLoan,
  NextMeeting,
  NoteCount,
  NoteCounts,
  OtherPayment,
  OtherReceipt,
  PaymentHead,
  ReceiptHead,
  Recorder,
  Repayment,
  Saving,
  SkippedMeeting,
  Transfer,
} from './model.ts';
export {
  ContextMember,
  ContextOfficer,
  GroupContext,
  GroupRules,
  MeetingCycle,
  Names,
  PendingCorrection,
} from './context.model.ts';
export { bookedLines, sameLine, type BookedLine, type LineKey } from './booked.rules.ts';
export type { MeetingDoc, MeetingDocLine } from './documents.ts';
export { CutOffFund, CutOffLoan, CutOffSheet } from './cut-off.model.ts';
export { PAYMENT_HEADS, RECEIPT_HEADS, type HeadRule } from './heads.ts';
export { keyFactsOfLoan } from './key-facts.rules.ts';
export { withUnsentLoans, type GroupHere } from './homes.rules.ts';
export { safetyOfVote, type Voted, type VotedSafety } from './safety.rules.ts';
export { fundOf } from './lenders.ts';
export { dueDatesFor, isMemberOn, membersOn, nextMeetingOn, rulesOn } from './calendar.rules.ts';
export {
  expectedClosingCash,
  isHere,
  moneyAvailable,
  quorumOf,
  registerLines,
  sumNotes,
  totals,
  type MeetingTotals,
  type Quorum,
  type RegisterLine,
} from './totals.rules.ts';
export { type TypingKey, type TypingPart, type TypingRow } from './typing.rules.ts';
export {
  exitAmount,
  isPractice,
  judge,
  type Judgement,
  type MemberLine,
  type Stage,
  type Warning,
} from './judge.rules.ts';
export {
  addDemand,
  addLine,
  change,
  closeSheet,
  confirm,
  declineDemand,
  everyoneSavedUsual,
  grantLoan,
  keepKeyFacts,
  newSheet,
  openAsLastClosing,
  removeDemand,
  removeLine,
  repayAsDue,
  setAttendance,
  setClosingCount,
  setFine,
  setOpeningCount,
  setRepaid,
  setSaving,
  setStep,
  takeOver,
  toggleAttendance,
  toggleTold,
  usualSaving,
  usualTerms,
  voteDifference,
  type Grant,
} from './taps.rules.ts';
export { moveToDay } from './move.rules.ts';
export { contextAfter } from './after.rules.ts';
export { compareSheets, type ComparedSide, type FieldPair } from './compare.rules.ts';
export { judgeCutOff, type CutOffJudgement } from './cut-off.rules.ts';
export { MEETING_LIFE, nextState, type MeetingEvent, type MeetingState } from './lifecycle.ts';
export { standInText, type OfficerPinReset } from './officer-pin.model.ts';
