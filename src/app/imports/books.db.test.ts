import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#platform/ids.ts';
import type { TableCell } from '#platform/read-table.server.ts';
import type { Actor } from '#platform/door.ts';
import type { OfficeTrialBalance } from '#domain/accounts/index.server.ts';
import { move, makeOffice, soundness, type Office } from '#test/office.ts';
import { must } from '#test/village.ts';
import type { ImportKind } from './fields.ts';
import type { PlanLine } from './planning.server.ts';
import type { RefusedLine } from './queries.server.ts';
import { runImport } from './run.server.ts';
import { undoImport } from './taking-back.server.ts';

let office: Office;
beforeAll(async () => {
  office = await makeOffice({ booksFromOn: '2024-04-01', limitPaise: 2_500_000 });
  await office.addHead({
    account: '1020',
    nameEn: 'Gramin Bank',
    bank: { bank: 'Gramin Bank', branch: null, ifsc: null, number: '123456789012' },
  });
});

type Rows = readonly (readonly TableCell[])[];
const read = async (kind: ImportKind, rows: Rows, who: Actor = office.accountant): Promise<string> => {
  const importId = newId();
  const fileHash = createHash('sha256').update(JSON.stringify(rows)).digest('hex');
  await must(office.app.do('imports.read', who, { importId, kind, fileName: 'day book.xlsx', fileHash, rows }));
  return importId;
};
const ask = async <T>(name: string, importId: string): Promise<T> => {
  const answer = await office.app.ask<T>(name, office.accountant, { importId });
  if (answer.kind !== 'answer') throw new Error(answer.code);
  return answer.value;
};
const plan = (importId: string) => ask<PlanLine[]>('imports.plan', importId);
const run = (importId: string, whole = true) => runImport(office.app, office.accountant, { importId, whole });
const undo = (importId: string) => undoImport(office.app, office.accountant, { id: newId(), importId });
const faultsOf = async (importId: string) =>
  (await plan(importId)).flatMap((one) => one.faults.map(({ line, field, code }) => [line ?? one.line, field, code]));
/** Heads with a balance, by name. */
const balances = async (): Promise<Record<string, number>> => {
  const { rows, heads } = await office.ask<OfficeTrialBalance>('trialBalance');
  const named = new Map(heads.map((head) => [head.headId, head.tallyName]));
  return Object.fromEntries(
    rows.filter((row) => row.balancePaise !== 0).map((row) => [named.get(row.headId ?? '') ?? '', row.balancePaise]),
  );
};
const vouchers = async (): Promise<number> => (await soundnessAnd()).vouchers;
const soundnessAnd = async () => {
  const books = await office.app.ask<{ vouchers: number }[]>('accounts.books', office.accountant, {});
  if (books.kind !== 'answer') throw new Error(books.code);
  return { ...(await soundness(office)), vouchers: books.value[0]!.vouchers };
};

