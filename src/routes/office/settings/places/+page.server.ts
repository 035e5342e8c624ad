import { redirect } from '@sveltejs/kit';
import { OWN_PLACE_KINDS } from '#domain/places/index.ts';
import { dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { whoIs } from '../../ask.ts';
import { readForm } from '../../form.server.ts';
import { placeOptions, placeTree } from '../../places.ts';
import { holdsForAll } from '../../rail.ts';
import { districtMap } from './district-map.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const tree = await placeTree(event);
  return {
    tree,
    today: dayInIndia(new Date()),
    places: await placeOptions(event),
    kinds: [...OWN_PLACE_KINDS],
    map: await districtMap(event, tree),
    ids: { add: newId(), import: newId() },
    mayWrite: holdsForAll(whoIs(event), 'places.write'),
  };
};

export const actions: Actions = {
  add: async (event) => {
    const sent = await readForm(event);
    const done = await sent.do('places.save', {
      placeId: sent.id,
      parentId: sent.orNull('parentId'),
      kind: sent.text('kind'),
      nameEn: sent.text('nameEn'),
      nameHi: sent.orNull('nameHi'),
      nameUr: sent.orNull('nameUr'),
    });
    return done.failed ?? redirect(303, event.url.pathname);
  },
  import: async (event) => {
    const sent = await readForm(event);
    const file = sent.form.get('file');
    const csv = file instanceof File ? await file.text() : '';
    const done = await sent.do('places.import', { csv, belowPlaceId: sent.orNull('belowPlaceId') });
    return done.failed ?? redirect(303, event.url.pathname);
  },
};
