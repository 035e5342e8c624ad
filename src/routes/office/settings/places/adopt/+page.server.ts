import { redirect } from '@sveltejs/kit';
import type { RefPlace } from '#domain/places/index.server.ts';
import { isId, newId } from '#platform/ids.ts';
import { ask } from '../../../ask.ts';
import { readForm } from '../../../form.server.ts';
import { placeTree } from '../../../places.ts';
import type { Actions, PageServerLoad } from './$types';

const REF_ID = /^[0-9a-f-]{36}$/;

export const load: PageServerLoad = async (event) => {
  // the way down stands in the address bar: ?at=state&at=district
  const way = event.url.searchParams
    .getAll('at')
    .filter((id) => isId(id) || REF_ID.test(id))
    .slice(0, 6);
  const parents: RefPlace[] = [];
  let level = await ask<RefPlace[]>(event, 'places.reference', { parentRefPlaceId: null });
  for (const id of way) {
    const parent = level.find((place) => place.placeId === id);
    if (!parent) break;
    parents.push(parent);
    level = await ask<RefPlace[]>(event, 'places.reference', { parentRefPlaceId: id });
  }
  const own = new Set((await placeTree(event)).map((place) => place.placeId));
  return { formId: newId(), parents, level: level.map((place) => ({ ...place, taken: own.has(place.placeId) })) };
};

export const actions: Actions = {
  default: async (event) => {
    const sent = await readForm(event);
    const done = await sent.do('places.adopt', { refPlaceIds: sent.all('refPlaceId') });
    return done.failed ?? redirect(303, event.url.pathname + event.url.search);
  },
};
