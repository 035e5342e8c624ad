import type { CaseRow } from '#domain/cases/index.server.ts';
import { CASE_KINDS, CASE_LISTS, type CaseFigures } from '#domain/cases/index.ts';
import { isId } from '#platform/ids.ts';
import { readTableQuery } from '#ui/table-query.ts';
import { ask } from '../ask.ts';
import { mayBegin } from './cases.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const query = readTableQuery(event.url, { sortable: [], sort: 'due', filters: ['kind', 'person'], size: 25 });
  const kind = CASE_KINDS.find((one) => one === query.filters.kind);
  const list = CASE_LISTS.find((one) => one === event.url.searchParams.get('list')) ?? 'open';
  const person = query.filters.person;
  const listed = await ask<{ rows: CaseRow[]; total: number }>(event, 'cases.list', {
    list,
    ...(kind ? { kind } : {}),
    ...(isId(person) ? { personId: person } : {}),
    page: Math.min(query.page, 10_000),
  });
  return {
    query,
    list,
    lists: [...CASE_LISTS],
    ...listed,
    figures: await ask<CaseFigures>(event, 'cases.figures'),
    mayBegin: mayBegin(event),
  };
};
