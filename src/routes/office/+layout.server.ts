import { redirect } from '@sveltejs/kit';
import type { OrgCard } from '#app/users/index.server.ts';
import { askIfAllowed, whoIs } from './ask.ts';
import { holdsAnywhere, partsFor, type Part } from './rail.ts';
import { casesAre } from './cases/cases.ts';
import type { LayoutServerLoad } from './$types';

/** Where the names are asked for after the first start. */
const BEGIN = '/office/begin';

export const load: LayoutServerLoad = async (event) => {
  const who = whoIs(event);
  const organisation = await askIfAllowed<OrgCard>(event, 'org.get');
  if (organisation?.settings.firstStart === true && holdsAnywhere(who, 'org.manage') && event.route.id !== BEGIN)
    redirect(303, BEGIN);
  return {
    organisation,
    person: event.locals.visitor.actor?.name ?? '',
    roles: [...new Set(who.grants.map((grant) => grant.role))],
    parts: [...partsFor(who), ...((await casesAre(event)) ? (['cases'] satisfies Part[]) : [])],
  };
};
