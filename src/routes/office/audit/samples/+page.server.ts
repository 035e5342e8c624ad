import type { SampleRow } from '#app/audit/index.server.ts';
import { readTableQuery } from '#ui/table-query.ts';
import { ask } from '../../ask.ts';
import { mayOf } from '../audit.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const query = readTableQuery(event.url, { sortable: [], sort: '-number', size: 25 });
  const samples = await ask<{ rows: SampleRow[]; total: number }>(event, 'audit.samples', { page: query.page });
  return { may: mayOf(event), query, samples };
};
