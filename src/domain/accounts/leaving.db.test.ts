import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#platform/ids.ts';
import { makeOffice, move, type Office } from '#test/office.ts';
import type { BankWork, OfficeTrialBalance, Reconciliation, TallyExport } from './index.server.ts';

const HLEDGER = process.env.BAKHIYA_HLEDGER ?? '/usr/bin/hledger';
const folder = mkdtempSync(join(tmpdir(), 'bakhiya-hledger-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let office: Office;
let bank: string, at: Office['head'];
beforeAll(async () => {
  office = await makeOffice();
  at = office.head;
  bank = await office.addHead({ account: '1020', nameEn: 'Gramin Bank' });
});
const lineOf = (
  onDate: string,
  amountPaise: number,
  balancePaise: number | null,
  description = '',
  reference: string | null = null,
) => ({ onDate, amountPaise, balancePaise, description, reference });

describe('the bank beside the book', () => {
  test('a statement is read once, in order, and only of this bank', async () => {
    await office.voucher({
      type: 'receipt',
      on: '2024-05-01',
      lines: move(bank, 100_000, at('Donations')),
    });
    await office.voucher({
      type: 'payment',
      on: '2024-05-03',
      lines: move(at('Rent'), 30_000, bank),
      mode: 'cheque',
      reference: '000777',
      payee: 'Gupta',
    });
    await office.voucher({
      type: 'payment',
      on: '2024-05-20',
      lines: move(at('Repairs & Maintenance'), 5_000, bank),
      mode: 'cheque',
      reference: '000778',
    });
    const lines = [
      lineOf('2024-05-02', 100_000, 100_000, 'NEFT 499118665246 DONOR', '499118665246'),
      lineOf('2024-05-09', -30_000, 70_000, 'CHQ 000777'),
      lineOf('2024-05-31', -118, 69_882, 'CHARGES'),
      lineOf('2024-05-31', -118, 69_764, 'CHARGES'),
    ];
    const statement = { headId: bank, fileName: 'may.csv', lines };
    expect(
      await office.run('importBankLines', { ...statement, statementId: newId(), headId: at('Cash') }),
    ).toMatchObject({ code: 'accounts.no_bank_head' });
    expect(await office.run('importBankLines', { ...statement, statementId: newId() }, office.stranger)).toMatchObject({
      code: 'accounts.no_bank_head',
    });
    expect(
      await office.run('importBankLines', {
        ...statement,
        statementId: newId(),
        lines: [lines[0], { ...lines[1]!, balancePaise: 1 }],
      }),
    ).toMatchObject({ code: 'accounts.statement_broken', params: { line: 2 } });
    expect(await office.done('importBankLines', { ...statement, statementId: newId() })).toEqual({
      added: 4,
      known: 0,
    });
    expect(await office.run('importBankLines', { ...statement, statementId: newId() })).toMatchObject({
      code: 'accounts.statement_known',
    });
    const more = [...lines, lineOf('2024-06-01', 50, 69_814)];
    expect(await office.done('importBankLines', { ...statement, statementId: newId(), lines: more })).toEqual({
      added: 1,
      known: 4,
    });
  });

  test('what belongs together is proposed, confirmed once, and the two balances tie', async () => {
    const work = await office.ask<BankWork>('bankWork', { headId: bank });
    expect(work.proposals).toHaveLength(2);
    const matches = work.proposals.map(({ lineIds, entries }) => ({ matchId: newId(), lineIds, entries }));
    const first = matches[0]!;
    expect(
      await office.run('matchBankLines', {
        headId: bank,
        matches: [{ ...first, entries: [...first.entries, ...first.entries] }],
      }),
    ).toMatchObject({ code: 'accounts.match_unknown' });
    expect(
      await office.run('matchBankLines', { headId: bank, matches: [{ ...first, entries: matches[1]!.entries }] }),
    ).toMatchObject({ code: 'accounts.match_differs' });
    await office.done('matchBankLines', { headId: bank, matches });
    expect(
      await office.run('matchBankLines', { headId: bank, matches: [{ ...first, matchId: newId() }] }),
    ).toMatchObject({ code: 'accounts.matched_already' });
    const may = await office.ask<Reconciliation>('reconciliation', { headId: bank, asOf: '2024-05-31' });
    expect(may).toMatchObject({ bookPaise: 65_000, bankPaise: 69_764, computedPaise: 69_764, differencePaise: 0 });
    expect(may.notAtBank).toMatchObject([{ amountPaise: -5_000 }]);
    expect(may.notInBook).toMatchObject([{ amountPaise: -118 }, { amountPaise: -118 }]);
    // on the 5th the cheque was written and not yet presented
    expect(await office.ask<Reconciliation>('reconciliation', { headId: bank, asOf: '2024-05-05' })).toMatchObject({
      bankPaise: 100_000,
      differencePaise: 0,
      notAtBank: [{ amountPaise: -30_000 }],
    });
    expect(await office.run('unmatchBankLines', { headId: bank, matchId: first.matchId })).toMatchObject({
      kind: 'applied',
    });
    expect((await office.ask<BankWork>('bankWork', { headId: bank })).proposals).toHaveLength(1);
    expect(await office.ask('bankWork', { headId: bank }, office.stranger)).toBeNull();
  });

  test('ties for any statement of any book, whatever was matched', async () => {
    const one = await makeOffice();
    const money = fc.integer({ min: 1, max: 9 }).map((n) => n * 100);
    const move = fc.record({
      paise: money,
      into: fc.boolean(),
      day: fc.integer({ min: 1, max: 27 }),
      inBank: fc.boolean(),
      late: fc.integer({ min: 0, max: 3 }),
      before: fc.boolean(),
    });
    let count = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(move, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 30 }),
        async (moves, cut) => {
          count += 1;
          const head = await one.addHead({ account: '1020', nameEn: `Bank ${count}` });
          const date = (day: number, before = false) =>
            `2024-0${before ? 5 : 6}-${String(Math.min(day, 30)).padStart(2, '0')}`;
          for (const { paise, into, day, before } of moves) {
            const sign = into ? 1 : -1;
            await one.voucher({
              type: into ? 'receipt' : 'payment',
              on: date(day, before),
              lines: [
                [head, sign * paise],
                [at1('Donations'), -sign * paise],
              ],
            });
          }
          const shown = moves
            .filter((m) => m.inBank)
            .map((m) => ({ on: m.before ? '2024-06-01' : date(m.day + m.late), paise: m.into ? m.paise : -m.paise }))
            .sort((a, b) => a.on.localeCompare(b.on));
          if (shown.length === 0) return;
          let balance = 7_700;
          const lines = shown.map((m) => lineOf(m.on, m.paise, (balance += m.paise)));
          await one.done('importBankLines', { statementId: newId(), headId: head, fileName: null, lines });
          const { proposals } = await one.ask<BankWork>('bankWork', { headId: head });
          if (proposals.length > 0)
            await one.done('matchBankLines', {
              headId: head,
              matches: proposals.map(({ lineIds, entries }) => ({ matchId: newId(), lineIds, entries })),
            });
          const found = await one.ask<Reconciliation>('reconciliation', { headId: head, asOf: date(cut) });
          if (found.bankPaise !== null) expect(found.differencePaise).toBe(0);
        },
      ),
      { numRuns: 12 },
    );
    function at1(name: string) {
      return one.head(name);
    }
  });
});

