import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatPaise } from '#platform/money.ts';
import {
  amountOf,
  balancing,
  differenceOf,
  emptyRow,
  grouped,
  headFor,
  readVoucher,
  rowsOf,
  typedOf,
  type HeadChoice,
} from './voucher-form.ts';

const head = (id: string, label: string, names: string[] = []): HeadChoice => ({ id, label, names, account: '5010' });
const HEADS = [
  head('bank', 'Gramin Bank, Aminabad', ['ग्रामीण बैंक, अमीनाबाद', 'گرامین بینک، امین آباد']),
  head('charges', 'Bank Charges', ['बैंक शुल्क']),
  head('rent', 'Rent', ['किराया', 'کرایہ']),
  head('received', 'Rent received', ['मिला किराया']),
];

describe('a head is found by what is typed', () => {
  test.each([
    ['Rent', 'rent'],
    ['  rent ', 'rent'],
    ['rent r', 'received'],
    ['किराया', 'rent'],
    ['کرایہ', 'rent'],
    ['amina', 'bank'],
    ['bank c', 'charges'],
  ])('%s', (typed, id) => {
    expect(headFor(typed, HEADS)?.id).toBe(id);
  });
  test('two that fit are none, and nothing is nothing', () => {
    expect(headFor('ren', HEADS)).toBeNull();
    expect(headFor('zzz', HEADS)).toBeNull();
    expect(headFor('  ', HEADS)).toBeNull();
  });
  test('two of one name are told apart by their labels', () => {
    const twice = [head('one', 'Bank (0101)', ['Bank']), head('two', 'Bank (0202)', ['Bank'])];
    expect(headFor('Bank', twice)).toBeNull();
    expect(headFor('Bank (0202)', twice)?.id).toBe('two');
  });
});

test('amounts are read in three kinds of digits, with Indian grouping, and written back with it', () => {
  const paise = [amountOf({ debit: '1,25,000.50', credit: '' }), amountOf({ debit: '', credit: '१२५०' })];
  expect(paise).toEqual([12_500_050, -125_000]);
  expect(amountOf({ debit: '۱۲۵۰', credit: '' })).toBe(125_000);
  expect(amountOf({ debit: 'twelve', credit: '' })).toBeNull();
  expect(grouped('१२५०००')).toBe('1,25,000');
  expect(grouped('twelve')).toBe('twelve');
});

const typed = (rows: Parameters<typeof typedOf>[0], more: Record<string, string> = {}) => ({
  type: 'payment',
  narration: 'Rent of May',
  ...typedOf(rows),
  ...more,
});

test('a voucher becomes its lines; blank rows are passed over', () => {
  const read = readVoucher(
    typed([
      { head: 'Rent', debit: '१२,०००', fund: 'f', note: ' May ' },
      emptyRow(),
      { head: 'amina', credit: '12000', settles: 's' },
    ]),
    HEADS,
  );
  const none = { fundId: null, programmeId: null, districtId: null, settlesVoucherId: null, note: null };
  expect(read.problem ?? read.value).toEqual({
    type: 'payment',
    narration: 'Rent of May',
    payee: null,
    partyHeadId: null,
    mode: null,
    reference: null,
    lines: [
      { ...none, headId: 'rent', amountPaise: 1_200_000, fundId: 'f', note: 'May' },
      { ...none, headId: 'bank', amountPaise: -1_200_000, settlesVoucherId: 's' },
    ],
  });
});

test.each([
  [
    'accounts.head_unknown',
    2,
    [
      { head: 'Rent', debit: '5' },
      { head: 'zzz', credit: '5' },
    ],
  ],
  [
    'accounts.both_sides',
    1,
    [
      { head: 'Rent', debit: '5', credit: '5' },
      { head: 'amina', credit: '5' },
    ],
  ],
  [
    'accounts.amount_unreadable',
    2,
    [
      { head: 'Rent', debit: '5' },
      { head: 'amina', credit: 'five' },
    ],
  ],
  ['accounts.one_line', undefined, [{ head: 'Rent', debit: '5' }]],
] as const)('%s names its line', (code, line, rows) => {
  expect(readVoucher(typed(rows), HEADS).problem).toEqual({ code, params: line === undefined ? {} : { line } });
});

test('an unknown party is said, not dropped', () => {
  const rows = [
    { head: 'Rent', debit: '5' },
    { head: 'amina', credit: '5' },
  ];
  expect(readVoucher(typed(rows, { party: 'zzz' }), HEADS).problem?.code).toBe('accounts.party_unknown');
  const read = readVoucher(typed(rows, { party: 'bank c' }), HEADS);
  expect(read.problem ?? read.value.partyHeadId).toBe('charges');
});

test('the balancing line always brings both sides together', () => {
  const amount = fc.integer({ min: 1, max: 9_000_000_000 });
  const row = fc.tuple(amount, fc.boolean()).map(([paise, left]) => {
    const text = formatPaise(paise, { sign: false });
    return left ? { debit: text, credit: '' } : { debit: '', credit: text };
  });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 20 }), (rows) => {
      expect(differenceOf([...rows, balancing(differenceOf(rows))])).toBe(0);
    }),
  );
});

test('rows come back in the order of their numbers', () => {
  const many = Array.from({ length: 12 }, (_, at) => ({ head: `h${at}` }));
  expect(rowsOf(typedOf(many)).map((row) => row.head)).toEqual(many.map((row) => row.head));
});
