import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { brokenLine, guessMapping, readAmount, readDay, readStatement } from './bank-sheet.rules.ts';
import { propose, type OpenEntry, type OpenLine } from './bank-match.rules.ts';
import { hledgerText, plainName } from './hledger.rules.ts';
import {
  dailyTotals,
  mapTallyNames,
  readTallySheet,
  readTallyXml,
  tallyMasters,
  tallyText,
  tallyVouchers,
} from './tally.rules.ts';

describe('a bank file', () => {
  test.each([
    ['05/04/2025', 'dmy', '2025-04-05'],
    ['5-Apr-25', 'dmy', '2025-04-05'],
    ['०५/०४/२०२५', 'dmy', '2025-04-05'],
    ['04/05/2025', 'mdy', '2025-04-05'],
    ['2025-04-05', 'dmy', '2025-04-05'],
    ['05 Apr 2025 11:20', 'dmy', '2025-04-05'],
    [new Date('2025-04-05T00:00:00Z'), 'dmy', '2025-04-05'],
    ['31/02/2025', 'dmy', null],
    ['Total', 'dmy', null],
    ['', 'dmy', null],
  ] as const)('day %s', (cell, order, day) => expect(readDay(cell, order)).toBe(day));

  test.each([
    ['1,23,456.00', 12_345_600],
    ['500.00 Dr', -50_000],
    ['500 Cr.', 50_000],
    ['(75.50)', -7_550],
    [1234.565, 123_457],
    ['Rs. 10', 1_000],
    ['१२.५०', 1_250],
    ['-', 0],
    ['', 0],
    [null, 0],
    ['abc', null],
  ] as const)('amount %s', (cell, paise) => expect(readAmount(cell)).toBe(paise));

  const rows = [
    ['Statement of account', null, null, null, null, null],
    ['Txn Date', 'Narration', 'Chq/Ref No', 'Withdrawal Amt', 'Deposit Amt', 'Closing Balance'],
    ['03/04/2025', 'CHQ PAID  RENT', '000123', '500.00', '', '9,500.00 Cr'],
    ['02/04/2025', 'GRANT', 'UTR1', '', '10,000.00', '10,000.00 Cr'],
    ['', 'Total', '', '500.00', '10,000.00', ''],
  ];
  test('is understood from its headings, oldest first, without its totals', () => {
    const mapping = guessMapping(rows)!;
    expect(mapping).toMatchObject({
      skipRows: 2,
      date: 0,
      description: 1,
      reference: 2,
      withdrawal: 3,
      deposit: 4,
      balance: 5,
    });
    expect(readStatement(rows, mapping)).toEqual({
      faults: [],
      lines: [
        {
          onDate: '2025-04-02',
          description: 'GRANT',
          reference: 'UTR1',
          amountPaise: 1_000_000,
          balancePaise: 1_000_000,
        },
        {
          onDate: '2025-04-03',
          description: 'CHQ PAID RENT',
          reference: '000123',
          amountPaise: -50_000,
          balancePaise: 950_000,
        },
      ],
    });
    const broken = readStatement([...rows.slice(0, 2), ['03/04/2025', 'x', '', '5oo', '', '']], mapping);
    expect(broken).toEqual({ lines: [], faults: [{ row: 2, column: 3, code: 'accounts.not_an_amount' }] });
    const { lines } = readStatement(rows, mapping);
    expect(brokenLine(lines)).toBeNull();
    expect(brokenLine([lines[0]!, { ...lines[1]!, balancePaise: 1 }])).toBe(1);
  });
});

describe('matching', () => {
  const line = (lineId: string, onDate: string, amountPaise: number, text = ''): OpenLine => ({
    lineId,
    onDate,
    amountPaise,
    text,
  });
  const entry = (seq: number, eventOn: string, amountPaise: number, reference: string | null = null): OpenEntry => ({
    seq,
    line: 1,
    eventOn,
    amountPaise,
    reference,
    text: 'rent of Gupta',
  });
  test('prefers the reference over the nearer day', () => {
    const found = propose(
      [line('a', '2025-05-10', -500, 'CHQ 000777')],
      [entry(1, '2025-05-09', -500), entry(2, '2025-04-10', -500, '777 7')],
    );
    expect(found[0]?.entries[0]?.seq).toBe(1);
    const named = propose(
      [line('a', '2025-05-10', -500, 'CHQ 0007771')],
      [entry(1, '2025-05-05', -500), entry(2, '2025-05-01', -500, '7771')],
    );
    expect(named[0]?.entries[0]?.seq).toBe(2);
  });
  test('finds one deposit of many receipts, and leaves it when two choices fit', () => {
    const three = [entry(1, '2025-05-01', 100), entry(2, '2025-05-02', 250), entry(3, '2025-05-02', 70)];
    expect(propose([line('a', '2025-05-03', 350)], three)).toMatchObject([
      { lineIds: ['a'], entries: [{ seq: 1 }, { seq: 2 }] },
    ]);
    expect(propose([line('a', '2025-05-03', 350)], [...three, entry(4, '2025-05-03', 280)])).toEqual([]);
  });
  test('proposes only the same money, each side once', () => {
    const paise = fc.integer({ min: -5, max: 5 }).filter((n) => n !== 0);
    const day = fc.integer({ min: 1, max: 28 }).map((n) => `2025-05-${String(n).padStart(2, '0')}`);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(day, paise), { maxLength: 8 }),
        fc.array(fc.tuple(day, paise), { maxLength: 8 }),
        (bank, book) => {
          const lines = bank.map(([on, amount], at) => line(`l${at}`, on, amount));
          const entries = book.map(([on, amount], at) => entry(at + 1, on, amount));
          const found = propose(lines, entries);
          const ids = found.flatMap((one) => one.lineIds);
          const seqs = found.flatMap((one) => one.entries.map(({ seq }) => seq));
          expect([new Set(ids).size, new Set(seqs).size]).toEqual([ids.length, seqs.length]);
          for (const one of found) {
            const left = one.lineIds.reduce((sum, id) => sum + lines.find((l) => l.lineId === id)!.amountPaise, 0);
            expect(one.entries.reduce((sum, { seq }) => sum + entries[seq - 1]!.amountPaise, 0)).toBe(left);
          }
        },
      ),
    );
  });
});

