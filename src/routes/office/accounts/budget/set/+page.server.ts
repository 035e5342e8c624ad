import { redirect } from '@sveltejs/kit';
import type { BudgetVsActual, MasterLists } from '#domain/accounts/index.server.ts';
import { dayInIndia } from '#platform/dates.ts';
import { isId, newId } from '#platform/ids.ts';
import { formatPaise } from '#platform/money.ts';
import { found } from '../../../ask.ts';
import { readForm } from '../../../form.server.ts';
import { inBook } from '../../office-book.ts';
import { askBook, officeHere } from '../../office.server.ts';
import { HUB } from '../../parts.ts';
import { yearAsked, yearChoices } from '../../statements/years.ts';
import type { Actions, PageServerLoad } from './$types';

type Line = { readonly nameEn: string; readonly nameHi: string | null; readonly nameUr: string | null };
const named = (one: Line) => ({ en: one.nameEn, hi: one.nameHi, ur: one.nameUr });
const idOf = (url: URL, name: string): string | null => {
  const text = url.searchParams.get(name);
  return isId(text) ? text : null;
};

export const load: PageServerLoad = async (event) => {
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
};

export const actions: Actions = {
  set: async (event) => {
    const here = await officeHere(event);
    const sent = await readForm(event);
    // only what she changed is decided anew; an emptied line becomes nothing
    const lines = Object.keys(sent.typed)
      .filter((name) => name.startsWith('head.') && sent.text(name) !== sent.text(`was.${name.slice(5)}`))
      .map((name) => ({ headId: name.slice(5), amountPaise: sent.amount(name) }));
    const done = await sent.do('accounts.setBudget', {
      ...here.body,
      ...{ year: sent.whole('year'), fundId: sent.orNull('fund'), programmeId: sent.orNull('programme'), lines },
      ...{ decidedBy: sent.text('decidedBy'), decidedOn: sent.text('decidedOn') },
    });
    const filter = `year=${sent.text('year')}&fund=${sent.text('fund')}&programme=${sent.text('programme')}`;
    return done.failed ?? redirect(303, inBook(here, `${HUB}/budget?${filter}`));
  },
};
