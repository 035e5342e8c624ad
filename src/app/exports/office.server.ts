/** Books of account and statements of an office as tables. Each asks the question of its screen with the same filters. */
import type * as accounts from '#domain/accounts/index.server.ts';
import { financialYear } from '#platform/dates.ts';
import { m } from '#ui/sentences/messages.js';
import { statementRows, type StatementRow } from '../paper/statement-rows.ts';
import { namesOf, type Speech } from '../paper/speech.ts';
import type { OrgCard } from '../users/index.server.ts';
import { everyPage, type Asking } from './asking.server.ts';
import type { Table } from './table.ts';
import { count, day, money, summed, tableOf, text } from './table-of.ts';

export type Maker = (asking: Asking) => Promise<Table>;
type Named = Parameters<typeof namesOf>[0];
type WithHeads = { readonly heads: readonly (Named & { readonly headId: string })[] };

/** What all tables of one office share: whose book it is, the days asked for, names of accounts without a head. */
export async function officeOf(asking: Asking) {
  const { given, speech, today } = asking;
  const body = { bodyKind: given('bodyKind') ?? 'trust', bodyId: given('bodyId') };
  const organisation = await asking.must<OrgCard>('org.get', {});
  const card = (await asking.must<accounts.BookCard[]>('accounts.books', {})).find((one) => one.bodyId === body.bodyId);
  const { name, nameHi, nameUr } = card?.name ? { ...card, name: card.name } : organisation;
  const chart = await asking.must<{ code: string; en: string; hi: string; ur: string }[]>('ledger.chart', {});
  const accountNames = new Map(chart.map((row) => [row.code, row]));
  const asKnownOn = given('asKnownOn', 'known');
  const to = given('to', 'asOf') ?? today;
  const from = given('from') ?? financialYear(to.slice(0, 10)).from;
  const known = asKnownOn ? `, ${m.paper_as_known({ date: speech.day(asKnownOn) }, speech.as)}` : '';
  const subtitle = speech.name({ en: name, hi: nameHi, ur: nameUr });
  const account = (code: string) => (accountNames.has(code) ? speech.name(accountNames.get(code)!) : code);
  return {
    body,
    at: { ...body, asOf: to, asKnownOn },
    between: { ...body, from, to, asKnownOn },
    onDay: { subtitle, period: m.paper_as_on({ date: speech.day(to) }, speech.as) + known },
    inSpan: { subtitle, period: m.paper_period({ from: speech.day(from), to: speech.day(to) }, speech.as) + known },
    account,
    /** A head's name, else that of its account. */
    headsOf: ({ heads }: WithHeads) => {
      const names = new Map(heads.map((head) => [head.headId, speech.name(namesOf(head))]));
      return (headId: string | null, code = '') => (headId === null ? undefined : names.get(headId)) ?? account(code);
    },
  };
}

const side = (balancePaise: number, sign: 1 | -1): number | null =>
  balancePaise * sign > 0 ? balancePaise * sign : null;

const trialBalance: Maker = async (asking) => {
  const { as } = asking.speech;
  const { at, onDay, headsOf } = await officeOf(asking);
  const found = await asking.must<accounts.OfficeTrialBalance>('accounts.trialBalance', at);
  const nameOf = headsOf(found);
  return tableOf({ name: 'trial-balance', title: m.paper_trial_balance({}, as), ...onDay }, found.rows, [
    text(m.paper_account({}, as), (row) => row.account),
    text(m.paper_head({}, as), (row) => nameOf(row.headId, row.account), { last: m.common_total({}, as) }),
    money(m.paper_turnover_debit({}, as), (row) => row.debitPaise),
    money(m.paper_turnover_credit({}, as), (row) => row.creditPaise),
    money(m.paper_debit({}, as), (row) => side(row.balancePaise, 1), { last: found.debitPaise }),
    money(m.paper_credit({}, as), (row) => side(row.balancePaise, -1), { last: found.creditPaise }),
  ]);
};

type Line = {
  readonly schedule: string;
  readonly group: string;
  readonly head: string;
  readonly paise: number | null;
  readonly beforePaise: number | null;
};
type Sum = { readonly paise: number; readonly beforePaise: number };

/** Groups with their heads below them; sums stand in the lines of the groups. */
function linesOf(rows: readonly StatementRow[], account: (code: string) => string, speech: Speech): Line[] {
  return rows.flatMap((row): Line[] => [
    {
      schedule: row.schedule === null ? '' : String(row.schedule),
      group: row.names ? speech.name(row.names) : m.statements_without_head({}, speech.as),
      ...{ head: '', paise: row.paise, beforePaise: row.beforePaise },
    },
    ...row.lines.map((line): Line => ({
      ...{ schedule: '', group: '', paise: line.paise, beforePaise: line.beforePaise },
      head: line.names ? speech.name(line.names) : `${line.account} ${account(line.account)}`,
    })),
  ]);
}
const lineOf = (group: string, { paise, beforePaise }: Sum): Line => ({
  ...{ schedule: '', head: '', group },
  ...{ paise, beforePaise },
});
const titleLine = (group: string): Line => ({ schedule: '', head: '', group, paise: null, beforePaise: null });
const statementColumns = ({ as }: Speech, [now, before]: readonly [string, string]) => [
  text(m.statements_schedule_column({}, as), (row: Line) => row.schedule),
  text(m.statements_group({}, as), (row: Line) => row.group),
  text(m.paper_head({}, as), (row: Line) => row.head),
  money(now, (row: Line) => row.paise),
  money(before, (row: Line) => row.beforePaise),
];

