import { generateKeyPairSync, sign } from 'node:crypto';
import { expect, test } from 'vitest';
import { canonicalJson } from '#platform/canonical.ts';
import { initialsOf, receiptText, verifyLink, type ReceiptStatement } from '#app/receipts/receipt.ts';
import { makeSigningKey, signingKeyFrom, signSlip } from '#field/sealed-envelope.ts';
import { judge } from './judge.ts';

const HERE = 'https://bakhiya.test';
/** An installation's key, as `src/app/keys.server.ts` makes it. */
function installation() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const certify = (statement: unknown): string => {
    const body = Buffer.from(canonicalJson(statement));
    return `${body.toString('base64url')}.${sign(null, body, privateKey).toString('base64url')}`;
  };
  const spki = publicKey.export({ format: 'der', type: 'spki' }).toString('base64url');
  return { certify, spki, at: { keys: [{ spki, retiredOn: null }], here: HERE } };
}
const STATEMENT: ReceiptStatement = {
  r: 1,
  k: 'p',
  o: 'ट्रस्ट',
  g: 'روشنی',
  d: '2026-05-12',
  n: 'R K',
  a: [10_000, 0, 24_000, 0, 0, 120_000, 160_000],
  q: 12,
  h: '0123456789abcdef',
};

test('a receipt of this office is genuine, scanned as an address or pasted as text', async () => {
  const { certify, at } = installation();
  const text = receiptText(certify(STATEMENT));
  for (const given of [text, verifyLink(HERE, text), ` ${text}\n`, `#${text}`])
    expect(await judge(given, at)).toEqual({ kind: 'genuine', receipt: STATEMENT, retiredOn: null });
  expect(verifyLink(HERE, text).length).toBeLessThan(420);
});

test('a changed amount, another key and a statement of another kind are not genuine', async () => {
  const { certify, at } = installation();
  const [body = '', signature = ''] = certify(STATEMENT).split('.');
  const changed = Buffer.from(canonicalJson({ ...STATEMENT, a: [99_900, 0, 24_000, 0, 0, 120_000, 160_000] }));
  expect(await judge(`R1.${changed.toString('base64url')}.${signature}`, at)).toEqual({ kind: 'false' });
  expect(await judge(`R1.${body}.${signature}`, installation().at)).toEqual({ kind: 'false' });
  expect(await judge(receiptText(certify({ deviceId: 'd', key: 'k' })), at)).toEqual({ kind: 'false' });
  for (const broken of ['R1.', 'R1.a', 'R1.%%.%%', `R1.${body}`])
    expect(await judge(broken, at)).toEqual({ kind: 'false' });
});

test('what another office issued, or no office, is said to be that', async () => {
  const { certify, at } = installation();
  const text = receiptText(certify(STATEMENT));
  expect(await judge(verifyLink('https://other.test', text), at)).toEqual({ kind: 'other' });
  expect(await judge('hello', at)).toEqual({ kind: 'other' });
});

test('a slip made on a phone is told apart; a changed one and one under a foreign certificate are not genuine', async () => {
  const { certify, at } = installation();
  const { pkcs8, spki } = await makeSigningKey();
  const key = await signingKeyFrom(pkcs8);
  const facts = ['m-1', 'g-1', '2026-05-12', '120050', 'a'.repeat(64), '', 'd-1'].join(':');
  const slip = (certificate: string, { text = facts }: { text?: string } = {}) =>
    signSlip(key, facts).then((signature) => ['BAKHIYA-SLIP1', text, signature, certificate].join(':'));
  const hers = certify({ deviceId: 'd-1', key: spki });
  expect(await judge(await slip(hers), at)).toMatchObject({ kind: 'phone', facts: { closingCashPaise: 120_050 } });
  // as the phone's QR has it: any camera opens the page that checks it
  expect(await judge(verifyLink(HERE, await slip(hers)), at)).toMatchObject({ kind: 'phone', retiredOn: null });
  expect(await judge(await slip(hers, { text: facts.replace('120050', '999999') }), at)).toEqual({ kind: 'false' });
  expect(await judge(await slip(certify({ deviceId: 'd-2', key: spki })), at)).toEqual({ kind: 'false' });
  expect(await judge(await slip(installation().certify({ deviceId: 'd-1', key: spki })), at)).toEqual({
    kind: 'false',
  });
});

test.each([
  ['Rehana Khatoon', 'R K'],
  ['क्षमा त्रिपाठी', 'क्ष त्रि'],
  ['ریحانہ خاتون', 'ر خ'],
  ['', ''],
])('initials of %s', (name, initials) => expect(initialsOf(name)).toBe(initials));

test('a key that was retired is still believed, and named by its last day', async () => {
  const [before, now] = [installation(), installation()];
  const keys = [...now.at.keys, { spki: before.spki, retiredOn: '2026-05-12' as const }];
  const text = receiptText(before.certify(STATEMENT));
  expect(await judge(text, { keys, here: HERE })).toMatchObject({ kind: 'genuine', retiredOn: '2026-05-12' });
  expect(await judge(text, now.at)).toEqual({ kind: 'false' });
});
