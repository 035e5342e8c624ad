import { generateKeyPairSync, sign } from 'node:crypto';
import { expect, test } from 'vitest';
import { newId } from '#platform/ids.ts';
import {
  GENESIS_HASH,
  itemHash,
  makeServerKey,
  makeSigningKey,
  sealCommand,
  signedText,
  signEnvelope,
  signingKeyFrom,
  verifyEnvelope,
  type SignedEnvelope,
} from '#field/sealed-envelope.ts';
import type { DeviceEnvelope } from '#field/wire.ts';
import { answerHash, isSigned } from './proof.server.ts';

const envelope = (): DeviceEnvelope => ({
  id: newId(),
  name: 'savings.deposit',
  schemaVersion: 1,
  payload: { b: 'पाँच', a: [1, null] },
  deviceId: newId(),
  deviceSeq: 1,
  prevHash: GENESIS_HASH,
  deviceAt: '2026-05-12T10:00:00.000Z',
});

test('the server says of a signature what a phone says of it', async () => {
  const [author, other] = [await makeSigningKey(), await makeSigningKey()];
  const signed = await signEnvelope(await signingKeyFrom(author.pkcs8), envelope());
  const changed = { ...signed, envelope: { ...signed.envelope, payload: { a: 2 } } };
  const renumbered = { ...signed, envelope: { ...signed.envelope, deviceSeq: 2 } };
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'secp384r1' });
  const how = { key: privateKey, dsaEncoding: 'ieee-p1363' } as const;
  const otherCurve = { ...signed, signature: sign('sha256', signedText(signed.envelope), how).toString('base64url') };
  const cases: [spki: string, signed: SignedEnvelope, verdict: boolean][] = [
    [author.spki, signed, true],
    [other.spki, signed, false],
    [author.spki, changed, false],
    [author.spki, renumbered, false],
    [author.spki, { ...signed, signature: '***' }, false],
    [author.spki, { ...signed, signature: `${signed.signature}*` }, false],
    [author.spki, { ...signed, signature: signed.signature.slice(0, 20) }, false],
    ['no key', signed, false],
    [publicKey.export({ type: 'spki', format: 'der' }).toString('base64url'), otherCurve, false],
  ];
  for (const [spki, what, verdict] of cases) {
    expect(isSigned(spki, what)).toBe(verdict);
    expect(await verifyEnvelope(spki, what)).toBe(verdict);
  }
});

test('the server answers by the hash that the phone looks for', async () => {
  const signed = await signEnvelope(await signingKeyFrom((await makeSigningKey()).pkcs8), envelope());
  const open = { form: 'open', ...signed } as const;
  const sealed = await sealCommand((await makeServerKey()).key, signed);
  expect(answerHash(open)).toBe(await itemHash(open));
  expect(answerHash(sealed)).toBe(await itemHash(sealed));
});
