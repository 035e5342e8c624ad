/** Shapes of the numbers people carry. A shape check catches slips of the pen; it does not prove that a number exists. */
import { readDigits } from '#platform/digits.ts';
import { ruled, ruledOut, type Ruling } from '#platform/outcomes.ts';
import { findAadhaarLike } from './aadhaar.rules.ts';

export const IDENTITY_KINDS = [
  'artisan_card',
  'udyam',
  'eshram',
  'voter_card',
  'ration_card',
  'job_card',
  'other',
] as const;
export type IdentityKind = (typeof IDENTITY_KINDS)[number];

/** e-Shram's Universal Account Number: 12 digits. EPIC: 3 letters, 7 digits. Udyam: UDYAM-state-district-7 digits. */
const SHAPES: Readonly<Record<IdentityKind, RegExp>> = {
  artisan_card: /^[A-Z0-9][A-Z0-9/-]{3,23}$/,
  udyam: /^UDYAM-[A-Z]{2}-\d{2}-\d{7}$/,
  eshram: /^\d{12}$/,
  voter_card: /^[A-Z]{3}\d{7}$/,
  ration_card: /^[A-Z0-9][A-Z0-9/-]{3,23}$/,
  job_card: /^[A-Z]{2}[A-Z0-9/-]{5,38}$/,
  other: /^[\p{L}\p{N}][\p{L}\p{N} ./-]{2,39}$/u,
};

/** The number as stored: Latin digits, capitals, spaces and dashes as the kind wants them. */
export function readIdentity(kind: IdentityKind, typed: string): Ruling<string> {
  const plain = readDigits(typed).trim().toUpperCase();
  const tidy =
    kind === 'eshram' || kind === 'voter_card'
      ? plain.replace(/[\s-]/g, '')
      : kind === 'udyam'
        ? plain.replace(/\s/g, '').replace(/^UDYAM-?([A-Z]{2})-?(\d{2})-?(\d{7})$/, 'UDYAM-$1-$2-$3')
        : plain;
  // only e-Shram is a plain 12-digit number by design; elsewhere such a number is somebody's Aadhaar
  if (kind !== 'eshram' && findAadhaarLike(tidy)) return ruledOut('people.aadhaar_in_text', { field: 'number' });
  return SHAPES[kind].test(tidy) ? ruled(tidy) : ruledOut('people.identity_shape', { kind });
}

/** An Indian mobile number as 10 digits, from any of three scripts, with or without +91, 91 or 0. @returns refused `people.phone_shape` */
export function readPhone(typed: string): Ruling<string> {
  const digits = readDigits(typed).replace(/[\s().+-]/g, '');
  const match = /^(?:0091|91|0)?([6-9]\d{9})$/.exec(digits);
  return match ? ruled(match[1]!) : ruledOut('people.phone_shape');
}

/** 9 to 18 digits. @returns refused `people.bank_account_shape` */
export function readBankAccount(typed: string): Ruling<string> {
  const digits = readDigits(typed).replace(/[\s-]/g, '');
  return /^\d{9,18}$/.test(digits) ? ruled(digits) : ruledOut('people.bank_account_shape');
}

/** Four letters, a zero, six letters or digits (RBI). @returns refused `people.ifsc_shape` */
export function readIfsc(typed: string): Ruling<string> {
  const code = readDigits(typed).replace(/\s/g, '').toUpperCase();
  return /^[A-Z]{4}0[A-Z0-9]{6}$/.test(code) ? ruled(code) : ruledOut('people.ifsc_shape');
}
