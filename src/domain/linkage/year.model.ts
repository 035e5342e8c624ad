import * as z from 'zod/mini';
import { Id } from '#domain/ledger/index.ts';

/** A financial year by its first calendar year: 2025 is 1 April 2025 to 31 March 2026. */
const Year = z.int().check(z.gte(1990), z.lte(2199));
export const YearAsked = z.strictObject({ groupId: Id, year: Year });
export type YearAsked = z.infer<typeof YearAsked>;
export const GroupYearClosing = z.strictObject({
  closingId: Id,
  groupId: Id,
  year: Year,
  /** As previewed: other books by now are another surplus, and refused. */
  expectedPaise: z.int(),
  meetingId: Id,
  decisionNo: z.int().check(z.gte(1), z.lte(40)),
});
export type GroupYearClosing = z.infer<typeof GroupYearClosing>;
export const GroupYearReopening = z.strictObject({
  groupId: Id,
  closingId: Id,
  reason: z.string().check(z.trim(), z.minLength(3), z.maxLength(500)),
});
export type GroupYearReopening = z.infer<typeof GroupYearReopening>;
