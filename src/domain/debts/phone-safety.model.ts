/** What a phone keeps of the women of one group who consented, so that a vote is warned of the limit where there is no network. */
import type { Claim, Limits, Mode } from '#domain/obligations/index.ts';
import type { IsoDate } from '#platform/dates.ts';

/** Whose claim: a debt of the register, one of our own loans, or the loan that is asked about. */
export type ClaimOf = {
  readonly kind: 'debt' | 'loan' | 'wanted';
  readonly id: string;
  readonly lender: string | null;
};

export type WomanSafety =
  | {
      readonly whole: true;
      readonly incomeYearlyPaise: number | null;
      readonly claims: readonly Claim<ClaimOf>[];
      /** Women of the household whose debts may not be shown: their claims are missing. */
      readonly hidden: number;
    }
  /** For a phone whose user may not see incomes: what still fits each month, and nothing of where it comes from. */
  | { readonly whole: false; readonly incomeKnown: boolean; readonly roomMonthlyPaise: number };

export type GroupSafety = {
  readonly on: IsoDate;
  readonly mode: Mode;
  readonly limits: Limits;
  /** By person; who did not consent, or took it back, is not here. */
  readonly women: Readonly<Record<string, WomanSafety>>;
  /**
   * By member, one mark for all of a household: what was lent to another woman of it in a group on the same phone is asked of the same
   * income. Who is not here is by herself; missing on a group that was sent before there were any.
   */
  readonly homes?: Readonly<Record<string, string>>;
};
