import { redirect } from '@sveltejs/kit';
import type { GroupCard, GroupRow } from '#domain/groups/index.server.ts';
import { addMonths, dayInIndia } from '#platform/dates.ts';
import { isId, newId } from '#platform/ids.ts';
import { nameIn, ofGroup } from '#ui/office/names.ts';
import { ask, onlyWithAny } from '../../ask.ts';
import { readForm } from '../../form.server.ts';
import { productsToday } from '../offices.ts';
import { borrowersOf, enterpriseAsked, enterprisesFor, runningOf, sendApplication, swapAsked } from './asked.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  onlyWithAny(event, 'loans.apply');
  const today = dayInIndia(new Date());
  const language = event.locals.language;
  const groups = await ask<GroupRow[]>(event, 'groups.list', { state: 'active' });
  const groupId = event.url.searchParams.get('group') ?? '';
  const swap = swapAsked(event.url.searchParams);
  const card = isId(groupId) ? await ask<GroupCard | null>(event, 'groups.card', { groupId }) : null;
  const enterprise = await enterpriseAsked(event);
  const borrowers = await borrowersOf(event, { card, enterprise, isSwap: swap !== null });
  return {
    formId: newId(),
    today,
    firstDueOn: addMonths(today, 1),
    groupId: card?.groupId ?? '',
    enterpriseId: enterprise?.enterpriseId ?? '',
    borrowers,
    groups: groups
      .filter((one) => !one.practice)
      .map((one) => ({ value: one.groupId, label: nameIn(language, ofGroup(one)).text })),
    enterprises: swap ? [] : await enterprisesFor(event, enterprise),
    products: await productsToday(event, today),
    loans: swap ? [] : await runningOf(event, borrowers),
    swap,
  };
};

export const actions: Actions = {
  default: async (event) => {
    const sent = await readForm(event);
    const done = await sendApplication(event, sent);
    return done.failed ?? redirect(303, `/office/loans/${sent.id}`);
  },
};
