import type { HeldRow } from '#app/desk/index.server.ts';
import { readTableQuery } from '#ui/table-query.ts';
import { ask } from '../ask.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const query = readTableQuery(event.url, { sortable: [], sort: 'at', filters: ['status'], size: 50 });
  const status = ['held', 'refused'].find((one) => one === query.filters.status);
  return {
    query,
    held: await ask<{ rows: HeldRow[]; total: number }>(event, 'desk.held', { status, page: query.page }),
  };
};
