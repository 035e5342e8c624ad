import { readReach } from '#platform/reach.server.ts';
import { isThisMachine } from '#platform/this-machine.ts';
import type { PageServerLoad } from './$types';

/** How a phone comes to trust this office; for everybody, since nobody can sign in safely before. */
export const load: PageServerLoad = ({ url }) => {
  const { secureAddress, plainAddresses, authority } = readReach();
  const safe = url.protocol === 'https:';
  const address = secureAddress ?? (safe ? url.origin : null);
  const [near] = plainAddresses;
  return {
    /** Reached over HTTPS: the browser trusts us, or was told to go on. */
    safe,
    address,
    /** Where a phone reads this page; only the office computer itself shows it. */
    phoneAddress: isThisMachine(url.hostname) && authority && near ? `${near}/trust` : null,
    authority: authority && {
      name: authority.name,
      file: fileName(authority.name),
      fingerprint: authority.fingerprint.split(':'),
    },
  };
};

const fileName = (name: string): string => `bakhiya-${name.split('.')[0]}.crt`;
