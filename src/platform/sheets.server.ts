/** Tables as spreadsheets: XLSX with real dates and numbers, CSV that Excel opens in any script. The one place that knows `hucre`. */
import { writeCsv as toCsv } from 'hucre/csv';
import { readXlsx, writeXlsx as toXlsx } from 'hucre/xlsx';
import { isIsoDate } from './dates.ts';

/** `money`: integer paise, written as rupees. `day`: 'YYYY-MM-DD'. `moment`: ISO 8601, written as the clock of India. */
export type ColumnKind = 'text' | 'money' | 'count' | 'day' | 'moment';
export type Column = { readonly title: string; readonly kind: ColumnKind };
export type Value = string | number | null;
export type Sheet = {
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Value[])[];
  readonly rightToLeft?: boolean;
};

/**
 * A text that a spreadsheet would run as a formula is led by an apostrophe (OWASP, "CSV injection"): leading = + - @, tab and carriage
 * return, also behind spaces and as full-width signs.
 */
export const defused = (text: string): string => (/^\s*[=+\-@\t\r＝＋－＠]|^[\t\r]/.test(text) ? `'${text}` : text);

const INDIA_MS = 19_800_000;
const FORMATS: Partial<Record<ColumnKind, string>> = {
  money: '#,##0.00',
  count: '#,##0',
  day: 'dd-mm-yyyy',
  moment: 'dd-mm-yyyy hh:mm',
};
const WIDTHS: Record<ColumnKind, number> = { text: 26, money: 15, count: 10, day: 12, moment: 17 };
const ROWS_MOST = 200_000;

const rupees = (paise: number): string => {
  const whole = Math.abs(paise);
  return `${paise < 0 ? '-' : ''}${Math.trunc(whole / 100)}.${String(whole % 100).padStart(2, '0')}`;
};
const inIndia = (moment: string): Date => new Date(Date.parse(moment) + INDIA_MS);

/** @throws RangeError above {@link ROWS_MOST} rows: such a table is asked for by parts */
function checked({ rows }: Sheet): void {
  if (rows.length > ROWS_MOST) throw new RangeError(`A sheet of ${rows.length} rows`);
}

export function writeCsv(sheet: Sheet): Uint8Array {
  checked(sheet);
  const cell = (value: Value, { kind }: Column): string => {
    if (value === null) return '';
    if (typeof value === 'number') return kind === 'money' ? rupees(value) : String(value);
    return kind === 'moment' ? inIndia(value).toISOString().slice(0, 16).replace('T', ' ') : defused(value);
  };
  const rows = sheet.rows.map((row) => row.map((value, index) => cell(value, sheet.columns[index]!)));
  const text = toCsv([sheet.columns.map(({ title }) => defused(title)), ...rows], { bom: true, lineSeparator: '\r\n' });
  return new TextEncoder().encode(text);
}

export async function writeXlsx(sheets: readonly Sheet[]): Promise<Uint8Array> {
  const cell = (value: Value, { kind }: Column): string | number | Date | null => {
    if (value === null) return null;
    if (typeof value === 'number') return kind === 'money' ? value / 100 : value;
    if (kind === 'day') return isIsoDate(value) ? new Date(`${value}T00:00:00Z`) : defused(value);
    return kind === 'moment' ? inIndia(value) : defused(value);
  };
  for (const sheet of sheets) checked(sheet);
  return toXlsx({
    sheets: sheets.map((sheet, index) => ({
      name: sheetName(sheet.title, index),
      view: { rightToLeft: sheet.rightToLeft ?? false },
      freezePane: { rows: 1 },
      columns: sheet.columns.map(({ kind }) => ({
        width: WIDTHS[kind],
        ...(FORMATS[kind] && { numFmt: FORMATS[kind] }),
      })),
      rows: [
        sheet.columns.map(({ title }) => defused(title)),
        ...sheet.rows.map((row) => row.map((value, at) => cell(value, sheet.columns[at]!))),
      ],
    })),
  });
}

/** Excel refuses some signs and more than 31 letters. */
const sheetName = (title: string, index: number): string =>
  title
    .replace(/[\\/?*[\]:']/g, ' ')
    .trim()
    .slice(0, 31) || `Sheet ${index + 1}`;

/** Rows of the first sheet as texts, numbers, dates and truths; for imports and tests. */
export async function readFirstSheet(bytes: Uint8Array): Promise<readonly (readonly unknown[])[]> {
  const book = await readXlsx(bytes);
  return book.sheets[0]?.rows ?? [];
}
