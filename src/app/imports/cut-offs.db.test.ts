import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyDatabase } from '#domain/ledger/index.server.ts';
import { newId } from '#platform/ids.ts';
import type { TableCell } from '#platform/read-table.server.ts';
import { close, contextOf, makeVillage, must, openGroup, ordinaryMeeting, type Village } from '#test/village.ts';
import type { PlanLine } from './planning.server.ts';
import { runImport } from './run.server.ts';
import { undoImport } from './taking-back.server.ts';

let village: Village;
let ekta: { groupId: string; bookId: string };
beforeAll(async () => {
  village = await makeVillage({ members: 10 });
  const names = { name: 'Ekta', nameHi: 'एकता', nameUr: 'ایکتا' };
  ekta = await openGroup(village.app, village.admin, { placeId: village.placeId, members: 10, names });
});
afterAll(async () => {
  await village.app.close();
  await village.owner.end();
  await village.database.drop();
});

const HEAD = ['समूह', 'नाम', 'तारीख', 'बचत', 'कर्ज', 'बाक़ी किस्तें', 'नकद', 'Revolving fund', 'Signed'];
const rows = (group: string): TableCell[][] => [
  HEAD,
  [group, 'Woman 01', '01/04/2025', '१,२००', '', '', '500', '15,000', 'yes'],
  ['', 'Woman 02', '', 1200, 3000, '6', '', '', 'हाँ'],
  ['', 'Woman 03', '', '900', '', '', '', '', ''],
];
const read = async (lines: TableCell[][]): Promise<string> => {
  const importId = newId();
  const fileHash = createHash('sha256').update(JSON.stringify(lines)).digest('hex');
  const file = { importId, kind: 'cutoffs', fileName: 'old books.xlsx', fileHash, rows: lines };
  await must(village.app.do('imports.read', village.admin, file));
  return importId;
};
const plan = async (importId: string): Promise<PlanLine[]> => {
  const answer = await village.app.ask<PlanLine[]>('imports.plan', village.admin, { importId });
  if (answer.kind !== 'answer') throw new Error(answer.code);
  return answer.value;
};
const faults = async (lines: TableCell[][]) =>
  (await plan(await read(lines))).flatMap((one) => one.faults.map(({ line, field, code }) => [line, field, code]));
const run = (importId: string, whole = true) => runImport(village.app, village.admin, { importId, whole });

test('groups begin with what their women saved and owe; known again; taken back while no meeting stands on it', async () => {
  const first = await read([...rows('एकता'), ...rows('Roshni').slice(1)]);
  expect(await must(run(first))).toEqual({ applied: 6, already: 0, refused: 0 });
  const context = await contextOf({ app: village.app, groupId: ekta.groupId }, village.admin);
  expect(context.cashPaise).toBe(50_000);
  expect(
    context.balances
      .map((one) => one.compulsoryPaise)
      .toSorted((a, b) => b - a)
      .slice(0, 3),
  ).toEqual([120_000, 120_000, 90_000]);
  expect(context.loans).toHaveLength(1);
  expect(context.loans[0]!.rows).toHaveLength(6);
  expect(await must(run(await read([...rows('एकता'), ...rows('Roshni').slice(1)])))).toEqual({
    applied: 0,
    already: 6,
    refused: 0,
  });

  await must(undoImport(village.app, village.admin, { id: newId(), importId: first }));
  const back = await contextOf({ app: village.app, groupId: ekta.groupId }, village.admin);
  expect([back.cashPaise, back.loans.length, Math.max(...back.balances.map((one) => one.compulsoryPaise))]).toEqual([
    0, 0, 0,
  ]);
  const anew = await read([...rows('एकता'), ...rows('Roshni').slice(1)]);
  expect(await must(run(anew))).toEqual({ applied: 6, already: 0, refused: 0 });

  const now = await contextOf({ app: village.app, groupId: ekta.groupId }, village.admin);
  await must(close(village.app, village.admin, ordinaryMeeting(now, '2025-05-12')));
  expect(await undoImport(village.app, village.admin, { id: newId(), importId: anew })).toMatchObject({
    code: 'meetings.later_meetings_stand',
  });
  expect((await verifyDatabase(village.owner)).faults).toEqual([]);
});

test('an error per cell: strangers, days before the books, who signed, said twice; other groups are taken', async () => {
  const names = { name: 'Umang', nameHi: 'उमंग', nameUr: 'امنگ' };
  await openGroup(village.app, village.admin, { placeId: village.placeId, members: 10, names });
  const good = rows('Umang');
  const change = (line: number, column: number, value: TableCell) =>
    good.map((row, k) => (k === line ? row.map((cell, c) => (c === column ? value : cell)) : row));
  expect(await faults(change(3, 1, 'Nobody'))).toEqual([[4, 'name', 'imports.name_unknown']]);
  expect(await faults(change(2, 8, ''))).toEqual([[2, 'signed', 'meetings.two_officers_needed']]);
  expect(await faults(change(3, 8, 'yes').map((row, k) => (k === 2 ? row.with(8, '') : row)))).toEqual([]);
  expect(await faults(change(1, 2, '31/03/2025'))).toEqual([[2, 'on', 'meetings.before_books']]);
  expect(await faults(change(2, 6, '700'))).toEqual([[3, 'cash', 'imports.said_twice']]);
  expect(await faults([...good, ['', 'Woman 01', '', '5', '', '', '', '', '']])).toEqual([
    [5, 'compulsory', 'imports.said_twice'],
  ]);
  expect(await faults(good.map((row, k) => (k === 1 ? row.with(0, 'Ekta') : row)))).toEqual([
    [2, 'group', 'meetings.cut_off_too_late'],
  ]);
  const mixed = await read([...change(3, 1, 'Nobody'), ...rows('Roshni').slice(1)]);
  expect(await must(run(mixed, false))).toMatchObject({ applied: 0, already: 3, refused: 3 });
});
