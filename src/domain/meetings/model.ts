/**
 * The meeting sheet: one document for the eight steps of a meeting (reference: microfinance.md §3), autosaved at each tap, whole
 * payload of `meetings.close`. Every array and text is capped, so that nothing huge passes any door.
 */
import * as z from 'zod/mini';
import { Amount, Day, Id, PositiveAmount } from '#domain/ledger/index.ts';
import { DueDates, ExcessTo, LoanPurpose, LoanSource, LoanTerms, ShownKeyFacts } from '#domain/loans/index.ts';
import { MemberExit, Till, Withdrawal } from '#domain/savings/index.ts';

/** Above the largest body that meets here (a federation's delegates). */
export const MAX_MEMBERS = 120;
const MAX_LINES = 120;
const Count = z.int().check(z.gte(0), z.lte(200));
export const Note = z.string().check(z.maxLength(500));
const Place = z.string().check(z.maxLength(120));
/** A device's own clock: evidence only, never refused for skew. */
export const DeviceTime = z.iso.datetime({ offset: true });
const list = <T extends z.ZodMiniType>(item: T, max: number = MAX_LINES) => z.array(item).check(z.maxLength(max));

export const MeetingKind = z.enum(['regular', 'special', 'practice']);
export type MeetingKind = z.infer<typeof MeetingKind>;
export const AttendanceState = z.enum(['present', 'late', 'absent', 'absent_notice']);
export type AttendanceState = z.infer<typeof AttendanceState>;
export const FineReason = z.enum([
  'absent',
  'absent_notice',
  'late',
  'missed_saving',
  'missed_repayment',
  'earlier',
  'other',
]);
export type FineReason = z.infer<typeof FineReason>;

/** One kind of note or coin and how many of it. */
export const NoteCount = z.strictObject({
  valuePaise: z.int().check(z.gte(50), z.lte(1_000_000)),
  count: z.int().check(z.gte(0), z.lte(1_000_000)),
});
export type NoteCount = z.infer<typeof NoteCount>;
export const NoteCounts = list(NoteCount, 20);

export const Attendance = z.strictObject({ personId: Id, state: AttendanceState });
export type Attendance = z.infer<typeof Attendance>;
/** Charged is a memo (cash books); only what is paid is posted. `earlier`: paying a fine of a past meeting, charged 0. */
export const Fine = z.strictObject({ personId: Id, reason: FineReason, chargedPaise: Amount, paidPaise: Amount });
export type Fine = z.infer<typeof Fine>;
export const Saving = z.strictObject({ personId: Id, compulsoryPaise: Amount, voluntaryPaise: Amount });
export type Saving = z.infer<typeof Saving>;

/** The split as shown to her before it was taken; `excess.to` null = not asked yet. */
export const Repayment = z.strictObject({
  loanId: Id,
  personId: Id,
  finePaise: Amount,
  feePaise: Amount,
  interestPaise: Amount,
  principalPaise: Amount,
  excess: z.nullable(z.strictObject({ amountPaise: PositiveAmount, to: z.nullable(ExcessTo) })),
});
export type Repayment = z.infer<typeof Repayment>;

export const ReceiptHead = z.enum([
  'membership_fee',
  'member_share',
  'bank_interest',
  'revolving_fund',
  'capital_grant',
  'grant_for_use',
  'bank_loan',
  'cif_loan',
  'vrf_loan',
  'kept_savings_back',
  'subvention',
  'group_sales',
  'written_off_recovered',
  'social_fund',
  'held_for_others',
]);
export type ReceiptHead = z.infer<typeof ReceiptHead>;
export const PaymentHead = z.enum([
  'bookkeeper',
  'running_costs',
  'bank_charges',
  'training',
  'bank_loan_principal',
  'bank_loan_interest',
  'cif_repaid',
  'vrf_repaid',
  'federation_interest',
  'kept_savings',
  'interest_to_member',
  'dividend_paid',
  'equipment',
  'stock_bought',
  'social_help',
  'held_for_others',
]);
export type PaymentHead = z.infer<typeof PaymentHead>;

export const OtherReceipt = z.strictObject({
  head: ReceiptHead,
  amountPaise: PositiveAmount,
  /** A member, a fund, a lender: what the head's account is kept by. */
  partyId: z.nullable(Id),
  to: Till,
  bankAccountId: z.nullable(Id),
  note: Note,
});
export type OtherReceipt = z.infer<typeof OtherReceipt>;
export const OtherPayment = z.strictObject({
  head: PaymentHead,
  amountPaise: PositiveAmount,
  partyId: z.nullable(Id),
  from: Till,
  bankAccountId: z.nullable(Id),
  note: Note,
  voucherPhotoId: z.nullable(Id),
});
export type OtherPayment = z.infer<typeof OtherPayment>;

export const DemandDecision = z.enum(['granted', 'reduced', 'postponed', 'refused']);
export type DemandDecision = z.infer<typeof DemandDecision>;
export const Demand = z.strictObject({
  personId: Id,
  amountPaise: PositiveAmount,
  purpose: LoanPurpose,
  decision: DemandDecision,
  grantedPaise: Amount,
  /** The loan of this sheet that answers it. */
  loanId: z.nullable(Id),
});
export type Demand = z.infer<typeof Demand>;
export const NewLoan = z.strictObject({
  loanId: Id,
  personId: Id,
  source: LoanSource,
  purpose: LoanPurpose,
  terms: LoanTerms,
  dueDates: DueDates,
  paidFrom: Till,
  bankAccountId: z.nullable(Id),
  /** How she acknowledged the money. */
  acknowledged: z.nullable(z.enum(['signature', 'thumb', 'pin'])),
  /** What she was told before, where the group's product asks for it. */
  keyFacts: z.optional(ShownKeyFacts),
});
export type NewLoan = z.infer<typeof NewLoan>;

