/**
 * Savings: what a member has with her group. Compulsory savings stay until she leaves; voluntary ones go out by resolution
 * (reference: microfinance.md §3, §9). Amounts are paise.
 */
import * as z from 'zod/mini';
import { Amount, Id, PositiveAmount } from '#domain/ledger/index.ts';

export const SavingKind = z.enum(['compulsory', 'voluntary']);
export type SavingKind = z.infer<typeof SavingKind>;

/** Where money is paid from or goes to: the cash box or a named bank account. */
export const Till = z.enum(['cash', 'bank']);
export type Till = z.infer<typeof Till>;

/** One member's sub-ledger balances with the group, all in her favour except `finesOwedPaise` (a memo in cash books). */
export const MemberBalance = z.strictObject({
  personId: Id,
  compulsoryPaise: Amount,
  voluntaryPaise: Amount,
  /** Refundable share or membership deposit (2030). */
  sharesPaise: Amount,
  /** Advance payments not yet applied (2310). */
  unappliedPaise: Amount,
  finesOwedPaise: Amount,
});
export type MemberBalance = z.infer<typeof MemberBalance>;

/** The vote behind a withdrawal, an exit or a count that differs. */
export const Vote = z.strictObject({
  votesFor: z.int().check(z.gte(0), z.lte(200)),
  votesAgainst: z.int().check(z.gte(0), z.lte(200)),
  text: z.string().check(z.maxLength(500)),
});
export type Vote = z.infer<typeof Vote>;

export const Withdrawal = z.strictObject({
  personId: Id,
  kind: SavingKind,
  amountPaise: PositiveAmount,
  from: Till,
  bankAccountId: z.nullable(Id),
  resolution: z.nullable(Vote),
});
export type Withdrawal = z.infer<typeof Withdrawal>;

export const ExitReason = z.enum(['left', 'moved', 'removed', 'died', 'other']);
export type ExitReason = z.infer<typeof ExitReason>;

/** A member leaves: her loans and fines are set off against her savings, the rest is paid to her (or her nominee). */
export const MemberExit = z.strictObject({
  personId: Id,
  reason: ExitReason,
  /** What is handed over after the set-off; judged against the books. */
  paidPaise: Amount,
  from: Till,
  bankAccountId: z.nullable(Id),
  resolution: z.nullable(Vote),
});
export type MemberExit = z.infer<typeof MemberExit>;
