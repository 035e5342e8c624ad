/** What a loan officer records on the way, what a cashier writes when she brings the money, and what decides how much she may carry. */
import * as z from 'zod/mini';
import { Amount, Day, Id, PositiveAmount } from '#domain/ledger/index.ts';
import { Excess } from '#domain/loans/index.ts';

/** By the phone's clock: evidence, never refused for being wrong; only what no calendar has is no instant. */
const Instant = z.iso.datetime({ offset: true }).check(z.refine((text) => text >= '1970' && text < '2200'));
const Words = z.string().check(z.trim(), z.minLength(3), z.maxLength(500));
const Short = z.string().check(z.trim(), z.minLength(1), z.maxLength(60));

/** Notes and coins as they were counted; the same shape as at a meeting. */
export const Notes = z
  .array(
    z.strictObject({
      valuePaise: z.int().check(z.gte(50), z.lte(1_000_000)),
      count: z.int().check(z.gte(0), z.lte(1_000_000)),
    }),
  )
  .check(z.maxLength(20));
export type Notes = z.infer<typeof Notes>;

/** `agreed`: a place both agreed on; `meeting`: her group's; `office`: she came there herself. */
export const MetAt = z.enum(['agreed', 'meeting', 'office', 'home', 'work']);
export type MetAt = z.infer<typeof MetAt>;

/** Where the phone was at that one tap; null = not given. Millionths of a degree: no fractions travel. */
export const Spot = z.nullable(
  z.strictObject({
    latE6: z.int().check(z.gte(-90_000_000), z.lte(90_000_000)),
    lonE6: z.int().check(z.gte(-180_000_000), z.lte(180_000_000)),
    accuracyM: z.int().check(z.gte(0), z.lte(1_000_000)),
  }),
);
export type Spot = z.infer<typeof Spot>;

/** What the rules of the day warn of: the hour; her home or work before she missed the agreed place often enough. */
export const Warning = z.enum(['hour', 'home_first']);
export type Warning = z.infer<typeof Warning>;
/** Those her phone showed and she went on all the same. */
const shown = { shown: z.array(Warning).check(z.maxLength(4)) };
const met = { metAt: MetAt, spot: Spot, ...shown };

/** One command each: its id is the command's, so that sending it again changes nothing. */
export const Take = z.strictObject({
  collectionId: Id,
  loanId: Id,
  on: Day,
  at: Instant,
  paise: PositiveAmount,
  /** Where money beyond what is due goes, as she said; null when it is not more. */
  excessTo: z.nullable(Excess),
  notes: z.nullable(Notes),
  slipNo: Short,
  ...met,
});
export type Take = z.infer<typeof Take>;

export const VisitResult = z.enum(['did_not_come', 'promised', 'cannot_pay', 'refused', 'other']);
export type VisitResult = z.infer<typeof VisitResult>;
export const Visit = z.strictObject({
  visitId: Id,
  loanId: Id,
  on: Day,
  at: Instant,
  result: VisitResult,
  /** Of a promise: the day she named. */
  promisedOn: z.nullable(Day),
  note: z.nullable(z.string().check(z.trim(), z.minLength(1), z.maxLength(500))),
  ...met,
});
export type Visit = z.infer<typeof Visit>;

export const HandOver = z.strictObject({
  handOverId: Id,
  bookId: Id,
  on: Day,
  at: Instant,
  paise: PositiveAmount,
  givenTo: z.enum(['cashier', 'bank']),
  /** Of the bank's slip. */
  reference: z.nullable(Short),
});
export type HandOver = z.infer<typeof HandOver>;

export const DayClosing = z.strictObject({
  dayId: Id,
  on: Day,
  at: Instant,
  notes: Notes,
  countedPaise: Amount,
  /** What her phone's records say she should hold. */
  statedPaise: Amount,
  reason: z.nullable(Words),
  /** Her records of that day. */
  items: z.array(Id).check(z.maxLength(1_000)),
});
export type DayClosing = z.infer<typeof DayClosing>;

export const CashReceipt = z.strictObject({
  receiptId: Id,
  /** Null: brought to the desk without a word on her phone before. */
  handOverId: z.nullable(Id),
  officerId: Id,
  bookId: Id,
  on: Day,
  paise: Amount,
  /** The cash box or bank account it went into. */
  toHeadId: Id,
  reference: z.nullable(Short),
  /** Why it is not what she stated. */
  reason: z.nullable(Words),
  /** The cashier's or the bank's paper, as photographed; it may come after the receipt. */
  photoId: z.optional(z.nullable(Id)),
});
export type CashReceipt = z.infer<typeof CashReceipt>;
/** The paper of a receipt that was written without it. */
export const ReceiptPhoto = z.strictObject({ receiptId: Id, photoId: Id });
export type ReceiptPhoto = z.infer<typeof ReceiptPhoto>;
export const ReceiptUndoing = z.strictObject({ receiptId: Id, reason: Words });
export type ReceiptUndoing = z.infer<typeof ReceiptUndoing>;

/** From a day on: how much an officer should have with her, and for how many days. */
export const CashLimit = z.strictObject({
  fromOn: Day,
  limitPaise: Amount,
  days: z.int().check(z.gte(0), z.lte(365)),
  decidedBy: z.string().check(z.trim(), z.minLength(2), z.maxLength(120)),
});
export type CashLimit = z.infer<typeof CashLimit>;
