/** One sealed store per user of a shared phone: made, opened by PIN, opened again by the office's recovery code. */
import { newId } from '#platform/ids.ts';
import { utf8, type Bytes } from './bytes.ts';
import { openPhone, openVaultDb, type Header, type PhoneDb, type VaultDb, type VaultRow } from './database.ts';
import { FieldError } from './errors.ts';
import { escrowBound, makeSigningKey, sealTo, signingKeyFrom } from './sealed-envelope.ts';
import {
  dataKeyFrom,
  LOCK_RULES,
  newDataKey,
  newRecoveryCode,
  openBytes,
  readRecoveryCode,
  sealBytes,
  unwrapKey,
  wrapKey,
  type LockRules,
  type Wrap,
} from './sealing.ts';
import type { SealedBox, ServerKey } from './wire.ts';

export type Phone = {
  readonly prefix: string;
  readonly db: PhoneDb;
  /** The device's clock, milliseconds since 1970. */
  readonly now: () => number;
  readonly rules: LockRules;
};

/** A user's store while it is open. Forgetting this value locks it. */
export type Store = {
  readonly phone: Phone;
  readonly vaultId: string;
  readonly db: VaultDb;
  readonly dataKey: CryptoKey;
  readonly signKey: CryptoKey;
};

export type PhoneOptions = { prefix?: string; now?: () => number; rules?: LockRules };

export async function openThisPhone(options: PhoneOptions = {}): Promise<Phone> {
  const { prefix = 'bakhiya', now = Date.now, rules = LOCK_RULES } = options;
  return { prefix, db: await openPhone(prefix), now, rules };
}

/** Who may unlock here; rows without a `userId` were not enrolled to the end. */
export const listVaults = (phone: Phone): Promise<VaultRow[]> => phone.db.getAll('vaults');

export async function headerOf(db: VaultDb): Promise<Header> {
  const header = await db.get('header', 'header');
  if (!header) throw new FieldError('field.notEnrolled');
  return header;
}

/** Of a header read in the same transaction as what it may hide: one way to the disk and back instead of two. */
export function isHidden(header: Header | undefined): boolean {
  if (!header) throw new FieldError('field.notEnrolled');
  return header.hidden;
}

export async function patchHeader(db: VaultDb, change: Partial<Header>): Promise<void> {
  const tx = db.transaction('header', 'readwrite');
  const header = await tx.store.get('header');
  if (header) await tx.store.put({ ...header, ...change }, 'header');
  await tx.done;
}

/** Her own language on a shared phone. */
export const rememberLanguage = (store: Store, language: 'en' | 'hi' | 'ur'): Promise<void> =>
  patchHeader(store.db, { language });

/** Held by the one tab that sends a user's outbox. */
export const sendLock = (phone: Phone, vaultId: string): string => `${phone.prefix}-send-${vaultId}`;

async function escrowOf(
  phone: Phone,
  vault: Pick<Header, 'vaultId' | 'serverKey'>,
  recoveryCode: string,
): Promise<SealedBox> {
  const { vaultId, serverKey } = vault;
  const madeAt = new Date(phone.now()).toISOString();
  return sealTo(serverKey, utf8(JSON.stringify({ vaultId, recoveryCode, madeAt })), escrowBound);
}

export type NewVault = { pin: string; serverKey: ServerKey; displayName?: string; pepper?: string };

/** Makes an empty store before enrolment, so that a lost answer of the server loses no key. The recovery code is for the office only. */
export async function createVault(phone: Phone, given: NewVault): Promise<{ store: Store; recoveryCode: string }> {
  const vaultId = newId(phone.now());
  const raw = newDataKey();
  const dataKey = await dataKeyFrom(raw);
  const recoveryCode = newRecoveryCode();
  const { pkcs8, spki } = await makeSigningKey();
  const header: Header = {
    vaultId,
    userId: null,
    orgId: null,
    displayName: given.displayName ?? '',
    deviceId: null,
    certificate: null,
    serverKey: given.serverKey,
    pin: await wrapKey(raw, given.pin, { ...phone.rules, pepper: given.pepper }),
    recovery: await wrapKey(raw, readRecoveryCode(recoveryCode), phone.rules),
    wrongPins: { count: 0, untilMs: 0 },
    signing: await sealBytes(dataKey, 'signing key', pkcs8),
    signingSpki: spki,
    escrow: await escrowOf(phone, { vaultId, serverKey: given.serverKey }, recoveryCode),
    hidden: false,
  };
  const db = await openVaultDb(phone.prefix, vaultId);
  await db.put('header', header, 'header');
  const addedAt = new Date(phone.now()).toISOString();
  await phone.db.put('vaults', { vaultId, userId: null, displayName: header.displayName, orgId: null, addedAt });
  return { store: { phone, vaultId, db, dataKey, signKey: await signingKeyFrom(pkcs8) }, recoveryCode };
}

async function openWith(phone: Phone, db: VaultDb, { header, raw }: Opened): Promise<Store> {
  const dataKey = await dataKeyFrom(raw);
  const signKey = await signingKeyFrom(await openBytes(dataKey, 'signing key', header.signing));
  return { phone, vaultId: header.vaultId, db, dataKey, signKey };
}

