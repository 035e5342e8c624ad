import { error } from '@sveltejs/kit';
import { readReach } from '#platform/reach.server.ts';
import type { RequestHandler } from './$types';

/** The authority's certificate as Android, iOS and browsers install it: DER under its own media type (RFC 2585 is for directories). */
export const GET: RequestHandler = () => {
  const { authority } = readReach();
  if (!authority) error(404);
  return new Response(Uint8Array.from(authority.bytes), {
    headers: {
      'content-type': 'application/x-x509-ca-cert',
      'content-disposition': `attachment; filename="bakhiya-${authority.name.split('.')[0]}.crt"`,
      'cache-control': 'no-store',
    },
  });
};
