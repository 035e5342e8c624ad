/** The annual accounts of an office on paper: balance sheet, income and expenditure, a schedule for each figure, last year beside. */
import type { BalanceSheet, IncomeAndExpenditure } from '#domain/accounts/index.server.ts';
import type { IsoDate } from '#platform/dates.ts';
import { m } from '#ui/sentences/messages.js';
import type { Block, Paper, PaperColumn, PaperRow } from './model.ts';
import { headOf, type Organisation, type Speech } from './speech.ts';
import { statementRows, type HeadLine, type StatementRow } from './statement-rows.ts';

type Accounts = { readonly sheet: BalanceSheet; readonly account: IncomeAndExpenditure };
type Words = {
  readonly organisation: Organisation;
  readonly today: IsoDate;
  readonly asKnownOn: string | null;
  readonly chart: readonly { readonly code: string; readonly en: string; readonly hi: string; readonly ur: string }[];
};
type Sum = { readonly paise: number; readonly beforePaise: number };

const words = (title: string): PaperColumn => ({ title, align: 'start', width: 1 });
const money = (title: string): PaperColumn => ({ title, align: 'end', width: 0 });

export function annualAccountsPaper({ sheet, account }: Accounts, speech: Speech, of: Words): Paper {
  const { as } = speech;
  const { organisation, today, asKnownOn } = of;
  const sides = {
    sources: statementRows(sheet.sources, sheet),
    assets: statementRows(sheet.assets, sheet),
    income: statementRows(account.income, account),
    expense: statementRows(account.expense, account),
  };
  const days = [speech.day(sheet.asOf), speech.day(sheet.beforeOn)] as const;
  const spans = [m.statements_this_span({}, as), m.statements_span_before({}, as)] as const;
  const known = asKnownOn ? `, ${m.paper_as_known({ date: speech.day(asKnownOn) }, as)}` : '';
  const surplus = { paise: account.surplusPaise, beforePaise: account.surplusBeforePaise };
  const open = { paise: sheet.surplusPaise, beforePaise: sheet.surplusBeforePaise };
  return {
    ...headOf(speech, {
      ...{ organisation, today, title: m.statements_annual_accounts({}, as) },
      subtitle: m.paper_as_on({ date: speech.day(sheet.asOf) }, as) + known,
      period: m.paper_period({ from: speech.day(account.from), to: speech.day(account.to) }, as),
    }),
    landscape: false,
    code: null,
    blocks: [
      { kind: 'heading', text: m.statements_balance_sheet({}, as) },
      sideTable(
        [m.statements_sources({}, as), ...days],
        [...sides.sources, { label: m.statements_surplus_open({}, as), ...open }],
        {
          total: { paise: sheet.sourcesPaise, beforePaise: sheet.sourcesBeforePaise },
          speech,
        },
      ),
      sideTable([m.statements_assets({}, as), ...days], sides.assets, {
        total: { paise: sheet.assetsPaise, beforePaise: sheet.assetsBeforePaise },
        speech,
      }),
      { kind: 'words', soft: true, text: m.uc_signatures({}, as) },
      { kind: 'page' },
      { kind: 'heading', text: m.statements_income_expenditure({}, as) },
      sideTable([m.statements_income({}, as), ...spans], sides.income, {
        total: { paise: account.incomePaise, beforePaise: account.incomeBeforePaise },
        speech,
      }),
      sideTable([m.statements_expenditure({}, as), ...spans], sides.expense, {
        total: { paise: account.expensePaise, beforePaise: account.expenseBeforePaise },
        speech,
      }),
      sideTable([surplus.paise < 0 ? m.statements_deficit({}, as) : m.statements_surplus({}, as), ...spans], [], {
        total: surplus,
        speech,
      }),
      { kind: 'words', soft: true, text: m.uc_signatures({}, as) },
      { kind: 'page' },
      { kind: 'heading', text: m.statements_schedules({}, as) },
      ...[...sides.sources, ...sides.assets].flatMap((row) => schedule(row, days, { speech, chart: of.chart })),
      ...[...sides.income, ...sides.expense].flatMap((row) => schedule(row, spans, { speech, chart: of.chart })),
    ],
  };
}

type Extra = Sum & { readonly label: string };
const isExtra = (row: StatementRow | Extra): row is Extra => 'label' in row;

function sideTable(
  [title, now, before]: readonly [string, string, string],
  rows: readonly (StatementRow | Extra)[],
  { total, speech }: { total: Sum; speech: Speech },
): Block {
  const { as } = speech;
  const cells = (label: string, number: string, { paise, beforePaise }: Sum) => [
    label,
    number,
    speech.money(paise),
    speech.money(beforePaise),
  ];
  const line = (row: StatementRow | Extra): PaperRow => {
    if (isExtra(row)) return { strong: false, cells: cells(row.label, '', row) };
    const name = row.names ? speech.name(row.names) : m.statements_without_head({}, as);
    const number = row.schedule === null ? '' : String(row.schedule);
    return { strong: false, cells: cells('\u2003'.repeat(row.depth) + name, number, row) };
  };
  return {
    kind: 'table',
    columns: [words(title), money(m.statements_schedule_column({}, as)), money(now), money(before)],
    rows: [
      ...rows.filter((row) => !isExtra(row) || row.paise !== 0 || row.beforePaise !== 0).map(line),
      { strong: true, cells: cells(m.common_total({}, as), '', total) },
    ],
  };
}

function schedule(
  row: StatementRow,
  [now, before]: readonly [string, string],
  { speech, chart }: { speech: Speech; chart: Words['chart'] },
): Block[] {
  const { as } = speech;
  if (row.lines.length === 0) return [];
  const title = row.names
    ? m.statements_schedule({ number: String(row.schedule), name: speech.name(row.names) }, as)
    : m.statements_without_head({}, as);
  const nameOf = (line: HeadLine): string => {
    if (line.names) return speech.name(line.names);
    const account = chart.find(({ code }) => code === line.account);
    return account ? `${line.account} ${speech.name(account)}` : line.account;
  };
  const own = (pick: 'paise' | 'beforePaise') => row.lines.reduce((sum, line) => sum + line[pick], 0);
  const cells = (name: string, { paise, beforePaise }: Sum) => [name, speech.money(paise), speech.money(beforePaise)];
  return [
    {
      kind: 'table',
      columns: [words(title), money(now), money(before)],
      rows: [
        ...row.lines.map((line) => ({ strong: false, cells: cells(nameOf(line), line) })),
        {
          strong: true,
          cells: cells(m.common_total({}, as), { paise: own('paise'), beforePaise: own('beforePaise') }),
        },
      ],
    },
  ];
}
