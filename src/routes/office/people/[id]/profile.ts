import type { Profile } from '#domain/people/index.server.ts';
import { ask, found, type Here } from '../../ask.ts';

export const profileOf = async (here: Here, personId: string): Promise<Profile> =>
  found(await ask<Profile | null>(here, 'people.profile', { personId }));
