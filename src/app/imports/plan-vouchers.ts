/** Lines of an office's day book become vouchers: one line between two heads, or several lines under one number, each with its side. Pure. */
import { isMoney, judgeVoucher, type VoucherLine, type VoucherType } from '#domain/accounts/index.ts';
import type { IsoDate } from '#platform/dates.ts';
import { amountOf, dayOf, oneOf, sameWord, signedAmountOf } from './cells.ts';
import type { OfficeWords, OfficeWorld } from './office-words.ts';
import { faultsOf, type Line, type Row, type Unit } from './plan.ts';

const TYPE_WORDS: Readonly<Record<VoucherType, readonly string[]>> = {
  payment: ['pymt', 'paid', 'p', 'भुगतान', 'ادائیگی'],
  receipt: ['rcpt', 'received', 'r', 'प्राप्ति', 'रसीद', 'وصولی', 'رسید'],
  contra: ['c', 'कॉन्ट्रा', 'कोंट्रा', 'کونٹرا'],
  journal: ['jrnl', 'j', 'जर्नल', 'جرنل'],
};
const MODE_WORDS = {
  cash: ['नकद', 'نقد'],
  cheque: ['check', 'chq', 'चेक', 'چیک'],
  transfer: ['neft', 'rtgs', 'imps', 'bank', 'बैंक', 'بینک'],
  upi: ['यूपीआई', 'یو پی آئی'],
} as const;
/** Which cell a refusal of the whole voucher is about. */
const CELL_OF: Readonly<Record<string, string>> = {
  'accounts.unbalanced': 'amount',
  'accounts.empty_line': 'amount',
  'accounts.head_unknown': 'head',
  'accounts.head_closed': 'head',
  'accounts.fund_closed': 'fund',
  'accounts.programme_closed': 'programme',
};
const TYPE_CELL = /^accounts\.not_a_/;

/** In the order of their days, since a cash box is judged by what came before. */
export function planVouchers(rows: readonly Row[], world: OfficeWorld): Unit[] {
  const ordinals = new Map<string, number>();
  return together(rows)
    .map((list) => planVoucher(list, world, ordinals))
    .toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
    .map(({ unit }) => unit);
}

/** A line without number and day goes on with the voucher above it; the same number on the same day is one voucher. */
function together(rows: readonly Row[]): Row[][] {
  const vouchers: Row[][] = [];
  const numbered = new Map<string, Row[]>();
  for (const row of rows) {
    const [number, on] = [row.at.text('number'), row.at.text('on')];
    const last = vouchers.at(-1);
    if (last && on === null && (number === null || number === last[0]!.at.text('number'))) {
      last.push(row);
      continue;
    }
    const key = number && [number, on, row.at.text('type'), row.at.text('book')].join('\n');
    const before = key ? numbered.get(key) : undefined;
    if (before) before.push(row);
    else vouchers.push([row]);
    if (key && !before) numbered.set(key, vouchers.at(-1)!);
  }
  return vouchers;
}

type Placed = { readonly at: Row; readonly line: VoucherLine };

function planVoucher(
  rows: readonly Row[],
  world: OfficeWorld,
  ordinals: Map<string, number>,
): { on: IsoDate; unit: Unit } {
  const first = rows[0]!.at;
  const on = first.has('on')
    ? first.read('on', (cell) => dayOf(cell, Number(world.today.slice(0, 4))), 'imports.day_unreadable')
    : first.wrong('on', 'imports.cell_missing');
  const book = world.bookOf(first);
  const given = first.read('type', (cell) => oneOf(TYPE_WORDS, cell), 'imports.choice_unknown');
  const placed = book ? rows.flatMap((row) => linesOf(row, book, given)) : [];
  const type = given ?? (book && guessType(placed, book));
  const mode = first.read('mode', (cell) => oneOf(MODE_WORDS, cell), 'imports.choice_unknown');
  for (const [field, most] of [
    ['narration', 500],
    ['payee', 120],
    ['reference', 60],
  ] as const)
    if ((first.text(field)?.length ?? 0) > most) first.wrong(field, 'imports.too_long', { most });
  const lines = rows.map((row) => row.line);
  const day = on ?? '9999-12-31';
  if (book && on && type && faultsOf(rows).length === 0) judgePlaced(placed, { book, on, type });
  const faults = faultsOf(rows);
  if (faults.length > 0 || !book || !on || !type)
    return { on: day, unit: { lines, planned: { kind: 'faulty', faults } } };
  const said = {
    ...book.body,
    eventOn: on,
    type,
    narration: first.text('narration') ?? first.text('payee') ?? first.text('head') ?? '',
    payee: first.text('payee'),
    mode,
    reference: first.text('reference'),
    lines: placed.map(({ line }) => line),
  };
  const key = keyOf(first, said, ordinals);
  const command = { step: 'voucher', name: 'accounts.makeVoucher' };
  return {
    on: day,
    unit: {
      lines,
      planned: {
        kind: 'taken',
        key,
        subject: { kind: 'voucher', id: world.idOf('voucher', key) },
        commands: [{ ...command, payload: (id) => ({ ...said, voucherId: id }) }],
        warnings: [],
        ...(first.has('number') && { mustMatch: true as const }),
      },
    },
  };
}

