/**
 * What a household earns, as the microfinance directions of 14 Mar 2022 ask it to be written down (annex; microfinance.md §1), and every
 * lender's claim on it. Amounts are whole paise; a month's share of a claim is reckoned in fractions and never stored rounded.
 */
import * as z from 'zod/mini';
import { Amount, Day, Id, PositiveAmount } from '#domain/ledger/index.ts';

const Words = (most: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(most));
const Count = (most: number) => z.int().check(z.gte(0), z.lte(most));

export const EARNERS = ['herself', 'husband', 'son', 'daughter', 'other'] as const;
export const SECTORS = ['craft', 'farming', 'animals', 'labour', 'trade', 'service', 'salary', 'other'] as const;
export const NATURES = ['own_work', 'piece_rate', 'daily_wage', 'monthly_wage'] as const;
export const FREQUENCIES = ['daily', 'weekly', 'fortnightly', 'monthly', 'season'] as const;
export const EVIDENCES = ['told', 'seen', 'passbook', 'wage_slip', 'buyer', 'papers'] as const;
export const OTHER_SOURCES = ['remittance', 'rent', 'pension', 'transfer', 'other'] as const;
export const HOUSINGS = ['own', 'rented', 'family', 'none'] as const;
export const AMENITIES = ['electricity', 'water', 'toilet', 'gas'] as const;
export const ASSETS = ['land', 'animals', 'vehicle', 'machine', 'phone', 'shop'] as const;

export const Earner = z.strictObject({
  who: z.enum(EARNERS),
  sector: z.enum(SECTORS),
  nature: z.enum(NATURES),
  frequency: z.enum(FREQUENCIES),
  /** Months of the year in which this work brings something. */
  monthsWorked: z.int().check(z.gte(1), z.lte(12)),
  /** In such a month, as she says it; null when not asked. */
  saidMonthlyPaise: z.nullable(Amount),
  /** In such a month on average, as judged from the evidence: this one counts. */
  monthlyPaise: Amount,
  evidence: z.enum(EVIDENCES),
});
export type Earner = z.infer<typeof Earner>;

export const OtherIncome = z.strictObject({
  source: z.enum(OTHER_SOURCES),
  yearlyPaise: Amount,
  evidence: z.enum(EVIDENCES),
});
export type OtherIncome = z.infer<typeof OtherIncome>;

/** One dated look at a household. A later one takes its place; none is ever changed. */
export const Assessment = z.strictObject({
  assessmentId: Id,
  personId: Id,
  assessedOn: Day,
  /** The year or more that was looked at; the last day belongs to it. */
  fromOn: Day,
  toOn: Day,
  members: z.int().check(z.gte(1), z.lte(40)),
  housing: z.enum(HOUSINGS),
  amenities: z.array(z.enum(AMENITIES)).check(z.maxLength(AMENITIES.length)),
  assets: z.array(z.enum(ASSETS)).check(z.maxLength(ASSETS.length)),
  earners: z.array(Earner).check(z.maxLength(12)),
  others: z.array(OtherIncome).check(z.maxLength(8)),
  expensesMonthlyPaise: Amount,
  note: z.nullable(z.string().check(z.maxLength(500))),
});
export type Assessment = z.infer<typeof Assessment>;

const Every = z.int().check(z.gte(1), z.lte(120));
/**
 * What one lender asks, in the lender's own rhythm.
 * `instalments`: an amount every so many days, weeks or months (fortnight = 2 weeks, quarter = 3 months).
 * `interest_only`: the interest in that rhythm; the principal counts only when a last day is agreed, spread over the months left.
 * `bullet`: principal and interest together on one day, spread over the months left.
 */
export const Obligation = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('instalments'),
    amountPaise: Amount,
    unit: z.enum(['day', 'week', 'month']),
    every: Every,
  }),
  z.strictObject({
    kind: z.literal('interest_only'),
    interestPaise: Amount,
    unit: z.enum(['day', 'week', 'month']),
    every: Every,
    principalPaise: Amount,
    monthsLeft: z.nullable(Count(600)),
  }),
  z.strictObject({ kind: z.literal('bullet'), totalPaise: Amount, monthsLeft: Count(600) }),
]);
export type Obligation = z.infer<typeof Obligation>;

export const MODES = ['advises', 'blocks'] as const;
export type Mode = (typeof MODES)[number];
/** Whether what is over the limit is refused (lenders bound by the directions) or only told (groups). */
export const SetMode = z.strictObject({ fromOn: Day, mode: z.enum(MODES), decidedBy: Words(200) });
export type SetMode = z.infer<typeof SetMode>;

/** The two limits in force on a day, with where they stand written. */
export const Limits = z.strictObject({
  /** Largest share of the household's monthly income that all repayments may take: 5000 = one half. */
  ratioBps: z.int().check(z.gte(0), z.lte(10_000)),
  /** Yearly income up to which a loan is a microfinance loan. */
  ceilingPaise: PositiveAmount,
  fromOn: Day,
  source: z.string(),
});
export type Limits = z.infer<typeof Limits>;

export const PersonRef = z.strictObject({ personId: Id });
export type PersonRef = z.infer<typeof PersonRef>;
