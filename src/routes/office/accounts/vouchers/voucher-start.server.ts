/** What a new voucher begins with: like an earlier one, settling an advance, or the usual lines of its type. */
import type { MasterLists, OpenAdvances, VoucherCard } from '#domain/accounts/index.server.ts';
import { VoucherType, type VoucherTypeName } from '#domain/accounts/index.ts';
import { dayInIndia } from '#platform/dates.ts';
import { isId } from '#platform/ids.ts';
import { formatPaise } from '#platform/money.ts';
import type { Language } from '#ui/languages.ts';
import { nameIn, ofLine } from '#ui/office/names.ts';
import type { Here } from '../../ask.ts';
import { askBook, type OfficeHere } from '../office.server.ts';
import { balancing, typedOf, type HeadChoice, type Row, type Typed } from './voucher-form.ts';

const CASH = '1010';
const BANK = '1020';
export const ADVANCES = '1220';

/** Open heads as they are chosen by typing, cash in an officer's hand apart: two of one name are told apart by their account. */
export function choicesOf(heads: MasterLists['heads'], language: Language): HeadChoice[] {
  const open = heads.filter((head) => head.closedOn === null && head.officerId === null);
  const label = (head: (typeof open)[number]) => nameIn(language, ofLine(head)).text;
  const twice = (text: string) => open.filter((head) => label(head) === text).length > 1;
  return open.map((head) => ({
    id: head.headId,
    label: twice(label(head)) ? `${label(head)} (${head.number?.slice(-4) ?? head.tallyName})` : label(head),
    names: [head.nameEn, head.nameHi, head.nameUr, head.tallyName].filter((name) => name !== null),
    account: head.account,
  }));
}

type Start = { readonly heads: readonly HeadChoice[] };
const labelOf = ({ heads }: Start, id: string): string => heads.find((head) => head.id === id)?.label ?? '';
const firstOf = ({ heads }: Start, account: string): string =>
  heads.find((head) => head.account === account)?.label ?? '';

/** The lines each type usually has, the one that takes the rest last marked by its empty amounts. */
export function usualRows(start: Start): Record<VoucherTypeName, Typed> {
  const [cash, bank] = [firstOf(start, CASH), firstOf(start, BANK) || firstOf(start, CASH)];
  return {
    payment: typedOf([{ head: '' }, { head: bank }]),
    receipt: typedOf([{ head: bank }, { head: '' }]),
    contra: typedOf([{ head: cash }, { head: bank === cash ? '' : bank }]),
    journal: typedOf([{ head: '' }, { head: '' }]),
  };
}

const rupeesOf = (paise: number): string => formatPaise(paise, { sign: false });

function likeVoucher(voucher: VoucherCard, start: Start): Typed {
  const rows = voucher.lines.map((line): Partial<Row> => ({
    head: labelOf(start, line.headId),
    ...balancing(-line.amountPaise),
    fund: line.fundId ?? '',
    programme: line.programmeId ?? '',
    district: line.districtId ?? '',
    settles: line.settlesVoucherId ?? '',
    note: line.note ?? '',
  }));
  const { type, narration, payee, mode, reference, partyHeadId } = voucher;
  return {
    ...{ type, narration, payee: payee ?? '', mode: mode ?? '', reference: reference ?? '' },
    party: partyHeadId ? labelOf(start, partyHeadId) : '',
    ...typedOf(rows),
  };
}

type Advance = OpenAdvances['rows'][number];

/** `bills`: what it was spent on is to be filled in; `cash`: the rest comes back into the box. */
function settling(advance: Advance, how: string | null, start: Start): Typed {
  const own: Partial<Row> = { head: labelOf(start, advance.headId), settles: advance.voucherId };
  const openPaise = rupeesOf(advance.openPaise);
  if (how === 'cash')
    return {
      type: 'receipt',
      mode: 'cash',
      ...typedOf([
        { head: firstOf(start, CASH), debit: openPaise },
        { ...own, credit: openPaise },
      ]),
    };
  return { type: 'journal', ...typedOf([{ head: '' }, own]) };
}

/** The fields of a new voucher as the address asks for them. */
export async function startOf(event: Here & { url: URL }, office: OfficeHere, start: Start): Promise<Typed> {
  const given = (name: string) => event.url.searchParams.get(name);
  const day = { eventOn: dayInIndia(new Date()) };
  const type = VoucherType.options.find((one) => one === given('type')) ?? 'payment';
  const like = given('like');
  if (isId(like)) {
    const voucher = await askBook<VoucherCard | null>(event, office, ['voucher', { voucherId: like }]);
    if (voucher) return { ...day, ...likeVoucher(voucher, start) };
  }
  const settles = given('settles');
  if (isId(settles)) {
    const { rows } = await askBook<OpenAdvances>(event, office, ['openAdvances']);
    const advance = rows.find((row) => row.voucherId === settles && row.headId === given('head'));
    if (advance) return { ...day, ...settling(advance, given('by'), start) };
  }
  const head = given('head');
  if (isId(head)) {
    const rows = typedOf([{ head: labelOf(start, head) }, { head: firstOf(start, CASH) }]);
    return { ...day, type, mode: 'cash', ...rows };
  }
  return { ...day, type, ...usualRows(start)[type] };
}
