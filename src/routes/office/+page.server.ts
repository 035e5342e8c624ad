import { redirect } from '@sveltejs/kit';
import type { BackupState } from '#app/backup/index.server.ts';
import type { BelowRow, Today } from '#app/desk/index.server.ts';
import type { Listed } from '#app/users/index.server.ts';
import { ask, askIfAllowed, whoIs } from './ask.ts';
import { treeOf } from './below/tree.ts';
import { holdsAnywhere, holdsForAll } from './rail.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const who = whoIs(event);
  // whoever has no desk begins with her groups
  if (!holdsAnywhere(who, 'desk.read') && holdsAnywhere(who, 'groups.read')) redirect(303, '/office/groups');
  const below = who.orgIds.length > 1 ? await askIfAllowed<BelowRow[]>(event, 'desk.below') : null;
  const desk = await ask<Today>(event, 'desk.today');
  // an organisation that only looks after others begins with them
  if (below && desk.groups === 0) redirect(303, '/office/below');
  return {
    desk,
    duplicates: (await askIfAllowed<{ pairs: number }>(event, 'people.duplicateCount'))?.pairs ?? null,
    below: below && treeOf(below, who.orgId),
    troubles: (await askIfAllowed<BackupState | null>(event, 'backup.state'))?.troubles ?? [],
    mayBackUp: holdsForAll(who, 'backup.manage'),
    begun: await hasBegun(event),
    mayOpenGroup: holdsAnywhere(who, 'groups.write'),
  };
};

/** What is there already of the first steps; null for whoever does not take them, and once a phone was added. */
async function hasBegun(event: Parameters<PageServerLoad>[0]): Promise<{ places: boolean; users: boolean } | null> {
  if (!holdsAnywhere(whoIs(event), 'users.manage')) return null;
  const phones = await askIfAllowed<Listed<unknown>>(event, 'devices.list', { size: 1 });
  if (!phones || phones.total > 0) return null;
  const users = await askIfAllowed<Listed<unknown>>(event, 'users.list', { size: 2 });
  const places = await askIfAllowed<unknown[]>(event, 'places.tree');
  return { places: (places ?? []).length > 0, users: (users?.total ?? 0) > 1 };
}
