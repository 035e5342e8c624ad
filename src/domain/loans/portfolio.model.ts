/** What may be asked of all loans together: those of groups' meetings and those of the office (reference: microfinance.md §8). */
import * as z from 'zod/mini';
import { Day, Id } from '#domain/ledger/index.ts';

/** First day of a quarter of the calendar. */
export const Cohort = z.string().check(z.regex(/^[12]\d{3}-(01|04|07|10)-01$/));
export const DIMENSIONS = ['lender', 'product', 'place', 'group', 'officer', 'cohort'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

const filter = {
  /** The figures of that day's end, from what is known today. */
  on: z.optional(Day),
  lender: z.optional(z.enum(['office', 'group'])),
  productId: z.optional(Id),
  /** With all places below it. */
  placeId: z.optional(Id),
  groupId: z.optional(Id),
  /** Who wrote the application or recorded the meeting in which the loan was given. */
  officerId: z.optional(Id),
  cohort: z.optional(Cohort),
};
export const PortfolioFilter = z.strictObject(filter);
export type PortfolioFilter = z.infer<typeof PortfolioFilter>;
export const PortfolioAsk = z.strictObject({ ...filter, by: z.optional(z.enum(DIMENSIONS)) });
export type PortfolioAsk = z.infer<typeof PortfolioAsk>;
export const PortfolioMonths = z.strictObject({ ...filter, months: z.int().check(z.gte(1), z.lte(36)) });
export type PortfolioMonths = z.infer<typeof PortfolioMonths>;

/** Days late of each band of ageing (SEEP): up to and with `most`; the first is what is not late. */
export const AGES = [
  { key: 'current', most: 0 },
  { key: 'd30', most: 30 },
  { key: 'd60', most: 60 },
  { key: 'd90', most: 90 },
  { key: 'd180', most: 180 },
  { key: 'd365', most: 365 },
  { key: 'older', most: 1_000_000 },
] as const;
export type AgeKey = (typeof AGES)[number]['key'];
export const RISK_DAYS = [1, 30, 60, 90] as const;

export const PortfolioLoansAsk = z.strictObject({
  ...filter,
  age: z.optional(z.enum(AGES.map((one) => one.key))),
  /** Only loans that count as at risk: more than so many days late (1: any), or rescheduled. */
  riskDays: z.optional(z.union([z.literal(1), z.literal(30), z.literal(60), z.literal(90)])),
  limit: z.optional(z.int().check(z.gte(1), z.lte(500))),
  offset: z.optional(z.int().check(z.gte(0), z.lte(1_000_000))),
});
export type PortfolioLoansAsk = z.infer<typeof PortfolioLoansAsk>;

export const RatiosAsk = z.strictObject({
  ...filter,
  from: Day,
  /** Both days count, with the whole months they lie in. */
  to: Day,
});
export type RatiosAsk = z.infer<typeof RatiosAsk>;
export const RatiosByAsk = z.strictObject({ ...RatiosAsk.shape, by: z.enum(DIMENSIONS) });
export type RatiosByAsk = z.infer<typeof RatiosByAsk>;
