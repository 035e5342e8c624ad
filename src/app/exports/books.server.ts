/** Statements of one book as tables. Each asks the question of its screen, page by page, with the same filters. */
import type * as ledger from '#domain/ledger/index.server.ts';
import { m } from '#ui/sentences/messages.js';
import type { Speech } from '../paper/speech.ts';
import type { BookNames } from './questions.server.ts';
import { everyPage, type Asking } from './asking.server.ts';
import { column, type Table } from './table.ts';

type Maker = (asking: Asking) => Promise<Table>;

/** What all statements of one book share: whose it is, how its accounts and parties are called. */
async function bookOf(asking: Asking) {
  const body = {
    bodyKind: asking.given('bodyKind') ?? 'group',
    bodyId: asking.given('bodyId') ?? asking.given('groupId'),
  };
  const names = await asking.must<BookNames>('exports.bookNames', body);
  const { speech } = asking;
  const accounts = new Map(names.accounts.map((account) => [account.code, account]));
  return {
    body,
    subtitle: speech.name(names.body),
    account: (code: string) => (accounts.has(code) ? speech.name(accounts.get(code)!) : code),
    party: (id: string | null) => (id && names.parties[id] ? speech.name(names.parties[id]) : ''),
  };
}
const asOf = (asking: Asking) => ({ asOf: asking.given('asOf'), asKnownOn: asking.given('asKnownOn') });
function between(asking: Asking) {
  return { from: asking.given('from'), to: asking.given('to'), asKnownOn: asking.given('asKnownOn') };
}
function onWords({ speech, given, today }: Asking): string {
  const on = m.paper_as_on({ date: speech.day(given('asOf') ?? today) }, speech.as);
  return withKnown(on, { speech, known: given('asKnownOn') });
}
function spanWords({ speech, given }: Asking): string {
  const span = m.paper_period({ from: speech.day(given('from') ?? ''), to: speech.day(given('to') ?? '') }, speech.as);
  return withKnown(span, { speech, known: given('asKnownOn') });
}
const withKnown = (words: string, { speech, known }: { speech: Speech; known: string | undefined }): string =>
  known ? `${words}, ${m.paper_as_known({ date: speech.day(known) }, speech.as)}` : words;

/** Journals say what they were for by a code. */
const NARRATIONS: Readonly<Record<string, typeof m.paper_narration_regular>> = {
  'meetings.regular': m.paper_narration_regular,
  'meetings.special': m.paper_narration_special,
  'meetings.cut_off': m.paper_narration_cut_off,
  'meetings.reversed': m.paper_narration_reversed,
  'accounts.payment': m.narration_accounts_payment,
  'accounts.receipt': m.narration_accounts_receipt,
  'accounts.contra': m.narration_accounts_contra,
  'accounts.journal': m.narration_accounts_journal,
  'accounts.opening': m.narration_accounts_opening,
  'accounts.recurring': m.narration_accounts_recurring,
  'accounts.depreciation': m.narration_accounts_depreciation,
  'accounts.disposal': m.narration_accounts_disposal,
  'accounts.grants_used': m.narration_accounts_grants_used,
  'accounts.year_close': m.narration_accounts_year_close,
  'accounts.reversal': m.narration_accounts_reversal,
};
const narrationOf = (code: string, { as }: Speech): string => NARRATIONS[code]?.({}, as) ?? code;
const side = (balancePaise: number, sign: 1 | -1): number | null =>
  balancePaise * sign > 0 ? balancePaise * sign : null;

const trialBalance: Maker = async (asking) => {
  const { as } = asking.speech;
  const book = await bookOf(asking);
  const found = await asking.must<ledger.TrialBalance>('ledger.trialBalance', { ...book.body, ...asOf(asking) });
  return {
    name: 'trial-balance',
    title: m.paper_trial_balance({}, as),
    subtitle: book.subtitle,
    period: onWords(asking),
    columns: [
      column(m.paper_account({}, as)),
      column(m.paper_account_name({}, as)),
      column(m.paper_turnover_debit({}, as), 'money'),
      column(m.paper_turnover_credit({}, as), 'money'),
      column(m.paper_debit({}, as), 'money'),
      column(m.paper_credit({}, as), 'money'),
    ],
    rows: found.rows.map((row) => [
      row.account,
      book.account(row.account),
      row.debitPaise,
      row.creditPaise,
      side(row.balancePaise, 1),
      side(row.balancePaise, -1),
    ]),
    totals: [[null, m.common_total({}, as), null, null, found.debitPaise, found.creditPaise]],
  };
};

