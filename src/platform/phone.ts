import { readDigits } from './digits.ts';

/** An Indian mobile number as its 10 digits, typed in any of three scripts, with or without +91, 91, 0 and separators. Null if it is none. */
export function readMobile(typed: string): string | null {
  const digits = readDigits(typed).replace(/[\s().‎‏⁦⁩-]/g, '');
  return /^(?:\+?91|0091|0)?([6-9]\d{9})$/.exec(digits)?.[1] ?? null;
}
