/** The amounts of one woman at one meeting, as a meeting's page and her passbook both show them. */
import { m } from '../sentences/messages.js';

/** Columns in the order of a passbook, each with its word. */
const COLUMNS = {
  saved: m.sheet_line_saved,
  withdrawn: m.sheet_line_withdrawn,
  principal: m.sheet_line_principal,
  interest: m.sheet_line_interest,
  fine: m.sheet_line_fine,
  lent: m.sheet_line_lent,
  savingsLeft: m.sheet_line_savings_left,
  loanLeft: m.sheet_line_loan_left,
} as const;
export type Amount = keyof typeof COLUMNS;
export const AMOUNTS = Object.keys(COLUMNS) as readonly Amount[];

/** In paise; `savedPaise` of a meeting's line is compulsory and voluntary together. */
export type MoneyLine = {
  readonly withdrawnPaise: number;
  readonly repaidPrincipalPaise: number;
  readonly repaidInterestPaise: number;
  readonly finePaise: number;
  readonly lentPaise: number;
  readonly savingsLeftPaise: number;
  readonly loanLeftPaise: number;
} & ({ readonly savedPaise: number } | { readonly compulsoryPaise: number; readonly voluntaryPaise: number });

export const amountsOf = (line: MoneyLine): Readonly<Record<Amount, number>> => ({
  saved: 'savedPaise' in line ? line.savedPaise : line.compulsoryPaise + line.voluntaryPaise,
  withdrawn: line.withdrawnPaise,
  principal: line.repaidPrincipalPaise,
  interest: line.repaidInterestPaise,
  fine: line.finePaise,
  lent: line.lentPaise,
  savingsLeft: line.savingsLeftPaise,
  loanLeft: line.loanLeftPaise,
});

export const amountColumns = (): { key: Amount; label: string; align: 'end' }[] =>
  AMOUNTS.map((key) => ({ key, label: COLUMNS[key](), align: 'end' }));
