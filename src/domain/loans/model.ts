/**
 * Loans: terms that are all printed with the loan, a schedule in paise, and the state of a loan row by row
 * (reference: microfinance.md §7). Due dates are an input: the group's meetings, or any list the caller makes.
 */
import * as z from 'zod/mini';
import { Amount, Day, Id, PositiveAmount } from '#domain/ledger/index.ts';

/** More rows than any product here has (ten years of months, five of weeks); keeps a schedule small on the phone. */
export const MAX_INSTALMENTS = 360;

export const LoanMethod = z.enum(['FLAT', 'EQUAL_PRINCIPAL', 'EMI']);
export type LoanMethod = z.infer<typeof LoanMethod>;

/** Basis points as quoted: 2% a month = { rateBps: 200, per: 'month' }; never compounded between the two. */
export const Rate = z.strictObject({
  rateBps: z.int().check(z.gte(0), z.lte(100_000)),
  per: z.enum(['month', 'year']),
});
export type Rate = z.infer<typeof Rate>;

/** How often instalments fall due; turns the quoted rate into a rate per instalment. */
export const Interval = z.strictObject({
  unit: z.enum(['week', 'month']),
  every: z.int().check(z.gte(1), z.lte(12)),
});
export type Interval = z.infer<typeof Interval>;

/**
 * WHOLE_PERIOD: each instalment counts as one whole interval, however the days fall (groups' way; a week is 7/365 of a year).
 * WEEK_52: the same, a week being 1/52 of a year. ACT_365: the days between two due dates over 365, also in leap years.
 */
export const DayCount = z.enum(['WHOLE_PERIOD', 'WEEK_52', 'ACT_365']);
export type DayCount = z.infer<typeof DayCount>;

export const RoundingMode = z.enum(['half_up', 'half_even', 'up', 'down']);
export type RoundingMode = z.infer<typeof RoundingMode>;
export const Rounding = z.strictObject({
  unitPaise: z.union([z.literal(1), z.literal(100), z.literal(1000), z.literal(10_000)]),
  mode: RoundingMode,
});
export type Rounding = z.infer<typeof Rounding>;

export const LoanTerms = z.strictObject({
  principalPaise: PositiveAmount,
  method: LoanMethod,
  rate: Rate,
  instalments: z.int().check(z.gte(1), z.lte(MAX_INSTALMENTS)),
  interval: Interval,
  dayCount: DayCount,
  /** Of the instalment: its principal part (FLAT, EQUAL_PRINCIPAL) or the whole EMI. */
  rounding: Rounding,
  /** Of each row's interest (and of the agreed total of a FLAT loan). */
  interestRounding: Rounding,
  /** What rounding leaves over; the last row takes it, so that principal sums exactly. */
  residue: z.literal('last'),
  /** Fee taken when the loan is paid out; counts in the yearly cost. */
  feePaise: Amount,
});
export type LoanTerms = z.infer<typeof LoanTerms>;

/** Coded so that demand can be counted by purpose; the words are the interface's. */
export const LoanPurpose = z.enum([
  'craft_material',
  'craft_tools',
  'trade',
  'farming',
  'animals',
  'house',
  'toilet',
  'health',
  'school',
  'wedding',
  'festival',
  'food',
  'travel',
  'debt_swap',
  'other',
]);
export type LoanPurpose = z.infer<typeof LoanPurpose>;

export const DueDates = z.array(Day).check(z.minLength(1), z.maxLength(MAX_INSTALMENTS));

/** One row as printed. */
export const Instalment = z.strictObject({
  no: z.int().check(z.gte(1), z.lte(MAX_INSTALMENTS)),
  dueOn: Day,
  principalPaise: Amount,
  interestPaise: Amount,
});
export type Instalment = z.infer<typeof Instalment>;

/** What a payment is made of, in the order it is taken inside one instalment. */
export const Parts = z.strictObject({
  finePaise: Amount,
  feePaise: Amount,
  interestPaise: Amount,
  principalPaise: Amount,
});
export type Parts = z.infer<typeof Parts>;
export const NO_PARTS: Parts = { finePaise: 0, feePaise: 0, interestPaise: 0, principalPaise: 0 };

/** A row of a running loan: what it asks and what was paid on it, part by part. Paid never exceeds asked. */
export const LoanRow = z.strictObject({
  no: z.int().check(z.gte(1), z.lte(MAX_INSTALMENTS)),
  dueOn: Day,
  asked: Parts,
  paid: Parts,
});
export type LoanRow = z.infer<typeof LoanRow>;

/** Own fund (account 1110) or money lent on from a bank, CIF or VRF (1120). */
export const LoanSource = z.enum(['own', 'onlent']);
export type LoanSource = z.infer<typeof LoanSource>;

export const LoanState = z.strictObject({
  loanId: Id,
  personId: Id,
  source: LoanSource,
  purpose: LoanPurpose,
  disbursedOn: Day,
  terms: LoanTerms,
  /** The level amount the schedule is built on: the EMI, or the principal part of the other methods. */
  levelPaise: Amount,
  /** Principal taken off the balance ahead of the rows: rows asked + prepaid = principal lent. */
  prepaidPaise: Amount,
  rows: z.array(LoanRow).check(z.minLength(1), z.maxLength(MAX_INSTALMENTS)),
});
export type LoanState = z.infer<typeof LoanState>;

/** Where money beyond what is due goes: the next rows, off the balance, or her voluntary savings. Asked, never silent. */
export const ExcessTo = z.enum(['next', 'principal', 'savings']);
export type ExcessTo = z.infer<typeof ExcessTo>;

export type Schedule = {
  /** The EMI, or the principal part of the other methods. */
  readonly levelPaise: number;
  readonly instalments: readonly Instalment[];
  readonly totals: { readonly principalPaise: number; readonly interestPaise: number; readonly payablePaise: number };
};
