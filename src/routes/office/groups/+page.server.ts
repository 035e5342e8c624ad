import { chosenGroups, GROUP_SORTS } from '#app/exports/index.server.ts';
import type { GroupRow } from '#domain/groups/index.server.ts';
import { readTableQuery } from '#ui/table-query.ts';
import { pageOf } from '#ui/office/table-rows.ts';
import { ask, whoIs } from '../ask.ts';
import { holdsAnywhere } from '../rail.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const filters = ['state', 'kind', 'silent'];
  const query = readTableQuery(event.url, { sortable: Object.keys(GROUP_SORTS), sort: 'name', filters });
  const rows = await chosenGroups((question, input) => ask(event, question, input), { q: query.q, ...query.filters });
  const live = rows.filter((row) => !row.practice);
  const sum = (value: (row: GroupRow) => number) => live.reduce((total, row) => total + value(row), 0);
  return {
    query,
    ...pageOf(rows, query, GROUP_SORTS),
    groups: live.length,
    members: sum((row) => row.members),
    savingsPaise: sum((row) => row.savingsPaise),
    loansPaise: sum((row) => row.loansPaise),
    cashPaise: sum((row) => row.cashPaise),
    mayOpen: holdsAnywhere(whoIs(event), 'groups.write'),
  };
};
