import type { OfficeTrialBalance } from '#domain/accounts/index.server.ts';
import { readTableQuery } from '#ui/table-query.ts';
import { nameIn, ofLine } from '#ui/office/names.ts';
import { pageOf } from '#ui/office/table-rows.ts';
import { whoIs } from '../../ask.ts';
import { holdsForAll } from '../../rail.ts';
import { mastersOf, namesOf } from '../masters.server.ts';
import { askBook, officeHere } from '../office.server.ts';
import type { PageServerLoad } from './$types';

const KINDS = ['asset', 'liability', 'equity', 'income', 'expense'];

export const load: PageServerLoad = async (event) => {
  const office = await officeHere(event);
  const masters = await mastersOf(event, office);
  const trial = await askBook<OfficeTrialBalance>(event, office, ['trialBalance']);
  const balances = new Map(trial.rows.map((row) => [row.headId, row.balancePaise]));
  const { language } = event.locals;
  const query = readTableQuery(event.url, {
    sortable: ['account', 'name', 'balance'],
    sort: 'account',
    filters: ['kind'],
    size: 200,
  });
  const wanted = query.q.toLowerCase();
  const rows = masters.heads
    .filter((head) => !query.filters.kind || head.kind === KINDS.find((kind) => kind === query.filters.kind))
    .filter((head) =>
      [head.nameEn, head.nameHi, head.nameUr, head.tallyName, head.account].some((name) =>
        name?.toLowerCase().includes(wanted),
      ),
    )
    .map((head) => ({ ...head, balancePaise: balances.get(head.headId) ?? 0 }));
  return {
    asked: office.asked,
    query,
    open: masters.heads.filter((head) => head.closedOn === null).length,
    ...pageOf(rows, query, {
      account: (row) => row.account,
      name: (row) => nameIn(language, ofLine(row)).text,
      balance: (row) => row.balancePaise,
    }),
    names: namesOf(masters),
    maySetUp: holdsForAll(whoIs(event), 'accounts.setup'),
  };
};
