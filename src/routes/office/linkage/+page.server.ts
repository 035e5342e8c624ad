import type { LinkageRow } from '#domain/linkage/index.server.ts';
import { pageOf, readTableQuery } from '#ui/index.ts';
import { ask } from '../ask.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const sorts = {
    name: (row: LinkageRow) => row.name,
    grade: (row: LinkageRow) => row.grade,
    plan: (row: LinkageRow) => row.planOn,
    money: (row: LinkageRow) => row.lineOn,
  };
  const query = readTableQuery(event.url, { sortable: Object.keys(sorts), sort: 'name', filters: [], size: 50 });
  const all = await ask<LinkageRow[]>(event, 'linkage.groups');
  const typed = query.q.toLowerCase();
  const chosen = all.filter((row) =>
    [row.name, row.nameHi, row.nameUr].some((name) => name?.toLowerCase().includes(typed)),
  );
  return {
    query,
    ...pageOf(chosen, query, sorts),
    count: all.length,
    graded: all.filter((row) => row.gradedOn !== null).length,
    asking: all.filter((row) => row.lineState !== null).length,
  };
};