/** Without a number of its own a voucher is known by all it says; two alike on one day are two. */
function keyOf(first: Line, said: { eventOn: string; type: string }, ordinals: Map<string, number>): string {
  const number = first.text('number');
  if (number) return [number, said.eventOn, said.type, first.text('book') ?? ''].map(sameWord).join('|');
  const all = JSON.stringify(said);
  const nth = (ordinals.get(all) ?? 0) + 1;
  ordinals.set(all, nth);
  return `${all}#${nth}`;
}

/** Between two heads: a payment is what it was for, then what it was paid from; a receipt the other way; else debit, then credit. */
function linesOf(row: Row, book: OfficeWords, type: VoucherType | null): Placed[] {
  const { at } = row;
  if (!at.has('head')) at.wrong('head', 'imports.cell_missing');
  const tags = {
    fundId: at.named('fund', book.fundIds),
    programmeId: at.named('programme', book.programmeIds),
  };
  const headId = at.named('head', book.headIds);
  const otherId = at.named('other', book.headIds);
  const amountPaise = at.has('other') ? plainAmount(at) : sideAmount(at);
  if (at.has('other') && type === null && !at.has('type')) at.wrong('type', 'imports.cell_missing');
  if (headId === null || amountPaise === null) return [];
  if (otherId === null) return [{ at: row, line: { headId, amountPaise, ...tags } }];
  const sign = type === 'receipt' ? -1 : 1;
  return [
    { at: row, line: { headId, amountPaise: sign * amountPaise, ...tags } },
    { at: row, line: { headId: otherId, amountPaise: -sign * amountPaise, ...tags } },
  ];
}

function plainAmount(at: Line): number | null {
  const field = ['amount', 'debit', 'credit'].find((one) => at.has(one));
  if (!field) return at.wrong('amount', 'imports.cell_missing');
  const paise = at.read(field, amountOf, 'imports.amount_unreadable');
  return paise !== null && paise <= 0 ? at.wrong(field, 'imports.amount_negative') : paise;
}

/** Debit positive: from two columns, or from one that says Dr and Cr or carries a sign. */
export function sideAmount(at: Line): number | null {
  if (!at.has('debit') && !at.has('credit'))
    return at.has('amount')
      ? at.read('amount', signedAmountOf, 'imports.amount_unreadable')
      : at.wrong('amount', 'imports.cell_missing');
  const debit = at.has('debit') ? at.read('debit', amountOf, 'imports.amount_unreadable') : 0;
  const credit = at.has('credit') ? at.read('credit', amountOf, 'imports.amount_unreadable') : 0;
  return debit === null || credit === null ? null : debit - credit;
}

function guessType(placed: readonly Placed[], { ground }: OfficeWords): VoucherType {
  const money = placed.filter(({ line }) => isMoney(ground.heads.get(line.headId)?.account ?? ''));
  if (money.length === 0) return 'journal';
  if (money.length === placed.length) return 'contra';
  return money.every(({ line }) => line.amountPaise < 0) ? 'payment' : 'receipt';
}

/** By the same rule that judges it when it is made; the refusal lands on the cell it is about. */
function judgePlaced(placed: readonly Placed[], of: { book: OfficeWords; on: IsoDate; type: VoucherType }): void {
  const lines = placed.map(({ line }) => line);
  const ruling = judgeVoucher({ type: of.type, eventOn: of.on, lines }, of.book.ground);
  if (ruling.ok || placed.length === 0) return;
  const at = placed[Number(ruling.params['line'] ?? 1) - 1] ?? placed[0]!;
  const cell = TYPE_CELL.test(ruling.code) ? 'type' : (CELL_OF[ruling.code] ?? 'on');
  at.at.at.wrong(cell, ruling.code, ruling.params);
}
