/**
 * A command signed by its author's enrolment and, for other hands to carry, sealed to the server. Pure WebCrypto: phone and server share it.
 * Sealing = ECDH P-256 with an ephemeral key -> HKDF-SHA256 -> AES-256-GCM (the ECIES construction of SEC 1 §5.1 with modern parts).
 */
import { canonicalJson, canonicalPayload, payloadHash, sha256Hex } from '#platform/canonical.ts';
import { fromBase64Url, fromUtf8, randomBytes, toBase64Url, utf8, type Bytes } from './bytes.ts';
import { DeviceEnvelope, type PushItem, type SealedBox, type SealedItem, type ServerKey } from './wire.ts';

export { fromBase64Url };

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256' };
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' };
const ECDH = { name: 'ECDH', namedCurve: 'P-256' };

/** `prevHash` of a device's first command. */
/** What the box of a recovery code is bound to; the server opens it with this. */
export const escrowBound = 'recovery code';
export const GENESIS_HASH = '0'.repeat(64);

export type SignedEnvelope = { readonly envelope: DeviceEnvelope; readonly signature: string };

/** The link of the chain: over everything the device states, its own `prevHash` included. */
export const envelopeHash = (envelope: DeviceEnvelope): Promise<string> => sha256Hex(canonicalJson(envelope));

/** A new signing key pair; the private half leaves this function only as bytes that the caller seals at once. */
export async function makeSigningKey(): Promise<{ pkcs8: Bytes; spki: string }> {
  const pair = (await crypto.subtle.generateKey(ECDSA, true, ['sign', 'verify'])) as CryptoKeyPair;
  return {
    pkcs8: new Uint8Array(await crypto.subtle.exportKey('pkcs8', pair.privateKey)),
    spki: toBase64Url(new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey))),
  };
}

/** Not extractable again. */
export const signingKeyFrom = (pkcs8: Bytes): Promise<CryptoKey> =>
  crypto.subtle.importKey('pkcs8', pkcs8, ECDSA, false, ['sign']);

/** The bytes a signature is over. */
export const signedText = (envelope: DeviceEnvelope): Bytes => utf8(`bakhiya command 1\n${canonicalJson(envelope)}`);

export async function signEnvelope(key: CryptoKey, envelope: DeviceEnvelope): Promise<SignedEnvelope> {
  const signature = await crypto.subtle.sign(SIGNING, key, signedText(envelope));
  return { envelope, signature: toBase64Url(new Uint8Array(signature)) };
}

const MOST_KEYS = 500;
const checkers = new Map<string, Promise<CryptoKey>>();

/** A device's key, read once: its commands come ten at a time. A key that cannot be read is not kept. */
function checkerOf(spki: string): Promise<CryptoKey> {
  const before = checkers.get(spki);
  if (before) return before;
  const key = crypto.subtle.importKey('spki', fromBase64Url(spki), ECDSA, false, ['verify']);
  if (checkers.size >= MOST_KEYS) checkers.clear();
  checkers.set(spki, key);
  key.catch(() => checkers.delete(spki));
  return key;
}

/** False for a wrong signature and for a malformed one. */
export async function verifyEnvelope(spki: string, signed: SignedEnvelope): Promise<boolean> {
  try {
    const key = await checkerOf(spki);
    // what was received is never changed: its text is made once, for the signature, the answer and the door that stores it
    canonicalPayload(signed.envelope.payload);
    return await crypto.subtle.verify(SIGNING, key, fromBase64Url(signed.signature), signedText(signed.envelope));
  } catch {
    return false;
  }
}

/** Made once by the server: the public half goes to phones, the private half (PKCS #8) stays with its secrets and its backups. */
export async function makeServerKey(): Promise<{ key: ServerKey; pkcs8: Bytes }> {
  const pair = (await crypto.subtle.generateKey(ECDH, true, ['deriveBits'])) as CryptoKeyPair;
  const spki = toBase64Url(new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey)));
  const id = (await sha256Hex(spki)).slice(0, 16);
  return { key: { id, spki }, pkcs8: new Uint8Array(await crypto.subtle.exportKey('pkcs8', pair.privateKey)) };
}

