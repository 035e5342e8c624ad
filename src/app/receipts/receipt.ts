/**
 * A receipt that anyone can check: a short statement signed by this installation. In a QR it is the end of an address,
 * `/verify/#R1.<statement>.<signature>`, both parts base64url; the statement is canonical JSON with the short keys below. Pure: the
 * page that checks it runs without the office.
 */
import { verifyAsync } from '@noble/ed25519';
import * as z from 'zod/mini';
import { canonicalJson } from '#platform/canonical.ts';
import { isIsoDate, type IsoDate } from '#platform/dates.ts';

const Paise = z.int();
const Count = z.int().check(z.gte(0));
const Short = z.string().check(z.maxLength(60));
const common = {
  /** The format; certificates of phones are signed by the same key and never carry it. */
  r: z.literal(1),
  /** Organisation and group, shortened. */
  o: Short,
  g: Short,
  d: z.string().check(z.refine(isIsoDate)),
  /** Number of the journal in the group's book and the first 16 hex signs of the book's head after it. */
  q: z.int().check(z.gte(1)),
  h: z.string().check(z.regex(/^[0-9a-f]{16}$/)),
};
/** `a`: saved, repaid, lent, cash in the box after closing (paise). `c`: came, members. */
const OfMeeting = z.strictObject({
  ...common,
  k: z.literal('m'),
  a: z.tuple([Paise, Paise, Paise, Paise]),
  c: z.tuple([Count, Count]),
});
/** `n`: her initials. `a`: saved, taken out, repaid, fine, new loan, savings now, loan now (paise). */
const OfMember = z.strictObject({
  ...common,
  k: z.literal('p'),
  n: z.string().check(z.maxLength(12)),
  a: z.tuple([Paise, Paise, Paise, Paise, Paise, Paise, Paise]),
});
export const ReceiptStatement = z.discriminatedUnion('k', [OfMeeting, OfMember]);
export type ReceiptStatement = z.infer<typeof ReceiptStatement>;

const MARK = 'R1.';
/** @param certificate what the installation's key made of the statement */
export const receiptText = (certificate: string): string => `${MARK}${certificate}`;
export const verifyLink = (origin: string, text: string): string => `${origin}/verify/#${text}`;

/** The part of what was scanned or pasted that can be checked: an address's end, or the text itself. */
export function checkableText(given: string): string {
  const text = given.trim();
  const at = text.indexOf('/verify/#');
  return at < 0 ? text.replace(/^#/, '') : text.slice(at + '/verify/#'.length);
}

const bytesOf = (text: string): Uint8Array =>
  Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (char) => char.charCodeAt(0));

/** An Ed25519 key in SPKI ends with the 32 bytes of the key itself. */
const rawKey = (spki: string): Uint8Array => bytesOf(spki).slice(-32);

/** A public key of this installation; one that is retired signs nothing new, and what it signed stays true. */
export type VerifyKey = { readonly spki: string; readonly retiredOn: IsoDate | null };
export type Signed = { readonly said: unknown; readonly key: VerifyKey };

/**
 * What one of these keys signed as `<statement>.<signature>`; null when none did, or the text is malformed. Every browser can do it:
 * WebCrypto's own Ed25519 is missing on cheap phones of a few years ago.
 */
export async function readSigned(certificate: string, keys: readonly VerifyKey[]): Promise<Signed | null> {
  try {
    const [body, signature, ...more] = certificate.split('.');
    if (!body || !signature || more.length > 0) return null;
    const bytes = bytesOf(body);
    for (const key of keys)
      if (await verifyAsync(bytesOf(signature), bytes, rawKey(key.spki)))
        return { said: JSON.parse(new TextDecoder().decode(bytes)), key };
  } catch {
    return null;
  }
  return null;
}

export const isReceipt = (text: string): boolean => text.startsWith(MARK);

/** The statement of a genuine receipt and the key behind it; null for any other text. */
export async function readReceipt(
  text: string,
  keys: readonly VerifyKey[],
): Promise<{ receipt: ReceiptStatement; key: VerifyKey } | null> {
  if (!isReceipt(text)) return null;
  const signed = await readSigned(text.slice(MARK.length), keys);
  const read = ReceiptStatement.safeParse(signed?.said);
  return signed && read.success && canonicalJson(read.data).length < 1000
    ? { receipt: read.data, key: signed.key }
    : null;
}

/** First letters of a name's words; letters with their vowel signs, so that Devanagari stays readable. */
export function initialsOf(name: string): string {
  const letters = new Intl.Segmenter('hi', { granularity: 'grapheme' });
  const words = name.trim().split(/\s+/).slice(0, 3);
  return words
    .map((word) => [...letters.segment(word)][0]?.segment ?? '')
    .join(' ')
    .slice(0, 12);
}
export const shortened = (text: string): string => [...text].slice(0, 28).join('');
