/** What a member may choose to open her passbook with. Pure: asked on the phone and at the office before anything is stretched. */
import { plainSecret } from '../sign-in/secret.rules.ts';

export type MemberWay = 'pin' | 'picture';
export const MEMBER_PIN = { fewest: 4, most: 6 } as const;
/** Four of 24 signs in order: 331,776 ways. */
export const MEMBER_SIGNS = 4;

const isRun = (pin: string): boolean =>
  [...pin].every((digit, at) => at === 0 || Number(digit) === (Number(pin[at - 1]) + 1) % 10);
const isEasy = (pin: string): boolean =>
  /^(\d{1,3})\1+$/.test(pin) ||
  isRun(pin) ||
  isRun([...pin].reverse().join('')) ||
  ['1947', '0786', '7860'].includes(pin);

/** @returns why not, or null: `short` for too few or many, `easy` for what anybody would try first */
export function judgeMemberSecret(way: MemberWay, typed: string): 'short' | 'easy' | null {
  if (way === 'picture') {
    const signs = typed.split('.');
    if (signs.length !== MEMBER_SIGNS || signs.some((sign) => !/^[a-z]+$/.test(sign))) return 'short';
    return new Set(signs).size === 1 ? 'easy' : null;
  }
  const pin = plainSecret(typed);
  if (!/^\d+$/.test(pin) || pin.length < MEMBER_PIN.fewest || pin.length > MEMBER_PIN.most) return 'short';
  return isEasy(pin) ? 'easy' : null;
}

/** The text that is stretched: a PIN and a row of signs are never the same secret. */
export const secretText = (way: MemberWay, typed: string): string =>
  `${way}:${way === 'pin' ? plainSecret(typed) : typed}`;
