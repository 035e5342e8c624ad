/** The cut-off sheet: how an old group's books begin, signed on a day (reference: microfinance.md §4). Payload of `meetings.cutOff`. */
import * as z from 'zod/mini';
import { Amount, Day, Id, PositiveAmount, SignedAmount } from '#domain/ledger/index.ts';
import { DueDates, LoanPurpose, LoanSource, LoanTerms } from '#domain/loans/index.ts';
import { MemberBalance } from '#domain/savings/index.ts';
import { Confirmation, DeviceTime, MAX_MEMBERS, NoteCounts } from './model.ts';

/** A loan that was running: its terms say what is still to come (principal = what is left), `owed` what was already due and unpaid. */
export const CutOffLoan = z.strictObject({
  loanId: Id,
  personId: Id,
  source: LoanSource,
  purpose: LoanPurpose,
  firstLentOn: Day,
  firstLentPaise: PositiveAmount,
  terms: LoanTerms,
  dueDates: DueDates,
  /** Interest already due on that day, added to the first instalment. */
  interestOwedPaise: Amount,
});
export type CutOffLoan = z.infer<typeof CutOffLoan>;

export const CutOffFund = z.strictObject({
  kind: z.enum([
    'revolving_fund',
    'capital_grant',
    'social_fund',
    'bank_loan',
    'cif_loan',
    'vrf_loan',
    'held_for_others',
  ]),
  partyId: Id,
  amountPaise: PositiveAmount,
});
export type CutOffFund = z.infer<typeof CutOffFund>;

export const CutOffSheet = z.strictObject({
  cutOffId: Id,
  groupId: Id,
  on: Day,
  members: z.array(MemberBalance).check(z.maxLength(MAX_MEMBERS)),
  loans: z.array(CutOffLoan).check(z.maxLength(240)),
  cashPaise: Amount,
  notes: NoteCounts,
  banks: z.array(z.strictObject({ bankAccountId: Id, balancePaise: SignedAmount })).check(z.maxLength(10)),
  funds: z.array(CutOffFund).check(z.maxLength(30)),
  pagePhotoId: z.nullable(Id),
  confirmations: z.array(Confirmation).check(z.maxLength(4)),
  signedAt: DeviceTime,
});
export type CutOffSheet = z.infer<typeof CutOffSheet>;
