import { redirect } from '@sveltejs/kit';
import type { BackupState } from '#app/backup/index.server.ts';
import type { BelowRow, Today } from '#app/desk/index.server.ts';
import type { DuplicatePair } from '#domain/people/index.server.ts';
import { ask, askIfAllowed, whoIs } from './ask.ts';
import { holdsAnywhere, holdsForAll } from './rail.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const who = whoIs(event);
  // whoever has no desk begins with her groups
  if (!holdsAnywhere(who, 'desk.read') && holdsAnywhere(who, 'groups.read')) redirect(303, '/office/groups');
  const below = who.orgIds.length > 1 ? await askIfAllowed<BelowRow[]>(event, 'desk.below') : null;
  return {
    desk: await ask<Today>(event, 'desk.today'),
    // a hundred pairs are shown as "100", enough for a morning
    duplicates: (await askIfAllowed<DuplicatePair[]>(event, 'people.duplicates', { limit: 100 }))?.length ?? null,
    below,
    troubles: (await askIfAllowed<BackupState | null>(event, 'backup.state'))?.troubles ?? [],
    mayBackUp: holdsForAll(who, 'backup.manage'),
    mayOpenGroup: holdsAnywhere(who, 'groups.write'),
  };
};