/** Cash between box and bank with the woman who carries it. `handed`: left the box, not yet in the bank; `arrived`: that money is there. */
export const Transfer = z.strictObject({
  way: z.enum(['cash_to_bank', 'bank_to_cash', 'handed', 'arrived']),
  /** Null only for `handed`. */
  bankAccountId: z.nullable(Id),
  amountPaise: PositiveAmount,
  byPersonId: Id,
  note: Note,
});
export type Transfer = z.infer<typeof Transfer>;

export const CorrectedPart = z.enum([
  'compulsory',
  'voluntary',
  'loan_principal',
  'loan_interest',
  'fine_paid',
  'receipt',
  'payment',
]);
/** One line of a closed meeting was wrong: the wrong amount is reversed through the cash box, the right one entered. */
export const Correction = z.strictObject({
  correctionId: Id,
  reversesMeetingId: Id,
  part: CorrectedPart,
  personId: z.nullable(Id),
  loanId: z.nullable(Id),
  /** For `receipt` and `payment`: which head. */
  head: z.nullable(z.union([ReceiptHead, PaymentHead])),
  partyId: z.nullable(Id),
  wasPaise: Amount,
  nowPaise: Amount,
  reason: Note,
});
export type Correction = z.infer<typeof Correction>;

export const Difference = z.strictObject({
  kind: z.enum(['shortage', 'excess']),
  amountPaise: PositiveAmount,
  votesFor: Count,
  votesAgainst: Count,
  reason: Note,
});
export type Difference = z.infer<typeof Difference>;

export const Confirmation = z.strictObject({
  personId: Id,
  way: z.enum(['pin', 'picture', 'photo']),
  at: DeviceTime,
  signature: z.nullable(z.string().check(z.maxLength(1024))),
});
export type Confirmation = z.infer<typeof Confirmation>;

export const Decision = z.strictObject({ text: Note, votesFor: Count, votesAgainst: Count });
export type Decision = z.infer<typeof Decision>;
export const Minutes = z.strictObject({
  agenda: list(z.string().check(z.maxLength(200)), 20),
  decisions: list(Decision, 40),
  pagePhotoId: z.nullable(Id),
});
export type Minutes = z.infer<typeof Minutes>;
export const NextMeeting = z.strictObject({ on: Day, place: Place });
export type NextMeeting = z.infer<typeof NextMeeting>;
/** Who held the phone; a sheet that moved to another phone carries both names. */
export const Recorder = z.strictObject({ userId: Id, deviceId: z.nullable(Id), since: DeviceTime });
export type Recorder = z.infer<typeof Recorder>;

export const MeetingSheet = z.strictObject({
  meetingId: Id,
  groupId: Id,
  kind: MeetingKind,
  heldOn: Day,
  place: Place,
  chairPersonId: z.nullable(Id),
  source: z.enum(['phone', 'paper']),
  /** The ruled page, when entered from paper. */
  paperPhotoId: z.nullable(Id),
  previousMeetingId: z.nullable(Id),
  recorders: list(Recorder, 6),
  /** The furthest of the eight steps reached: where a sheet is taken up again. */
  step: z.int().check(z.gte(1), z.lte(8)),
  opening: z.strictObject({ asLastClosing: z.boolean(), cashPaise: Amount, notes: NoteCounts }),
  attendance: list(Attendance, MAX_MEMBERS),
  fines: list(Fine, 240),
  savings: list(Saving, MAX_MEMBERS),
  repayments: list(Repayment, 240),
  otherReceipts: list(OtherReceipt, 60),
  demands: list(Demand),
  loans: list(NewLoan, 60),
  otherPayments: list(OtherPayment, 60),
  withdrawals: list(Withdrawal),
  transfers: list(Transfer, 20),
  exits: list(MemberExit, 30),
  corrections: list(Correction, 60),
  /** Corrections read out to the woman they concern, and confirmed by her. */
  toldCorrections: list(Id),
  /** How she confirmed it, where it was more than her word. */
  toldWays: z.optional(list(z.strictObject({ correctionId: Id, way: z.enum(['pin', 'picture']) }))),
  closing: z.strictObject({ notes: NoteCounts, cashPaise: Amount, difference: z.nullable(Difference) }),
  minutes: Minutes,
  confirmations: list(Confirmation, 4),
  nextMeeting: z.nullable(NextMeeting),
  startedAt: DeviceTime,
  closedAt: z.nullable(DeviceTime),
});
export type MeetingSheet = z.infer<typeof MeetingSheet>;

/** A planned meeting that did not happen. */
export const MissedReason = z.enum([
  'festival',
  'harvest',
  'weather',
  'death',
  'illness',
  'no_quorum',
  'migration',
  'election',
  'work',
  'other',
]);
export type MissedReason = z.infer<typeof MissedReason>;
export const SkippedMeeting = z.strictObject({
  groupId: Id,
  plannedOn: Day,
  reason: MissedReason,
  note: Note,
  nextMeeting: z.nullable(NextMeeting),
});
export type SkippedMeeting = z.infer<typeof SkippedMeeting>;
/** A meeting that was opened and given up before closing; its sheet is kept, nothing is posted. */
export const CancelledMeeting = z.strictObject({
  meetingId: Id,
  groupId: Id,
  heldOn: Day,
  reason: MissedReason,
  note: Note,
});
export type CancelledMeeting = z.infer<typeof CancelledMeeting>;
