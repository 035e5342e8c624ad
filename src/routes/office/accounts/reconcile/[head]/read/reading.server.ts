/** A bank's file between being sent and being taken: its rows travel with the form, nothing is kept before she says so. */
import * as z from 'zod/mini';
import { BankMapping, guessMapping, readStatement } from '#domain/accounts/index.ts';
import type { TableCell } from '#platform/read-table.server.ts';
import type { SentForm } from '../../../../form.server.ts';

/** One statement; a whole year of a busy account stays below. */
export const ROWS_MOST = 5_000;

const Rows = z
  .array(z.array(z.nullable(z.union([z.string(), z.number(), z.boolean()]))).check(z.maxLength(200)))
  .check(z.maxLength(ROWS_MOST + 100));
export type Rows = z.infer<typeof Rows>;

/** Date cells become their day: the reader of statements knows year-first dates. */
export const plainRows = (rows: readonly (readonly TableCell[])[]): Rows =>
  rows.map((row) => row.map((cell) => (cell !== null && typeof cell === 'object' ? cell.day : cell)));

export function sentRows(text: string): Rows | null {
  try {
    return Rows.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

const NOTHING_GUESSED: BankMapping = {
  ...{ skipRows: 1, date: 0, description: 1, reference: null, withdrawal: 2, deposit: 3, amount: null, balance: 4 },
  dateOrder: 'dmy',
};

/** As remembered when it still fits this file, else guessed from the headings. */
export function mappingFor(rows: Rows, remembered: BankMapping | null): BankMapping {
  const fits = remembered && readStatement(rows, remembered).lines.length > 0;
  return (fits ? remembered : guessMapping(rows)) ?? NOTHING_GUESSED;
}

/** Columns as chosen on the screen; null when two of them cannot be. */
export function sentMapping(sent: SentForm): BankMapping | null {
  const column = (name: string) => (sent.text(name) === '' ? null : Number(sent.text(name)));
  const read = BankMapping.safeParse({
    skipRows: Number(sent.text('skipRows')),
    dateOrder: sent.text('dateOrder'),
    ...Object.fromEntries(
      ['date', 'description', 'reference', 'withdrawal', 'deposit', 'amount', 'balance'].map((name) => [
        name,
        column(name),
      ]),
    ),
  });
  return read.data ?? null;
}

const SHOWN = 12;

/** What the page shows of a file read with these columns. */
export function previewOf({ rows, fileName, mapping }: { rows: Rows; fileName: string; mapping: BankMapping }) {
  const { lines, faults } = readStatement(rows, mapping);
  const headings = rows[Math.max(0, mapping.skipRows - 1)] ?? [];
  const sample = rows[mapping.skipRows] ?? [];
  const widest = Math.max(1, ...rows.slice(0, 60).map((row) => row.length));
  return {
    ...{ fileName, mapping, rowsText: JSON.stringify(rows) },
    columns: Array.from({ length: widest }, (_, at) => ({
      heading: String(headings[at] ?? '').slice(0, 40),
      sample: String(sample[at] ?? '').slice(0, 24),
    })),
    lines: lines.slice(0, SHOWN),
    count: lines.length,
    inPaise: lines.reduce((sum, line) => sum + Math.max(0, line.amountPaise), 0),
    outPaise: lines.reduce((sum, line) => sum + Math.max(0, -line.amountPaise), 0),
    faults: faults.slice(0, SHOWN).map(({ row, column, code }) => ({
      ...{ row: row + 1, column: column + 1, code },
      cell: String(rows[row]?.[column] ?? '').slice(0, 40),
    })),
    faultCount: faults.length,
  };
}
export type Preview = ReturnType<typeof previewOf>;
