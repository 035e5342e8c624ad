/**
 * A short secret (a PIN, three pictures) made expensive to guess: PBKDF2-SHA512 gives 64 bytes, of which one half proves and the other
 * half checks. Who knows one half cannot make the other without guessing the secret itself.
 */

/** OWASP Password Storage Cheat Sheet, 2025, for PBKDF2-HMAC-SHA512. */
export const STRETCH_ITERATIONS = 210_000;

export type Stretching = { readonly salt: string; readonly iterations: number };
/** Both base64url, 43 signs: 32 bytes each. */
export type Stretched = { readonly proof: string; readonly check: string };

const base64Url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');
const bytesOf = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (char) => char.charCodeAt(0));

export const newStretching = (iterations = STRETCH_ITERATIONS): Stretching => ({
  salt: base64Url(crypto.getRandomValues(new Uint8Array(16))),
  iterations,
});

export async function stretch(secret: string, { salt, iterations }: Stretching): Promise<Stretched> {
  const plain = new TextEncoder().encode(secret.normalize('NFKC'));
  const base = await crypto.subtle.importKey('raw', plain, 'PBKDF2', false, ['deriveBits']);
  const how = { name: 'PBKDF2', hash: 'SHA-512', salt: bytesOf(salt), iterations };
  const bytes = new Uint8Array(await crypto.subtle.deriveBits(how, base, 512));
  return { proof: base64Url(bytes.subarray(0, 32)), check: base64Url(bytes.subarray(32)) };
}
