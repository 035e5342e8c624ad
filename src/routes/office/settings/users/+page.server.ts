import type { Listed, UserListRow } from '#app/users/index.server.ts';
import { ROLES } from '#app/rights.ts';
import { readTableQuery } from '#ui/table-query.ts';
import { withinOf } from '../scopes.server.ts';
import { asked } from '../settings.server.ts';
import type { PageServerLoad } from './$types';

const SORTS = ['name', 'phone', 'phones', 'seen', 'state'];
const oneOf = (value: string | undefined, known: readonly string[]) =>
  value && known.includes(value) ? value : undefined;

export const load: PageServerLoad = async (event) => {
  const query = readTableQuery(event.url, { sortable: SORTS, sort: 'name', filters: ['state', 'role'] });
  const within = withinOf(event, 'users.read');
  const users = await asked<Listed<UserListRow>>(event, 'users.list', {
    q: query.q || undefined,
    state: oneOf(query.filters.state, ['active', 'revoked']),
    role: oneOf(query.filters.role, ROLES),
    within,
    sort: query.sort,
    descending: query.descending,
    page: query.page,
    size: query.size,
  });
  return { query, users, roles: [...ROLES], within: within ? `${within.kind}:${within.id}` : null };
};
