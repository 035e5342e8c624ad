/** Plans and proofs of an office as tables: budget beside actual, the chain of its grants, the bank beside the book. */
import type * as accounts from '#domain/accounts/index.server.ts';
import { financialYear } from '#platform/dates.ts';
import { m } from '#ui/sentences/messages.js';
import { namesOf } from '../paper/speech.ts';
import { officeOf, type Maker } from './office.server.ts';
import { money, summed, tableOf, text } from './table-of.ts';

const budget: Maker = async (asking) => {
  const { speech, given, today } = asking;
  const { as } = speech;
  const { body, inSpan, headsOf } = await officeOf(asking);
  const year = Number(given('year') ?? financialYear(today).year);
  const filter = { fundId: given('fundId', 'fund'), programmeId: given('programmeId', 'programme') };
  const found = await asking.must<accounts.BudgetVsActual>('accounts.budgetVsActual', { ...body, year, ...filter });
  const lists = await asking.must<accounts.MasterLists>('accounts.masters', body);
  const nameOf = headsOf(found);
  const fund = (id: string | null) => lists.funds.find((one) => one.fundId === id)?.code ?? '';
  const programme = (id: string | null) => lists.programmes.find((one) => one.programmeId === id)?.code ?? '';
  const heads = { name: `budget-${year}`, title: m.statements_budget({}, as), ...inSpan };
  const period = m.paper_period({ from: speech.day(`${year}-04-01`), to: speech.day(`${year + 1}-03-31`) }, as);
  return tableOf({ ...heads, period }, found.rows, [
    text(m.paper_head({}, as), (row) => nameOf(row.headId), { last: m.common_total({}, as) }),
    text(m.statements_fund({}, as), (row) => fund(row.fundId)),
    text(m.statements_programme({}, as), (row) => programme(row.programmeId)),
    summed(
      money(m.statements_planned({}, as), (row: accounts.BudgetRow) => row.budgetPaise),
      found.rows,
    ),
    summed(
      money(m.statements_actual({}, as), (row: accounts.BudgetRow) => row.actualPaise),
      found.rows,
    ),
    money(m.statements_left({}, as), (row) => (row.budgetPaise === null ? null : row.budgetPaise - row.actualPaise)),
  ]);
};

const funds: Maker = async (asking) => {
  const { speech } = asking;
  const { as } = speech;
  const { at, onDay } = await officeOf(asking);
  const rows = await asking.must<accounts.FundRow[]>('accounts.funds', at);
  const sum = (title: string, of: (row: accounts.FundRow) => number) => summed(money(title, of), rows);
  return tableOf({ name: 'grants', title: m.statements_grants({}, as), ...onDay }, rows, [
    text(m.statements_code({}, as), (row) => row.code),
    text(m.common_name({}, as), (row) => speech.name(namesOf(row)), { last: m.common_total({}, as) }),
    text(m.uc_donor({}, as), (row) => row.donor),
    sum(m.uc_sanctioned({}, as), (row) => row.sanctionedPaise),
    sum(m.uc_released({}, as), (row) => row.releasedPaise),
    sum(m.statements_received({}, as), (row) => row.receivedPaise),
    sum(m.uc_spent({}, as), (row) => row.spentRevenuePaise + row.spentCapitalPaise),
    sum(m.statements_unspent({}, as), (row) => row.unspentPaise),
  ]);
};

export const officePlanExports = {
  'accounts-budget': budget,
  'accounts-grants': funds,
} as const satisfies Record<string, Maker>;
