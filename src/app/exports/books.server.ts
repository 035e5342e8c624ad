/** Statements of one book as tables. Each asks the question of its screen, page by page, with the same filters. */
import type * as ledger from '#domain/ledger/index.server.ts';
import { financialYear } from '#platform/dates.ts';
import { m } from '#ui/sentences/messages.js';
import type { Speech } from '../paper/speech.ts';
import type { BookNames } from './questions.server.ts';
import { everyPage, type Asking } from './asking.server.ts';
import type { Table } from './table.ts';
import { count, day, money, summed, tableOf, text } from './table-of.ts';

type Maker = (asking: Asking) => Promise<Table>;

/** What all statements of one book share: whose it is, how its accounts and parties are called, the days asked for. */
export async function bookOf(asking: Asking) {
  const { given, speech, today } = asking;
  const body = { bodyKind: given('bodyKind') ?? 'group', bodyId: given('bodyId', 'groupId', 'group') };
  const names = await asking.must<BookNames>('exports.bookNames', body);
  const accounts = new Map(names.accounts.map((account) => [account.code, account]));
  const asKnownOn = given('asKnownOn', 'known');
  const to = given('to', 'asOf') ?? today;
  const from = given('from') ?? financialYear(to.slice(0, 10)).from;
  const known = asKnownOn ? `, ${m.paper_as_known({ date: speech.day(asKnownOn) }, speech.as)}` : '';
  return {
    body,
    /** Filters of a statement of one day, and of one between two days. */
    at: { ...body, asOf: to, asKnownOn },
    between: { ...body, from, to, asKnownOn },
    onDay: { subtitle: speech.name(names.body), period: m.paper_as_on({ date: speech.day(to) }, speech.as) + known },
    inSpan: {
      subtitle: speech.name(names.body),
      period: m.paper_period({ from: speech.day(from), to: speech.day(to) }, speech.as) + known,
    },
    account: (code: string) => (accounts.has(code) ? speech.name(accounts.get(code)!) : code),
    party: (id: string | null) => (id && names.parties[id] ? speech.name(names.parties[id]) : ''),
  };
}

