import { error } from '@sveltejs/kit';
import { newId } from '#platform/ids.ts';
import { whoIs } from '../../ask.ts';
import { holdsAnywhere } from '../../rail.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => {
  if (!holdsAnywhere(whoIs(event), 'leaving.take')) error(403, 'door.not_allowed');
  return { formId: newId() };
};
