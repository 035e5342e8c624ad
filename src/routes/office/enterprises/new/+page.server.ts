import { redirect } from '@sveltejs/kit';
import { dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { onlyWithAny } from '../../ask.ts';
import { readForm } from '../../form.server.ts';
import { fieldOptions, fieldsSent, ownersSent, pickingOf } from '../enterprises.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  onlyWithAny(event, 'enterprises.write');
  return {
    picking: await pickingOf(event),
    ...(await fieldOptions(event)),
    today: dayInIndia(new Date()),
    formId: newId(),
  };
};

export const actions: Actions = {
  default: async (event) => {
    const sent = await readForm(event);
    const done = await sent.do('enterprises.register', {
      enterpriseId: sent.id,
      ...fieldsSent(sent),
      startedOn: sent.text('startedOn'),
      owners: ownersSent(sent),
    });
    return done.failed ?? redirect(303, `/office/enterprises/${sent.id}`);
  },
};
