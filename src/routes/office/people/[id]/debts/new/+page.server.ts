import { redirect } from '@sveltejs/kit';
import { dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { readForm } from '../../../../form.server.ts';
import { profileOf } from '../../profile.ts';
import { termsFrom } from './terms-form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  profile: await profileOf(event, event.params.id),
  formId: newId(),
  today: dayInIndia(new Date()),
});

export const actions: Actions = {
  default: async (event) => {
    const sent = await readForm(event);
    const done = await sent.do('debts.register', {
      debtId: sent.id,
      personId: event.params.id,
      lenderKind: sent.text('lenderKind'),
      lenderName: sent.text('lenderName'),
      borrowedOn: sent.text('borrowedOn'),
      principalPaise: sent.amount('principalPaise'),
      keptBackPaise: sent.amount('keptBackPaise'),
      terms: termsFrom(sent),
      note: sent.orNull('note'),
    });
    return done.failed ?? redirect(303, `/office/people/${event.params.id}/debts`);
  },
};
