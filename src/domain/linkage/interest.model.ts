import * as z from 'zod/mini';
import { Day, Id, PositiveAmount } from '#domain/ledger/index.ts';

export const INTEREST_BASES = ['average', 'minimum'] as const;
export type InterestBase = (typeof INTEREST_BASES)[number];
export const SAVINGS_PRODUCTS = ['compulsory', 'voluntary'] as const;
export type SavingsProduct = (typeof SAVINGS_PRODUCTS)[number];
export const INTEREST_FROM = ['expense', 'surplus'] as const;
export type InterestFrom = (typeof INTEREST_FROM)[number];

const keys = {
  groupId: Id,
  /** Any day of the first whole month. */
  from: Day,
  months: z.int().check(z.gte(1), z.lte(24)),
  base: z.enum(INTEREST_BASES),
  products: z.array(z.enum(SAVINGS_PRODUCTS)).check(z.minLength(1), z.maxLength(2)),
  /** Basis points a year; null where the meeting agreed on a sum, shared by the same key. */
  rateBps: z.nullable(z.int().check(z.gte(1), z.lte(2_400))),
  totalPaise: z.nullable(PositiveAmount),
};
export const InterestAsked = z.strictObject(keys);
export type InterestAsked = z.infer<typeof InterestAsked>;
export const InterestPosting = z.strictObject({
  ...keys,
  interestId: Id,
  on: Day,
  /** An expense of the year, or a share of the surplus kept. */
  paidFrom: z.enum(INTEREST_FROM),
  /** As previewed: other savings by now are another total, and refused. */
  expectedPaise: PositiveAmount,
  meetingId: Id,
  decisionNo: z.int().check(z.gte(1), z.lte(40)),
});
export type InterestPosting = z.infer<typeof InterestPosting>;
export const InterestBack = z.strictObject({
  groupId: Id,
  interestId: Id,
  on: Day,
  reason: z.string().check(z.trim(), z.minLength(3), z.maxLength(500)),
});
export type InterestBack = z.infer<typeof InterestBack>;
