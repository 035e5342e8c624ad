import type { Card } from '#domain/people/index.server.ts';
import { FLAGS } from '#domain/people/index.ts';
import { isId } from '#platform/ids.ts';
import { readTableQuery } from '#ui/table-query.ts';
import { ask, whoIs } from '../ask.ts';
import { placeLabel, placeOptionsFor, placeTree } from '../places.ts';
import { holdsAnywhere, holdsForAll } from '../rail.ts';
import type { PageServerLoad } from './$types';

const SORTS = ['name', 'relation', 'place'];
/** A search shows its best matches; typed on, it finds the others. */
const FOUND_MOST = 50;

export const load: PageServerLoad = async (event) => {
  const filters = ['place', 'craft', 'flag', 'leavers'];
  const query = readTableQuery(event.url, { sortable: SORTS, sort: 'name', filters, size: FOUND_MOST });
  const { place, craft, flag, leavers } = query.filters;
  const placeId = isId(place) ? place : null;
  const { rows, total } = query.q ? await searched() : await listed();
  const places = new Map((await placeTree(event)).map((one) => [one.placeId, one]));
  const who = whoIs(event);
  return {
    query,
    total,
    rows: rows.map((row) => ({
      ...row,
      place: row.placeId ? placeLabel(places, row.placeId, event.locals.language) : '',
    })),
    places: await placeOptionsFor(event, 'people.read'),
    mayWrite: holdsAnywhere(who, 'people.write'),
    mayMerge: holdsForAll(who, 'people.read_duplicates') || holdsForAll(who, 'people.merge'),
    mayExport: holdsForAll(who, 'export.read') || (placeId !== null && holdsAnywhere(who, 'export.read')),
  };

  async function searched(): Promise<{ rows: Card[]; total: number }> {
    const typed = { typed: query.q.slice(0, 120), placeId, limit: FOUND_MOST };
    const found = await ask<Card[]>(event, 'people.search', typed);
    return { rows: found, total: found.length };
  }

  function listed(): Promise<{ rows: Card[]; total: number }> {
    return ask(event, 'people.list', {
      placeId,
      craft: craft && /^[a-z_]{2,40}$/.test(craft) ? craft : null,
      flag: FLAGS.find((one) => one === flag) ?? null,
      withLeavers: leavers === '1',
      sort: query.sort,
      descending: query.descending,
      page: query.page,
      limit: FOUND_MOST,
    });
  }
};
