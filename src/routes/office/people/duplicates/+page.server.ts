import { redirect } from '@sveltejs/kit';
import type { DuplicatePair } from '#domain/people/index.server.ts';
import { newId } from '#platform/ids.ts';
import { ask, whoIs } from '../../ask.ts';
import { readForm } from '../../form.server.ts';
import { readTableQuery } from '#ui/table-query.ts';
import { placeLabel, placeTree } from '../../places.ts';
import { holdsForAll } from '../../rail.ts';
import type { Actions, PageServerLoad } from './$types';

const PAGE = 25;

export const load: PageServerLoad = async (event) => {
  const query = readTableQuery(event.url, { sortable: [], sort: 'score', size: PAGE });
  const pairs = await ask<DuplicatePair[]>(event, 'people.duplicates', { limit: PAGE, page: query.page });
  const { pairs: total } = await ask<{ pairs: number }>(event, 'people.duplicateCount');
  const places = new Map((await placeTree(event)).map((one) => [one.placeId, one]));
  const placeOf = (id: string | null | undefined) => (id ? placeLabel(places, id, event.locals.language) : '');
  return {
    total,
    page: query.page,
    hasMore: query.page * PAGE < total,
    renewId: newId(),
    pairs: pairs.map((pair) => ({
      ...pair,
      formId: newId(),
      sides: [pair.left, pair.right].map((one) => ({ ...one, place: placeOf(one.placeId) })),
    })),
    mayMerge: holdsForAll(whoIs(event), 'people.merge'),
  };
};

export const actions: Actions = {
  renew: async (event) => {
    const done = await (await readForm(event)).do('people.renewPairs', {});
    return done.failed ?? redirect(303, event.url.pathname);
  },
  merge: async (event) => {
    const sent = await readForm(event);
    const [left, right] = [sent.text('left'), sent.text('right')];
    const keptId = sent.text('keptId');
    const aliasId = keptId === left ? right : left;
    const done = await sent.do('people.merge', { keptId, aliasId, reason: sent.text('reason') });
    return done.failed ?? redirect(303, `/office/people/${keptId}`);
  },
};
