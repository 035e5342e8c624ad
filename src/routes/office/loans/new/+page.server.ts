import { redirect } from '@sveltejs/kit';
import type { GroupCard, GroupRow } from '#domain/groups/index.server.ts';
import { addMonths, dayInIndia } from '#platform/dates.ts';
import { isId, newId } from '#platform/ids.ts';
import { nameIn, ofGroup } from '#ui/office/names.ts';
import { ask, onlyWithAny } from '../../ask.ts';
import { readForm } from '../../form.server.ts';
import { productsToday } from '../offices.ts';
import { herself, membersOf, runningOf, sendApplication, swapAsked } from './asked.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  onlyWithAny(event, 'loans.apply');
  const today = dayInIndia(new Date());
  const language = event.locals.language;
  const groups = await ask<GroupRow[]>(event, 'groups.list', { state: 'active' });
  const groupId = event.url.searchParams.get('group') ?? '';
  const swap = swapAsked(event.url.searchParams);
  const card = isId(groupId) ? await ask<GroupCard | null>(event, 'groups.card', { groupId }) : null;
  return {
    formId: newId(),
    today,
    firstDueOn: addMonths(today, 1),
    group: card ? { groupId: card.groupId, name: nameIn(language, ofGroup(card)).text } : null,
    members: card ? membersOf(card, language) : swap ? await herself(event) : [],
    groups: groups
      .filter((one) => !one.practice)
      .map((one) => ({ value: one.groupId, label: nameIn(language, ofGroup(one)).text })),
    products: await productsToday(event, today),
    loans: card ? await runningOf(event, [groupId, ...card.membersNow.map((one) => one.personId)]) : [],
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