export type PinAndPepper = { readonly pin: string; readonly pepper?: string };

const NO_TRIES: Header['wrongPins'] = { count: 0, untilMs: 0 };

/** Counts the attempt before it is made, so that killing the app in the middle of one is no free try. @returns with it counted */
async function startAttempt(phone: Phone, db: VaultDb): Promise<Header> {
  const tx = db.transaction('header', 'readwrite');
  const header = await tx.store.get('header');
  if (!header) throw new FieldError('field.notEnrolled');
  const { count, untilMs } = header.wrongPins;
  const delays = phone.rules.delaysMs;
  const longest = Math.max(0, ...delays);
  const now = phone.now();
  // A clock set back must not lock her out for years: the wait is never longer than the longest delay.
  const waitMs = Math.min(untilMs - now, longest);
  if (waitMs > 0) {
    if (untilMs - now > longest) {
      await tx.store.put({ ...header, wrongPins: { count, untilMs: now + longest } }, 'header');
    }
    await tx.done;
    throw new FieldError('field.waitBeforePin', { seconds: Math.ceil(waitMs / 1000) });
  }
  const delay = delays[Math.min(count, delays.length - 1)] ?? 0;
  const counted = { ...header, wrongPins: { count: count + 1, untilMs: now + delay } };
  await tx.store.put(counted, 'header');
  await tx.done;
  return counted;
}

type Opened = { readonly header: Header; readonly raw: Bytes };

/** The tries stay counted: the caller sets them back. Throws `field.wrongPin` or `field.waitBeforePin` (params.seconds). */
async function rawKeyByPin(phone: Phone, db: VaultDb, { pin, pepper }: PinAndPepper): Promise<Opened> {
  const header = await startAttempt(phone, db);
  const raw = await unwrapKey(header.pin, pin, pepper);
  if (!raw) throw new FieldError('field.wrongPin', { tries: header.wrongPins.count });
  return { header, raw };
}

/**
 * Throws `field.wrongPin` or `field.waitBeforePin` (params.seconds).
 * @param secret her PIN; with the server's pepper when it was set with one (then she opens the store only with signal).
 */
export async function unlock(phone: Phone, vaultId: string, secret: string | PinAndPepper): Promise<Store> {
  const db = await openVaultDb(phone.prefix, vaultId);
  try {
    const opened = await rawKeyByPin(phone, db, typeof secret === 'string' ? { pin: secret } : secret);
    const [store] = await Promise.all([openWith(phone, db, opened), patchHeader(db, { wrongPins: NO_TRIES })]);
    return store;
  } catch (fault) {
    db.close();
    throw fault;
  }
}

export type PinChange = { oldPin: string; newPin: string; oldPepper?: string; newPepper?: string };

export async function changePin(store: Store, change: PinChange): Promise<void> {
  const { raw } = await rawKeyByPin(store.phone, store.db, { pin: change.oldPin, pepper: change.oldPepper });
  await patchHeader(store.db, {
    pin: await wrapKey(raw, change.newPin, { ...store.phone.rules, pepper: change.newPepper }),
    wrongPins: NO_TRIES,
  });
}

/** The wrap whose code the office can read out today: the newest one only after it was confirmed. */
export const recoveryKnownToOffice = (header: Header): Wrap =>
  (header.escrow && header.recoveryBefore) || header.recovery;

async function rawKeyByCode(header: Header, digits: string): Promise<Bytes> {
  const raw = (await unwrapKey(recoveryKnownToOffice(header), digits)) ?? (await unwrapKey(header.recovery, digits));
  if (!raw) throw new FieldError('field.wrongRecoveryCode');
  return raw;
}

/** Opens with the code a supervisor read out and leaves PIN and code as they are. Throws `field.wrongRecoveryCode`. */
export async function openWithCode(phone: Phone, vaultId: string, code: string): Promise<Store> {
  const digits = readRecoveryCode(code);
  const db = await openVaultDb(phone.prefix, vaultId);
  try {
    const header = await headerOf(db);
    return await openWith(phone, db, { header, raw: await rawKeyByCode(header, digits) });
  } catch (fault) {
    db.close();
    throw fault;
  }
}

/** Opens with the code a supervisor read out, sets a new PIN, and makes the next code (sent to the office by the sync loop). Nothing is lost. */
export async function recover(
  phone: Phone,
  vaultId: string,
  given: { readonly code: string; readonly newPin: string },
): Promise<Store> {
  const digits = readRecoveryCode(given.code);
  const db = await openVaultDb(phone.prefix, vaultId);
  try {
    const header = await headerOf(db);
    const known = recoveryKnownToOffice(header);
    const raw = await rawKeyByCode(header, digits);
    const next = newRecoveryCode();
    await patchHeader(db, {
      pin: await wrapKey(raw, given.newPin, phone.rules),
      recovery: await wrapKey(raw, readRecoveryCode(next), phone.rules),
      recoveryBefore: known,
      escrow: await escrowOf(phone, header, next),
      wrongPins: NO_TRIES,
    });
    return await openWith(phone, db, { header, raw });
  } catch (fault) {
    db.close();
    throw fault;
  }
}

/** Locks: closes the database; the keys go with the value. Unsent work stays and another user can still send it. */
export const lock = (store: Store): void => store.db.close();
