import type { GroupRow } from '#domain/groups/index.server.ts';
import type { RegisterRow } from '#domain/meetings/index.server.ts';
import { isIsoDate } from '#platform/dates.ts';
import { isId } from '#platform/ids.ts';
import { nameIn, ofGroup } from '#ui/office/names.ts';
import { readTableQuery } from '#ui/table-query.ts';
import { ask, askIfAllowed } from '../ask.ts';
import type { PageServerLoad } from './$types';

const SORTS = ['on', 'group', 'state', 'present', 'saved', 'repaid', 'lent', 'cash', 'at'];
const STATES = ['closed', 'skipped', 'cancelled', 'reversed'];

export const load: PageServerLoad = async (event) => {
  const query = readTableQuery(event.url, {
    sortable: SORTS,
    sort: '-on',
    filters: ['group', 'from', 'to', 'state'],
    size: 50,
  });
  const { group = '', from, to, state } = query.filters;
  const day = (text: string | undefined) => (isIsoDate(text) ? text : undefined);
  const groups = (await askIfAllowed<GroupRow[]>(event, 'groups.list')) ?? [];
  const register = await ask<{ rows: RegisterRow[]; total: number }>(event, 'meetings.register', {
    groupId: isId(group) ? group : undefined,
    from: day(from),
    to: day(to),
    state: STATES.find((one) => one === state),
    sort: query.sort,
    descending: query.descending,
    page: query.page,
  });
  const language = event.locals.language;
  return {
    query,
    register,
    groups: groups.map((one) => ({ value: one.groupId, label: nameIn(language, ofGroup(one)).text })),
  };
};
