/**
 * Funds and lenders a group has one of each: its account with the bank, its community fund, its savings at the federation. Their sub-ledger is kept
 * under an id made from the group's own, so that a loan and its repayment, typed months apart on two phones, meet in one line.
 */
import type { PaymentHead, ReceiptHead } from './model.ts';

const FUNDS: Readonly<Partial<Record<ReceiptHead | PaymentHead, string>>> = {
  revolving_fund: 'f1',
  capital_grant: 'f2',
  bank_loan: 'f3',
  bank_loan_principal: 'f3',
  bank_loan_interest: 'f3',
  cif_loan: 'f4',
  cif_repaid: 'f4',
  federation_interest: 'f4',
  vrf_loan: 'f5',
  vrf_repaid: 'f5',
  kept_savings: 'f6',
  kept_savings_back: 'f6',
};

/** Null for heads that name nobody, or a member. */
export function fundOf(groupId: string, head: ReceiptHead | PaymentHead): string | null {
  const fund = FUNDS[head];
  return fund === undefined ? null : groupId.slice(0, -2) + fund;
}
