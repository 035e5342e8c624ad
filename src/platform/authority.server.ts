/**
 * The local authority: on a LAN without a domain it vouches for this machine, once a phone trusts it. Made at the first
 * start and kept for ten years; the server's own certificate is made anew before it ends or when an address is added.
 */
import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { join } from 'node:path';
import type { Made } from './certificates.server.ts';
import { keepOnce, readKept, replaceKept, setAside } from './kept-files.server.ts';
import { StartFault } from './start-faults.server.ts';

const DAY_MS = 86_400_000;
/** The longest life that browsers accept of a certificate (CA/Browser Forum baseline, 6.3.2), less one day. */
const LEAF_DAYS = 397;
const RENEW_DAYS = 30;

/** What `authority.json` holds. The origin is kept because a new one is an empty store to every phone's browser. */
type Kept = Made & { readonly name: string; readonly httpsPort: number | null };

export type Authority = {
  /** The name phones reach this machine by, fixed at the first start. */
  readonly name: string;
  /** The port of the first start; null when the system chose one. */
  readonly httpsPort: number | null;
  readonly certificate: X509Certificate;
  /** Made in this start, so that no phone trusts it yet. */
  readonly fresh: boolean;
  /** Certificate and key for the server as one PEM text, made anew when needed. */
  readonly serverPem: (addresses: readonly string[], now?: Date) => Promise<string>;
};

type Place = {
  readonly dir: string;
  /** For the first start, or when the operator insists. */
  readonly name: { readonly usual: string; readonly wanted: string | null };
  readonly httpsPort: number | null;
  readonly onMake?: () => void;
  readonly now?: Date;
};

/** @throws StartFault lan.nameFixed, certificate.damaged, data.notWritable, data.full */
export async function openAuthority({ dir, name, httpsPort, onMake, now = new Date() }: Place): Promise<Authority> {
  const path = join(dir, 'authority.json');
  const old = readAuthority(path);
  if (old && name.wanted !== null && name.wanted !== old.name)
    throw new StartFault('lan.nameFixed', { name: old.name, path });
  const usable = old && leftDays(new X509Certificate(old.certificate), now) > RENEW_DAYS;
  if (!usable) {
    onMake?.();
    if (old) setAside(path);
    await makeAuthority(path, {
      name: old?.name ?? name.wanted ?? name.usual,
      httpsPort: old?.httpsPort ?? httpsPort,
      now,
    });
  }
  const kept = readAuthority(path);
  if (!kept) throw new StartFault('certificate.damaged', { path });
  return {
    name: kept.name,
    httpsPort: kept.httpsPort,
    certificate: new X509Certificate(kept.certificate),
    fresh: !usable,
    serverPem: (addresses, at = new Date()) => serverPem(kept, { path: join(dir, 'server.pem'), addresses, now: at }),
  };
}

async function makeAuthority(path: string, { now, ...rest }: Pick<Kept, 'name' | 'httpsPort'> & { now: Date }) {
  const { makeRoot } = await import('./certificates.server.ts');
  // Of two first starts at once the first to finish wins, and the other takes its authority.
  keepOnce(path, JSON.stringify({ ...rest, ...(await makeRoot({ name: rest.name, now })) }));
}

function readAuthority(path: string): Kept | null {
  const text = readKept(path);
  if (text === null) return null;
  try {
    const kept = JSON.parse(text) as Kept;
    if (kept.name && kept.key && new X509Certificate(kept.certificate).ca) return kept;
  } catch {
    // told below, as for any other content
  }
  throw new StartFault('certificate.damaged', { path });
}

type Wanted = { readonly path: string; readonly addresses: readonly string[]; readonly now: Date };

async function serverPem(root: Kept, { path, addresses, now }: Wanted): Promise<string> {
  const names = [root.name, 'localhost', '127.0.0.1', '::1', ...addresses];
  const old = readKept(path);
  if (old !== null && stillGood(old, { root, names, now })) return old;
  const { makeLeaf } = await import('./certificates.server.ts');
  const authority = new X509Certificate(root.certificate);
  // Phones' clocks differ: valid since yesterday.
  const from = new Date(now.getTime() - DAY_MS);
  const until = new Date(Math.min(from.getTime() + LEAF_DAYS * DAY_MS, authority.validToDate.getTime()));
  const made = await makeLeaf(root, { names, from, until });
  const pem = `${made.certificate}\n${made.key}\n`;
  replaceKept(path, pem);
  return pem;
}

function stillGood(pem: string, { root, names, now }: { root: Kept; names: readonly string[]; now: Date }): boolean {
  try {
    const leaf = new X509Certificate(pem);
    return (
      leaf.verify(new X509Certificate(root.certificate).publicKey) &&
      leaf.validFromDate <= now &&
      leftDays(leaf, now) > RENEW_DAYS &&
      names.every((name) => (isIP(name) ? leaf.checkIP(name) : leaf.checkHost(name)))
    );
  } catch {
    return false;
  }
}

/** Days until a certificate ends; negative afterwards. */
export const leftDays = (certificate: X509Certificate, now: Date): number =>
  (certificate.validToDate.getTime() - now.getTime()) / DAY_MS;
