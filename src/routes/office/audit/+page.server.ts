import type { QueryCounts, SampleRow } from '#app/audit/index.server.ts';
import { ask, askIfAllowed } from '../ask.ts';
import { mayOf, periodOf } from './audit.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const may = mayOf(event);
  const period = periodOf(event.url);
  const counts = await ask<QueryCounts>(event, 'audit.queryCounts');
  const exceptions = await askIfAllowed<Record<string, number>>(event, 'audit.exceptionCounts', period);
  const samples = await askIfAllowed<{ rows: SampleRow[] }>(event, 'audit.samples', { page: 1 });
  return { may, period, counts, exceptions, samples: samples?.rows.slice(0, 5) ?? [] };
};
