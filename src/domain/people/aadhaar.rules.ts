/**
 * Aadhaar is never stored beyond its last four digits. A full number is refused at every door: by field name, and in free text
 * by its pattern (12 digits, 4-4-4, not starting with 0 or 1) and the Verhoeff check digit (Verhoeff 1969; UIDAI's own checksum).
 * One random 12-digit number in ten passes the check, so typed fields that hold such numbers are named by their path and left alone.
 */
import { readDigits } from '#platform/digits.ts';
import { refused, type Refused } from '#platform/outcomes.ts';

const TURN = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  [1, 2, 3, 4, 0, 6, 7, 8, 9, 5],
  [2, 3, 4, 0, 1, 7, 8, 9, 5, 6],
  [3, 4, 0, 1, 2, 8, 9, 5, 6, 7],
  [4, 0, 1, 2, 3, 9, 5, 6, 7, 8],
  [5, 9, 8, 7, 6, 0, 4, 3, 2, 1],
  [6, 5, 9, 8, 7, 1, 0, 4, 3, 2],
  [7, 6, 5, 9, 8, 2, 1, 0, 4, 3],
  [8, 7, 6, 5, 9, 3, 2, 1, 0, 4],
  [9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
] as const;
const SHIFT = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4] as const;
const UNTURN = [0, 4, 3, 2, 1, 5, 6, 7, 8, 9] as const;

/** Where `digit` lands after `times` shifts of the permutation. */
function shifted(digit: number, times: number): number {
  let at = digit;
  for (let i = 0; i < times % 8; i += 1) at = SHIFT[at]!;
  return at;
}

function turned(digits: string, from: number): number {
  let sum = 0;
  [...digits].reverse().forEach((digit, index) => (sum = TURN[sum]![shifted(Number(digit), index + from)]!));
  return sum;
}

/** True when the last digit of `digits` (0-9 only) is its Verhoeff check digit. */
export const verhoeffValid = (digits: string): boolean => /^\d+$/.test(digits) && turned(digits, 0) === 0;
/** The check digit to put behind `digits`: for tests and demo data. */
export const verhoeffDigit = (digits: string): number => UNTURN[turned(digits, 1)]!;

const GAP = String.raw`[\s\u00a0\u2009\u202f\u200b-\u200f.\-\u2010-\u2015/_]{0,3}`;
// a number with a country code ("+91 98...") is a phone number
const TWELVE = new RegExp(String.raw`(?<![\d+]|\+\d{0,3}[ -])[2-9]\d{3}${GAP}\d{4}${GAP}\d{4}(?!\d)`, 'g');
const ONE_UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
/** Hashes, keys, signatures, picture data: one long word with letters in it. */
const MACHINE_WORD = /(?=[\w+/=-]*[a-z])[\w+/=-]{40,}/gi;

/** Finds what looks like a full Aadhaar number in free text, in any of the three scripts' digits. Never returns the number itself. */
export function findAadhaarLike(text: string): { at: number; length: number } | null {
  if (text.length < 12 || ONE_UUID.test(text)) return null;
  const blanked = readDigits(text)
    .replace(UUID, (id) => '#'.repeat(id.length))
    .replace(MACHINE_WORD, (word) => '#'.repeat(word.length));
  for (const match of blanked.matchAll(TWELVE)) {
    if (verhoeffValid(match[0].replace(/\D/g, ''))) return { at: match.index, length: match[0].length };
  }
  return null;
}

const AADHAAR_FIELD = /a+dha+r|uidai|आधार|آدھار/i;
const LAST_FOUR = /^\d{4}$/;

/** Only the last four digits: exactly 4, in any of the three scripts. Null when it is anything else. */
export function readAadhaarLastFour(text: string): string | null {
  const digits = readDigits(text.trim());
  return LAST_FOUR.test(digits) ? digits : null;
}

const isTyped = (path: readonly string[], typed: readonly (readonly string[])[]): boolean =>
  typed.some(
    (parts) => parts.length === path.length && parts.every((part, index) => part === '*' || part === path[index]),
  );

const digitCount = (value: unknown): number =>
  typeof value === 'string' || typeof value === 'number' ? readDigits(String(value)).replace(/\D/g, '').length : 0;

/**
 * Walks a whole payload (every string, key and nested value) before anything is stored. `typedPaths` name the fields with a number of
 * their own kind ("bankAccount.number", "identities.*.number"); a star stands for any one key or index.
 * @returns refused `people.aadhaar_in_text {field}` | `people.aadhaar_full_number {field}` | null when nothing was found.
 * The number is never repeated in the answer.
 */
export function refuseAadhaar(input: unknown, typedPaths: readonly string[] = []): Refused | null {
  const typed = typedPaths.map((one) => one.split('.'));
  // one path for the whole walk: a meeting has some five hundred values, and hardly any of them is ever named
  const path: string[] = [];
  const no = (reason: 'in_text' | 'full_number') => refused(`people.aadhaar_${reason}`, { field: path.join('.') });
  const walk = (value: unknown): Refused | null => {
    if (AADHAAR_FIELD.test(path.at(-1) ?? '') && digitCount(value) > 4) return no('full_number');
    if (typeof value === 'string') return findAadhaarLike(value) && !isTyped(path, typed) ? no('in_text') : null;
    if (typeof value !== 'object' || value === null) return null;
    for (const [key, inner] of Object.entries(value)) {
      if (findAadhaarLike(key)) return no('in_text');
      path.push(key);
      const found = walk(inner);
      if (found) return found;
      path.pop();
    }
    return null;
  };
  return walk(input);
}
