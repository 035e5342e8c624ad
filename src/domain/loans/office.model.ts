/** What the office writes of a loan: application, decisions, money. */
import * as z from 'zod/mini';
import { Amount, Day, Id, PositiveAmount } from '#domain/ledger/index.ts';
import { Excess, RescheduledTerms } from './life.model.ts';
import { DueDates, LoanPurpose } from './model.ts';
import { Asked, LoanBorrowerKind } from './product.model.ts';

/** Whose book lends: the organisation's own, or a federation's. */
export const Lender = z.strictObject({ bodyKind: z.enum(['trust', 'federation']), bodyId: Id });
export type Lender = z.infer<typeof Lender>;

const Words = z.string().check(z.trim(), z.minLength(3), z.maxLength(500));
const Note = z.nullable(z.string().check(z.trim(), z.minLength(1), z.maxLength(1_000)));
export const LoanRef = z.strictObject({ loanId: Id });
export type LoanRef = z.infer<typeof LoanRef>;

export const LoanApplication = z.strictObject({
  loanId: Id,
  lender: Lender,
  productId: Id,
  borrowerKind: LoanBorrowerKind,
  borrowerId: Id,
  purpose: LoanPurpose,
  asked: Asked,
  appliedOn: Day,
  note: Note,
  /** A running loan of the same borrower that this one settles when it is paid out. */
  topsUpLoanId: z.optional(z.nullable(Id)),
});
export type LoanApplication = z.infer<typeof LoanApplication>;

/** What the appraisal proposes in place of what was asked; null = as asked. */
export const LoanAppraisal = z.strictObject({ loanId: Id, stepId: Id, granted: z.nullable(Asked), note: Words });
export type LoanAppraisal = z.infer<typeof LoanAppraisal>;
export const LoanApproval = z.strictObject({ loanId: Id, stepId: Id, note: Note });
export type LoanApproval = z.infer<typeof LoanApproval>;
export const LoanRefusal = z.strictObject({ loanId: Id, stepId: Id, note: Words });
export type LoanRefusal = z.infer<typeof LoanRefusal>;
/** The same loan from another day on. */
export const NewOffer = z.strictObject({ loanId: Id, disburseOn: Day, firstDueOn: Day });
export type NewOffer = z.infer<typeof NewOffer>;

export const ApprovalLimitSetting = z.strictObject({
  fromOn: Day,
  limitPaise: Amount,
  /** Whose limit it is, by her role; null = everybody's who has none of her own. */
  role: z.optional(z.nullable(z.string().check(z.regex(/^[a-z_]{2,40}$/)))),
  decidedBy: z.string().check(z.trim(), z.minLength(2), z.maxLength(120)),
});
export type ApprovalLimitSetting = z.infer<typeof ApprovalLimitSetting>;

const Reference = z.nullable(z.string().check(z.trim(), z.minLength(1), z.maxLength(60)));
/** The head money comes from or goes to: a cash box or bank account, or, for a set-off, what the office owes her. */
export const MoneyWay = z.strictObject({
  headId: Id,
  reference: Reference,
  /** Of a loan to a group: its bank account, when its own book is to say the same at once. Left out, its meeting books it. */
  groupBankId: z.optional(z.nullable(Id)),
});
export type MoneyWay = z.infer<typeof MoneyWay>;
/** Into her hand, or straight to whom she owes or buys from. */
export const Payee = z.strictObject({
  kind: z.enum(['borrower', 'moneylender', 'supplier']),
  name: z.nullable(z.string().check(z.trim(), z.minLength(2), z.maxLength(120))),
});

/** As stored with the event. */
export type MoneyUsed = MoneyWay & {
  readonly payee?: z.infer<typeof Payee>;
  readonly condition?: string;
  /** Of a paying out: the older loan it settled, by which event of that loan. */
  readonly settled?: { readonly loanId: string; readonly eventId: string; readonly paise: number };
  /** Of a settlement: it came out of that loan, through no head. */
  readonly toppedUpBy?: string;
  /** Of a paying out: the swap of an outside debt that it is. */
  readonly swapId?: string;
};

const event = { loanId: Id, eventId: Id, on: Day };
const money = { money: MoneyWay };
export const Disbursal = z.strictObject({
  ...event,
  paise: PositiveAmount,
  payee: Payee,
  /** Of a later part: what had to be done before it, and was seen. */
  condition: z.optional(z.nullable(z.string().check(z.trim(), z.minLength(3), z.maxLength(300)))),
  ...money,
});
export type Disbursal = z.infer<typeof Disbursal>;
export const Repayment = z.strictObject({ ...event, paise: PositiveAmount, excessTo: z.nullable(Excess), ...money });
export const Settlement = z.strictObject({ ...event, paise: Amount, ...money });
export const Recovery = z.strictObject({ ...event, paise: PositiveAmount, ...money });
export const Refund = z.strictObject({ ...event, paise: PositiveAmount, ...money });
export const LoanCharge = z.strictObject({
  ...event,
  part: z.enum(['fine', 'fee']),
  paise: PositiveAmount,
  reason: Words,
});
export const LoanWaiver = z.strictObject({
  ...event,
  part: z.enum(['fine', 'fee', 'interest']),
  paise: PositiveAmount,
  reason: Words,
});
export const Rescheduling = z.strictObject({ ...event, terms: RescheduledTerms, dueDates: DueDates, reason: Words });
export const WriteOff = z.strictObject({ ...event, resolution: Words, isForgiven: z.optional(z.boolean()) });
/** She died or left. */
export const Stopping = z.strictObject({ ...event, cause: z.enum(['death', 'left']) });
export const Claim = z.strictObject({
  loanId: Id,
  claimId: Id,
  insurer: z.string().check(z.trim(), z.minLength(2), z.maxLength(120)),
  lodgedOn: Day,
  claimedPaise: PositiveAmount,
});
export type Claim = z.infer<typeof Claim>;
export const ClaimPaid = z.strictObject({ ...event, claimId: Id, paise: PositiveAmount, ...money });
export type ClaimPaid = z.infer<typeof ClaimPaid>;
export const ClaimRefused = z.strictObject({ loanId: Id, claimId: Id, on: Day, reason: Words });
export type ClaimRefused = z.infer<typeof ClaimRefused>;
export const EventUndoing = z.strictObject({ loanId: Id, eventId: Id, reason: Words });
export type EventUndoing = z.infer<typeof EventUndoing>;

/** What a command tells of an event's coming: for each older one that came to something else, what it was and is. */
export type EventReceipt = {
  readonly loanId: string;
  readonly eventId: string;
  readonly status: string;
  readonly changed: readonly {
    readonly eventId: string;
    readonly on: string;
    readonly kind: string;
    readonly beforePaise: readonly number[];
    readonly afterPaise: readonly number[];
  }[];
};
