/**
 * One text for one value: keys sorted, no spaces, undefined left out. Two devices that mean the same payload hash the same bytes.
 * (The subset of RFC 8785 that our wire uses: no fractions, no non-finite numbers.)
 */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/** Texts of whole payloads: each is signed, hashed, and hashed again by the door that stores it, and never changed in between. */
const texts = new WeakMap<object, string>();

/** The canonical text of a payload nobody changes any more, made once. */
export function canonicalPayload(payload: unknown): string {
  if (typeof payload !== 'object' || payload === null) return canonicalJson(payload);
  const known = texts.get(payload);
  if (known !== undefined) return known;
  const text = canonicalJson(payload);
  texts.set(payload, text);
  return text;
}

export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError('canonicalJson: number is not finite');
    return JSON.stringify(value === 0 ? 0 : value);
  }
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value === 'object') {
    const known = texts.get(value);
    if (known !== undefined) return known;
    const record = value as Record<string, unknown>;
    const parts = Object.keys(record)
      .filter((key) => record[key] !== undefined)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonicalJson(record[key])}`);
    return `{${parts.join(',')}}`;
  }
  throw new TypeError(`canonicalJson: ${typeof value} has no JSON form`);
}

export const toHex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** SHA-256 as lower-case hex, by WebCrypto: the same on phone and server. */
export async function sha256Hex(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return toHex(new Uint8Array(digest));
}

/** The hash a command is known by: same id and same hash is the same command; same id and another hash was tampered with. */
export const payloadHash = (name: string, schemaVersion: number, payload: unknown): Promise<string> =>
  sha256Hex(canonicalJson({ name, payload: payload as Json, schemaVersion }));