const incomeExpenditure: Maker = async (asking) => {
  const { speech } = asking;
  const { as } = speech;
  const { between, inSpan, account } = await officeOf(asking);
  const found = await asking.must<accounts.IncomeAndExpenditure>('accounts.incomeAndExpenditure', between);
  const surplus = { paise: found.surplusPaise, beforePaise: found.surplusBeforePaise };
  const lines = [
    titleLine(m.statements_income({}, as)),
    ...linesOf(statementRows(found.income, found), account, speech),
    lineOf(m.common_total({}, as), { paise: found.incomePaise, beforePaise: found.incomeBeforePaise }),
    titleLine(m.statements_expenditure({}, as)),
    ...linesOf(statementRows(found.expense, found), account, speech),
    lineOf(m.common_total({}, as), { paise: found.expensePaise, beforePaise: found.expenseBeforePaise }),
    lineOf(surplus.paise < 0 ? m.statements_deficit({}, as) : m.statements_surplus({}, as), surplus),
  ];
  const title = m.statements_income_expenditure({}, as);
  return tableOf(
    { name: 'income-and-expenditure', title, ...inSpan },
    lines,
    statementColumns(speech, [m.statements_this_span({}, as), m.statements_span_before({}, as)]),
  );
};

const balanceSheet: Maker = async (asking) => {
  const { speech } = asking;
  const { as } = speech;
  const { at, onDay, account } = await officeOf(asking);
  const found = await asking.must<accounts.BalanceSheet>('accounts.balanceSheet', at);
  const lines = [
    titleLine(m.statements_sources({}, as)),
    ...linesOf(statementRows(found.sources, found), account, speech),
    lineOf(m.statements_surplus_open({}, as), { paise: found.surplusPaise, beforePaise: found.surplusBeforePaise }),
    lineOf(m.common_total({}, as), { paise: found.sourcesPaise, beforePaise: found.sourcesBeforePaise }),
    titleLine(m.statements_assets({}, as)),
    ...linesOf(statementRows(found.assets, found), account, speech),
    lineOf(m.common_total({}, as), { paise: found.assetsPaise, beforePaise: found.assetsBeforePaise }),
  ];
  return tableOf(
    { name: 'balance-sheet', title: m.statements_balance_sheet({}, as), ...onDay },
    lines,
    statementColumns(speech, [speech.day(found.asOf), speech.day(found.beforeOn)]),
  );
};

const receiptsPayments: Maker = async (asking) => {
  const { as } = asking.speech;
  const { between, inSpan, headsOf } = await officeOf(asking);
  const found = await asking.must<accounts.OfficeReceiptsAndPayments>('accounts.receiptsAndPayments', between);
  const nameOf = headsOf(found);
  type Both = { readonly head: string; readonly receiptPaise: number | null; readonly paymentPaise: number | null };
  const till = (words: string, of: (typeof found.tills)[number], which: 'openingPaise' | 'closingPaise'): Both => ({
    head: `${words}: ${nameOf(of.headId)}`,
    receiptPaise: which === 'openingPaise' ? of[which] : null,
    paymentPaise: which === 'closingPaise' ? of[which] : null,
  });
  const lines: Both[] = [
    ...found.tills.map((one) => till(m.paper_opening({}, as), one, 'openingPaise')),
    ...found.rows.map((row) => ({
      head: nameOf(row.headId, row.account),
      receiptPaise: row.receiptPaise || null,
      paymentPaise: row.paymentPaise || null,
    })),
    ...found.tills.map((one) => till(m.paper_closing({}, as), one, 'closingPaise')),
  ];
  const title = m.paper_receipts_payments({}, as);
  const receipt = money(m.paper_receipt({}, as), (row: Both) => row.receiptPaise);
  const payment = money(m.paper_payment({}, as), (row: Both) => row.paymentPaise);
  return tableOf({ name: 'receipts-and-payments', title, ...inSpan }, lines, [
    text(m.paper_head({}, as), (row) => row.head, { last: m.common_total({}, as) }),
    summed(receipt, lines),
    summed(payment, lines),
  ]);
};

const dayBook: Maker = async (asking) => {
  const { as } = asking.speech;
  const { between, inSpan, headsOf } = await officeOf(asking);
  const { first, rows: entries } = await everyPage(asking, {
    question: 'accounts.dayBook',
    input: between,
    rowsOf: (page: accounts.DayBook) => page.entries,
  });
  const nameOf = headsOf(first);
  const rows = entries.flatMap((entry) => entry.lines.map((line) => ({ ...line, entry })));
  type Row = (typeof rows)[number];
  return tableOf({ name: 'day-book', title: m.statements_day_book({}, as), ...inSpan }, rows, [
    day(m.common_date({}, as), (row) => row.entry.eventOn),
    count(m.paper_entry({}, as), (row) => row.entry.seq),
    text(m.statements_voucher({}, as), (row) => row.entry.label ?? ''),
    text(m.paper_narration({}, as), (row) => [row.entry.payee, row.entry.narration].filter(Boolean).join(': ')),
    text(m.paper_head({}, as), (row) => nameOf(row.headId, row.account), { last: m.common_total({}, as) }),
    summed(
      money(m.paper_debit({}, as), (row: Row) => row.debitPaise || null),
      rows,
    ),
    summed(
      money(m.paper_credit({}, as), (row: Row) => row.creditPaise || null),
      rows,
    ),
  ]);
};

export const officeExports = {
  'accounts-trial-balance': trialBalance,
  'accounts-income-expenditure': incomeExpenditure,
  'accounts-balance-sheet': balanceSheet,
  'accounts-receipts-payments': receiptsPayments,
  'accounts-day-book': dayBook,
} as const satisfies Record<string, Maker>;