const cashBook: Maker = async (asking) => {
  const { speech } = asking;
  const { as } = speech;
  const book = await bookOf(asking);
  const { first, rows } = await everyPage(asking, {
    question: 'ledger.cashBook',
    input: { ...book.body, ...between(asking) },
    rowsOf: (page: ledger.CashBook) => page.rows,
  });
  const line = (words: string, tills: ledger.CashBook['opening']) => [
    null,
    null,
    words,
    null,
    null,
    null,
    null,
    tills.cashPaise,
    tills.bankPaise,
  ];
  const heads = (row: (typeof rows)[number]) => row.heads.map((head) => book.account(head.account)).join(', ');
  return {
    name: 'cash-book',
    title: m.paper_cash_book({}, as),
    subtitle: book.subtitle,
    period: spanWords(asking),
    columns: [
      column(m.common_date({}, as), 'day'),
      column(m.paper_entry({}, as), 'count'),
      column(m.paper_narration({}, as)),
      column(m.paper_cash_in({}, as), 'money'),
      column(m.paper_cash_out({}, as), 'money'),
      column(m.paper_bank_in({}, as), 'money'),
      column(m.paper_bank_out({}, as), 'money'),
      column(m.paper_cash({}, as), 'money'),
      column(m.paper_bank({}, as), 'money'),
    ],
    rows: [
      line(m.paper_opening({}, as), first.opening),
      ...rows.map((row) => [
        row.eventOn,
        row.seq,
        `${narrationOf(row.narration, speech)}: ${heads(row)}`,
        row.cashInPaise,
        row.cashOutPaise,
        row.bankInPaise,
        row.bankOutPaise,
        row.cashPaise,
        row.bankPaise,
      ]),
    ],
    totals: [line(m.paper_closing({}, as), first.closing)],
  };
};

const receiptsPayments: Maker = async (asking) => {
  const { as } = asking.speech;
  const book = await bookOf(asking);
  const found = await asking.must<ledger.ReceiptsAndPayments>('ledger.receiptsAndPayments', {
    ...book.body,
    ...between(asking),
  });
  const tills = (words: string, of: ledger.ReceiptsAndPayments['opening'], at: 0 | 1): (string | number | null)[][] =>
    (
      [
        [m.paper_cash({}, as), of.cashPaise],
        [m.paper_bank({}, as), of.bankPaise],
        [m.paper_transit({}, as), of.transitPaise],
      ] as const
    ).map(([till, paise]) => [`${words}: ${till}`, at === 0 ? paise : null, at === 1 ? paise : null]);
  const sum = (of: ledger.ReceiptsAndPayments['opening']) => of.cashPaise + of.bankPaise + of.transitPaise;
  const total = (pick: 'receiptPaise' | 'paymentPaise') => found.heads.reduce((all, head) => all + head[pick], 0);
  return {
    name: 'receipts-and-payments',
    title: m.paper_receipts_payments({}, as),
    subtitle: book.subtitle,
    period: spanWords(asking),
    columns: [
      column(m.paper_head({}, as)),
      column(m.paper_receipt({}, as), 'money'),
      column(m.paper_payment({}, as), 'money'),
    ],
    rows: [
      ...tills(m.paper_opening({}, as), found.opening, 0),
      ...found.heads.map((head) => [book.account(head.account), head.receiptPaise || null, head.paymentPaise || null]),
      ...tills(m.paper_closing({}, as), found.closing, 1),
    ],
    totals: [
      [m.common_total({}, as), sum(found.opening) + total('receiptPaise'), sum(found.closing) + total('paymentPaise')],
    ],
  };
};

