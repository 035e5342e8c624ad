/**
 * Locks of the sealed store: a random data key (AES-256-GCM) seals every record; the key itself lies wrapped under her PIN and,
 * a second time, under a recovery code that the office keeps. Times and counts are data so that a better phone gets a slower lock.
 */
import { fromUtf8, randomBytes, utf8, type Bytes } from './bytes.ts';
import { FieldError } from './errors.ts';

/** A record at rest. */
export type Sealed = { readonly iv: Bytes; readonly data: Bytes };

export type Wrap = {
  readonly kdf: 'PBKDF2-SHA256';
  readonly iterations: number;
  readonly salt: Bytes;
  /** The server's pepper was mixed in: opens only online. */
  readonly peppered: boolean;
  readonly key: Sealed;
};

export type LockRules = {
  /** OWASP's floor for PBKDF2-HMAC-SHA256 (password storage cheat sheet, 2023): 600,000. */
  readonly iterations: number;
  /** Wait after the n-th wrong PIN in a row, milliseconds; the last one repeats. */
  readonly delaysMs: readonly number[];
};

export const LOCK_RULES: LockRules = {
  iterations: 600_000,
  delaysMs: [0, 0, 5_000, 15_000, 60_000, 300_000, 900_000, 3_600_000],
};

export async function sealBytes(key: CryptoKey, bound: string, plain: Bytes): Promise<Sealed> {
  const iv = randomBytes(12);
  const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: utf8(bound) }, key, plain);
  return { iv, data: new Uint8Array(data) };
}

/** Throws when the record was sealed by another key, moved from its place or changed. */
export async function openBytes(key: CryptoKey, bound: string, sealed: Sealed): Promise<Bytes> {
  const how = { name: 'AES-GCM', iv: sealed.iv, additionalData: utf8(bound) };
  return new Uint8Array(await crypto.subtle.decrypt(how, key, sealed.data));
}

export const sealJson = (key: CryptoKey, bound: string, value: unknown): Promise<Sealed> =>
  sealBytes(key, bound, utf8(JSON.stringify(value)));

/** The caller names the type it sealed; the bound text makes sure it is that record. */
export async function openJson<T>(key: CryptoKey, bound: string, sealed: Sealed): Promise<T> {
  return JSON.parse(fromUtf8(await openBytes(key, bound, sealed))) as T;
}

export const newDataKey = (): Bytes => randomBytes(32);
export const dataKeyFrom = (raw: Bytes): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', raw, { name: 'AES-GCM' }, false, ['encrypt', 'decrypt']);

async function wrappingKey(
  secret: string,
  wrap: Pick<Wrap, 'iterations' | 'salt'>,
  pepper?: string,
): Promise<CryptoKey> {
  let bytes = utf8(secret.normalize('NFKC'));
  if (pepper !== undefined) {
    const mac = await crypto.subtle.importKey('raw', utf8(pepper), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
    bytes = new Uint8Array(await crypto.subtle.sign('HMAC', mac, bytes));
  }
  const base = await crypto.subtle.importKey('raw', bytes, 'PBKDF2', false, ['deriveKey']);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt: wrap.salt, iterations: wrap.iterations };
  return crypto.subtle.deriveKey(how, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

export async function wrapKey(
  raw: Bytes,
  secret: string,
  rules: Pick<LockRules, 'iterations'> & { pepper?: string },
): Promise<Wrap> {
  const { pepper } = rules;
  const salt = randomBytes(16);
  const key = await wrappingKey(secret, { iterations: rules.iterations, salt }, pepper);
  const sealed = await sealBytes(key, 'data key', raw);
  return { kdf: 'PBKDF2-SHA256', iterations: rules.iterations, salt, peppered: pepper !== undefined, key: sealed };
}

/** Null when the secret is wrong. */
export async function unwrapKey(wrap: Wrap, secret: string, pepper?: string): Promise<Bytes | null> {
  try {
    return await openBytes(await wrappingKey(secret, wrap, wrap.peppered ? pepper : undefined), 'data key', wrap.key);
  } catch {
    return null;
  }
}

/** 22 random digits and 2 check digits (mod 97): 73 bits, spoken over the phone in six fours. */
export function newRecoveryCode(): string {
  let digits = '';
  while (digits.length < 22)
    for (const byte of randomBytes(32)) if (byte < 250 && digits.length < 22) digits += byte % 10;
  return (digits + check(digits)).replace(/(\d{4})(?=\d)/g, '$1-');
}

const check = (digits: string): string => String(98n - ((BigInt(digits) * 100n) % 97n)).padStart(2, '0');

/** Whether the check digits agree: told while she types, long before the slow lock. */
export function isRecoveryCode(text: string): boolean {
  try {
    return readRecoveryCode(text).length > 0;
  } catch {
    return false;
  }
}

/** The code's digits; throws `field.wrongRecoveryCode` on a slip of the tongue, before any slow work. */
export function readRecoveryCode(text: string): string {
  const digits = text.replace(/[\s-]/g, '');
  if (!/^\d{24}$/.test(digits) || check(digits.slice(0, 22)) !== digits.slice(22)) {
    throw new FieldError('field.wrongRecoveryCode');
  }
  return digits;
}
