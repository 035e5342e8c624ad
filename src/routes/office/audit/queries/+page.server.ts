import { QUERY_LISTS, type QueryList } from '#app/audit/index.ts';
import type { QueryCounts, QueryRow } from '#app/audit/index.server.ts';
import { readTableQuery } from '#ui/table-query.ts';
import { ask } from '../../ask.ts';
import { mayOf } from '../audit.ts';
import type { PageServerLoad } from './$types';

type Listed = { rows: QueryRow[]; total: number; counts: QueryCounts };

export const load: PageServerLoad = async (event) => {
  const query = readTableQuery(event.url, { sortable: [], sort: 'due', size: 25 });
  const wished = event.url.searchParams.get('list');
  const list: QueryList = QUERY_LISTS.find((one) => one === wished) ?? 'mine';
  const listed = await ask<Listed>(event, 'audit.queries', { list, page: query.page });
  return { may: mayOf(event), query, list, lists: [...QUERY_LISTS], listed };
};