describe('opening balances of the office', () => {
  const head = ['Particulars', 'Debit', 'Credit'];
  const good: Rows = [
    ['Trial balance', '', ''],
    head,
    ['Cash', '१,२५०', ''],
    ['Gramin Bank', '20,000', ''],
    ['General Fund', '', '21,250.00'],
    ['Total', 21_250, 21_250],
  ];

  test('a balance sheet that does not balance, names that are not known: one error a cell, and nothing is taken', async () => {
    const wrong = await read('opening', [head, ['Cash', 100, ''], ['Nobody knows', '', 'ten']]);
    expect(await faultsOf(wrong)).toEqual([
      [3, 'credit', 'imports.amount_unreadable'],
      [3, 'head', 'imports.name_unknown'],
    ]);
    const crooked = await read('opening', [head, ['Cash', 100, ''], ['General Fund', '', 90]]);
    expect(await faultsOf(crooked)).toEqual([[2, 'amount', 'accounts.opening_unbalanced']]);
    expect(await must(run(crooked, false))).toEqual({ applied: 0, already: 0, refused: 2 });
    expect(await balances()).toEqual({});
  });

  test('stand once; the same file again is no news, another is told before; taken back by the exact opposite, and then anew', async () => {
    const first = await read('opening', good);
    expect(await must(run(first))).toEqual({ applied: 3, already: 0, refused: 0 });
    const stood = { Cash: 125_000, 'Gramin Bank': 2_000_000, 'General Fund': -2_125_000 };
    expect(await balances()).toEqual(stood);
    expect(await must(run(await read('opening', good)))).toEqual({ applied: 0, already: 3, refused: 0 });
    const other = await read('opening', [head, ['Cash', 1, ''], ['General Fund', '', 1]]);
    expect(await faultsOf(other)).toEqual([[2, 'head', 'accounts.opened_already']]);
    await must(undo(first));
    expect(await balances()).toEqual({});
    expect(await must(run(await read('opening', good)))).toEqual({ applied: 3, already: 0, refused: 0 });
    expect(await balances()).toEqual(stood);
  });
});

