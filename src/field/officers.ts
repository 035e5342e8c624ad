/**
 * A group's officers confirm a meeting on the bookkeeper's phone, each by her own PIN or her own picture signs. The secret is set on
 * this phone the first time and lies, stretched and salted, inside the sealed store; it never travels.
 */
import { fromBase64Url, randomBytes, toBase64Url, utf8 } from './bytes.ts';
import { readView, saveView } from './store.ts';
import type { Store } from './vault.ts';

export type OfficerWay = 'pin' | 'picture';
export type Officer = { readonly groupId: string; readonly personId: string };

type Kept = {
  readonly way: OfficerWay;
  readonly iterations: number;
  readonly salt: string;
  /** What the right secret makes of a fixed text. */
  readonly proof: string;
  readonly wrong: number;
  readonly untilMs: number;
};

const KIND = 'officer';
const PROOF = 'bakhiya officer 1';
const idOf = (of: Officer): string => `${of.groupId} ${of.personId}`;

async function keyOf(secret: string, kept: Pick<Kept, 'iterations' | 'salt'>): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey('raw', utf8(secret.normalize('NFKC')), 'PBKDF2', false, ['deriveKey']);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt: fromBase64Url(kept.salt), iterations: kept.iterations };
  return crypto.subtle.deriveKey(how, base, { name: 'HMAC', hash: 'SHA-256', length: 256 }, false, ['sign']);
}
const macOf = async (key: CryptoKey, text: string): Promise<string> =>
  toBase64Url(new Uint8Array(await crypto.subtle.sign('HMAC', key, utf8(text))));

/** How she confirms on this phone; null when she has not set anything here yet. */
export const officerWay = async (store: Store, of: Officer): Promise<OfficerWay | null> =>
  (await readView<Kept>(store, KIND, idOf(of)))?.way ?? null;

/** What is kept of a new secret, as a view to be saved, alone or with the command that tells of it. */
export async function makeOfficerSecret(
  store: Store,
  of: Officer,
  given: { way: OfficerWay; secret: string },
): Promise<{ kind: string; id: string; view: unknown }> {
  const { iterations } = store.phone.rules;
  const salt = toBase64Url(randomBytes(16));
  const proof = await macOf(await keyOf(given.secret, { iterations, salt }), PROOF);
  const view: Kept = { way: given.way, iterations, salt, proof, wrong: 0, untilMs: 0 };
  return { kind: KIND, id: idOf(of), view };
}

/** Sets her secret on this phone. Throws `field.noRoom`, `field.hidden`. */
export async function setOfficerSecret(
  store: Store,
  of: Officer,
  given: { way: OfficerWay; secret: string },
): Promise<void> {
  const { kind, ...item } = await makeOfficerSecret(store, of, given);
  await saveView(store, kind, item);
}

/**
 * Her signature (HMAC by the key of her secret) over a text, or null and how long to wait when the secret was wrong.
 * The attempt is counted before it is judged, so that killing the app is no free try.
 */
export async function signAsOfficer(
  store: Store,
  of: Officer,
  given: { secret: string; text: string },
): Promise<{ signature: string | null; waitMs: number }> {
  const kept = await readView<Kept>(store, KIND, idOf(of));
  if (!kept) return { signature: null, waitMs: 0 };
  const now = store.phone.now();
  if (now < kept.untilMs) return { signature: null, waitMs: kept.untilMs - now };
  const { delaysMs } = store.phone.rules;
  const waitMs = delaysMs[Math.min(kept.wrong, delaysMs.length - 1)] ?? 0;
  await saveView(store, KIND, { id: idOf(of), view: { ...kept, wrong: kept.wrong + 1, untilMs: now + waitMs } });
  const key = await keyOf(given.secret, kept);
  if ((await macOf(key, PROOF)) !== kept.proof) return { signature: null, waitMs };
  await saveView(store, KIND, { id: idOf(of), view: { ...kept, wrong: 0, untilMs: 0 } });
  return { signature: await macOf(key, `bakhiya confirm 1\n${given.text}`), waitMs: 0 };
}
