/** What the phone knows of a group before its meeting: all that `newSheet` fills in and `judge` needs. The server sends it. */
import * as z from 'zod/mini';
import { Amount, Day, Id, PositiveAmount, SignedAmount } from '#domain/ledger/index.ts';
import {
  Grace,
  GroupDayCount,
  GroupLoanMethod,
  InScripts,
  Interval,
  KeyFactsTerms,
  LoanState,
  MAX_INSTALMENTS,
  Rate,
  Rounding,
} from '#domain/loans/index.ts';
import { MemberBalance } from '#domain/savings/index.ts';
import { MAX_MEMBERS, MeetingKind } from './model.ts';

const Name = z.string().check(z.maxLength(120));
/** Names as written in each script; null where nobody has written it yet. */
export const Names = z.strictObject({ en: Name, hi: z.nullable(Name), ur: z.nullable(Name) });

export const ContextMember = z.strictObject({
  personId: Id,
  names: Names,
  /** Her picture sign, where she chose one. */
  sign: z.optional(z.nullable(z.string().check(z.maxLength(20)))),
  joinedOn: Day,
  /** First day she is no member any more. */
  leftOn: z.nullable(Day),
});
export type ContextMember = z.infer<typeof ContextMember>;

export const ContextOfficer = z.strictObject({
  personId: Id,
  office: z.enum(['president', 'secretary', 'treasurer', 'signatory', 'bookkeeper', 'other']),
  fromOn: Day,
  /** First day she holds it no more. */
  untilOn: z.nullable(Day),
});
export type ContextOfficer = z.infer<typeof ContextOfficer>;

export const MeetingCycle = z.strictObject({
  unit: z.enum(['week', 'month']),
  every: z.int().check(z.gte(1), z.lte(12)),
  /** Weekday 0 = Sunday; null when the cycle follows the day of the month. */
  weekday: z.nullable(z.int().check(z.gte(0), z.lte(6))),
  /** With a monthly weekday: 1 = first ... 4, -1 = last; with no weekday: the day of the month 1-31. */
  nth: z.nullable(z.int().check(z.gte(-1), z.lte(31))),
  /** "14:00"; null when the group has no fixed hour. */
  hour: z.nullable(z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/))),
  place: z.string().check(z.maxLength(120)),
});
export type MeetingCycle = z.infer<typeof MeetingCycle>;

/** A group's rules from a day on; the last one not after the meeting's date holds. */
export const GroupRules = z.strictObject({
  fromOn: Day,
  usualCompulsoryPaise: Amount,
  usualVoluntaryPaise: Amount,
  /** Members who save another amount than usual. */
  ownAmounts: z
    .array(z.strictObject({ personId: Id, compulsoryPaise: Amount, voluntaryPaise: Amount }))
    .check(z.maxLength(MAX_MEMBERS)),
  loan: z.strictObject({
    method: GroupLoanMethod,
    rate: Rate,
    interval: Interval,
    dayCount: GroupDayCount,
    rounding: Rounding,
    interestRounding: Rounding,
    usualInstalments: z.int().check(z.gte(1), z.lte(MAX_INSTALMENTS)),
    maxInstalments: z.int().check(z.gte(1), z.lte(MAX_INSTALMENTS)),
    maxPrincipalPaise: z.nullable(PositiveAmount),
    feePaise: Amount,
    /** The first rows of a loan wait, as its product says. */
    grace: z.optional(z.nullable(Grace)),
  }),
  finePaise: z.strictObject({
    absent: Amount,
    absent_notice: Amount,
    late: Amount,
    missed_saving: Amount,
    missed_repayment: Amount,
  }),
  /** Share of members who must be there for money decisions: 2/3 by house default. */
  quorum: z.strictObject({
    numerator: z.int().check(z.gte(0), z.lte(100)),
    denominator: z.int().check(z.gte(1), z.lte(100)),
  }),
  /** Cash above this goes to the bank: a warning, never a refusal. */
  cashLimitPaise: z.nullable(Amount),
  /** Kept back when money to lend is reckoned. */
  reservePaise: Amount,
  cycle: MeetingCycle,
  /** The product its loans stand under, copied when the rules were set; none: the group's own custom alone. */
  product: z.optional(
    z.nullable(
      z.strictObject({
        productId: Id,
        version: z.int().check(z.gte(1)),
        names: InScripts,
        /** No money before she has acknowledged a Key Facts Statement that says this; null: the product asks for none. */
        keyFacts: z.nullable(KeyFactsTerms),
        /** The lender holds itself to the directions on microfinance: over the half of her income no loan, where the setting blocks. */
        underDirections: z.boolean(),
      }),
    ),
  ),
});
export type GroupRules = z.infer<typeof GroupRules>;

/** A correction that lowered her savings or raised her loan, waiting to be read out to her. */
export const PendingCorrection = z.strictObject({
  correctionId: Id,
  personId: Id,
  meetingId: Id,
  savingsChangePaise: SignedAmount,
  loanChangePaise: SignedAmount,
  reason: z.string().check(z.maxLength(500)),
});
export type PendingCorrection = z.infer<typeof PendingCorrection>;

export const GroupContext = z.strictObject({
  groupId: Id,
  names: Names,
  /** A group to learn on: its meetings post nothing. */
  practice: z.boolean(),
  members: z.array(ContextMember).check(z.maxLength(400)),
  officers: z.array(ContextOfficer).check(z.maxLength(100)),
  rules: z.array(GroupRules).check(z.minLength(1), z.maxLength(60)),
  balances: z.array(MemberBalance).check(z.maxLength(400)),
  loans: z.array(LoanState).check(z.maxLength(400)),
  /** The box at the last closing (or the cut-off sheet). */
  cashPaise: Amount,
  banks: z
    .array(
      z.strictObject({
        bankAccountId: Id,
        label: Name,
        balancePaise: SignedAmount,
        /** How far it may go below zero (cash credit). */
        limitPaise: Amount,
      }),
    )
    .check(z.maxLength(10)),
  /** Money that left the box with a woman and is not yet in the bank. */
  inTransit: z.array(z.strictObject({ personId: Id, amountPaise: PositiveAmount })).check(z.maxLength(40)),
  pendingCorrections: z.array(PendingCorrection).check(z.maxLength(200)),
  lastMeeting: z.nullable(z.strictObject({ meetingId: Id, heldOn: Day, kind: MeetingKind })),
  /** The day the books begin (cut-off sheet or opening): no meeting before it. */
  booksFromOn: Day,
});
export type GroupContext = z.infer<typeof GroupContext>;
