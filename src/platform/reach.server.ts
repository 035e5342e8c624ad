/** What the running app knows of its own addresses: the start left it in the environment (see `secure.server.ts`). */
import { X509Certificate } from 'node:crypto';
import { lanAddresses, plainAddress } from './lan.server.ts';

type Env = Readonly<Record<string, string | undefined>>;

export type Reach = {
  /** `https://name:port`, the one address that phones keep; null when only a proxy knows it. */
  readonly secureAddress: string | null;
  /** Plain addresses in the network, where a phone can read how to trust the other one. */
  readonly plainAddresses: readonly string[];
  /** What phones must trust first; null with a domain, whose authority they know. */
  readonly authority: { readonly bytes: Uint8Array; readonly fingerprint: string; readonly name: string } | null;
};

export function readReach(env: Env = process.env): Reach {
  const { BAKHIYA_HTTPS_ADDRESS: address, BAKHIYA_AUTHORITY: authority, BAKHIYA_HTTP_PORT: port } = env;
  const certificate = authority ? new X509Certificate(Buffer.from(authority, 'base64')) : null;
  return {
    secureAddress: address || null,
    plainAddresses: port ? lanAddresses().map((one) => plainAddress(one, port)) : [],
    authority: certificate && {
      bytes: certificate.raw,
      fingerprint: certificate.fingerprint256,
      name: address ? new URL(address).hostname : '',
    },
  };
}

/**
 * Strict-Transport-Security only for a domain of the operator's own. It holds for a host name on all its ports: under a
 * LAN name or localhost it would shut the plain pages that say how to trust the authority, and other programs' pages.
 */
export const strictTransport = (url: URL, env: Env = process.env): string | null =>
  url.protocol === 'https:' && env.BAKHIYA_DOMAIN && url.hostname === env.BAKHIYA_DOMAIN.trim().toLowerCase()
    ? 'max-age=31536000'
    : null;
