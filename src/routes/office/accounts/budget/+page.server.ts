import type { BudgetVsActual, MasterLists } from '#domain/accounts/index.server.ts';
import { dayInIndia } from '#platform/dates.ts';
import { isId } from '#platform/ids.ts';
import { found, whoIs } from '../../ask.ts';
import { holdsAnywhere } from '../../rail.ts';
import { askBook, officeHere } from '../office.server.ts';
import { yearAsked, yearChoices } from '../statements/years.ts';
import type { PageServerLoad } from './$types';

type Line = { readonly nameEn: string; readonly nameHi: string | null; readonly nameUr: string | null };
const named = (one: Line) => ({ en: one.nameEn, hi: one.nameHi, ur: one.nameUr });

export const load: PageServerLoad = async (event) => {
  const here = await officeHere(event);
  const today = dayInIndia(new Date());
  const year = yearAsked(event.url, today);
  const id = (name: string) => {
    const text = event.url.searchParams.get(name);
    return isId(text) ? text : null;
  };
  const filter = { fundId: id('fund'), programmeId: id('programme') };
  const plan = found(await askBook<BudgetVsActual | null>(event, here, ['budgetVsActual', { year, ...filter }]));
  const lists = found(await askBook<MasterLists | null>(event, here, ['masters']));
  const heads = new Map(plan.heads.map((head) => [head.headId, head]));
  const { heads: _heads, rows, ...totals } = plan;
  return {
    ...{ asked: here.asked, book: here.book, year, today, totals },
    filter: { fund: filter.fundId ?? '', programme: filter.programmeId ?? '' },
    years: yearChoices(here.card.booksFromOn, today),
    rows: rows.map((row) => {
      const head = heads.get(row.headId);
      return { ...row, account: head?.account ?? '', names: head ? named(head) : { en: row.headId } };
    }),
    funds: lists.funds.map((one) => ({ id: one.fundId, code: one.code, names: named(one) })),
    programmes: lists.programmes.map((one) => ({ id: one.programmeId, code: one.code, names: named(one) })),
    maySet: holdsAnywhere(whoIs(event), 'accounts.setup'),
  };
};
