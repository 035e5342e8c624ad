/** The office's vouchers, heads, advances and assets as tables: the questions of their screens under the same address. */
import type * as accounts from '#domain/accounts/index.server.ts';
import { VoucherType, isMoney } from '#domain/accounts/index.ts';
import { financialYear } from '#platform/dates.ts';
import { isId } from '#platform/ids.ts';
import { m } from '#ui/sentences/messages.js';
import type { Speech } from '../paper/speech.ts';
import type { OrgCard } from '../users/index.server.ts';
import { everyPage, type Asking } from './asking.server.ts';
import type { Table } from './table.ts';
import { count, day, money, summed, tableOf, text } from './table-of.ts';

type Maker = (asking: Asking) => Promise<Table>;
type Named = { readonly nameEn: string; readonly nameHi: string | null; readonly nameUr: string | null };

/** The book of the address: the one it names, else the first, as on the screen. */
async function deskOf({ must, given, speech }: Asking) {
  const books = await must<accounts.BookCard[]>('accounts.books', {});
  const card = books.find((one) => one.bookId === given('book')) ?? books[0];
  const organisation = await must<OrgCard>('org.get', {});
  const { name, nameHi, nameUr } = card?.name ? { ...card, name: card.name } : organisation;
  const body = { bodyKind: card?.bodyKind ?? 'trust', bodyId: card?.bodyId };
  const masters = await must<accounts.MasterLists>('accounts.masters', body);
  const said = (one: Named) => speech.name({ en: one.nameEn, hi: one.nameHi, ur: one.nameUr });
  const names = new Map([
    ...masters.heads.map((one) => [one.headId, said(one)] as const),
    ...masters.funds.map((one) => [one.fundId, said(one)] as const),
    ...masters.groups.map((one) => [one.groupId, said(one)] as const),
  ]);
  return {
    body,
    masters,
    subtitle: speech.name({ en: name, hi: nameHi, ur: nameUr }),
    nameOf: (id: string | null) => (id === null ? '' : (names.get(id) ?? '')),
  };
}

export const TYPES = {
  payment: m.accounts_type_payment,
  receipt: m.accounts_type_receipt,
  contra: m.accounts_type_contra,
  journal: m.accounts_type_journal,
} as const;
export const STATES = {
  posted: m.accounts_state_posted,
  waiting: m.accounts_state_waiting,
  sent_back: m.accounts_state_sent_back,
  reversed: m.accounts_state_reversed,
} as const;
const spanWords = (speech: Speech, from: string | undefined, to: string | undefined): string =>
  from && to ? m.paper_period({ from: speech.day(from), to: speech.day(to) }, speech.as) : '';
const idOr = (text: string | undefined) => (isId(text) ? text : undefined);

const vouchers: Maker = async (asking) => {
  const { speech, given } = asking;
  const { as } = speech;
  const { body, subtitle } = await deskOf(asking);
  const [from, to] = [given('from'), given('to')];
  const { rows } = await everyPage(asking, {
    question: 'accounts.vouchers',
    input: {
      ...body,
      ...{ from, to, text: given('q')?.slice(0, 80) },
      state: (Object.keys(STATES) as (keyof typeof STATES)[]).find((one) => one === given('state')),
      type: VoucherType.options.find((one) => one === given('type')),
      ...{ headId: idOr(given('head')), fundId: idOr(given('fund')), programmeId: idOr(given('programme')) },
    },
    rowsOf: (page: accounts.VoucherPage) => page.rows,
  });
  const heads = { name: 'vouchers', title: m.accounts_part_vouchers({}, as), subtitle };
  return tableOf({ ...heads, period: spanWords(speech, from, to) }, rows, [
    day(m.common_date({}, as), (row) => row.eventOn),
    text(m.accounts_number({}, as), (row) => row.label ?? ''),
    text(m.accounts_type({}, as), (row) => TYPES[row.type]({}, as)),
    text(m.accounts_what_for({}, as), (row) => row.narration),
    text(m.accounts_payee({}, as), (row) => row.payee ?? ''),
    text(m.accounts_reference({}, as), (row) => row.reference ?? ''),
    money(m.common_amount({}, as), (row) => row.amountPaise),
    text(m.accounts_state({}, as), (row) => STATES[row.state]({}, as)),
  ]);
};

