/** What this machine is called in its own network, and the addresses a certificate of our own may speak for. */
import { BlockList, isIPv6 } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';

/** Addresses that no stranger on the internet can hold; the authority is bound to them. */
export const PRIVATE_RANGES = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '169.254.0.0/16',
  'fc00::/7',
] as const;

const privates = new BlockList();
for (const range of PRIVATE_RANGES) {
  const [net = '', bits] = range.split('/');
  privates.addSubnet(net, Number(bits), isIPv6(net) ? 'ipv6' : 'ipv4');
}

/** `Asha's-PC.example.org` becomes `asha-s-pc.local`, the name that phones find without a name server (mDNS). */
export function lanName(host: string = hostname()): string {
  const label = (host.split('.')[0] ?? '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 63)
    .replace(/^-|-$/g, '');
  return `${label === '' || label === 'localhost' ? 'bakhiya' : label}.local`;
}

/** Whether the app listens to this machine alone. */
export const isOnlyHere = (host: string): boolean => /^(localhost|127\.[0-9.]+|::1)$/.test(host);

type Interfaces = ReturnType<typeof networkInterfaces>;

/** In a fixed order, IPv4 first; public ones are left out: a machine that has one can have a domain. */
export function lanAddresses(interfaces: Interfaces = networkInterfaces()): string[] {
  return Object.values(interfaces)
    .flatMap((list) => list ?? [])
    .filter(
      ({ internal, family, address }) => !internal && privates.check(address, family === 'IPv6' ? 'ipv6' : 'ipv4'),
    )
    .map(({ address }) => address)
    .sort((a, b) => Number(isIPv6(a)) - Number(isIPv6(b)) || (a < b ? -1 : 1));
}

/** The address a person types to reach this machine without a certificate; IPv6 stands in brackets (RFC 3986, 3.2.2). */
export const plainAddress = (address: string, port: number | string): string =>
  `http://${isIPv6(address) ? `[${address}]` : address}:${port}`;