const accountStatement: Maker = async (asking) => {
  const { speech } = asking;
  const { as } = speech;
  const book = await bookOf(asking);
  const account = asking.given('account');
  const { first, rows } = await everyPage(asking, {
    question: 'ledger.accountStatement',
    input: { ...book.body, account, partyId: asking.given('partyId'), ...between(asking) },
    rowsOf: (page: ledger.AccountStatement) => page.lines,
  });
  return {
    name: `account-${account}`,
    title: `${m.paper_account_statement({}, as)}: ${book.account(account ?? '')}`,
    subtitle: book.subtitle,
    period: spanWords(asking),
    columns: [
      column(m.common_date({}, as), 'day'),
      column(m.paper_entry({}, as), 'count'),
      column(m.paper_narration({}, as)),
      column(m.paper_party({}, as)),
      column(m.paper_debit({}, as), 'money'),
      column(m.paper_credit({}, as), 'money'),
      column(m.paper_balance({}, as), 'money'),
    ],
    rows: [
      [null, null, m.paper_opening({}, as), null, null, null, first.openingPaise],
      ...rows.map((row) => [
        row.eventOn,
        row.seq,
        narrationOf(row.narration, speech),
        book.party(row.partyId),
        row.debitPaise || null,
        row.creditPaise || null,
        row.balancePaise,
      ]),
    ],
    totals: [[null, null, m.paper_closing({}, as), null, first.debitPaise, first.creditPaise, first.closingPaise]],
  };
};

const generalLedger: Maker = async (asking) => {
  const { speech } = asking;
  const { as } = speech;
  const book = await bookOf(asking);
  const { rows } = await everyPage(asking, {
    question: 'ledger.generalLedger',
    input: { ...book.body, ...between(asking) },
    rowsOf: (page: ledger.GeneralLedger) => page.lines,
  });
  const sum = (pick: 'debitPaise' | 'creditPaise') => rows.reduce((all, row) => all + row[pick], 0);
  return {
    name: 'general-ledger',
    title: m.paper_general_ledger({}, as),
    subtitle: book.subtitle,
    period: spanWords(asking),
    columns: [
      column(m.paper_account({}, as)),
      column(m.paper_account_name({}, as)),
      column(m.common_date({}, as), 'day'),
      column(m.paper_entered_on({}, as), 'day'),
      column(m.paper_entry({}, as), 'count'),
      column(m.paper_narration({}, as)),
      column(m.paper_party({}, as)),
      column(m.paper_debit({}, as), 'money'),
      column(m.paper_credit({}, as), 'money'),
    ],
    rows: rows.map((row) => [
      row.account,
      book.account(row.account),
      row.eventOn,
      row.enteredOn,
      row.seq,
      row.reversesSeq ? m.paper_reverses({ seq: row.reversesSeq }, as) : narrationOf(row.narration, speech),
      book.party(row.partyId),
      row.debitPaise || null,
      row.creditPaise || null,
    ]),
    totals: [[null, null, null, null, null, m.common_total({}, as), null, sum('debitPaise'), sum('creditPaise')]],
  };
};

const memberBalances: Maker = async (asking) => {
  const { as } = asking.speech;
  const book = await bookOf(asking);
  const found = await asking.must<ledger.MemberBalances>('ledger.memberBalances', { ...book.body, ...asOf(asking) });
  const accounts = Object.keys(found.totals).sort();
  // savings read as what she has: credits are shown as positive
  const shown = (code: string, paise: number | undefined) =>
    paise === undefined ? null : code.startsWith('2') ? -paise : paise;
  const rows = found.members
    .map(({ partyId, accounts: hers }) => [book.party(partyId), ...accounts.map((code) => shown(code, hers[code]))])
    .sort((a, b) => String(a[0]).localeCompare(String(b[0])));
  return {
    name: 'member-balances',
    title: m.paper_member_balances({}, as),
    subtitle: book.subtitle,
    period: onWords(asking),
    columns: [column(m.common_name({}, as)), ...accounts.map((code) => column(book.account(code), 'money'))],
    rows,
    totals: [[m.common_total({}, as), ...accounts.map((code) => shown(code, found.totals[code]) ?? null)]],
  };
};

export const bookExports = {
  'trial-balance': trialBalance,
  'cash-book': cashBook,
  'receipts-and-payments': receiptsPayments,
  account: accountStatement,
  'general-ledger': generalLedger,
  'member-balances': memberBalances,
} as const satisfies Record<string, Maker>;