describe('Tally', () => {
  test('reads its trial balance back from XML in either encoding, and from a sheet', () => {
    const text = `<ENVELOPE><DSPACCNAME><DSPDISPNAME>Cash &amp; Box</DSPDISPNAME></DSPACCNAME><DSPACCINFO><DSPCLDRAMT><DSPCLDRAMTA>-5000.00</DSPCLDRAMTA></DSPCLDRAMT><DSPCLCRAMT><DSPCLCRAMTA></DSPCLCRAMTA></DSPCLCRAMT></DSPACCINFO>
      <DSPACCNAME><DSPDISPNAME>Corpus</DSPDISPNAME></DSPACCNAME><DSPACCINFO><DSPCLDRAMT><DSPCLDRAMTA></DSPCLDRAMTA></DSPCLDRAMT><DSPCLCRAMT><DSPCLCRAMTA>5000.00</DSPCLCRAMTA></DSPCLCRAMT></DSPACCINFO></ENVELOPE>`;
    const expected = [
      { name: 'Cash & Box', amountPaise: 500_000 },
      { name: 'Corpus', amountPaise: -500_000 },
    ];
    expect(readTallyXml(text)).toEqual(expected);
    const utf16 = new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'));
    expect(readTallyXml(tallyText(utf16))).toEqual(expected);
    expect(readTallyXml('<html>no</html>')).toBeNull();
    const sheet = [
      ['Trust', null, null],
      ['Particulars', 'Debit', 'Credit'],
      ['Cash & Box', 5000, null],
      ['Corpus', null, 5000],
      ['Grand Total', 5000, 5000],
    ];
    expect(readTallySheet(sheet)).toEqual(expected);
    expect(readTallySheet([['a', 'b']])).toBeNull();
  });
  test('names are mapped as remembered, else by the same name, else a person is asked', () => {
    const heads = [{ headId: 'h1', tallyName: 'Cash', nameEn: 'Cash in hand' }];
    const rows = ['CASH', 'cash-in-hand', 'Petty', 'Old'].map((name) => ({ name, amountPaise: 1 }));
    expect(mapTallyNames(rows, { heads, remembered: { Old: 'h9' } }).map((row) => row.headId)).toEqual([
      'h1',
      'h1',
      null,
      'h9',
    ]);
  });
  test('masters are read back with the sign of Tally turned', () => {
    const xml = tallyMasters('A & B', {
      groups: [
        { name: 'Own "group"', parent: 'Current Assets' },
        { name: 'Provisions', parent: '' },
      ],
      heads: [{ name: 'Cash <1>', parent: 'Cash-in-Hand', openingPaise: 12_345 }],
      costCentres: [],
    });
    expect(xml).toContain('<OPENINGBALANCE>-123.45</OPENINGBALANCE>');
    expect(xml).not.toContain('GROUP NAME="Provisions"');
    expect(readTallyXml(xml)).toEqual([{ name: 'Cash <1>', amountPaise: 12_345 }]);
  });
  test('daily totals are the same money under ids that stay', () => {
    const of = (remoteId: string, paise: number) => ({
      remoteId,
      type: 'receipt' as const,
      on: '2025-05-01',
      number: remoteId,
      reference: null,
      party: null,
      narration: '',
      entries: [
        { ledger: 'Cash', amountPaise: paise, costCentres: [] },
        { ledger: 'Fees', amountPaise: -paise, costCentres: [] },
      ],
    });
    const daily = dailyTotals([of('a', 100), of('b', 250)], 'book');
    expect(daily).toMatchObject([
      {
        remoteId: 'book-20250501-receipt',
        entries: [
          { ledger: 'Cash', amountPaise: 350 },
          { ledger: 'Fees', amountPaise: -350 },
        ],
      },
    ]);
    expect(tallyVouchers('X', daily)).toContain('REMOTEID="book-20250501-receipt"');
  });
});

test('plain text keeps no sign that its reader would take for its own', () => {
  expect([plainName('a:b;  c\n(x)'), plainName(' ;: '), plainName('* (paid) \u0007')]).toEqual([
    'a b c (x',
    '-',
    'paid',
  ]);
  expect(
    hledgerText('t', [
      { on: '2025-05-01', code: '1', words: 'w', postings: [{ account: 'Assets:1010 Cash', amountPaise: -5 }] },
    ]),
  ).toContain('    Assets:1010 Cash  INR -0.05');
});
