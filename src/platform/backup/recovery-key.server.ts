/**
 * The one secret that opens every backup of an installation: seven groups of four signs to write down, and an eighth that finds a
 * slip of the pen. 140 random bits need no slow derivation, unlike a password that a person chose.
 */
import { createHash, hkdfSync, randomInt } from 'node:crypto';
import { StartFault } from '../start-faults.server.ts';

/** Crockford's base 32: no I, L, O, U, so that what is read aloud or copied by hand stays what it was. */
const SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const KEY_SIGNS = 28;
const CHECK_SIGNS = 4;

/** @returns for example `7K2M-…-9QXC` */
export function makeRecoveryKey(): string {
  const secret = Array.from({ length: KEY_SIGNS }, () => SIGNS[randomInt(32)]).join('');
  return (secret + checkOf(secret)).replace(/.{4}(?=.)/g, '$&-');
}

/**
 * @returns the key as its bare signs, however it was typed
 * @throws StartFault backup.keyMistyped
 */
export function readRecoveryKey(typed: string): string {
  const signs = typed.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  const secret = signs.slice(0, KEY_SIGNS);
  const whole = signs.length === KEY_SIGNS + CHECK_SIGNS && [...signs].every((sign) => SIGNS.includes(sign));
  if (!whole || signs.slice(KEY_SIGNS) !== checkOf(secret)) throw new StartFault('backup.keyMistyped');
  return secret;
}

/** What one file is sealed with; `check` tells a wrong key from a damaged file and gives nothing away. */
export function fileKeys(recoveryKey: string, salt: Buffer): { readonly key: Buffer; readonly check: string } {
  const secret = readRecoveryKey(recoveryKey);
  const derive = (purpose: string, bytes: number) =>
    Buffer.from(hkdfSync('sha256', secret, salt, `bakhiya backup ${purpose}`, bytes));
  return { key: derive('file', 32), check: derive('check', 8).toString('hex') };
}

function checkOf(secret: string): string {
  const hash = createHash('sha256').update(`bakhiya recovery key ${secret}`).digest();
  return Array.from({ length: CHECK_SIGNS }, (_none, at) => SIGNS[hash[at]! % 32]).join('');
}