const headBook: Maker = async (asking) => {
  const { speech, given, today } = asking;
  const { as } = speech;
  const { body, subtitle, nameOf, masters } = await deskOf(asking);
  const to = given('to') ?? today;
  const from = given('from') ?? financialYear(to.slice(0, 10)).from;
  const head = masters.heads.find((one) => one.headId === given('head'));
  const { first, rows } = await everyPage(asking, {
    question: 'accounts.headBook',
    input: { ...body, headId: given('head'), from, to, asKnownOn: given('known') },
    rowsOf: (page: accounts.HeadBook) => page.lines,
  });
  const moves = head !== undefined && isMoney(head.account);
  const heads = { name: 'head-book', title: nameOf(first.headId), subtitle, period: spanWords(speech, from, to) };
  return tableOf(heads, rows, [
    day(m.common_date({}, as), (row) => row.eventOn),
    text(m.accounts_number({}, as), (row) => row.label ?? ''),
    text(m.accounts_what_for({}, as), (row) => row.narration, {
      first: m.book_opening({}, as),
      last: m.book_closing({}, as),
    }),
    text(m.accounts_payee({}, as), (row) => row.payee ?? ''),
    text(m.accounts_against({}, as), (row) => row.against.map(nameOf).filter(Boolean).join('; ')),
    money(moves ? m.accounts_in({}, as) : m.book_debit({}, as), (row) => row.debitPaise || null, {
      last: first.debitPaise,
    }),
    money(moves ? m.accounts_out({}, as) : m.book_credit({}, as), (row) => row.creditPaise || null, {
      last: first.creditPaise,
    }),
    money(m.book_balance({}, as), (row) => row.balancePaise, { first: first.openingPaise, last: first.closingPaise }),
  ]);
};

const advances: Maker = async (asking) => {
  const { speech, given, today } = asking;
  const { as } = speech;
  const { body, subtitle, nameOf } = await deskOf(asking);
  const asOf = given('to') ?? today;
  const found = await asking.must<accounts.OpenAdvances>('accounts.openAdvances', {
    ...body,
    asOf,
    asKnownOn: given('known'),
  });
  const rows = found.rows.toSorted((a, b) => b.days - a.days);
  const heads = { name: 'advances', title: m.accounts_advances_open({}, as), subtitle };
  return tableOf({ ...heads, period: m.paper_as_on({ date: speech.day(asOf) }, as) }, rows, [
    text(m.common_name({}, as), (row) => nameOf(row.headId), { last: m.common_total({}, as) }),
    day(m.accounts_given_on({}, as), (row) => row.givenOn),
    count(m.accounts_age({}, as), (row) => row.days),
    money(m.accounts_given({}, as), (row) => row.givenPaise),
    money(m.accounts_settled({}, as), (row) => row.settledPaise || null),
    summed(
      money(m.accounts_still_open({}, as), (row) => row.openPaise),
      rows,
    ),
  ]);
};

const assets: Maker = async (asking) => {
  const { speech, today } = asking;
  const { as } = speech;
  const { body, subtitle, nameOf } = await deskOf(asking);
  const { rows } = await asking.must<{ rows: accounts.AssetRow[] }>('accounts.assets', body);
  const heads = { name: 'assets', title: m.accounts_part_assets({}, as), subtitle };
  return tableOf({ ...heads, period: m.paper_as_on({ date: speech.day(today) }, as) }, rows, [
    text(m.accounts_asset_tag({}, as), (row) => row.tag),
    text(m.common_name({}, as), (row) => row.name, { last: m.common_total({}, as) }),
    text(m.accounts_asset_class({}, as), (row) => nameOf(row.headId)),
    text(m.accounts_fund({}, as), (row) => nameOf(row.fundId)),
    text(m.accounts_asset_place({}, as), (row) => row.place ?? ''),
    day(m.accounts_asset_bought({}, as), (row) => row.boughtOn),
    money(m.accounts_asset_cost({}, as), (row) => row.costPaise),
    money(m.accounts_asset_worn({}, as), (row) => row.wornPaise),
    summed(
      money(m.accounts_asset_value({}, as), (row) => row.bookValuePaise),
      rows,
    ),
    day(m.accounts_asset_left_on({}, as), (row) => row.disposedOn),
  ]);
};

const heads: Maker = async (asking) => {
  const { as } = asking.speech;
  const { masters, subtitle, nameOf } = await deskOf(asking);
  return tableOf({ name: 'heads', title: m.accounts_part_heads({}, as), subtitle }, masters.heads, [
    text(m.book_account({}, as), (row) => row.account),
    text(m.accounts_head({}, as), (row) => nameOf(row.headId)),
    text(m.accounts_group({}, as), (row) => nameOf(row.groupId)),
    text(m.accounts_tally_name({}, as), (row) => row.tallyName),
    day(m.accounts_books_from({}, as), (row) => row.openedOn),
    day(m.accounts_head_closed({}, as), (row) => row.closedOn),
  ]);
};

export const officeVoucherExports = {
  'accounts-vouchers': vouchers,
  'accounts-head-book': headBook,
  'accounts-advances': advances,
  'accounts-assets': assets,
  'accounts-heads': heads,
} as const satisfies Record<string, Maker>;
