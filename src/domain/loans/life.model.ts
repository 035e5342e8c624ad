/**
 * A loan that runs: what was agreed when it was signed, and the dated events since. Its state is never stored as truth: it is the replay
 * of these (`replay.rules.ts`), so that a payment found late gives the same figures as one recorded in time.
 */
import * as z from 'zod/mini';
import { Amount, Day, Id, PositiveAmount } from '#domain/ledger/index.ts';
import type { IsoDate } from '#platform/dates.ts';
import { DueDates, Grace, Interval, MAX_INSTALMENTS, ProductTerms, Rate, type Parts } from './model.ts';

export const PartName = z.enum(['fine', 'fee', 'interest', 'principal']);
export type PartName = z.infer<typeof PartName>;

/** `oldest_first`: one row after the other, inside it the parts in order. `by_part`: one part of all overdue rows after the other. */
export const AllocationOrder = z.strictObject({
  across: z.enum(['oldest_first', 'by_part']),
  parts: z.array(PartName).check(z.refine((parts) => parts.length === 4 && new Set(parts).size === 4)),
});
export type AllocationOrder = z.infer<typeof AllocationOrder>;

/** Usual practice for loans to members (reference: microfinance.md §7, allocation). */
export const USUAL_ORDER: AllocationOrder = {
  across: 'oldest_first',
  parts: ['fine', 'fee', 'interest', 'principal'],
};

/**
 * A charge for paying late: of the overdue instalments alone, never of the loan; it bears nothing itself (RBI, 18 Aug 2023). Runs from
 * the end of the days of grace.
 */
export const Penal = z.strictObject({
  /** Simple, a year, on overdue principal and interest. */
  rateBps: z.int().check(z.gte(0), z.lte(10_000)),
  /** Once for each row that is late. */
  perRowPaise: Amount,
  graceDays: z.int().check(z.gte(0), z.lte(365)),
});
export type Penal = z.infer<typeof Penal>;

/** How a loan of a product is served; frozen with the loan like its terms. */
export const Servicing = z.strictObject({
  allocation: AllocationOrder,
  penal: z.nullable(Penal),
  /** Interest that a full prepayment owes: to its day, or to the end of the period that has begun. */
  payoff: z.enum(['to_day', 'period_end']),
  /** FLAT, paid in full before its time: the whole agreed interest, none for rows not begun, or less by the rule of 78. */
  flatRebate: z.enum(['none', 'unbegun', 'rule_of_78']),
  /** Of the principal paid before its time; 0 where the directions forbid it. */
  prepaymentFeeBps: z.int().check(z.gte(0), z.lte(1_000)),
});
export type Servicing = z.infer<typeof Servicing>;

/** Days she pays and, when a holiday shift bears no interest, days that interest is counted between. */
export const Due = z.strictObject({ shownOn: DueDates, countedOn: DueDates });
export type Due = z.infer<typeof Due>;

/** All that was agreed: enough to reckon everything else, printed with the loan and covered by its hash. */
export const LoanContract = z.strictObject({
  loanId: Id,
  terms: ProductTerms,
  disburseOn: Day,
  due: Due,
  servicing: Servicing,
});
export type LoanContract = z.infer<typeof LoanContract>;

/** Where money beyond what is due goes: the next rows as printed, or off the balance (fewer rows, or smaller ones). */
export const Excess = z.enum(['next', 'shorten', 'lower']);
export type Excess = z.infer<typeof Excess>;

const Words = z.string().check(z.trim(), z.minLength(3), z.maxLength(500));
const dated = { eventId: Id, on: Day };
export const RescheduledTerms = z.strictObject({
  rate: Rate,
  instalments: z.int().check(z.gte(1), z.lte(MAX_INSTALMENTS)),
  interval: Interval,
  grace: z.optional(Grace),
});

