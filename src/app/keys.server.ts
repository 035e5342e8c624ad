/**
 * This installation's keys: one that phones seal to, one that signs receipts and device certificates. Made once, kept in the
 * database (so that backups carry them), read once per process.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { sql } from 'kysely';
import { canonicalJson } from '#platform/canonical.ts';
import { dayInIndia } from '#platform/dates.ts';
import type { Db } from '#platform/db.server.ts';
import { newId } from '#platform/ids.ts';
import { makeServerKey, serverPrivateKeyFrom } from '#field/sealed-envelope.ts';
import type { ServerKey } from '#field/wire.ts';
import type { VerifyKey } from './receipts/receipt.ts';

export type Keys = {
  /** What phones seal commands to. */
  readonly sealingKey: ServerKey;
  readonly sealing: CryptoKey;
  /** Ed25519, SPKI base64url: anyone verifies receipts with it. */
  readonly receiptKey: { readonly id: string; readonly spki: string };
  /** `body.signature`, both base64url, over the canonical JSON of `statement`. */
  certify(statement: unknown): Promise<string>;
  /** The statement of a certificate this installation signed, or null. */
  read(certificate: string): unknown;
};

/** Every key that ever signed receipts here, the one in use first: what was signed by an earlier one is still to be checked. */
export async function receiptKeys(db: Db): Promise<VerifyKey[]> {
  const { rows } = await sql<{ spki: string; retired_at: Date | null }>`
    select public_spki as spki, retired_at from signing_key where purpose = 'receipts'
    order by retired_at is not null, created_at desc`.execute(db);
  return rows.map(({ spki, retired_at }) => ({ spki, retiredOn: retired_at && dayInIndia(retired_at) }));
}

/** As anybody may read it, moments in ISO 8601; what a key signed while it was in use is still to be checked after `usedUntil`. */
export type PublishedKey = {
  readonly id: string;
  readonly spki: string;
  readonly algorithm: 'Ed25519';
  readonly usedFrom: string;
  readonly usedUntil: string | null;
};

/** The same keys as {@link receiptKeys}, in the same order. */
export async function publishedKeys(db: Db): Promise<PublishedKey[]> {
  const { rows } = await sql<{ id: string; spki: string; created_at: Date; retired_at: Date | null }>`
    select key_id::text as id, public_spki as spki, created_at, retired_at from signing_key where purpose = 'receipts'
    order by retired_at is not null, created_at desc`.execute(db);
  return rows.map(({ id, spki, created_at: from, retired_at: until }) => ({
    ...{ id, spki, algorithm: 'Ed25519' as const },
    ...{ usedFrom: from.toISOString(), usedUntil: until?.toISOString() ?? null },
  }));
}

/**
 * From now on another key signs; a process that runs learns it when it starts again.
 * @param db as the owner: the app itself may not retire its key
 * @returns the id of the new key
 */
export async function renewReceiptKey(db: Db): Promise<string> {
  return db.transaction().execute(async (trx) => {
    await sql`update signing_key set retired_at = now() where purpose = 'receipts' and retired_at is null`.execute(trx);
    return (await make(trx, 'receipts')).key_id;
  });
}

type Row = { key_id: string; purpose: string; public_spki: string; private_pkcs8: string };

export async function loadKeys(db: Db): Promise<Keys> {
  const sealing = (await stored(db, 'sealing')) ?? (await make(db, 'sealing'));
  const receipts = (await stored(db, 'receipts')) ?? (await make(db, 'receipts'));
  const signer = createPrivateKey({
    key: Buffer.from(receipts.private_pkcs8, 'base64url'),
    format: 'der',
    type: 'pkcs8',
  });
  const checker = createPublicKey(signer);
  return {
    sealingKey: { id: sealing.key_id, spki: sealing.public_spki },
    sealing: await serverPrivateKeyFrom(new Uint8Array(Buffer.from(sealing.private_pkcs8, 'base64url'))),
    receiptKey: { id: receipts.key_id, spki: receipts.public_spki },
    certify: (statement) => {
      const body = Buffer.from(canonicalJson(statement));
      return Promise.resolve(`${body.toString('base64url')}.${sign(null, body, signer).toString('base64url')}`);
    },
    read: (certificate) => {
      const [body, signature] = certificate.split('.');
      if (!body || !signature) return null;
      const bytes = Buffer.from(body, 'base64url');
      return verify(null, bytes, checker, Buffer.from(signature, 'base64url')) ? JSON.parse(bytes.toString()) : null;
    },
  };
}

const stored = async (db: Db, purpose: string): Promise<Row | undefined> =>
  (
    await sql<Row>`select key_id::text, purpose, public_spki, private_pkcs8 from signing_key
    where purpose = ${purpose} and retired_at is null order by created_at limit 1`.execute(db)
  ).rows[0];

async function make(db: Db, purpose: 'sealing' | 'receipts'): Promise<Row> {
  const pair = purpose === 'sealing' ? await sealingPair() : receiptPair();
  // two processes starting together: the earlier row wins in `stored`
  await sql`insert into signing_key (key_id, purpose, public_spki, private_pkcs8) values (${newId()}, ${purpose}, ${pair.spki}, ${pair.pkcs8})`.execute(
    db,
  );
  return (await stored(db, purpose))!;
}

async function sealingPair() {
  const { key, pkcs8 } = await makeServerKey();
  return { spki: key.spki, pkcs8: Buffer.from(pkcs8).toString('base64url') };
}

function receiptPair() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return {
    spki: publicKey.export({ format: 'der', type: 'spki' }).toString('base64url'),
    pkcs8: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64url'),
  };
}
