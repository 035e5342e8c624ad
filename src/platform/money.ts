/** Money is integer paise (1 rupee = 100 paise). No binary fraction ever holds an amount. */
import { readDigits } from './digits.ts';

declare const paiseBrand: unique symbol;
export type Paise = number & { readonly [paiseBrand]?: true };

/** Rs 900 crore: far above any book here, far below the integers a JavaScript number holds exactly. */
export const MAX_PAISE = 900_000_000_000;

export const isPaise = (value: unknown): value is Paise =>
  typeof value === 'number' && Number.isSafeInteger(value) && Math.abs(value) <= MAX_PAISE;

/** Whole rupees as paise. */
export const rupees = (amount: number): Paise => amount * 100;

export const sumPaise = (amounts: Iterable<Paise>): Paise => {
  let total = 0;
  for (const amount of amounts) total += amount;
  return total;
};

/**
 * Splits `total` by whole, non-negative `weights` so that the parts sum to it exactly: largest remainder, ties to the earlier part.
 * With no positive weight everything is 0 except the first part, which takes the total.
 */
export function splitPaise(total: Paise, weights: readonly number[]): Paise[] {
  const whole = weights.reduce((sum, weight) => sum + BigInt(weight), 0n);
  if (weights.length === 0) return [];
  if (whole <= 0n) return weights.map((_, index) => (index === 0 ? total : 0));
  const shares = weights.map((weight, index) => {
    const exact = BigInt(total) * BigInt(weight);
    return { index, part: exact / whole, rest: exact % whole };
  });
  let left = BigInt(total) - shares.reduce((sum, share) => sum + share.part, 0n);
  const step = left < 0n ? -1n : 1n;
  const byRest = [...shares].sort((a, b) => Number((b.rest - a.rest) * step) || a.index - b.index);
  for (const share of byRest) {
    if (left === 0n) break;
    share.part += step;
    left -= step;
  }
  return shares.map((share) => Number(share.part));
}

/** Reads rupees as a person types them in Latin, Devanagari or Urdu digits: "1,250", "१२५०.५०". Null when it is no amount. */
export function parseRupees(text: string): Paise | null {
  const plain = readDigits(text)
    .replace(/[\s,٬₹]/g, '')
    .replace(/^Rs\.?/i, '')
    .replace('٫', '.')
    .replace('−', '-');
  const match = /^(-?)(\d{1,10})(?:\.(\d{1,2}))?$/.exec(plain);
  if (!match) return null;
  const value = Number(match[2]) * 100 + Number((match[3] ?? '').padEnd(2, '0'));
  const signed = match[1] ? -value : value;
  return isPaise(signed) ? (signed === 0 ? 0 : signed) : null;
}

/** 12,34,567 : Indian grouping (last three, then twos). */
export function groupIndian(digits: string): string {
  if (digits.length <= 3) return digits;
  const head = digits.slice(0, -3).replace(/\B(?=(\d{2})+(?!\d))/g, ',');
  return `${head},${digits.slice(-3)}`;
}

/** "₹1,23,456" or "−₹12.50": paise only when not zero, a real minus. Pass `sign: false` where the column says rupees. */
export function formatPaise(amount: Paise, { sign = true }: { sign?: boolean } = {}): string {
  const absolute = Math.abs(amount);
  const whole = groupIndian(String(Math.trunc(absolute / 100)));
  const paise = absolute % 100;
  const text = paise === 0 ? whole : `${whole}.${String(paise).padStart(2, '0')}`;
  return `${amount < 0 ? '−' : ''}${sign ? '₹' : ''}${text}`;
}
