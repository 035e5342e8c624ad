/** A rate as it is typed: "10", "12.5 %", in any digits. Pure. */
import { readDigits } from '#platform/digits.ts';

/** @returns basis points; what is no percentage stays what it is, so that its schema refuses it and names the field */
export function rateBpsOf(text: string): number | string {
  const match = /^(\d{1,3})(?:[.٫](\d{1,2}))?\s*%?$/.exec(readDigits(text).trim());
  return match ? Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0')) : text;
}
