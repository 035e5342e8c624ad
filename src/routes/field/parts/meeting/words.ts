/** Words and pictures of what the sheet codes: purposes, heads of money, ways of moving cash. */
import type { LoanPurpose } from '#domain/loans/index.ts';
import type { PaymentHead, ReceiptHead, Transfer } from '#domain/meetings/index.ts';
import { m } from '#ui/sentences/messages.js';
import type { PictureName } from './pictures.ts';

type Words = readonly [picture: PictureName, word: () => string];

export const PURPOSES: Readonly<Record<LoanPurpose, Words>> = {
  craft_material: ['craft_material', m.purpose_craft_material],
  craft_tools: ['craft_tools', m.purpose_craft_tools],
  trade: ['trade', m.purpose_trade],
  farming: ['farming', m.purpose_farming],
  animals: ['animals', m.purpose_animals],
  house: ['house', m.purpose_house],
  toilet: ['toilet', m.purpose_toilet],
  health: ['health', m.purpose_health],
  school: ['school', m.purpose_school],
  wedding: ['wedding', m.purpose_wedding],
  festival: ['festival', m.purpose_festival],
  food: ['food', m.purpose_food],
  travel: ['travel', m.purpose_travel],
  debt_swap: ['debt_swap', m.purpose_debt_swap],
  other: ['other', m.purpose_other],
};
export const RECEIPTS: Readonly<Record<ReceiptHead, Words>> = {
  membership_fee: ['ticket', m.head_membership_fee],
  member_share: ['ticket', m.head_member_share],
  bank_interest: ['bank', m.head_bank_interest],
  revolving_fund: ['hands', m.head_revolving_fund],
  capital_grant: ['hands', m.head_capital_grant],
  grant_for_use: ['hands', m.head_grant_for_use],
  bank_loan: ['bank', m.head_bank_loan],
  cif_loan: ['hands', m.head_cif_loan],
  vrf_loan: ['hands', m.head_vrf_loan],
  kept_savings_back: ['hands', m.head_kept_savings_back],
  subvention: ['bank', m.head_subvention],
  group_sales: ['trade', m.head_group_sales],
  written_off_recovered: ['coin', m.head_written_off_recovered],
  social_fund: ['health', m.head_social_fund],
  held_for_others: ['box', m.head_held_for_others],
};
export const PAYMENTS: Readonly<Record<PaymentHead, Words>> = {
  bookkeeper: ['book', m.head_bookkeeper],
  running_costs: ['coin', m.head_running_costs],
  bank_charges: ['bank', m.head_bank_charges],
  training: ['school', m.head_training],
  bank_loan_principal: ['bank', m.head_bank_loan_principal],
  bank_loan_interest: ['bank', m.head_bank_loan_interest],
  cif_repaid: ['give', m.head_cif_repaid],
  vrf_repaid: ['give', m.head_vrf_repaid],
  federation_interest: ['give', m.head_federation_interest],
  kept_savings: ['give', m.head_kept_savings],
  interest_to_member: ['give', m.head_interest_to_member],
  dividend_paid: ['give', m.head_dividend_paid],
  equipment: ['craft_tools', m.head_equipment],
  stock_bought: ['box', m.head_stock_bought],
  social_help: ['health', m.head_social_help],
  held_for_others: ['box', m.head_held_for_others_paid],
};
export const WAYS: Readonly<Record<Transfer['way'], Words>> = {
  bank_to_cash: ['bank', m.way_bank_to_cash],
  arrived: ['bank', m.way_arrived],
  cash_to_bank: ['bank', m.way_cash_to_bank],
  handed: ['travel', m.way_handed],
};
export const optionsOf = <Key extends string>(words: Readonly<Record<Key, Words>>) =>
  (Object.keys(words) as Key[]).map((key) => ({ key, picture: words[key][0], label: words[key][1]() }));
