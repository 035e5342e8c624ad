import { redirect } from '@sveltejs/kit';
import { dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { readForm } from '../../../form.server.ts';
import { groupCard, memberOptions, titleOf } from '../group.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const card = await groupCard(event, event.params.id);
  return {
    beginId: newId(),
    today: dayInIndia(new Date()),
    group: titleOf(event, card),
    groupId: card.groupId,
    members: memberOptions(event, card),
    officers: card.officers.filter((one) => one.untilOn === null).map((one) => ({ ...one, formId: newId() })),
  };
};

export const actions: Actions = {
  begin: async (event) => {
    const sent = await readForm(event);
    const done = await sent.do('groups.beginOffice', {
      groupId: event.params.id,
      personId: sent.text('personId'),
      office: sent.text('office'),
      fromOn: sent.text('fromOn'),
    });
    return done.failed ?? redirect(303, `/office/groups/${event.params.id}/offices`);
  },
  end: async (event) => {
    const sent = await readForm(event);
    const done = await sent.do('groups.endOffice', {
      groupId: event.params.id,
      personId: sent.text('personId'),
      office: sent.text('office'),
      endedOn: sent.text('endedOn'),
    });
    return done.failed ?? redirect(303, `/office/groups/${event.params.id}/offices`);
  },
};
