/**
 * Loans: terms that are all printed with the loan, a schedule in paise, and the state of a loan row by row
 * (reference: microfinance.md §7). Due dates are an input: the group's meetings, or any list the caller makes.
 */
import * as z from 'zod/mini';
import { Amount, Day, Id, PositiveAmount } from '#domain/ledger/index.ts';

/** More rows than any product here has (ten years of months, five of weeks); keeps a schedule small on the phone. */
export const MAX_INSTALMENTS = 360;

/** BULLET: principal in the last row. FIXED_INSTALMENT: the amount of each row is given, the loan runs until it is cleared. */
export const LoanMethod = z.enum(['FLAT', 'EQUAL_PRINCIPAL', 'EMI', 'BULLET', 'FIXED_INSTALMENT']);
export type LoanMethod = z.infer<typeof LoanMethod>;
/** What a group chooses among for the loans of its meetings. */
export const GroupLoanMethod = z.enum(['FLAT', 'EQUAL_PRINCIPAL', 'EMI']);

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
 * WEEK_52: the same, a week being 7/364 = 1/52 of a year. ACT_365, ACT_360: the days between two due dates over 365 (also in leap
 * years), over 360. ACT_ACT: days of each calendar year over its own 365 or 366. D30_360: every month has 30 days (30E/360).
 */
export const DayCount = z.enum(['WHOLE_PERIOD', 'WEEK_52', 'ACT_365', 'ACT_360', 'ACT_ACT', 'D30_360']);
export type DayCount = z.infer<typeof DayCount>;
export const GroupDayCount = z.enum(['WHOLE_PERIOD', 'WEEK_52', 'ACT_365']);

export const RoundingMode = z.enum(['half_up', 'half_even', 'up', 'down']);
export type RoundingMode = z.infer<typeof RoundingMode>;
export const Rounding = z.strictObject({
  unitPaise: z.union([z.literal(1), z.literal(100), z.literal(1000), z.literal(10_000)]),
  mode: RoundingMode,
});
export type Rounding = z.infer<typeof Rounding>;

/** Money for the loan beside interest. `third`: passed on to an insurer or a registrar, at actuals, and shown apart. */
export const Charge = z.strictObject({
  kind: z.enum(['processing', 'documentation', 'insurance', 'legal', 'stamp', 'other']),
  payee: z.enum(['lender', 'third']),
  /** Kept back at paying out; paid by her in hand on that day; or laid evenly on the rows. */
  when: z.enum(['deducted', 'apart', 'spread']),
  paise: PositiveAmount,
});
export type Charge = z.infer<typeof Charge>;

const Rows = z.int().check(z.gte(0), z.lte(120));
/** The first rows, in this order: `moratoriumRows` ask nothing, then `interestOnlyRows` ask no principal. */
export const Grace = z.strictObject({
  moratoriumRows: Rows,
  /** Interest of the silent rows: added to the balance, or kept apart without interest and paid with the first asking row or spread. */
  moratoriumInterest: z.enum(['capitalised', 'deferred_first', 'deferred_spread']),
  interestOnlyRows: Rows,
  /** The first rows that earn no interest at all: a third thing, beside the two above. */
  interestFreeRows: Rows,
});
export type Grace = z.infer<typeof Grace>;

/** All that a loan of any product says of itself: printed with it, none of it hidden. */
export const ProductTerms = z.strictObject({
  principalPaise: PositiveAmount,
  method: LoanMethod,
  rate: Rate,
  /** For FIXED_INSTALMENT the most rows it may take. */
  instalments: z.int().check(z.gte(1), z.lte(MAX_INSTALMENTS)),
  interval: Interval,
  dayCount: DayCount,
  /** Of the instalment: its principal part (FLAT, EQUAL_PRINCIPAL) or the whole EMI. */
  rounding: Rounding,
  /** Of each row's interest (and of the agreed total of a FLAT loan). */
  interestRounding: Rounding,
  /** What rounding leaves over, so that principal sums exactly; `first` only where rows are equal by agreement (FLAT, EQUAL_PRINCIPAL). */
  residue: z.enum(['last', 'first']),
  /** Fee taken when the loan is paid out; counts in the yearly cost. */
  feePaise: Amount,
  /** FIXED_INSTALMENT: what each row asks, interest included. */
  fixedPaise: z.optional(PositiveAmount),
  /** BULLET: interest with every row, or all of it with the last. */
  bulletInterest: z.optional(z.enum(['periodic', 'at_end'])),
  /** The first period counted by its days or as one period like the others; by default as the day count does it. */
  firstPeriod: z.optional(z.enum(['by_days', 'as_period'])),
  grace: z.optional(Grace),
  charges: z.optional(z.array(Charge).check(z.maxLength(12))),
});
export type ProductTerms = z.infer<typeof ProductTerms>;

/** Terms of a loan given at a group's meeting: what can be said and reckoned there, without charges beside the fee. */
export const LoanTerms = z.strictObject({
  ...z.omit(ProductTerms, { fixedPaise: true, bulletInterest: true, firstPeriod: true, charges: true }).shape,
  method: GroupLoanMethod,
  dayCount: GroupDayCount,
  residue: z.literal('last'),
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
  /** This row's share of charges laid on the rows; absent when there are none. */
  feePaise: z.optional(Amount),
});
export type Instalment = z.infer<typeof Instalment>;
/** All that a printed row asks. */
export const instalmentPaise = (row: Instalment): number =>
  row.principalPaise + row.interestPaise + (row.feePaise ?? 0);

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
  /** Interest of a row that waits, added to the balance on its day: the rows after it ask for it as principal. */
  growsPaise: z.optional(Amount),
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
  /** Principal taken off the balance ahead of the rows: rows asked + prepaid = principal lent + what rows add. */
  prepaidPaise: Amount,
  /** Of what rows add to the balance, how much the books know: entered at the first meeting on or after the row's day. */
  addedPaise: z.optional(Amount),
  rows: z.array(LoanRow).check(z.minLength(1), z.maxLength(MAX_INSTALMENTS)),
});
export type LoanState = z.infer<typeof LoanState>;

/** Where money beyond what is due goes: the next rows, off the balance, or her voluntary savings. Asked, never silent. */
export const ExcessTo = z.enum(['next', 'principal', 'savings']);
export type ExcessTo = z.infer<typeof ExcessTo>;

export type Schedule = {
  /** The EMI, the fixed instalment, or the principal part of the other methods (0 for BULLET). */
  readonly levelPaise: number;
  readonly instalments: readonly Instalment[];
  /** Interest that a moratorium added to the balance: the rows' principal is what was lent plus this. */
  readonly capitalisedPaise: number;
  readonly totals: {
    readonly principalPaise: number;
    readonly interestPaise: number;
    readonly feePaise: number;
    readonly payablePaise: number;
  };
};
