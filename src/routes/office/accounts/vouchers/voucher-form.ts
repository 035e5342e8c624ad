/** A voucher as it is typed: fields named `<what>.<row>`, heads by their names, amounts as rupees in any digits. Pure. */
import { formatPaise, parseRupees, sumPaise, type Paise } from '#platform/money.ts';
import { readDigits } from '#platform/digits.ts';
import type { Params } from '#platform/outcomes.ts';

export type Typed = Readonly<Record<string, string>>;
/** A head that can be chosen by typing: shown by its label, found by any of its names. */
export type HeadChoice = {
  readonly id: string;
  readonly label: string;
  readonly names: readonly string[];
  readonly account: string;
};
export const ROW_FIELDS = ['head', 'debit', 'credit', 'fund', 'programme', 'district', 'settles', 'note'] as const;
export type RowField = (typeof ROW_FIELDS)[number];
export type Row = Record<RowField, string>;
export const emptyRow = (): Row => ({
  head: '',
  debit: '',
  credit: '',
  fund: '',
  programme: '',
  district: '',
  settles: '',
  note: '',
});

export type Problem = { readonly code: string; readonly params: Params };
export type Line = {
  readonly headId: string;
  readonly amountPaise: Paise;
  readonly fundId: string | null;
  readonly programmeId: string | null;
  readonly districtId: string | null;
  readonly settlesVoucherId: string | null;
  readonly note: string | null;
};
export type Words = {
  readonly type: string;
  readonly narration: string;
  readonly payee: string | null;
  readonly partyHeadId: string | null;
  readonly mode: string | null;
  readonly reference: string | null;
  readonly lines: readonly Line[];
};
export type Read<T> = { readonly value: T; readonly problem?: undefined } | { readonly problem: Problem };

const plain = (text: string): string => readDigits(text).normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim();

/** The head meant by what was typed: its whole name in any language, else the only one that begins so, else the only one that holds it. */
export function headFor(text: string, heads: readonly HeadChoice[]): HeadChoice | null {
  const wanted = plain(text);
  if (wanted === '') return null;
  const found = (fits: (name: string) => boolean) =>
    heads.filter((head) => [head.label, ...head.names].some((name) => fits(plain(name))));
  for (const fits of [
    (name: string) => name === wanted,
    (name: string) => name.startsWith(wanted),
    (name: string) => name.includes(wanted),
  ]) {
    const [only, ...more] = found(fits);
    if (only && more.length === 0) return only;
    // two of one name: a shorter text cannot tell them apart either
    if (only) return heads.find((head) => plain(head.label) === wanted) ?? null;
  }
  return null;
}

/** Rows that hold anything, in their order; blank ones between them are passed over. */
export function rowsOf(typed: Typed): Row[] {
  const numbers = Object.keys(typed).flatMap((name) => {
    const at = /^head\.(\d{1,3})$/.exec(name)?.[1];
    return at === undefined ? [] : [Number(at)];
  });
  return numbers
    .sort((a, b) => a - b)
    .map((at) => {
      const row = emptyRow();
      for (const field of ROW_FIELDS) row[field] = typed[`${field}.${at}`] ?? '';
      return row;
    })
    .filter((row) => row.head.trim() !== '' || row.debit.trim() !== '' || row.credit.trim() !== '');
}

/** Rows as fields of a form again. */
export const typedOf = (rows: readonly Partial<Row>[]): Typed =>
  Object.fromEntries(
    rows.flatMap((row, at) => Object.entries(row).map(([field, value]) => [`${field}.${at}`, value] as const)),
  );

/** Debit positive; null while it is no amount; zero while nothing is typed. */
export function amountOf({ debit, credit }: Pick<Row, 'debit' | 'credit'>): Paise | null {
  const [left, right] = [debit, credit].map((text) => (text.trim() === '' ? 0 : parseRupees(text)));
  if (left === null || right === null || left === undefined || right === undefined) return null;
  return left - right;
}

/** What debits are more than credits; rows that cannot be read yet count as nothing. */
export const differenceOf = (rows: readonly Pick<Row, 'debit' | 'credit'>[]): Paise =>
  sumPaise(rows.map((row) => amountOf(row) ?? 0));

/** The two amount boxes of a row that is to bring a difference to nothing. */
export const balancing = (differencePaise: Paise): Pick<Row, 'debit' | 'credit'> => ({
  debit: differencePaise < 0 ? formatPaise(-differencePaise, { sign: false }) : '',
  credit: differencePaise > 0 ? formatPaise(differencePaise, { sign: false }) : '',
});

/** With Indian grouping once it is an amount; what is none stays as it was typed. */
export function grouped(text: string): string {
  const paise = text.trim() === '' ? null : parseRupees(text);
  return paise === null ? text : formatPaise(paise, { sign: false });
}

const wrong = (reason: string, line: number): { problem: Problem } => ({
  problem: { code: `accounts.${reason}`, params: { line } },
});
const orNull = (text: string | undefined): string | null => text?.trim() || null;

function lineOf(row: Row, line: number, heads: readonly HeadChoice[]): Read<Line> {
  const head = headFor(row.head, heads);
  if (!head) return wrong('head_unknown', line);
  if (row.debit.trim() !== '' && row.credit.trim() !== '') return wrong('both_sides', line);
  const amountPaise = amountOf(row);
  if (amountPaise === null) return wrong('amount_unreadable', line);
  return {
    value: {
      headId: head.id,
      amountPaise,
      fundId: orNull(row.fund),
      programmeId: orNull(row.programme),
      districtId: orNull(row.district),
      settlesVoucherId: orNull(row.settles),
      note: orNull(row.note),
    },
  };
}

/** What the form says, or the first thing in it that cannot be read, with the number of its line. */
export function readVoucher(typed: Typed, heads: readonly HeadChoice[]): Read<Words> {
  const lines: Line[] = [];
  for (const [at, row] of rowsOf(typed).entries()) {
    const read = lineOf(row, at + 1, heads);
    if (read.problem) return read;
    lines.push(read.value);
  }
  if (lines.length < 2) return { problem: { code: 'accounts.one_line', params: {} } };
  const party = orNull(typed.party);
  const partyHeadId = party === null ? null : (headFor(party, heads)?.id ?? null);
  if (party !== null && partyHeadId === null) return { problem: { code: 'accounts.party_unknown', params: {} } };
  return {
    value: {
      type: typed.type ?? '',
      narration: typed.narration ?? '',
      payee: orNull(typed.payee),
      partyHeadId,
      mode: orNull(typed.mode),
      reference: orNull(typed.reference),
      lines,
    },
  };
}
