import type { OrgCard } from '#app/users/index.server.ts';
import { askIfAllowed, whoIs } from './ask.ts';
import { partsFor } from './rail.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async (event) => {
  const who = whoIs(event);
  return {
    organisation: await askIfAllowed<OrgCard>(event, 'org.get'),
    person: event.locals.visitor.actor?.name ?? '',
    roles: [...new Set(who.grants.map((grant) => grant.role))],
    parts: partsFor(who),
  };
};
