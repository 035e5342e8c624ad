import type { GroupRow } from '#domain/groups/index.server.ts';
import type { OrganisationTrialBalance } from '#domain/ledger/index.server.ts';
import { readTableQuery } from '#ui/table-query.ts';
import { pageOf } from '#ui/office/table-rows.ts';
import { ask, askIfAllowed } from '../ask.ts';
import type { PageServerLoad } from './$types';

const SORTS = {
  name: (row: GroupRow) => row.name,
  cash: (row: GroupRow) => row.cashPaise,
  savings: (row: GroupRow) => row.savingsPaise,
  loans: (row: GroupRow) => row.loansPaise,
};

export const load: PageServerLoad = async (event) => {
  const query = readTableQuery(event.url, { sortable: Object.keys(SORTS), sort: 'name' });
  const groups = await ask<GroupRow[]>(event, 'groups.list', { text: query.q.slice(0, 80) || undefined });
  const whole = await askIfAllowed<OrganisationTrialBalance>(event, 'ledger.organisationTrialBalance');
  const chart = await askIfAllowed<{ code: string; en: string; hi: string; ur: string }[]>(event, 'ledger.chart');
  return {
    query,
    // a practice group posts nothing, so its book is empty for ever
    ...pageOf(
      groups.filter((group) => !group.practice),
      query,
      SORTS,
    ),
    whole: whole?.whole ?? null,
    // all books that stand behind the sum, the trust's own among them, whatever the search leaves on the screen
    books: (whole?.organisations ?? []).reduce((sum, one) => sum + one.books, 0),
    chart: Object.fromEntries((chart ?? []).map(({ code, ...names }) => [code, names])),
  };
};
