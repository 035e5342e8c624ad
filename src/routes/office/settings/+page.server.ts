import { whoIs } from '../ask.ts';
import { holdsAnywhere } from '../rail.ts';
import type { PageServerLoad } from './$types';

const RIGHTS = {
  organisation: 'org.manage',
  places: 'places.read',
  imports: 'imports.run',
  users: 'users.read',
  devices: 'users.read',
  retention: 'people.erase',
  audit: 'audit.read',
  backups: 'backup.manage',
  leaving: 'leaving.take',
  signs: 'linkage.tells',
  work: 'org.manage',
};

export const load: PageServerLoad = (event) => {
  const who = whoIs(event);
  return { sees: Object.entries(RIGHTS).flatMap(([part, right]) => (holdsAnywhere(who, right) ? [part] : [])) };
};
