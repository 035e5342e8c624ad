/** Identifiers are UUIDv7 (RFC 9562 §5.7): made on the phone or the server, ordered roughly by time of making. */

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** @param atMs milliseconds since 1970; only for order, never trusted as a time of anything. */
export function newId(atMs: number = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return uuidFrom(bytes, atMs);
}

/** The same for seeded tests and the demo: 16 bytes of the caller's own randomness. */
export function uuidFrom(random: Uint8Array, atMs: number): string {
  const bytes = Uint8Array.from(random);
  let rest = Math.max(0, Math.trunc(atMs));
  for (let i = 5; i >= 0; i -= 1) {
    bytes[i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = Array.from(bytes, (byte) => HEX[byte]).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export const isId = (text: unknown): text is string => typeof text === 'string' && UUID.test(text);
