/** What the keys of the number pad do to the amount, in paise. Pure, so that every way of typing is tested without a screen. */
import type { Paise } from '#platform/money.ts';

export type PadKey = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' | '00' | 'back' | 'clear';

/** Rupees only: a group counts in whole rupees, and paise on a pad are the commonest way to be wrong by a hundred. */
export function pressPad(amount: Paise, key: PadKey, maxPaise: Paise): Paise {
  const rupees = Math.trunc(amount / 100);
  if (key === 'clear') return 0;
  if (key === 'back') return Math.trunc(rupees / 10) * 100;
  const typed = key === '00' ? rupees * 100 : rupees * 10 + Number(key);
  return typed * 100 > maxPaise ? amount : typed * 100;
}

/** The pad's answer to a real keyboard, in any of the three scripts once read by `readDigits`. */
export function padKeyOf(key: string): PadKey | null {
  if (/^\d$/.test(key)) return key as PadKey;
  if (key === 'Backspace') return 'back';
  return key === 'Delete' ? 'clear' : null;
}
