/** Income statement and balance sheet of a group's book as tables, beside the year before. */
import type { BookBalanceSheet, IncomeStatement, StatementLine } from '#domain/ledger/index.server.ts';
import { m } from '#ui/sentences/messages.js';
import { bookOf } from './books.server.ts';
import type { Maker } from './office.server.ts';
import type { Speech } from '../paper/speech.ts';
import { money, tableOf, text } from './table-of.ts';

type Row = {
  readonly code: string;
  readonly what: string;
  readonly paise: number | null;
  readonly before: number | null;
};
const titled = (what: string): Row => ({ code: '', what, paise: null, before: null });
const summed = (what: string, paise: number, before: number): Row => ({ code: '', what, paise, before });
const linesOf = (lines: readonly StatementLine[], account: (code: string) => string): Row[] =>
  lines.map((line) => ({
    code: line.account,
    what: account(line.account),
    paise: line.paise,
    before: line.beforePaise,
  }));
const columns = ({ as }: Speech) => [
  text(m.paper_account({}, as), (row: Row) => row.code),
  text(m.paper_account_name({}, as), (row: Row) => row.what),
  money(m.year_this({}, as), (row: Row) => row.paise),
  money(m.year_last({}, as), (row: Row) => row.before),
];

const income: Maker = async (asking) => {
  const { as } = asking.speech;
  const { between, inSpan, account } = await bookOf(asking);
  const found = await asking.must<IncomeStatement>('ledger.incomeStatement', between);
  const rows = [
    titled(m.year_income_head({}, as)),
    ...linesOf(found.income, account),
    titled(m.year_expense_head({}, as)),
    ...linesOf(found.expense, account),
    summed(m.year_surplus({}, as), found.surplusPaise, found.surplusBeforePaise),
  ];
  const head = { name: 'income-and-expense', title: m.year_income({}, as), ...inSpan };
  return tableOf(head, rows, columns(asking.speech));
};

const balance: Maker = async (asking) => {
  const { as } = asking.speech;
  const { at, onDay, account } = await bookOf(asking);
  const found = await asking.must<BookBalanceSheet>('ledger.bookBalanceSheet', at);
  const total = (words: string) => summed(words, found.totalPaise, found.totalBeforePaise);
  const rows = [
    titled(m.year_assets({}, as)),
    ...linesOf(found.assets, account),
    total(m.common_total({}, as)),
    titled(m.year_liabilities({}, as)),
    ...linesOf(found.liabilities, account),
    titled(m.year_equity({}, as)),
    ...linesOf(found.equity, account),
    summed(m.year_open_surplus({}, as), found.openSurplusPaise, found.openSurplusBeforePaise),
    total(m.common_total({}, as)),
  ];
  return tableOf(
    { name: 'balance-sheet', title: m.statements_balance_sheet({}, as), ...onDay },
    rows,
    columns(asking.speech),
  );
};

export const groupYearExports = {
  'group-income': income,
  'group-balance': balance,
} as const satisfies Record<string, Maker>;
