/** Every head a budget may have, with what stands for this fund and programme. */
import type { BudgetVsActual, MasterLists } from '#domain/accounts/index.server.ts';
import { dayInIndia } from '#platform/dates.ts';
import { isId, newId } from '#platform/ids.ts';
import { formatPaise } from '#platform/money.ts';
import { found } from '../../../ask.ts';
import { askBook, officeHere } from '../../office.server.ts';
import { yearAsked, yearChoices } from '../../statements/years.ts';
import type { PageServerLoadEvent } from './$types';

type Event = PageServerLoadEvent;
type Line = { readonly nameEn: string; readonly nameHi: string | null; readonly nameUr: string | null };
const named = (one: Line) => ({ en: one.nameEn, hi: one.nameHi, ur: one.nameUr });
const idOf = (url: URL, name: string): string | null => {
  const text = url.searchParams.get(name);
  return isId(text) ? text : null;
};

export async function budgetSheet(event: Event) {
  const here = await officeHere(event);
  const today = dayInIndia(new Date());
  const year = yearAsked(event.url, today);
  const [fundId, programmeId] = [idOf(event.url, 'fund'), idOf(event.url, 'programme')];
  const lists = found(await askBook<MasterLists | null>(event, here, ['masters']));
  const plan = found(await askBook<BudgetVsActual | null>(event, here, ['budgetVsActual', { year }]));
  const planned = new Map(
    plan.rows
      .filter((row) => row.fundId === fundId && row.programmeId === programmeId && row.budgetPaise !== null)
      .map((row) => [row.headId, row.budgetPaise!]),
  );
  return {
    ...{ asked: here.asked, year, today, formId: newId(), fund: fundId ?? '', programme: programmeId ?? '' },
    years: yearChoices(here.card.booksFromOn, today),
    heads: lists.heads
      .filter((head) => /^(4|5|1310)/.test(head.account) && head.closedOn === null)
      .map((head) => ({
        ...{ headId: head.headId, kind: head.kind, names: named(head) },
        was: planned.has(head.headId) ? formatPaise(planned.get(head.headId)!, { sign: false }) : '',
      })),
    funds: lists.funds.map((one) => ({ id: one.fundId, code: one.code, names: named(one) })),
    programmes: lists.programmes.map((one) => ({ id: one.programmeId, code: one.code, names: named(one) })),
  };
}
