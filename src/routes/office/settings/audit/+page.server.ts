import { isIsoDate } from '#platform/dates.ts';
import { isId } from '#platform/ids.ts';
import type { AuditListRow, Listed } from '#app/users/index.server.ts';
import { readTableQuery } from '#ui/table-query.ts';
import { asked } from '../settings.server.ts';
import type { PageServerLoad } from './$types';

const SORTS = ['at', 'who', 'action', 'outcome'];

export const load: PageServerLoad = async (event) => {
  const filters = ['userId', 'action', 'subjectId', 'from', 'to'];
  const query = readTableQuery(event.url, { sortable: SORTS, sort: '-at', filters, size: 50 });
  const { userId, action, subjectId, from, to } = query.filters;
  const id = (value?: string) => (isId(value) ? value : undefined);
  const day = (value?: string) => (value && isIsoDate(value) ? value : undefined);
  const trail = await asked<Listed<AuditListRow>>(event, 'audit.list', {
    userId: id(userId),
    action: action?.slice(0, 80),
    subjectId: id(subjectId),
    from: day(from),
    to: day(to),
    sort: query.sort,
    descending: query.descending,
    page: query.page,
    size: query.size,
  });
  return { query, trail };
};
