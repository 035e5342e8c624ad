/** Cells as people of this country fill them: digits of three scripts, lakhs with commas, days before months. Pure. */
import { readDigits } from '#platform/digits.ts';
import { addDays, isIsoDate, type IsoDate } from '#platform/dates.ts';
import { parseRupees } from '#platform/money.ts';
import type { TableCell } from '#platform/read-table.server.ts';

/** A cell as text, as the eye reads it; blank becomes null. */
export function textOf(cell: TableCell): string | null {
  if (cell === null) return null;
  if (typeof cell === 'object') return cell.day;
  if (typeof cell === 'number') return Number.isInteger(cell) && Math.abs(cell) < 1e15 ? cell.toFixed(0) : String(cell);
  if (typeof cell !== 'string' && typeof cell !== 'boolean') return null;
  return typeof cell === 'boolean'
    ? cell
      ? 'yes'
      : 'no'
    : cell
        .replace(/\s+/gu, ' ')
        .trim()
        .replace(/^'(?=[=+\-@])/, '') || null;
}

/** Paise; "(250)", "250 Dr", "₹1,25,000/-", "१२५०" are all read. Null when it is no amount or has parts of a paisa. */
export function amountOf(cell: TableCell): number | null {
  if (typeof cell === 'number') {
    const paise = Math.round(cell * 100);
    return Number.isSafeInteger(paise) && Math.abs(cell * 100 - paise) < 1e-6 ? paise : null;
  }
  const text = textOf(cell);
  if (text === null) return null;
  const inBrackets = /^\((.+)\)$/.exec(text);
  const plain = (inBrackets?.[1] ?? text)
    .replace(/(\/[-=]|\b(dr|cr)\.?|जमा|नामे|रु\.?|روپے|रुपये)\s*$/iu, '')
    .replace(/^(रु\.?|inr)\s*/iu, '');
  const paise = parseRupees(plain.trim());
  return paise === null ? null : inBrackets ? -paise : paise;
}

/** As a balance is written: "1,250 Dr" is positive, "1,250 Cr" negative, without either as its sign says. */
export function signedAmountOf(cell: TableCell): number | null {
  const amount = amountOf(cell);
  const text = typeof cell === 'string' ? cell.trim() : '';
  if (amount === null || !/(cr\.?|जमा)$/iu.test(text)) return amount;
  return -Math.abs(amount);
}

/** A whole number; null when it is none. */
export function wholeOf(cell: TableCell): number | null {
  if (typeof cell === 'number') return Number.isSafeInteger(cell) ? cell : null;
  const text = readDigits(textOf(cell) ?? '').replace(/[,\s]/g, '');
  return /^-?\d{1,15}$/.test(text) ? Number(text) : null;
}

const MONTHS: readonly (readonly string[])[] = [
  ['jan', 'january', 'जनवरी', 'جنوری'],
  ['feb', 'february', 'फरवरी', 'फ़रवरी', 'فروری'],
  ['mar', 'march', 'मार्च', 'مارچ'],
  ['apr', 'april', 'अप्रैल', 'اپریل'],
  ['may', 'मई', 'مئی'],
  ['jun', 'june', 'जून', 'جون'],
  ['jul', 'july', 'जुलाई', 'جولائی'],
  ['aug', 'august', 'अगस्त', 'اگست'],
  ['sep', 'sept', 'september', 'सितंबर', 'सितम्बर', 'ستمبر'],
  ['oct', 'october', 'अक्टूबर', 'अक्तूबर', 'اکتوبر'],
  ['nov', 'november', 'नवंबर', 'नवम्बर', 'نومبر'],
  ['dec', 'december', 'दिसंबर', 'दिसम्बर', 'دسمبر'],
];
const monthNamed = (name: string): number => MONTHS.findIndex((names) => names.includes(name.toLowerCase())) + 1;

/** Two figures of a year: 27 and later than the running year mean the last century. */
const wholeYear = (typed: string, thisYear: number): number =>
  typed.length > 2 ? Number(typed) : 2000 + Number(typed) > thisYear ? 1900 + Number(typed) : 2000 + Number(typed);

/** Serial days of a spreadsheet, 1 = 1 January 1900 (with its leap-year slip before March 1900). */
const fromSerial = (serial: number): IsoDate => addDays('1899-12-30', Math.floor(serial));

/**
 * A day: "12-03-2024", "12/3/24", "12.03.2024", "2024-03-12", "12 Mar 2024", "१२ मार्च २०२४", a date cell, a serial number. Day before month,
 * as India writes; never guessed the other way round. Null when it is none.
 */
export function dayOf(cell: TableCell, thisYear: number): IsoDate | null {
  if (cell !== null && typeof cell === 'object') return cell.day;
  if (typeof cell === 'number') return cell >= 61 && cell < 80_000 ? fromSerial(cell) : null;
  const text = readDigits(textOf(cell) ?? '')
    .replace(/[,،]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text);
  const indian = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{2}|\d{4})$/.exec(text);
  const named = /^(\d{1,2})[-/. ]?([\p{L}\p{M}]+)\.?[-/. ]?(\d{2}|\d{4})$/u.exec(text);
  const parts = iso
    ? [Number(iso[1]), Number(iso[2]), Number(iso[3])]
    : indian
      ? [wholeYear(indian[3]!, thisYear), Number(indian[2]), Number(indian[1])]
      : named
        ? [wholeYear(named[3]!, thisYear), monthNamed(named[2]!), Number(named[1])]
        : null;
  if (!parts) return null;
  const [year, month, day] = parts.map((part) => String(part).padStart(2, '0'));
  const date = `${year!.padStart(4, '0')}-${month}-${day}`;
  return isIsoDate(date) ? date : null;
}

const YES = ['yes', 'y', 'true', '1', '✓', 'x', 'हाँ', 'हां', 'हा', 'ہاں', 'جی', 'जी'];
const NO = ['no', 'n', 'false', '0', '-', 'नहीं', 'न', 'نہیں', 'نہ'];
/** Null when it is neither. */
export function truthOf(cell: TableCell): boolean | null {
  const text = readDigits(textOf(cell) ?? '').toLowerCase();
  return YES.includes(text) ? true : NO.includes(text) || text === '' ? false : null;
}

/** One of a list, by any of its names in any of three languages. */
export const oneOf = <T extends string>(names: Readonly<Record<T, readonly string[]>>, cell: TableCell): T | null => {
  const text = sameWord(textOf(cell) ?? '');
  const found = (Object.entries(names) as [T, readonly string[]][]).find(
    ([key, list]) => sameWord(key) === text || list.some((name) => sameWord(name) === text),
  );
  return found?.[0] ?? null;
};

/** Headings and choices compared without case, spaces, points and the nukta. */
export const sameWord = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_.,:;/()'"*-]+/gu, '')
    .replace(/\u093C/g, '');
