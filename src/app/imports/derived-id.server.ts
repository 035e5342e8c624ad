import { createHash } from 'node:crypto';
import { uuidFrom } from '#platform/ids.ts';

/** The same words of the same organisation give the same id: what makes a line that comes twice one act. */
export const derivedId = (orgId: string, ...parts: readonly string[]): string =>
  uuidFrom(
    createHash('sha256')
      .update(JSON.stringify([orgId, ...parts]))
      .digest()
      .subarray(0, 16),
    0,
  );
