/**
 * What stands on a member's card. Its QR reads `BAKHIYA-CARD1:<organisation>:<person>`: two ids and nothing personal; it opens nothing
 * without her own PIN or picture signs. The card's number is for a phone without a camera: nine digits made from her id, two that
 * catch a wrongly typed one. Pure: phone and server read the same card.
 */
import { readDigits } from '#platform/digits.ts';
import { isId } from '#platform/ids.ts';

const MARK = 'BAKHIYA-CARD1';
export const cardText = (card: { orgId: string; personId: string }): string => `${MARK}:${card.orgId}:${card.personId}`;

/** Null for what is no member card. */
export function readCardText(text: string): { orgId: string; personId: string } | null {
  const [mark, orgId, personId, ...more] = text.trim().split(':');
  if (mark !== MARK || more.length > 0 || !isId(orgId) || !isId(personId)) return null;
  return { orgId, personId };
}

export const CARD_DIGITS = 11;
const check = (digits: string): string => String(98 - ((Number(digits) * 100) % 97)).padStart(2, '0');

/** Eleven digits, never twelve: twelve look like an Aadhaar number. */
export function cardNumber(personId: string): string {
  const number = Number(BigInt(`0x${personId.replaceAll('-', '').slice(-12)}`) % 1_000_000_000n);
  const digits = String(number).padStart(9, '0');
  return digits + check(digits);
}

/** As printed: 123 456 789 01. */
export const groupedCardNumber = (digits: string): string => digits.replace(/(\d{3})(?=\d)/g, '$1 ');

/** What she typed, in whichever digits; null when a digit is wrong. */
export function readCardNumber(typed: string): string | null {
  const digits = readDigits(typed).replace(/[\s-]/g, '');
  return /^\d{11}$/.test(digits) && check(digits.slice(0, 9)) === digits.slice(9) ? digits : null;
}
