/** The credit gap: what was asked for beside what was given, waits, was refused, and what could be lent. */
import * as z from 'zod/mini';
import { Day, Id } from '#domain/ledger/index.ts';
import { LoanPurpose } from '#domain/loans/index.ts';

export const GAP_BY = ['place', 'purpose', 'group'] as const;
export type GapBy = (typeof GAP_BY)[number];

export const GapAsk = z.strictObject({
  /** Both days count: the day of the meeting, the day of the application. */
  from: Day,
  to: Day,
  by: z.enum(GAP_BY),
  /** With all places below it; by place its own children are the rows. */
  placeId: z.optional(Id),
  groupId: z.optional(Id),
  purpose: z.optional(LoanPurpose),
});
export type GapAsk = z.infer<typeof GapAsk>;
