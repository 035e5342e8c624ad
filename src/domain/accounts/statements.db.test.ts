import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { verifyDatabase, type Periods } from '#domain/ledger/index.server.ts';
import { newId } from '#platform/ids.ts';
import { openPool } from '#platform/db.server.ts';
import { makeOffice, move, soundness, type Office } from '#test/office.ts';
import type {
  BalanceSheet,
  HeadBook,
  IncomeAndExpenditure,
  OfficeReceiptsAndPayments,
  OfficeTrialBalance,
} from './index.server.ts';

type Any = {
  on: string;
  paise: number;
  way: 'payment' | 'receipt' | 'journal';
  head: string;
  other: string;
  cancel: boolean;
};
async function writeAny(one: Office, { on, paise, way, head, other, cancel }: Any): Promise<void> {
  const voucherId = newId();
  const cash = one.head('Cash');
  const lines =
    way === 'journal'
      ? move(head, paise, other)
      : way === 'payment'
        ? move(head, paise, cash)
        : move(cash, paise, head);
  expect((await one.voucher({ type: way, on, lines, voucherId })).kind).toBe('applied');
  if (cancel) await one.done('cancelVoucher', { voucherId, reversalId: newId(), eventOn: on, reason: 'wrong' });
}

async function expectWhole(one: Office, asOf: string): Promise<void> {
  const trial = await one.ask<OfficeTrialBalance>('trialBalance', { asOf });
  expect(trial.debitPaise).toBe(trial.creditPaise);
  const sheet = await one.ask<BalanceSheet>('balanceSheet', { asOf });
  expect(sheet.sourcesPaise).toBe(sheet.assetsPaise);
  expect(sheet.sourcesBeforePaise).toBe(sheet.assetsBeforePaise);
  const to = asOf < '2024-06-01' ? '2024-06-30' : asOf;
  const flow = await one.ask<OfficeReceiptsAndPayments>('receiptsAndPayments', { from: '2024-06-01', to });
  const tills = (pick: 'openingPaise' | 'closingPaise') => flow.tills.reduce((sum, till) => sum + till[pick], 0);
  expect(tills('openingPaise') + flow.receiptsPaise - flow.paymentsPaise).toBe(tills('closingPaise'));
  const span = { headId: one.head('Cash'), from: '2024-04-01', to: asOf, limit: 500 };
  const book = (await one.ask<HeadBook | null>('headBook', span))!;
  expect(book.openingPaise + book.debitPaise - book.creditPaise).toBe(book.closingPaise);
  if (!book.next && book.lines.length > 0) expect(book.lines.at(-1)!.balancePaise).toBe(book.closingPaise);
}

test('any vouchers keep every statement whole: trial zero, balance sheet even, receipts and payments tied to cash', async () => {
  const one = await makeOffice();
  const names = ['Rent', 'Training Fees', 'Furniture & Fixtures', 'Sundry Suppliers', 'Donations', 'Salaries'];
  const head = fc.constantFrom(...names.map(one.head));
  const corpus = move(one.head('Cash'), 90_000_000, one.head('Corpus Fund'));
  await one.voucher({ type: 'receipt', on: '2024-04-01', lines: corpus });
  const dayOf = (n: number) => new Date(Date.UTC(2024, 3, 1 + n)).toISOString().slice(0, 10);
  const day = fc.integer({ min: 0, max: 600 }).map(dayOf);
  const way = fc.constantFrom('payment' as const, 'receipt' as const, 'journal' as const);
  const paise = fc.integer({ min: 1, max: 100_000 });
  const voucher = fc.record({ on: day, paise, way, head, other: head, cancel: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(voucher, { minLength: 1, maxLength: 6 }), day, async (list, asOf) => {
      for (const any of list) await writeAny(one, any);
      await expectWhole(one, asOf);
    }),
    { numRuns: 8 },
  );
  expect(await soundness(one)).toEqual({ offBalance: 0, gaps: 0 });
});

