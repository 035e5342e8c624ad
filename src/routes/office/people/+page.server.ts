import type { Card } from '#domain/people/index.server.ts';
import { FLAGS } from '#domain/people/index.ts';
import { dayInIndia } from '#platform/dates.ts';
import { isId } from '#platform/ids.ts';
import { readTableQuery } from '#ui/table-query.ts';
import { ask, askIfAllowed, whoIs } from '../ask.ts';
import { placeLabel, placeOptions, placeTree } from '../places.ts';
import { holdsAnywhere } from '../rail.ts';
import type { PageServerLoad } from './$types';

const PAGE = 50;

export const load: PageServerLoad = async (event) => {
  const filters = ['place', 'craft', 'flag', 'leavers', 'after', 'name'];
  const query = readTableQuery(event.url, { sortable: [], sort: 'name', filters, size: PAGE });
  const { place, craft, flag, leavers, after, name } = query.filters;
  const within = {
    placeId: isId(place) ? place : null,
    craft: craft && /^[a-z_]{2,40}$/.test(craft) ? craft : null,
    flag: FLAGS.find((one) => one === flag) ?? null,
    withLeavers: leavers === '1',
  };
  const found = query.q
    ? await ask<Card[]>(event, 'people.search', { typed: query.q.slice(0, 120), placeId: within.placeId, limit: PAGE })
    : await ask<Card[]>(event, 'people.list', {
        ...within,
        limit: PAGE + 1,
        after: isId(after) ? { name: name ?? '', personId: after } : null,
      });
  const rows = found.slice(0, PAGE);
  const last = rows.at(-1);
  const places = new Map((await placeTree(event)).map((one) => [one.placeId, one]));
  const count = await askIfAllowed<{ persons: number }>(event, 'people.countOn', { on: dayInIndia(new Date()) });
  const next = !query.q && found.length > PAGE && last;
  return {
    query,
    rows: rows.map((row) => ({
      ...row,
      place: row.placeId ? placeLabel(places, row.placeId, event.locals.language) : '',
    })),
    next: next ? { after: last.personId, name: last.nameLatin ?? last.nameDevanagari ?? last.nameUrdu ?? '' } : null,
    persons: count?.persons ?? null,
    places: await placeOptions(event),
    mayWrite: holdsAnywhere(whoIs(event), 'people.write'),
    mayMerge: holdsAnywhere(whoIs(event), 'people.read_duplicates') || holdsAnywhere(whoIs(event), 'people.merge'),
  };
};