describe('vouchers', () => {
  const HEAD = ['दिनांक', 'वाउचर नं', 'प्रकार', 'मद', 'Paid from', 'राशि', 'Narration', 'Party'];
  const day = (on: string, no: string): Rows => [
    HEAD,
    [on, `${no}/1`, 'भुगतान', 'Rent', 'Cash', '२५०', 'Office rent', 'Ramesh'],
    [on, `${no}/2`, 'Receipt', 'Training Fees', 'Gramin Bank', '1,000.50', '', 'Sunita'],
    [on, `${no}/3`, 'journal', 'Rent', '', '600', 'two funds', ''],
    ['', '', '', 'General Fund', '', '-600', '', ''],
  ];

  test('between two heads or with a line for each side; digits, days and words as people write them; counted by lines', async () => {
    const before = { ...(await balances()) };
    const importId = await read('vouchers', day('12/03/2025', 'A'));
    expect(await faultsOf(importId)).toEqual([]);
    expect(await must(run(importId))).toEqual({ applied: 4, already: 0, refused: 0 });
    const after = await balances();
    expect(after['Rent']).toBe((before['Rent'] ?? 0) + 25_000 + 60_000);
    expect(after['Cash']).toBe(before['Cash']! - 25_000);
    expect(after['Training Fees']).toBe(-100_050);
    expect(after['Gramin Bank']).toBe(before['Gramin Bank']! + 100_050);
    expect(await must(run(await read('vouchers', day('12/03/2025', 'A'))))).toEqual({
      applied: 0,
      already: 4,
      refused: 0,
    });
    expect(await balances()).toEqual(after);
    await must(undo(importId));
    expect(await balances()).toEqual(before);
    expect(await soundnessAnd()).toMatchObject({ offBalance: 0, gaps: 0 });
    expect(await must(run(await read('vouchers', day('12/03/2025', 'A'))))).toEqual({
      applied: 4,
      already: 0,
      refused: 0,
    });
    expect(await balances()).toEqual(after);
  });

  test('an error per cell; the valid vouchers alone; a voucher with one bad side stays out whole', async () => {
    const rows: TableCell[][] = [
      HEAD,
      ['13-03-2025', 'B/1', 'payment', 'Rent', 'Cash', '10', 'x', ''],
      ['31-02-2025', 'B/2', 'payment', 'Rent', 'Cash', '10', 'x', ''],
      ['13-03-2025', 'B/3', 'payment', 'Rnet', 'Cash', '10', 'x', ''],
      ['13-03-2023', 'B/4', 'payment', 'Rent', 'Cash', '10', 'x', ''],
      ['13-03-2025', 'B/5', 'payment', 'Rent', 'Training Fees', '10', 'x', ''],
      ['13-03-2025', 'B/6', 'journal', 'Rent', '', '10', 'x', ''],
      ['', '', '', 'General Fund', '', '-9', '', ''],
    ];
    const importId = await read('vouchers', rows);
    expect((await faultsOf(importId)).toSorted()).toEqual([
      [3, 'on', 'imports.day_unreadable'],
      [4, 'head', 'imports.name_unknown'],
      [5, 'on', 'accounts.before_books'],
      [6, 'type', 'accounts.not_a_payment'],
      [7, 'amount', 'accounts.unbalanced'],
    ]);
    const before = await vouchers();
    expect(await run(importId)).toMatchObject({ code: 'imports.lines_faulty', params: { count: 6 } });
    expect(await vouchers()).toBe(before);
    expect(await must(run(importId, false))).toEqual({ applied: 1, already: 0, refused: 6 });
    const told = await ask<RefusedLine[]>('imports.refused', importId);
    expect(told.at(-1)).toMatchObject({ line: 8, code: 'imports.with_others', params: { line: 7 } });
    expect(await vouchers()).toBe(before + 1);
  });

  test('the same number that says something else is told; without numbers two alike are two, and both known again', async () => {
    await must(run(await read('vouchers', [HEAD, ['14-03-2025', 'C/1', 'payment', 'Rent', 'Cash', '10', 'x', '']])));
    const changed = await read('vouchers', [HEAD, ['14-03-2025', 'C/1', 'payment', 'Rent', 'Cash', '11', 'x', '']]);
    expect(await faultsOf(changed)).toEqual([[2, 'number', 'imports.changed_since']]);
    const bus: TableCell[] = ['15-03-2025', '', 'payment', 'Rent', 'Cash', '20', 'bus', ''];
    expect(await must(run(await read('vouchers', [HEAD, bus, bus])))).toMatchObject({ applied: 2 });
    expect(await must(run(await read('vouchers', [HEAD, bus, bus])))).toMatchObject({ applied: 0, already: 2 });
  });

  test('cash that is not there, and a limit, are judged as for a typed voucher; what was approved cannot be taken back whole', async () => {
    const short = await read('vouchers', [HEAD, ['16-03-2025', 'D/1', 'payment', 'Rent', 'Cash', '99999', 'x', '']]);
    expect(await run(short)).toMatchObject({ kind: 'refused', code: 'accounts.cash_short', params: { line: 2 } });
    const large: Rows = [HEAD, ['16-03-2025', 'D/2', 'receipt', 'Training Fees', 'Gramin Bank', '90000', 'x', '']];
    const waits = await read('vouchers', large);
    await must(run(waits));
    const { rows } = await office.ask<{ rows: { voucherId: string; state: string }[] }>('vouchers', {
      state: 'waiting',
    });
    expect(rows).toHaveLength(1);
    await must(undo(waits));
    const again = await read('vouchers', large);
    await must(run(again));
    const { rows: now } = await office.ask<{ rows: { voucherId: string }[] }>('vouchers', { state: 'waiting' });
    await office.done('approveVoucher', { voucherId: now[0]!.voucherId }, office.admin);
    expect(await undo(again)).toMatchObject({ code: 'imports.stands', params: { what: 'approved', count: 1 } });
    expect(await office.app.do('imports.undo', office.accountant, { importId: again })).toMatchObject({
      code: 'imports.stands',
      params: { what: 'vouchers', count: 1 },
    });
  });

  test('an auditor and a stranger bring nothing in and take nothing back', async () => {
    const importId = await read('vouchers', day('17/03/2025', 'E'));
    for (const who of [office.auditor, office.stranger]) {
      expect((await runImport(office.app, who, { importId, whole: true })).kind).toBe('refused');
      expect((await undoImport(office.app, who, { id: newId(), importId })).kind).toBe('refused');
    }
    await office.voucher({
      type: 'journal',
      on: '2025-03-18',
      lines: move(office.head('Rent'), 100, office.head('General Fund')),
    });
  });
});
