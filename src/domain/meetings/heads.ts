/** Which account each head of other receipts and payments is kept in, and whose sub-ledger it names (microfinance.md §4, §9). */
import type { AccountName } from '#domain/ledger/index.ts';
import type { PaymentHead, ReceiptHead } from './model.ts';

/** `member`: the party must be a member; `named`: a fund or lender must be named; `free`: a party may be named. */
export type HeadRule = { readonly account: AccountName; readonly party: 'member' | 'named' | 'free' };

export const RECEIPT_HEADS: Readonly<Record<ReceiptHead, HeadRule>> = {
  membership_fee: { account: 'fees', party: 'member' },
  member_share: { account: 'memberShares', party: 'member' },
  bank_interest: { account: 'bankInterest', party: 'free' },
  revolving_fund: { account: 'revolvingFund', party: 'named' },
  capital_grant: { account: 'capitalGrants', party: 'named' },
  grant_for_use: { account: 'grantsUsed', party: 'free' },
  bank_loan: { account: 'bankLoan', party: 'named' },
  cif_loan: { account: 'cifLoan', party: 'named' },
  vrf_loan: { account: 'vrfLoan', party: 'named' },
  kept_savings_back: { account: 'keptSavings', party: 'named' },
  subvention: { account: 'subvention', party: 'free' },
  group_sales: { account: 'groupSales', party: 'free' },
  written_off_recovered: { account: 'writtenOffRecovered', party: 'member' },
  social_fund: { account: 'socialFund', party: 'free' },
  held_for_others: { account: 'fundsHeldForOthers', party: 'free' },
};

export const PAYMENT_HEADS: Readonly<Record<PaymentHead, HeadRule>> = {
  bookkeeper: { account: 'bookkeeper', party: 'free' },
  running_costs: { account: 'runningCosts', party: 'free' },
  bank_charges: { account: 'bankCharges', party: 'free' },
  training: { account: 'training', party: 'free' },
  bank_loan_principal: { account: 'bankLoan', party: 'named' },
  bank_loan_interest: { account: 'interestToBank', party: 'named' },
  cif_repaid: { account: 'cifLoan', party: 'named' },
  vrf_repaid: { account: 'vrfLoan', party: 'named' },
  federation_interest: { account: 'interestToFederation', party: 'named' },
  kept_savings: { account: 'keptSavings', party: 'named' },
  interest_to_member: { account: 'interestToMembers', party: 'member' },
  dividend_paid: { account: 'dividendPayable', party: 'member' },
  equipment: { account: 'equipment', party: 'free' },
  stock_bought: { account: 'stock', party: 'free' },
  social_help: { account: 'socialFund', party: 'free' },
  held_for_others: { account: 'fundsHeldForOthers', party: 'free' },
};

export const isReceiptHead = (head: string): head is ReceiptHead => head in RECEIPT_HEADS;
export const isPaymentHead = (head: string): head is PaymentHead => head in PAYMENT_HEADS;
