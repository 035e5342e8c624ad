/**
 * What a pushed command proves and is answered by, reckoned here and now: the same verdicts and bytes as `#field/sealed-envelope.ts`, which
 * phones run. WebCrypto hands every one of them to another thread and back, which costs more than the work itself.
 */
import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto';
import { canonicalPayload } from '#platform/canonical.ts';
import { fromBase64Url, signedText, type SignedEnvelope } from '#field/sealed-envelope.ts';
import type { PushItem } from '#field/wire.ts';
import { payloadHashOf } from '../memory.server.ts';

const MOST_KEYS = 500;
const keys = new Map<string, KeyObject>();

/** A device's key, read once: its commands come ten at a time. @throws when it is no key of the one curve that phones sign with */
function keyOf(spki: string): KeyObject {
  const before = keys.get(spki);
  if (before) return before;
  const key = createPublicKey({ key: Buffer.from(fromBase64Url(spki)), format: 'der', type: 'spki' });
  if (key.asymmetricKeyType !== 'ec' || key.asymmetricKeyDetails?.namedCurve !== 'prime256v1')
    throw new TypeError('A device signs with P-256');
  if (keys.size >= MOST_KEYS) keys.clear();
  keys.set(spki, key);
  return key;
}

/** `verifyEnvelope` of the server: false for a wrong signature and for a malformed one. */
export function isSigned(spki: string, signed: SignedEnvelope): boolean {
  try {
    // what was received is never changed: its text is made once, for the signature, the answer and the door that stores it
    canonicalPayload(signed.envelope.payload);
    const signature = fromBase64Url(signed.signature);
    return verify('sha256', signedText(signed.envelope), { key: keyOf(spki), dsaEncoding: 'ieee-p1363' }, signature);
  } catch {
    return false;
  }
}

/** `itemHash` of the server. */
export function answerHash(item: PushItem): string {
  if (item.form === 'open') return payloadHashOf(item.envelope, canonicalPayload(item.envelope.payload));
  return createHash('sha256').update(`${item.box.epk}.${item.box.iv}.${item.box.data}`).digest('hex');
}
