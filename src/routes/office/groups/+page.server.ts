import type { Today } from '#app/desk/index.server.ts';
import type { GroupRow } from '#domain/groups/index.server.ts';
import { readTableQuery } from '#ui/table-query.ts';
import { pageOf } from '#ui/office/table-rows.ts';
import { ask, askIfAllowed, whoIs } from '../ask.ts';
import { holdsAnywhere } from '../rail.ts';
import type { PageServerLoad } from './$types';

const SORTS = {
  name: (row: GroupRow) => row.name,
  place: (row: GroupRow) => row.place,
  members: (row: GroupRow) => row.members,
  lastMeeting: (row: GroupRow) => row.lastMeetingOn,
  savings: (row: GroupRow) => row.savingsPaise,
  loans: (row: GroupRow) => row.loansPaise,
  cash: (row: GroupRow) => row.cashPaise,
};

export const load: PageServerLoad = async (event) => {
  const filters = ['state', 'kind', 'silent'];
  const query = readTableQuery(event.url, { sortable: Object.keys(SORTS), sort: 'name', filters });
  const state = ['active', 'dormant', 'closed'].find((one) => one === query.filters.state);
  const text = query.q.slice(0, 80) || undefined;
  const all = await ask<GroupRow[]>(event, 'groups.list', { text, state });
  const silent = query.filters.silent ? await askIfAllowed<Today>(event, 'desk.today') : null;
  const silentIds = new Set(silent?.silent.map((group) => group.groupId));
  const rows = all.filter(
    (row) => (!query.filters.kind || row.kind === query.filters.kind) && (!silent || silentIds.has(row.groupId)),
  );
  const live = rows.filter((row) => !row.practice);
  const sum = (value: (row: GroupRow) => number) => live.reduce((total, row) => total + value(row), 0);
  return {
    query,
    ...pageOf(rows, query, SORTS),
    groups: live.length,
    members: sum((row) => row.members),
    savingsPaise: sum((row) => row.savingsPaise),
    loansPaise: sum((row) => row.loansPaise),
    mayOpen: holdsAnywhere(whoIs(event), 'groups.write'),
  };
};
