import { createHash } from 'node:crypto';

/** sha256 as hex: `printf '%s' 'SEED,KEY' | sha256sum` gives the same. */
export const digest = (words: string): string => createHash('sha256').update(words, 'utf8').digest('hex');
