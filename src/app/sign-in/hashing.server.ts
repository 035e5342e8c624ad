import { hash, verify } from '@node-rs/argon2';

/** Argon2id (the library's default variant) with 19 MiB, two passes, one lane: OWASP Password Storage Cheat Sheet, 2025. */
export const ARGON2ID = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 } as const;

export const hashSecret = (secret: string): Promise<string> => hash(secret, ARGON2ID);

/** A hash that is not one of ours verifies nothing rather than failing the request. */
export const matchesHash = (stored: string, secret: string): Promise<boolean> =>
  verify(stored, secret).catch(() => false);
