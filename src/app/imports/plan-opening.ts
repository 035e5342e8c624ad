/** A trial balance as it stood the evening before an office's books begin: all its lines are one act. Pure. */
import { addDays } from '#platform/dates.ts';
import { sumPaise } from '#platform/money.ts';
import { sameWord } from './cells.ts';
import type { OfficeWords, OfficeWorld } from './office-words.ts';
import { faultsOf, type CellFault, type Row, type Unit } from './plan.ts';
import { sideAmount } from './plan-vouchers.ts';

const TOTALS = ['total', 'grand total', 'sum', 'योग', 'कुल', 'कुल योग', 'کل', 'میزان'].map(sameWord);

export function planOpening(rows: readonly Row[], world: OfficeWorld): Unit[] {
  const books = new Map<string, Row[]>();
  for (const row of rows) {
    if (TOTALS.includes(sameWord(row.at.text('head') ?? ''))) continue;
    const key = sameWord(row.at.text('book') ?? '');
    books.set(key, [...(books.get(key) ?? []), row]);
  }
  return [...books].map(([key, list]) => planBook(key, list, world));
}

function planBook(name: string, rows: readonly Row[], world: OfficeWorld): Unit {
  const first = rows[0]!;
  const book = world.bookOf(first.at);
  const lines = book ? rows.flatMap((row) => balanceOf(row, book)) : [];
  const differencePaise = sumPaise(lines.map((line) => line.amountPaise));
  if (book && faultsOf(rows).length === 0) {
    if (differencePaise !== 0) first.at.wrong('amount', 'accounts.opening_unbalanced', { differencePaise });
    else if (lines.length < 2) first.at.wrong('amount', 'accounts.empty_line');
  }
  const faults = faultsOf(rows);
  const numbers = rows.map((row) => row.line);
  if (faults.length > 0 || !book) return { lines: numbers, planned: { kind: 'faulty', faults } };
  const key = JSON.stringify([name, lines]);
  const payload = (voucherId: string) => ({ ...book.body, voucherId, lines });
  return {
    lines: numbers,
    planned: {
      kind: 'taken',
      key,
      subject: { kind: 'voucher', id: world.idOf('opening', key) },
      commands: [{ step: 'opening', name: 'accounts.setOpening', payload }],
      warnings: [],
      unlessKnown: standsAlready(book, first.line),
    },
  };
}

/** Nothing for a head without a balance. */
function balanceOf(row: Row, book: OfficeWords) {
  const { at } = row;
  const isEmpty = ['debit', 'credit', 'amount'].every((field) => !at.has(field));
  if (isEmpty && at.has('head')) return [];
  if (!at.has('head')) at.wrong('head', 'imports.cell_missing');
  const amountPaise = sideAmount(at);
  if (amountPaise === 0) return [];
  const headId = at.named('head', book.headIds);
  const fundId = at.named('fund', book.fundIds);
  return headId === null || amountPaise === null ? [] : [{ headId, amountPaise, fundId }];
}

function standsAlready({ isOpened, ground }: OfficeWords, line: number): CellFault[] {
  if (isOpened) return [{ line, field: 'head', code: 'accounts.opened_already', params: {} }];
  const { closedTo } = ground;
  if (closedTo === null) return [];
  const params = { closedTo, openFrom: addDays(closedTo, 1) };
  return [{ line, field: 'head', code: 'accounts.period_closed', params }];
}
