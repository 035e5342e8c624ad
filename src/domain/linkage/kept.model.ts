/** Savings a group keeps at its federation (village organisation, cluster). */
import * as z from 'zod/mini';
import { Day, Id, PositiveAmount } from '#domain/ledger/index.ts';

export const KEPT_KINDS = ['paid_in', 'withdrawn', 'interest'] as const;
export type KeptKind = (typeof KEPT_KINDS)[number];
export const KeepSavings = z.strictObject({
  entryId: Id,
  groupId: Id,
  federationId: Id,
  kind: z.enum(KEPT_KINDS),
  on: Day,
  paise: PositiveAmount,
  /** The federation's cash box or bank; interest moves no money. */
  headId: z.nullable(Id),
  /** The group's bank account, when its book is to say the same at once; null: its meeting books it. Interest stands in both at once. */
  groupBankId: z.nullable(Id),
  reference: z.nullable(z.string().check(z.trim(), z.minLength(1), z.maxLength(60))),
});
export type KeepSavings = z.infer<typeof KeepSavings>;
export const KeptBack = z.strictObject({
  groupId: Id,
  entryId: Id,
  on: Day,
  reason: z.string().check(z.trim(), z.minLength(3), z.maxLength(500)),
});
export type KeptBack = z.infer<typeof KeptBack>;
