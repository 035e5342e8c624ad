/** A bank's file as rows of cells becomes lines: dates and amounts as Indian banks write them, an error per cell that cannot be read. */
import { isIsoDate, type IsoDate } from '#platform/dates.ts';
import { readDigits } from '#platform/digits.ts';
import { parseRupees, type Paise } from '#platform/money.ts';
import type { BankLine, BankMapping } from './bank.model.ts';

export type CellFault = { readonly row: number; readonly column: number; readonly code: string };
export type ReadStatement = { readonly lines: readonly BankLine[]; readonly faults: readonly CellFault[] };

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const two = (value: number): string => String(value).padStart(2, '0');

/** "05/04/2025", "5-Apr-25", "05 Apr 2025", a date of the sheet. Null when it is none. */
export function readDay(cell: unknown, order: BankMapping['dateOrder']): IsoDate | null {
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? null : cell.toISOString().slice(0, 10);
  const parts =
    readDigits(String(cell ?? '').trim())
      .match(/[A-Za-z]+|\d+/g)
      ?.slice(0, 3) ?? [];
  const numbers = parts.map((part) => {
    const month = MONTHS.indexOf(part.slice(0, 3).toLowerCase());
    return /^\d+$/.test(part) ? Number(part) : month < 0 ? NaN : month + 1;
  });
  if (numbers.length < 3) return null;
  const [a, b, c] = numbers as [number, number, number];
  const iso = order === 'ymd' || String(parts[0]).length === 4 ? [a, b, c] : order === 'mdy' ? [c, a, b] : [c, b, a];
  const year = iso[0]! < 100 ? 2000 + iso[0]! : iso[0]!;
  const day = `${year}-${two(iso[1]!)}-${two(iso[2]!)}`;
  return isIsoDate(day) ? day : null;
}

/** "1,23,456.00", "500.00 Dr", "(500)", a number of the sheet in rupees. Null when it is none, 0 for an empty cell or a dash. */
export function readAmount(cell: unknown): Paise | null {
  if (cell === null || cell === undefined) return 0;
  if (typeof cell === 'number') return Number.isFinite(cell) ? Math.round(cell * 100) : null;
  const text = readDigits(String(cell)).trim();
  if (text === '' || /^[-–—]+$/.test(text)) return 0;
  const negative = /\bdr\.?$/i.test(text) || /^\(.*\)$/.test(text);
  const plain = text
    .replace(/\b(cr|dr)\.?$/i, '')
    .replace(/^\((.*)\)$/, '$1')
    .replace(/^(inr|rs\.?|₹)/i, '')
    .replace(/(\.\d\d)\d*$/, '$1');
  const paise = parseRupees(plain);
  return paise === null ? null : negative ? -Math.abs(paise) : paise;
}

const cleanText = (cell: unknown, most: number): string =>
  String(cell ?? '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, most);

/** Rows without a date are not lines (footers, page totals); a line with a date and an unreadable amount is a fault. Newest first is turned round. */
export function readStatement(rows: readonly (readonly unknown[])[], mapping: BankMapping): ReadStatement {
  const lines: BankLine[] = [];
  const faults: CellFault[] = [];
  for (const [at, row] of rows.entries()) {
    if (at < mapping.skipRows) continue;
    const onDate = readDay(row[mapping.date], mapping.dateOrder);
    if (onDate === null) continue;
    const amountAt = (column: number | null): number => {
      const paise = column === null ? 0 : readAmount(row[column]);
      if (paise === null) faults.push({ row: at, column: column!, code: 'accounts.not_an_amount' });
      return paise ?? 0;
    };
    const before = faults.length;
    const amountPaise =
      mapping.amount !== null
        ? amountAt(mapping.amount)
        : Math.abs(amountAt(mapping.deposit)) - Math.abs(amountAt(mapping.withdrawal));
    const balance = mapping.balance === null ? null : row[mapping.balance];
    const balancePaise = balance === null || balance === undefined || balance === '' ? null : readAmount(balance);
    if (balance !== null && balance !== undefined && balance !== '' && balancePaise === null)
      faults.push({ row: at, column: mapping.balance!, code: 'accounts.not_an_amount' });
    if (faults.length > before || amountPaise === 0) continue;
    lines.push({
      onDate,
      description: cleanText(row[mapping.description], 400),
      reference: mapping.reference === null ? null : cleanText(row[mapping.reference], 80) || null,
      amountPaise,
      balancePaise,
    });
  }
  const newestFirst = lines.length > 1 && lines[0]!.onDate > lines.at(-1)!.onDate;
  return { lines: newestFirst ? lines.reverse() : lines, faults };
}

const WORDS: Readonly<
  Record<'date' | 'description' | 'reference' | 'withdrawal' | 'deposit' | 'amount' | 'balance', RegExp>
> = {
  date: /^(txn|transaction|tran|post|value)?\.? ?date|दिनांक|तारीख|تاریخ/i,
  description: /narration|description|particulars|details|remarks|विवरण|تفصیل/i,
  reference: /ref|cheque|chq|instrument|utr|संदर्भ|حوالہ/i,
  withdrawal: /withdraw|debit|\bdr\b|paid out|निकासी|نکاسی/i,
  deposit: /deposit|credit|\bcr\b|paid in|जमा|جمع/i,
  amount: /^amount|राशि|رقم/i,
  balance: /balance|शेष|बाकी|بقایا/i,
};

/** A first guess from the headings, for a bank seen for the first time; null when no row looks like headings. */
export function guessMapping(rows: readonly (readonly unknown[])[]): BankMapping | null {
  for (const [at, row] of rows.slice(0, 40).entries()) {
    const cells = row.map((cell) => String(cell ?? '').trim());
    const find = (word: keyof typeof WORDS) => {
      const found = cells.findIndex((cell) => WORDS[word].test(cell));
      return found < 0 ? null : found;
    };
    const [date, description, withdrawal, deposit] = [
      find('date'),
      find('description'),
      find('withdrawal'),
      find('deposit'),
    ];
    const amount = withdrawal === null || deposit === null ? find('amount') : null;
    if (date === null || description === null || (amount === null && (withdrawal === null || deposit === null)))
      continue;
    const reference = find('reference');
    return {
      skipRows: at + 1,
      ...{ date, description, withdrawal, deposit, amount, balance: find('balance'), dateOrder: 'dmy' },
      reference: reference === description ? null : reference,
    };
  }
  return null;
}

/** The first line whose printed balance does not follow from the one before: a page is missing, or a sign is wrong. */
export function brokenLine(lines: readonly BankLine[]): number | null {
  for (let at = 1; at < lines.length; at += 1) {
    const [before, line] = [lines[at - 1]!, lines[at]!];
    if (before.balancePaise === null || line.balancePaise === null) continue;
    if (before.balancePaise + line.amountPaise !== line.balancePaise) return at;
  }
  return null;
}
