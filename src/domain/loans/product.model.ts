/** Loan products of a trust or federation: dated versions of rules. A new version never changes a loan that was signed. */
import * as z from 'zod/mini';
import { Amount, Day, Id, PositiveAmount } from '#domain/ledger/index.ts';
import { KeyFactsTerms } from './key-facts.model.ts';
import { PlannedParts, Servicing } from './life.model.ts';
import { DayCount, Grace, Interval, LoanMethod, MAX_INSTALMENTS, Rate, Rounding } from './model.ts';

export const LoanBorrowerKind = z.enum(['person', 'group', 'enterprise']);
export type LoanBorrowerKind = z.infer<typeof LoanBorrowerKind>;

/** A charge as the product says it: an amount, and a share of the loan beside it. */
export const ProductCharge = z.strictObject({
  kind: z.enum(['processing', 'documentation', 'insurance', 'legal', 'stamp', 'other']),
  payee: z.enum(['lender', 'third']),
  when: z.enum(['deducted', 'apart', 'spread']),
  paise: Amount,
  bps: z.int().check(z.gte(0), z.lte(5_000)),
});
export type ProductCharge = z.infer<typeof ProductCharge>;

export const ProductRules = z.strictObject({
  borrowers: z.array(LoanBorrowerKind).check(z.minLength(1), z.maxLength(3)),
  method: LoanMethod,
  rate: Rate,
  interval: Interval,
  dayCount: DayCount,
  rounding: Rounding,
  interestRounding: Rounding,
  residue: z.enum(['last', 'first']),
  firstPeriod: z.nullable(z.enum(['by_days', 'as_period'])),
  bulletInterest: z.nullable(z.enum(['periodic', 'at_end'])),
  grace: z.nullable(Grace),
  leastPaise: PositiveAmount,
  mostPaise: PositiveAmount,
  leastInstalments: z.int().check(z.gte(1), z.lte(MAX_INSTALMENTS)),
  mostInstalments: z.int().check(z.gte(1), z.lte(MAX_INSTALMENTS)),
  /** A due day on a Sunday is moved; interest is counted to the day as printed either way. */
  sunday: z.enum(['none', 'next', 'previous']),
  charges: z.array(ProductCharge).check(z.maxLength(8)),
  servicing: Servicing,
  /** Money leaves only after the borrower has acknowledged a Key Facts Statement of exactly this loan. */
  needsKeyFacts: z.boolean(),
  /** What that statement says beside figures; without it none can be made. */
  keyFacts: z.optional(KeyFactsTerms),
  /** Money leaves only after so many persons have said that they stand for exactly this loan; absent: none is asked for. */
  leastGuarantors: z.optional(z.int().check(z.gte(0), z.lte(3))),
  /** The lender holds itself to the directions on microfinance: no charge for paying early. */
  underDirections: z.boolean(),
});
export type ProductRules = z.infer<typeof ProductRules>;

const Name = z.string().check(z.trim(), z.minLength(2), z.maxLength(120));
export const NewProductVersion = z.strictObject({
  productId: Id,
  /** Short and lasting: what the office calls it. */
  code: z.string().check(z.regex(/^[A-Z0-9-]{2,12}$/)),
  fromOn: Day,
  nameEn: Name,
  nameHi: z.nullable(Name),
  nameUr: z.nullable(Name),
  rules: ProductRules,
  /** Where the terms come from: a resolution, a circular; `gk` where nobody has verified them. */
  source: z.string().check(z.trim(), z.minLength(2), z.maxLength(500)),
});
export type NewProductVersion = z.infer<typeof NewProductVersion>;

export const ProductClosing = z.strictObject({ productId: Id, closedOn: Day });
export type ProductClosing = z.infer<typeof ProductClosing>;

/** What is asked for under a product. */
export const Asked = z.strictObject({
  principalPaise: PositiveAmount,
  instalments: z.int().check(z.gte(1), z.lte(MAX_INSTALMENTS)),
  disburseOn: Day,
  firstDueOn: Day,
  /** FIXED_INSTALMENT only. */
  fixedPaise: z.nullable(PositiveAmount),
  /** Paid out in parts, the first on the day of paying out; absent or null: at once. */
  parts: z.optional(z.nullable(PlannedParts)),
});
export type Asked = z.infer<typeof Asked>;

/** What a product is called, in the scripts it was named in. */
export type ProductNames = { readonly en: string; readonly hi: string | null; readonly ur: string | null };
