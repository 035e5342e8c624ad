import { redirect } from '@sveltejs/kit';
import { readDigits } from '#platform/digits.ts';
import { newId } from '#platform/ids.ts';
import { readForm } from '../../../form.server.ts';
import { groupCard, titleOf } from '../group.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const card = await groupCard(event, event.params.id);
  return { formId: newId(), groupId: card.groupId, group: titleOf(event, card) };
};

export const actions: Actions = {
  default: async (event) => {
    const sent = await readForm(event);
    const done = await sent.do('groups.addBankAccount', {
      bankAccountId: sent.id,
      groupId: event.params.id,
      bank: sent.text('bank'),
      branch: sent.orNull('branch'),
      ifsc: sent.text('ifsc').replace(/\s/g, '').toUpperCase() || null,
      number: readDigits(sent.text('number')).replace(/[\s-]/g, ''),
      openedOn: sent.orNull('openedOn'),
    });
    return done.failed ?? redirect(303, `/office/groups/${event.params.id}`);
  },
};
