import type { EnterpriseList } from '#domain/enterprise-register/index.server.ts';
import { isId } from '#platform/ids.ts';
import { readTableQuery } from '#ui/table-query.ts';
import { ask, whoIs } from '../ask.ts';
import { placeOptions } from '../places.ts';
import { holdsAnywhere } from '../rail.ts';
import type { PageServerLoad } from './$types';

const FILTERS = ['state', 'place', 'group', 'person'];

export const load: PageServerLoad = async (event) => {
  const query = readTableQuery(event.url, { sortable: ['name', 'place', 'started'], sort: 'name', filters: FILTERS });
  const { state, place, group, person } = query.filters;
  const list = await ask<EnterpriseList>(event, 'enterprises.list', {
    ...(query.q && { q: query.q.slice(0, 80) }),
    ...((state === 'open' || state === 'closed') && { state }),
    ...(isId(place) && { placeId: place }),
    ...(isId(group) && { groupId: group }),
    ...(isId(person) && { personId: person }),
    sort: query.sort,
    descending: query.descending,
    limit: query.size,
    offset: (query.page - 1) * query.size,
  });
  return {
    query,
    list,
    isFiltered: query.q !== '' || Object.keys(query.filters).length > 0,
    places: await placeOptions(event),
    mayWrite: holdsAnywhere(whoIs(event), 'enterprises.write'),
    mayExport: holdsAnywhere(whoIs(event), 'export.read'),
  };
};
