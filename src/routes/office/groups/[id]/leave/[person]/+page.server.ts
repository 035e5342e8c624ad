import { redirect } from '@sveltejs/kit';
import { dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { found } from '../../../../ask.ts';
import { readForm } from '../../../../form.server.ts';
import { groupCard, groupContext } from '../../group.ts';
import { setOffOf } from './set-off.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { id: groupId, person: personId } = event.params;
  const card = await groupCard(event, groupId);
  const member = found(card.membersNow.find((one) => one.personId === personId));
  const today = dayInIndia(new Date());
  const context = await groupContext(event, groupId);
  return { formId: newId(), card, member, today, setOff: context && setOffOf(context, { personId, on: today }) };
};

export const actions: Actions = {
  default: async (event) => {
    const sent = await readForm(event);
    const { id: groupId, person: personId } = event.params;
    const done = await sent.do('groups.removeMember', {
      groupId,
      personId,
      leftOn: sent.text('leftOn'),
      reason: sent.text('reason'),
    });
    return done.failed ?? redirect(303, `/office/groups/${groupId}`);
  },
};
