import { error } from '@sveltejs/kit';
import { holds } from '#app/rights.ts';
import type { OrgCard } from '#app/users/index.server.ts';
import type { LayoutServerLoad } from './$types';

/** Which entry of the rail wants which right. */
const RAIL = { users: 'users.read', devices: 'users.read', audit: 'audit.read' } as const;

export const load: LayoutServerLoad = async ({ locals }) => {
  const who = locals.visitor.actor ?? error(401, 'door.sign_in');
  const org = await locals.app.ask<OrgCard>('org.get', who, {});
  const sees = Object.entries(RAIL).flatMap(([entry, right]) =>
    who.grants.some((grant) => holds(grant.role, right)) ? [entry] : [],
  );
  return {
    organisation: org.kind === 'answer' ? org.value : null,
    person: who.name,
    roles: who.grants.map((one) => one.role),
    sees,
  };
};
