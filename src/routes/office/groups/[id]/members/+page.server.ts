import { redirect } from '@sveltejs/kit';
import { dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { readForm } from '../../../form.server.ts';
import { groupCard, titleOf } from '../group.ts';
import { linesOf } from './lines.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const card = await groupCard(event, event.params.id);
  const since = card.membersNow[0]?.joinedOn ?? card.formedOn;
  return { formId: newId(), groupId: card.groupId, group: titleOf(event, card), since, today: dayInIndia(new Date()) };
};

/** Line by line, each woman an act of her own: sent again after a refusal, those already taken stay as they are. */
export const actions: Actions = {
  default: async (event) => {
    const sent = await readForm(event);
    const groupId = event.params.id;
    const { placeId } = await groupCard(event, groupId);
    for (const { line, person } of linesOf(sent.text('names'))) {
      const personId = sent.actId({ line, person });
      const known = await sent.do('people.register', { personId, person: { ...person, placeId } });
      if (known.failed) return known.failed;
      const membership = { groupId, personId, joinedOn: sent.text('joinedOn') };
      const in_ = await sent.do('groups.addMember', {
        ...membership,
        usualCompulsoryPaise: null,
        usualVoluntaryPaise: null,
      });
      if (in_.failed) return in_.failed;
    }
    redirect(303, `/office/groups/${groupId}`);
  },
};