/** Journals say what they were for by a code. */
const NARRATIONS: Readonly<Record<string, typeof m.paper_narration_regular>> = {
  'meetings.regular': m.paper_narration_regular,
  'meetings.special': m.paper_narration_special,
  'meetings.cut_off': m.paper_narration_cut_off,
  'meetings.reversed': m.paper_narration_reversed,
  'linkage.share_out': m.linkage_narration_share_out,
  'linkage.kept_paid_in': m.kept_paid_in,
  'linkage.kept_withdrawn': m.kept_withdrawn,
  'linkage.kept_interest': m.kept_interest,
  'linkage.kept_back': m.kept_narration_back,
  'linkage.interest': m.interest_narration,
  'linkage.interest_back': m.interest_narration_back,
  'linkage.year_close': m.year_narration,
  'linkage.year_reopened': m.year_narration_reopened,
  'loans.group_received': m.two_books_narration_received,
  'loans.group_paid': m.two_books_narration_paid,
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
export const narrationOf = (code: string, { as }: Speech): string => NARRATIONS[code]?.({}, as) ?? code;
const side = (balancePaise: number, sign: 1 | -1): number | null =>
  balancePaise * sign > 0 ? balancePaise * sign : null;

const trialBalance: Maker = async (asking) => {
  const { as } = asking.speech;
  const { at, onDay, account } = await bookOf(asking);
  const found = await asking.must<ledger.TrialBalance>('ledger.trialBalance', at);
  return tableOf({ name: 'trial-balance', title: m.paper_trial_balance({}, as), ...onDay }, found.rows, [
    text(m.paper_account({}, as), (row) => row.account),
    text(m.paper_account_name({}, as), (row) => account(row.account), { last: m.common_total({}, as) }),
    money(m.paper_turnover_debit({}, as), (row) => row.debitPaise),
    money(m.paper_turnover_credit({}, as), (row) => row.creditPaise),
    money(m.paper_debit({}, as), (row) => side(row.balancePaise, 1), { last: found.debitPaise }),
    money(m.paper_credit({}, as), (row) => side(row.balancePaise, -1), { last: found.creditPaise }),
  ]);
};

const cashBook: Maker = async (asking) => {
  const { speech } = asking;
  const { as } = speech;
  const { between, inSpan, account } = await bookOf(asking);
  const { first, rows } = await everyPage(asking, {
    question: 'ledger.cashBook',
    input: between,
    rowsOf: (page: ledger.CashBook) => page.rows,
  });
  type Row = (typeof rows)[number];
  const till = (key: 'cashPaise' | 'bankPaise') => ({ first: first.opening[key], last: first.closing[key] });
  const what = (row: Row) =>
    `${narrationOf(row.narration, speech)}: ${row.heads.map((head) => account(head.account)).join(', ')}`;
  return tableOf({ name: 'cash-book', title: m.paper_cash_book({}, as), ...inSpan }, rows, [
    day(m.common_date({}, as), (row) => row.eventOn),
    count(m.paper_entry({}, as), (row) => row.seq),
    text(m.paper_narration({}, as), what, { first: m.paper_opening({}, as), last: m.paper_closing({}, as) }),
    money(m.paper_cash_in({}, as), (row) => row.cashInPaise),
    money(m.paper_cash_out({}, as), (row) => row.cashOutPaise),
    money(m.paper_bank_in({}, as), (row) => row.bankInPaise),
    money(m.paper_bank_out({}, as), (row) => row.bankOutPaise),
    money(m.paper_cash({}, as), (row) => row.cashPaise, till('cashPaise')),
    money(m.paper_bank({}, as), (row) => row.bankPaise, till('bankPaise')),
  ]);
};

const receiptsPayments: Maker = async (asking) => {
  const { as } = asking.speech;
  const { between, inSpan, account } = await bookOf(asking);
  const found = await asking.must<ledger.ReceiptsAndPayments>('ledger.receiptsAndPayments', between);
  type Line = { readonly head: string; readonly receiptPaise: number | null; readonly paymentPaise: number | null };
  const tills = (words: string, of: ledger.ReceiptsAndPayments['opening'], key: 'receiptPaise' | 'paymentPaise') =>
    [
      { till: m.paper_cash({}, as), paise: of.cashPaise },
      { till: m.paper_bank({}, as), paise: of.bankPaise },
      { till: m.paper_transit({}, as), paise: of.transitPaise },
    ].map(({ till, paise }): Line => ({
      head: `${words}: ${till}`,
      receiptPaise: null,
      paymentPaise: null,
      [key]: paise,
    }));
  const lines: Line[] = [
    ...tills(m.paper_opening({}, as), found.opening, 'receiptPaise'),
    ...found.heads.map((head) => ({
      head: account(head.account),
      receiptPaise: head.receiptPaise || null,
      paymentPaise: head.paymentPaise || null,
    })),
    ...tills(m.paper_closing({}, as), found.closing, 'paymentPaise'),
  ];
  const title = m.paper_receipts_payments({}, as);
  return tableOf({ name: 'receipts-and-payments', title, ...inSpan }, lines, [
    text(m.paper_head({}, as), (row) => row.head, { last: m.common_total({}, as) }),
    summed(
      money(m.paper_receipt({}, as), (row) => row.receiptPaise),
      lines,
    ),
    summed(
      money(m.paper_payment({}, as), (row) => row.paymentPaise),
      lines,
    ),
  ]);
};

const accountStatement: Maker = async (asking) => {
  const { speech, given } = asking;
  const { as } = speech;
  const { between, inSpan, account, party } = await bookOf(asking);
  const code = given('account');
  const { first, rows } = await everyPage(asking, {
    question: 'ledger.accountStatement',
    input: { ...between, account: code, partyId: given('partyId', 'party') },
    rowsOf: (page: ledger.AccountStatement) => page.lines,
  });
  const title = `${m.paper_account_statement({}, as)}: ${account(code ?? '')}`;
  return tableOf({ name: `account-${code}`, title, ...inSpan }, rows, [
    day(m.common_date({}, as), (row) => row.eventOn),
    count(m.paper_entry({}, as), (row) => row.seq),
    text(m.paper_narration({}, as), (row) => narrationOf(row.narration, speech), {
      first: m.paper_opening({}, as),
      last: m.paper_closing({}, as),
    }),
    text(m.paper_party({}, as), (row) => party(row.partyId)),
    money(m.paper_debit({}, as), (row) => row.debitPaise || null, { last: first.debitPaise }),
    money(m.paper_credit({}, as), (row) => row.creditPaise || null, { last: first.creditPaise }),
    money(m.paper_balance({}, as), (row) => row.balancePaise, { first: first.openingPaise, last: first.closingPaise }),
  ]);
};

const generalLedger: Maker = async (asking) => {
  const { speech } = asking;
  const { as } = speech;
  const { between, inSpan, account, party } = await bookOf(asking);
  const { rows } = await everyPage(asking, {
    question: 'ledger.generalLedger',
    input: between,
    rowsOf: (page: ledger.GeneralLedger) => page.lines,
  });
  type Row = (typeof rows)[number];
  const what = (row: Row) =>
    row.reversesSeq ? m.paper_reverses({ seq: row.reversesSeq }, as) : narrationOf(row.narration, speech);
  return tableOf({ name: 'general-ledger', title: m.paper_general_ledger({}, as), ...inSpan }, rows, [
    text(m.paper_account({}, as), (row) => row.account),
    text(m.paper_account_name({}, as), (row) => account(row.account)),
    day(m.common_date({}, as), (row) => row.eventOn),
    day(m.paper_entered_on({}, as), (row) => row.enteredOn),
    count(m.paper_entry({}, as), (row) => row.seq),
    text(m.paper_narration({}, as), what, { last: m.common_total({}, as) }),
    text(m.paper_party({}, as), (row) => party(row.partyId)),
    summed(
      money(m.paper_debit({}, as), (row) => row.debitPaise || null),
      rows,
    ),
    summed(
      money(m.paper_credit({}, as), (row) => row.creditPaise || null),
      rows,
    ),
  ]);
};

const memberBalances: Maker = async (asking) => {
  const { as } = asking.speech;
  const { at, onDay, account, party } = await bookOf(asking);
  const found = await asking.must<ledger.MemberBalances>('ledger.memberBalances', at);
  // savings read as what she has: credits are shown as positive
  const shown = (code: string, paise: number | undefined) =>
    paise === undefined ? null : code.startsWith('2') ? -paise : paise;
  const rows = found.members.toSorted((a, b) => party(a.partyId).localeCompare(party(b.partyId)));
  return tableOf({ name: 'member-balances', title: m.paper_member_balances({}, as), ...onDay }, rows, [
    text(m.common_name({}, as), (row) => party(row.partyId), { last: m.common_total({}, as) }),
    ...Object.keys(found.totals)
      .sort()
      .map((code) =>
        money(account(code), (row: (typeof rows)[number]) => shown(code, row.accounts[code]), {
          last: shown(code, found.totals[code]),
        }),
      ),
  ]);
};

export const bookExports = {
  'trial-balance': trialBalance,
  'cash-book': cashBook,
  'receipts-and-payments': receiptsPayments,
  account: accountStatement,
  'general-ledger': generalLedger,
  'member-balances': memberBalances,
} as const satisfies Record<string, Maker>;
