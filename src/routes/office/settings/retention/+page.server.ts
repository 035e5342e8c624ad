import { redirect } from '@sveltejs/kit';
import type { Retention } from '#domain/people/index.server.ts';
import { dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { ask } from '../../ask.ts';
import { readForm } from '../../form.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  formId: newId(),
  today: dayInIndia(new Date()),
  ...(await ask<Retention>(event, 'people.retention')),
});

export const actions: Actions = {
  default: async (event) => {
    const sent = await readForm(event);
    const done = await sent.do('people.setRetention', {
      fromOn: sent.text('fromOn'),
      months: sent.whole('months'),
      source: sent.text('source'),
    });
    return done.failed ?? redirect(303, event.url.pathname);
  },
};
