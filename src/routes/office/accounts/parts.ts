/** Every part of the office's accounts, in the order an accountant goes through them. The sub-navigation and the front page read it. */
import { m } from '#ui/sentences/messages.js';

export type AccountsPart = {
  readonly path: string;
  readonly label: () => string;
  /** One line for the hub. */
  readonly text: () => string;
};

export const HUB = '/office/accounts';

export const ACCOUNTS_PARTS: readonly AccountsPart[] = [
  { path: HUB, label: m.accounts_part_front, text: m.accounts_part_front_text },
  { path: `${HUB}/vouchers`, label: m.accounts_part_vouchers, text: m.accounts_part_vouchers_text },
  { path: `${HUB}/cash`, label: m.accounts_part_cash, text: m.accounts_part_cash_text },
  { path: `${HUB}/bank`, label: m.accounts_part_bank, text: m.accounts_part_bank_text },
  { path: `${HUB}/recurring`, label: m.accounts_part_recurring, text: m.accounts_part_recurring_text },
  { path: `${HUB}/advances`, label: m.accounts_part_advances, text: m.accounts_part_advances_text },
  { path: `${HUB}/assets`, label: m.accounts_part_assets, text: m.accounts_part_assets_text },
  { path: `${HUB}/heads`, label: m.accounts_part_heads, text: m.accounts_part_heads_text },
  { path: `${HUB}/statements`, label: m.accounts_part_statements, text: m.accounts_part_statements_text },
  { path: `${HUB}/budget`, label: m.accounts_part_budget, text: m.accounts_part_budget_text },
  { path: `${HUB}/grants`, label: m.accounts_part_grants, text: m.accounts_part_grants_text },
  { path: `${HUB}/reconcile`, label: m.accounts_part_reconcile, text: m.accounts_part_reconcile_text },
  { path: `${HUB}/tally`, label: m.accounts_part_tally, text: m.accounts_part_tally_text },
  { path: `${HUB}/year`, label: m.accounts_part_year, text: m.accounts_part_year_text },
];