export const LoanEvent = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('disbursed'), ...dated, paise: PositiveAmount }),
  z.strictObject({ kind: z.literal('repaid'), ...dated, paise: PositiveAmount, excessTo: z.nullable(Excess) }),
  /** Her savings, a claim on an insurer: no money changes hands. */
  z.strictObject({ kind: z.literal('set_off'), ...dated, paise: PositiveAmount, excessTo: z.nullable(Excess) }),
  /** Full prepayment: exactly what clears the loan on that day. */
  z.strictObject({ kind: z.literal('settled'), ...dated, paise: Amount }),
  z.strictObject({
    kind: z.literal('charged'),
    ...dated,
    part: z.enum(['fine', 'fee']),
    paise: PositiveAmount,
    reason: Words,
  }),
  z.strictObject({
    kind: z.literal('waived'),
    ...dated,
    part: z.enum(['fine', 'fee', 'interest']),
    paise: PositiveAmount,
    reason: Words,
  }),
  z.strictObject({
    kind: z.literal('rescheduled'),
    ...dated,
    terms: RescheduledTerms,
    dueDates: DueDates,
    reason: Words,
  }),
  /** `isForgiven`: claimed from nobody any more; otherwise it stays owed off the books. */
  z.strictObject({
    kind: z.literal('written_off'),
    ...dated,
    resolution: Words,
    isForgiven: z.optional(z.boolean()),
  }),
  z.strictObject({ kind: z.literal('recovered'), ...dated, paise: PositiveAmount }),
  /** She died or left: all that is owed that day is one sum, and nothing grows on it. */
  z.strictObject({ kind: z.literal('stopped'), ...dated, cause: z.enum(['death', 'left']) }),
  /** An insurer's money; what exceeds the loan is owed to her own. */
  z.strictObject({ kind: z.literal('claim_paid'), ...dated, paise: PositiveAmount }),
  /** Money given back that was paid beyond what the loan asked. */
  z.strictObject({ kind: z.literal('refunded'), ...dated, paise: PositiveAmount }),
]);
export type LoanEvent = z.infer<typeof LoanEvent>;
export type EventKind = LoanEvent['kind'];

/** A row of a running loan. */
export type RunRow = {
  readonly no: number;
  readonly dueOn: IsoDate;
  /** What interest is counted to. */
  readonly countedOn: IsoDate;
  readonly asked: Parts;
  readonly paid: Parts;
  /** Interest of this row's own period, whenever it is asked. */
  readonly earnedPaise: number;
  /** Of it, what was owed already when another schedule put it on this row: earned from the first day, whatever days go by. */
  readonly broughtPaise: number;
  /** Of it, what a moratorium adds to the balance at the row's end. */
  readonly capitalisedPaise: number;
  /** Late charge so far, exactly: paise x basis points x days; the fine asked is its whole paise. */
  readonly penalSum: bigint;
  readonly isLateCharged: boolean;
};

export type RunStatus = 'waiting' | 'active' | 'closed' | 'written_off';

export type Running = {
  readonly contract: LoanContract;
  readonly status: RunStatus;
  /** Of the rows from `base` on: changed by a rescheduling and by tranches. */
  readonly terms: ProductTerms;
  /** Index of the first row of these terms; what its first period is counted from, and all days agreed for them. */
  readonly base: number;
  readonly startOn: IsoDate;
  readonly due: Due;
  readonly levelPaise: number;
  readonly rows: readonly RunRow[];
  readonly lentPaise: number;
  /** Principal taken off the balance ahead of the rows: rows asked + this = lent + capitalised. */
  readonly prepaidPaise: number;
  /** Capitalised interest that the books know of. */
  readonly recognisedPaise: number;
  /** Paid beyond everything asked, less what was given back. */
  readonly overPaise: number;
  /** Of fees paid, what belongs to third parties. */
  readonly thirdPaidPaise: number;
  /** Late charges are reckoned to this day. */
  readonly clockOn: IsoDate;
  readonly rescheduledOn: IsoDate | null;
  readonly closedOn: IsoDate | null;
  readonly stoppedOn: IsoDate | null;
  readonly writtenOff: { readonly on: IsoDate; readonly owed: Parts; readonly isForgiven: boolean } | null;
};

/** What one event did: money in its parts (signed), what had no place, and what the books must learn with it. */
export type Effect = {
  readonly parts: Parts;
  readonly overPaise: number;
  readonly thirdPaise: number;
  readonly capitalisedPaise: number;
  /** Principal that leaves the books by being written off. */
  readonly writtenOffPaise: number;
  /** Of the parts, what came back of a loan that had left the books. */
  readonly recoveredPaise: number;
};
export const NO_EFFECT: Effect = {
  parts: { finePaise: 0, feePaise: 0, interestPaise: 0, principalPaise: 0 },
  overPaise: 0,
  thirdPaise: 0,
  capitalisedPaise: 0,
  writtenOffPaise: 0,
  recoveredPaise: 0,
};
