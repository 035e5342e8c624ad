/** What `GET /api/verification` says: `publishedKeys` of `src/app/keys.server.ts`. */
import * as z from 'zod/mini';

const Key = z.object({
  ...{ id: z.uuid(), spki: z.string(), algorithm: z.literal('Ed25519') },
  ...{ usedFrom: z.iso.datetime(), usedUntil: z.nullable(z.iso.datetime()) },
});
export const Verification = z.object({ keys: z.array(Key) });