describe('a year', () => {
  let one: Office;
  const at = (name: string) => one.head(name);
  const close = (year: number) =>
    one.run<{ surplusPaise: number }>('closeYear', { year, voucherId: newId(), toHeadId: at('General Fund') });
  const year = (from: string, to: string) => one.ask<IncomeAndExpenditure>('incomeAndExpenditure', { from, to });
  const pay = (on: string, paise: number) =>
    one.voucher({ type: 'payment', on, lines: move(at('Rent'), paise, at('Cash')) });
  beforeAll(async () => {
    one = await makeOffice();
  });

  test('opens with balances that agree, once', async () => {
    const cash = { headId: at('Cash'), amountPaise: 500_000, fundId: null };
    const lines = [cash, { headId: at('Corpus Fund'), amountPaise: -500_000, fundId: null }];
    const opening = { voucherId: newId(), lines };
    expect(await one.run('setOpening', { ...opening, lines: [{ ...cash, amountPaise: 1 }, lines[1]] })).toMatchObject({
      code: 'accounts.opening_unbalanced',
    });
    await one.done('setOpening', opening);
    expect(await one.run('setOpening', { ...opening, voucherId: newId() })).toMatchObject({
      code: 'accounts.opened_already',
    });
    const flow = await one.ask<OfficeReceiptsAndPayments>('receiptsAndPayments', {
      from: '2024-04-01',
      to: '2024-04-30',
    });
    expect(flow).toMatchObject({ tills: [{ openingPaise: 500_000 }], receiptsPaise: 0 });
  });

  test('closes in order, into a fund, and shows itself unchanged afterwards', async () => {
    await one.voucher({ type: 'receipt', on: '2024-05-01', lines: move(at('Cash'), 80_000, at('Donations')) });
    await pay('2024-06-01', 30_000);
    await pay('2025-06-01', 7_000);
    expect(await close(2025)).toMatchObject({ code: 'accounts.earlier_year_open' });
    expect(await close(2024)).toMatchObject({ kind: 'applied', receipt: { surplusPaise: 50_000 } });
    expect(await close(2024)).toMatchObject({ code: 'accounts.year_closed_already' });
    expect(await pay('2025-03-31', 1)).toMatchObject({
      code: 'accounts.period_closed',
      params: { closedTo: '2025-03-31', openFrom: '2025-04-01' },
    });
    const [first, second] = [await year('2024-04-01', '2025-03-31'), await year('2025-04-01', '2026-03-31')];
    expect(first).toMatchObject({ surplusPaise: 50_000, surplusBeforePaise: 0 });
    expect(second).toMatchObject({ surplusPaise: -7_000, surplusBeforePaise: 50_000, expensePaise: 7_000 });
    const sheet = await one.ask<BalanceSheet>('balanceSheet', { asOf: '2026-03-31' });
    expect(sheet).toMatchObject({ surplusPaise: -7_000, surplusBeforePaise: 0 });
    expect(sheet).toMatchObject({ sourcesPaise: 543_000, assetsPaise: 543_000, assetsBeforePaise: 550_000 });
  });

  test('opens again by right and with a reason, and closes anew', async () => {
    const reopening = { year: 2024, reversalId: newId(), reason: 'auditor found a bill' };
    expect(await one.run('reopenYear', reopening)).toMatchObject({ code: 'door.not_allowed' });
    expect(await one.run('reopenYear', { ...reopening, reason: ' ' }, one.admin)).toMatchObject({
      code: 'door.invalid',
    });
    expect(await one.run('reopenYear', reopening, one.stranger)).toMatchObject({ code: 'accounts.no_book' });
    const asked = await one.app.ask<Periods>('ledger.periods', one.admin, one.body);
    const closings = asked.kind === 'answer' ? asked.value.closings : [];
    const alone = { ...one.body, periodCloseId: closings[0]!.periodCloseId, reason: 'auditor found a bill' };
    const byItself = () => one.app.do('ledger.reopenPeriod', one.admin, alone);
    expect(await byItself()).toMatchObject({ code: 'ledger.year_end', params: { year: '2024-25' } });
    expect(await one.run('reopenYear', reopening, one.admin)).toMatchObject({ kind: 'applied' });
    expect(await one.run('reopenYear', { ...reopening, reversalId: newId() }, one.admin)).toMatchObject({
      code: 'accounts.year_not_closed',
    });
    expect(await pay('2025-03-31', 1_000)).toMatchObject({ kind: 'applied' });
    expect(await close(2024)).toMatchObject({ receipt: { surplusPaise: 49_000 } });
    expect(await year('2024-04-01', '2025-03-31')).toMatchObject({ surplusPaise: 49_000 });
  });

  test('leaves the chain, the buckets and the numbers whole', async () => {
    expect(await soundness(one)).toEqual({ offBalance: 0, gaps: 0 });
    const pool = openPool(one.ownerUrl, { max: 1, role: null });
    expect((await verifyDatabase(pool)).faults).toEqual([]);
    await pool.end();
  });
});
