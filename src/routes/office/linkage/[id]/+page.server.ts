import type { LinkageGroup } from '#domain/linkage/index.server.ts';
import { ask, found, whoIs } from '../../ask.ts';
import { holdsAnywhere } from '../../rail.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const who = whoIs(event);
  return {
    groupId: event.params.id,
    one: found(await ask<LinkageGroup | null>(event, 'linkage.group', { groupId: event.params.id })),
    mayWrite: holdsAnywhere(who, 'linkage.write'),
    mayShare: holdsAnywhere(who, 'linkage.share'),
  };
};
