import { redirect } from '@sveltejs/kit';
import { LIMITS } from '#app/audit/index.ts';
import type { Limits } from '#app/audit/index.server.ts';
import { dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { ask } from '../../ask.ts';
import { readForm } from '../../form.server.ts';
import { mayOf } from '../audit.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  may: mayOf(event),
  names: [...LIMITS],
  limits: await ask<Limits>(event, 'audit.limits'),
  today: dayInIndia(new Date()),
  formId: newId(),
});

export const actions: Actions = {
  default: async (event) => {
    const sent = await readForm(event);
    const name = sent.text('name');
    const done = await sent.do('audit.setLimit', {
      name,
      fromOn: sent.text('fromOn'),
      value: name.endsWith('_paise') ? sent.amount('value') : sent.whole('value'),
      decidedBy: sent.text('decidedBy'),
    });
    return done.failed ?? redirect(303, event.url.pathname);
  },
};
