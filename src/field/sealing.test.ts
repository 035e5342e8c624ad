import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newId } from '#platform/ids.ts';
import { fromBase64Url, randomBytes, toBase64Url } from './bytes.ts';
import {
  GENESIS_HASH,
  itemHash,
  makeServerKey,
  makeSigningKey,
  sealCommand,
  serverPrivateKeyFrom,
  signEnvelope,
  signingKeyFrom,
  unsealCommand,
  verifyEnvelope,
} from './sealed-envelope.ts';
import {
  dataKeyFrom,
  newDataKey,
  newRecoveryCode,
  openJson,
  readRecoveryCode,
  sealJson,
  unwrapKey,
  wrapKey,
} from './sealing.ts';
import type { DeviceEnvelope } from './wire.ts';

const RULES = { iterations: 5, delaysMs: [0] };
const envelope = (payload: unknown): DeviceEnvelope => ({
  id: newId(),
  name: 'savings.deposit',
  schemaVersion: 1,
  payload,
  deviceId: newId(),
  deviceSeq: 1,
  prevHash: GENESIS_HASH,
  deviceAt: '2026-05-12T10:00:00.000Z',
});

describe('a command for other hands', () => {
  test('opens only with the server key, at its own place, unchanged; fields of newer phones stay signed', async () => {
    const { key, pkcs8 } = await makeServerKey();
    const server = await serverPrivateKeyFrom(pkcs8);
    const stranger = await serverPrivateKeyFrom((await makeServerKey()).pkcs8);
    const author = await makeSigningKey();
    const said = { ...envelope({ amountPaise: 4242 }), newerField: 'kept' };
    const signed = await signEnvelope(await signingKeyFrom(author.pkcs8), said);
    const sealed = await sealCommand(key, signed);
    const opened = await unsealCommand(server, sealed);
    expect(opened).toEqual(signed);
    expect(await verifyEnvelope(author.spki, opened)).toBe(true);
    await expect(unsealCommand(stranger, sealed)).rejects.toThrow();
    await expect(unsealCommand(server, { ...sealed, deviceSeq: 2 })).rejects.toThrow();
    await expect(unsealCommand(server, { ...sealed, id: newId() })).rejects.toThrow();
    const bent = { ...sealed, box: { ...sealed.box, data: `A${sealed.box.data.slice(1)}` } };
    if (bent.box.data !== sealed.box.data) await expect(unsealCommand(server, bent)).rejects.toThrow();
    expect(await itemHash(sealed)).toBe(await itemHash(structuredClone(sealed)));
  });
  test('a changed payload or another author does not verify', async () => {
    const [author, other] = [await makeSigningKey(), await makeSigningKey()];
    const signed = await signEnvelope(await signingKeyFrom(author.pkcs8), envelope({ amountPaise: 1 }));
    expect(await verifyEnvelope(author.spki, signed)).toBe(true);
    expect(await verifyEnvelope(other.spki, signed)).toBe(false);
    const changed = { ...signed, envelope: { ...signed.envelope, payload: { amountPaise: 2 } } };
    expect(await verifyEnvelope(author.spki, changed)).toBe(false);
    expect(await verifyEnvelope(author.spki, { ...signed, signature: '***' })).toBe(false);
  });
});

describe('locks', () => {
  test('the key opens with its secret, and with the pepper when one was mixed in', async () => {
    const raw = newDataKey();
    const plain = await wrapKey(raw, '१२३४', RULES);
    const peppered = await wrapKey(raw, '1234', { ...RULES, pepper: 'pepper' });
    expect(await unwrapKey(plain, '१२३४')).toEqual(raw);
    expect(await unwrapKey(plain, '1234')).toBeNull();
    expect(await unwrapKey(peppered, '1234')).toBeNull();
    expect(await unwrapKey(peppered, '1234', 'pepper')).toEqual(raw);
  });
  test('a record opens only in its own place', async () => {
    const key = await dataKeyFrom(newDataKey());
    const sealed = await sealJson(key, 'view a', { n: 1 });
    expect(await openJson(key, 'view a', sealed)).toEqual({ n: 1 });
    await expect(openJson(key, 'view b', sealed)).rejects.toThrow();
  });
  test('a recovery code with one wrong digit or two swapped ones is caught before any slow work', () => {
    fc.assert(
      fc.property(fc.nat({ max: 22 }), fc.integer({ min: 1, max: 9 }), (at, by) => {
        const digits = readRecoveryCode(newRecoveryCode());
        const wrong = digits.slice(0, at) + ((Number(digits[at]) + by) % 10) + digits.slice(at + 1);
        expect(() => readRecoveryCode(wrong)).toThrow('field.wrongRecoveryCode');
        const swapped = digits.slice(0, at) + digits[at + 1] + digits[at] + digits.slice(at + 2);
        if (at < 21 && swapped !== digits) expect(() => readRecoveryCode(swapped)).toThrow('field.wrongRecoveryCode');
      }),
      { numRuns: 200 },
    );
  });
});

test('bytes survive text', () => {
  for (const length of [0, 1, 2, 3, 255, 20_000]) {
    const bytes = randomBytes(length);
    expect(fromBase64Url(toBase64Url(bytes))).toEqual(bytes);
  }
});
