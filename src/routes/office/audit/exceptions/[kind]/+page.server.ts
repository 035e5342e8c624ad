import { error } from '@sveltejs/kit';
import { EXCEPTIONS } from '#app/audit/index.ts';
import type { ExceptionRow, Limits } from '#app/audit/index.server.ts';
import { isId } from '#platform/ids.ts';
import { readTableQuery } from '#ui/table-query.ts';
import { ask } from '../../../ask.ts';
import { books, mayOf, periodOf } from '../../audit.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const kind = EXCEPTIONS.find((one) => one === event.params.kind) ?? error(404);
  const query = readTableQuery(event.url, { sortable: [], sort: '-on', filters: ['from', 'to', 'bookId'], size: 50 });
  const period = periodOf(event.url);
  const bookId = isId(query.filters.bookId) ? query.filters.bookId : undefined;
  const asked = { ...period, ...(bookId ? { bookId } : {}) };
  const list = await ask<{ rows: ExceptionRow[]; total: number }>(event, 'audit.exceptions', {
    kind,
    ...asked,
    page: query.page,
  });
  const limits = await ask<Limits>(event, 'audit.limits');
  return {
    may: mayOf(event),
    kind,
    kinds: [...EXCEPTIONS],
    query,
    period,
    books: await books(event),
    list,
    limits: limits.now,
  };
};
