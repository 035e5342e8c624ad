/**
 * X.509 certificates of our own. Loaded only when one is made, since the library costs the start more than all else.
 * ECDSA P-256: made in a millisecond, and every phone since Android 5 knows it.
 */
import { AsnConvert } from '@peculiar/asn1-schema';
import {
  GeneralName,
  GeneralSubtree,
  GeneralSubtrees,
  NameConstraints,
  id_ce_nameConstraints,
} from '@peculiar/asn1-x509';
import * as x509 from '@peculiar/x509';
import { isIP } from 'node:net';
import { PRIVATE_RANGES } from './lan.server.ts';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY_MS = 86_400_000;

/** Both as PEM. */
export type Made = { readonly certificate: string; readonly key: string };

/**
 * An authority that can speak for nothing but `name`, this machine and private addresses: whoever steals its key
 * cannot pose as a bank on the phones that trust it (RFC 5280, 4.2.1.10).
 */
export async function makeRoot({ name, now }: { name: string; now: Date }): Promise<Made> {
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [`Bakhiya ${name}`.slice(0, 64)] }, { O: ['Bakhiya'] }],
    // A clock that was ahead on the first day must not lock everybody out later.
    notBefore: new Date(now.getTime() - 365 * DAY_MS),
    notAfter: new Date(now.getTime() + 3650 * DAY_MS),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      new x509.Extension(id_ce_nameConstraints, true, AsnConvert.serialize(boundTo(name))),
    ],
  });
  return { certificate: certificate.toString('pem'), key: await keyToPem(keys.privateKey) };
}

function boundTo(name: string): NameConstraints {
  const names = [name, 'localhost'].map((dNSName) => new GeneralName({ dNSName }));
  const addresses = ['127.0.0.0/8', '::1/128', ...PRIVATE_RANGES].map((iPAddress) => new GeneralName({ iPAddress }));
  const trees = [...names, ...addresses].map((base) => new GeneralSubtree({ base }));
  return new NameConstraints({ permittedSubtrees: new GeneralSubtrees(trees) });
}

type Wanted = { readonly names: readonly string[]; readonly from: Date; readonly until: Date };

/** The certificate the server shows; `names` are host names and addresses, the first one its own. */
export async function makeLeaf(root: Made, { names, from, until }: Wanted): Promise<Made> {
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const authority = new x509.X509Certificate(root.certificate);
  const certificate = await x509.X509CertificateGenerator.create({
    subject: [{ CN: [(names[0] ?? '').slice(0, 64)] }],
    issuer: authority.subjectName,
    notBefore: from,
    notAfter: until,
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey,
    signingKey: await keyOf(root.key),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(
        names.map((value) => ({ type: isIP(value) ? ('ip' as const) : ('dns' as const), value })),
      ),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(authority.publicKey),
    ],
  });
  return { certificate: certificate.toString('pem'), key: await keyToPem(keys.privateKey) };
}

async function keyToPem(key: CryptoKey): Promise<string> {
  return x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');
}

const keyOf = (pem: string): Promise<CryptoKey> =>
  crypto.subtle.importKey('pkcs8', x509.PemConverter.decodeFirst(pem), ALGORITHM, false, ['sign']);
