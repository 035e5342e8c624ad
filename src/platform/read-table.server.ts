/**
 * A table as somebody kept it, read for an import: XLSX, or CSV in UTF-8 or UTF-16 with comma, semicolon or tab. What cannot be read whole is
 * refused by name before anything is made of it: encrypted, with macros, an old `.xls`, damaged, too large.
 */
import { unzipSync } from 'fflate';
import { parseCsv } from 'hucre/csv';
import { readXlsx } from 'hucre/xlsx';
import { ruled, ruledOut, type Ruling } from './outcomes.ts';
import { zipEntries } from './zip-entries.ts';

export const TABLE_LIMITS = { bytes: 7_500_000, unpackedBytes: 300_000_000, rows: 50_000, columns: 200 } as const;

/** Date cells of a sheet become days (no clock, no zone); everything else stays what the file says it is. */
export type TableCell = string | number | boolean | { readonly day: string } | null;
export type Table = { readonly sheet: string | null; readonly rows: readonly (readonly TableCell[])[] };

const OLD_OFFICE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const startsWith = (bytes: Uint8Array, starts: readonly number[]) => starts.every((byte, k) => bytes[k] === byte);
/** "EncryptedPackage" as UTF-16: the name of the stream that holds a workbook locked by a password. */
const ENCRYPTED = Buffer.from('EncryptedPackage', 'utf16le');

/**
 * Refuses `tables.empty`, `tables.too_large` {mostBytes}, `tables.encrypted`, `tables.old_format`, `tables.macros`, `tables.damaged`,
 * `tables.too_many_rows` {mostRows}, `tables.not_a_table`.
 */
export async function readTable(bytes: Uint8Array): Promise<Ruling<Table>> {
  if (bytes.length === 0) return ruledOut('tables.empty');
  if (bytes.length > TABLE_LIMITS.bytes) return ruledOut('tables.too_large', { mostBytes: TABLE_LIMITS.bytes });
  if (startsWith(bytes, OLD_OFFICE))
    return ruledOut(Buffer.from(bytes).includes(ENCRYPTED) ? 'tables.encrypted' : 'tables.old_format');
  const read = startsWith(bytes, [0x50, 0x4b]) ? await fromXlsx(bytes) : fromCsv(bytes);
  return read.ok ? bounded(read.value) : read;
}

function bounded(table: Table): Ruling<Table> {
  const rows = table.rows.filter((row) => row.some((cell) => cell !== null && cell !== ''));
  if (rows.length === 0) return ruledOut('tables.empty');
  if (rows.length > TABLE_LIMITS.rows + 1) return ruledOut('tables.too_many_rows', { mostRows: TABLE_LIMITS.rows });
  return ruled({ ...table, rows: table.rows.map((row) => row.slice(0, TABLE_LIMITS.columns)) });
}

/** Programs of Excel: VBA, and the older sheets of macros. */
const MACROS = /vbaProject\.bin$|^xl\/macrosheets\//i;
const TYPES = '[Content_Types].xml';
/** A workbook says of itself that it carries macros, whatever their part is called (ECMA-376 part 2). */
function isMacroEnabled(bytes: Uint8Array): boolean {
  const types = unzipSync(bytes, { filter: (entry) => entry.name === TYPES })[TYPES];
  return types !== undefined && /macroEnabled/i.test(new TextDecoder().decode(types));
}

async function fromXlsx(bytes: Uint8Array): Promise<Ruling<Table>> {
  const entries = zipEntries(bytes);
  if (!entries) return ruledOut('tables.damaged');
  if (entries.some((entry) => entry.isEncrypted)) return ruledOut('tables.encrypted');
  if (entries.some((entry) => MACROS.test(entry.name))) return ruledOut('tables.macros');
  if (!entries.some((entry) => entry.name === 'xl/workbook.xml')) return ruledOut('tables.not_a_table');
  const unpacked = entries.reduce((sum, entry) => sum + entry.unpackedBytes, 0);
  if (unpacked > TABLE_LIMITS.unpackedBytes)
    return ruledOut('tables.too_large', { mostBytes: TABLE_LIMITS.unpackedBytes });
  try {
    if (isMacroEnabled(bytes)) return ruledOut('tables.macros');
    const book = await readXlsx(bytes);
    const sheet = book.sheets.find((one) => one.rows.length > 0);
    return sheet
      ? ruled({ sheet: sheet.name, rows: sheet.rows.map((row) => row.map(cellOf)) })
      : ruledOut('tables.empty');
  } catch {
    return ruledOut('tables.damaged');
  }
}

function cellOf(value: unknown): TableCell {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : { day: value.toISOString().slice(0, 10) };
  return typeof value === 'number' || typeof value === 'boolean' ? value : String(value);
}

/** A PDF, a web page or a letter of letters alone would pass as a list of one column. */
const OTHER_PAPER = /^\uFEFF?\s*(?:%PDF-|\{\\rtf|<\?xml|<!doctype|<html)/i;

function fromCsv(bytes: Uint8Array): Ruling<Table> {
  const text = decoded(bytes);
  if (text === null || text.includes('\0') || OTHER_PAPER.test(text)) return ruledOut('tables.not_a_table');
  try {
    const heading = text.slice(0, text.search(/[\r\n]|$/));
    const delimiter = [',', ';', '\t'].toSorted((a, b) => heading.split(b).length - heading.split(a).length)[0];
    return ruled({
      sheet: null,
      rows: parseCsv(text, { ...(delimiter && { delimiter }) }).map((row) => row.map(cellOf)),
    });
  } catch {
    return ruledOut('tables.damaged');
  }
}

/** Null when the bytes are no text in UTF-8 or marked UTF-16. */
function decoded(bytes: Uint8Array): string | null {
  const encoding = startsWith(bytes, [0xff, 0xfe])
    ? 'utf-16le'
    : startsWith(bytes, [0xfe, 0xff])
      ? 'utf-16be'
      : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