/** A reader of the published import format, apart from what wrote it: balances per ledger, debit positive, and the ids. */
function readBack({ mastersXml, vouchersXml }: TallyExport) {
  const balances = new Map<string, number>();
  const clean = (text: string) =>
    text
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>')
      .replace(/&quot;/g, '"')
      .replace(/&amp;/g, '&');
  const add = (name: string, amount: string) =>
    balances.set(clean(name), (balances.get(clean(name)) ?? 0) - Math.round(Number(amount) * 100));
  for (const [, name, amount] of mastersXml.matchAll(/<LEDGER NAME="([^"]*)".*?<OPENINGBALANCE>([^<]*)</g))
    add(name!, amount!);
  for (const [, name, positive, amount] of vouchersXml.matchAll(
    /<LEDGERNAME>([^<]*)<\/LEDGERNAME><ISDEEMEDPOSITIVE>(Yes|No)<\/ISDEEMEDPOSITIVE><AMOUNT>([^<]*)</g,
  )) {
    expect(positive).toBe(Number(amount) < 0 ? 'Yes' : 'No');
    add(name!, amount!);
  }
  return { balances, ids: [...vouchersXml.matchAll(/REMOTEID="([^"]*)"/g)].map((match) => match[1]) };
}

describe('leaving', () => {
  test('Tally gets every voucher once, under an id that stays, with the same trial balance', async () => {
    const one = await makeOffice();
    const head = one.head;
    await one.done('setOpening', {
      voucherId: newId(),
      lines: [
        { headId: head('Cash'), amountPaise: 50_000, fundId: null },
        { headId: head('Corpus Fund'), amountPaise: -50_000, fundId: null },
      ],
    });
    const odd = await one.addHead({ account: '5900', nameEn: 'Rent' });
    await one.voucher({
      type: 'payment',
      on: '2024-05-01',
      lines: [
        [head('Rent'), 1_050],
        [odd, 10],
        [head('Cash'), -1_060],
      ],
      narration: 'Rent & <light>',
      payee: 'गुप्ता',
    });
    await one.voucher({
      type: 'receipt',
      on: '2024-05-01',
      lines: move(head('Cash'), 700, head('Donations')),
    });
    await one.voucher({
      type: 'receipt',
      on: '2024-05-01',
      lines: move(head('Cash'), 300, head('Donations')),
    });
    const ask = (detail: string) =>
      one.ask<TallyExport>('tallyExport', { from: '2024-04-01', to: '2025-03-31', detail, company: 'Trust' });
    const trial = await one.ask<OfficeTrialBalance>('trialBalance');
    const expected = trial.rows
      .map((row) => row.balancePaise)
      .filter((paise) => paise !== 0)
      .sort((a, b) => a - b);
    for (const detail of ['full', 'daily']) {
      const found = readBack(await ask(detail));
      expect([...found.balances.values()].filter((paise) => paise !== 0).sort((a, b) => a - b)).toEqual(expected);
      expect(found.ids).toHaveLength(detail === 'full' ? 3 : 2);
      expect(readBack(await ask(detail)).ids).toEqual(found.ids);
    }
    expect((await ask('full')).vouchersXml).toContain('गुप्ता: Rent &amp; &lt;light&gt;');
    await one.done('saveTallyNames', { names: [{ name: 'Petty cash', headId: head('Cash') }] });
    expect(await one.ask('tallyNames')).toEqual({ 'Petty cash': head('Cash') });
  });

  test('hledger takes the book strictly and comes to the same trial balance', async () => {
    if (!existsSync(HLEDGER))
      throw new Error('hledger is missing: npm test installs it, or "sudo apt-get install hledger"');
    await office.voucher({
      type: 'journal',
      on: '2024-06-30',
      lines: move(at('Salaries'), 99, at('Expenses Payable')),
      narration: 'a:b; (c)\n| d',
    });
    const book = await office.ask<{ text: string; journals: number }>('hledger', { title: 'Trust: books' });
    const whole = await office.app.ask<{ text: string }>('accounts.hledgerOrganisation', office.auditor, {
      title: 'All',
    });
    const trial = await office.ask<OfficeTrialBalance>('trialBalance');
    for (const text of [book.text, whole.kind === 'answer' ? whole.value.text : '']) {
      const file = join(folder, 'book.journal');
      writeFileSync(file, text);
      const run = (...args: string[]) =>
        execFileSync(HLEDGER, ['-f', file, ...args], { encoding: 'utf8', env: { ...process.env, LANG: 'C.UTF-8' } });
      run('check', '--strict');
      const csv = run('balance', '--flat', '--no-total', '-O', 'csv');
      const found = [...csv.matchAll(/"INR (-?[\d.]+)"/g)]
        .map((match) => Math.round(Number(match[1]) * 100))
        .sort((a, b) => a - b);
      expect(found).toEqual(
        trial.rows
          .map((row) => row.balancePaise)
          .filter((paise) => paise !== 0)
          .sort((a, b) => a - b),
      );
    }
  });
});