export const serverPrivateKeyFrom = (pkcs8: Bytes): Promise<CryptoKey> =>
  crypto.subtle.importKey('pkcs8', pkcs8, ECDH, false, ['deriveBits']);

async function boxKey(secret: ArrayBuffer, epk: Bytes): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
  const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: epk, info: utf8('bakhiya sealed box 1') };
  return crypto.subtle.deriveKey(hkdf, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

/** @param bound text that must be given again to open the box: it ties the box to its place. */
export async function sealTo(server: ServerKey, plain: Bytes, bound: string): Promise<SealedBox> {
  const theirs = await crypto.subtle.importKey('spki', fromBase64Url(server.spki), ECDH, false, []);
  const pair = (await crypto.subtle.generateKey(ECDH, false, ['deriveBits'])) as CryptoKeyPair;
  const epk = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  const secret = await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, pair.privateKey, 256);
  const iv = randomBytes(12);
  const how = { name: 'AES-GCM', iv, additionalData: utf8(bound) };
  const data = await crypto.subtle.encrypt(how, await boxKey(secret, epk), plain);
  return { keyId: server.id, epk: toBase64Url(epk), iv: toBase64Url(iv), data: toBase64Url(new Uint8Array(data)) };
}

/** Throws when the box was made for another key, bound elsewhere or changed. */
export async function openBox(key: CryptoKey, box: SealedBox, bound: string): Promise<Bytes> {
  const epk = fromBase64Url(box.epk);
  const theirs = await crypto.subtle.importKey('raw', epk, ECDH, false, []);
  const secret = await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, key, 256);
  const how = { name: 'AES-GCM', iv: fromBase64Url(box.iv), additionalData: utf8(bound) };
  return new Uint8Array(await crypto.subtle.decrypt(how, await boxKey(secret, epk), fromBase64Url(box.data)));
}

const boundTo = (item: { id: string; deviceId: string; deviceSeq: number }): string =>
  `command ${item.id} ${item.deviceId} ${item.deviceSeq}`;

export async function sealCommand(server: ServerKey, signed: SignedEnvelope): Promise<SealedItem> {
  const { id, deviceId, deviceSeq } = signed.envelope;
  const box = await sealTo(server, utf8(JSON.stringify(signed)), boundTo({ id, deviceId, deviceSeq }));
  return { form: 'sealed', id, deviceId, deviceSeq, box };
}

/** Throws when the box does not open or does not hold the command its label names. The signature is the caller's to verify. */
export async function unsealCommand(key: CryptoKey, item: SealedItem): Promise<SignedEnvelope> {
  const inside = JSON.parse(fromUtf8(await openBox(key, item.box, boundTo(item)))) as SignedEnvelope;
  const envelope = DeviceEnvelope.parse(inside.envelope);
  if (boundTo(envelope) !== boundTo(item)) throw new Error('sealed command differs from its label');
  return { envelope, signature: String(inside.signature) };
}

/** What an answer must repeat. A sealed item's is over the sealed text: its carrier learns nothing about the payload. */
export const itemHash = (item: PushItem): Promise<string> =>
  item.form === 'open'
    ? payloadHash(item.envelope.name, item.envelope.schemaVersion, item.envelope.payload)
    : sha256Hex(`${item.box.epk}.${item.box.iv}.${item.box.data}`);

export const itemId = (item: PushItem): string => (item.form === 'open' ? item.envelope.id : item.id);

/** A short signed text for offline slips (meeting hash, head seen): the same key, another prefix. */
export async function signSlip(key: CryptoKey, text: string): Promise<string> {
  return toBase64Url(new Uint8Array(await crypto.subtle.sign(SIGNING, key, utf8(`bakhiya slip 1\n${text}`))));
}

export async function verifySlip(spki: string, text: string, signature: string): Promise<boolean> {
  try {
    const key = await crypto.subtle.importKey('spki', fromBase64Url(spki), ECDSA, false, ['verify']);
    return await crypto.subtle.verify(SIGNING, key, fromBase64Url(signature), utf8(`bakhiya slip 1\n${text}`));
  } catch {
    return false;
  }
}
