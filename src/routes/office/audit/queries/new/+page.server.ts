import { redirect } from '@sveltejs/kit';
import type { Addressees } from '#app/audit/index.server.ts';
import { addDays, dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { ask } from '../../../ask.ts';
import { readForm } from '../../../form.server.ts';
import { aboutFrom, mayOf } from '../../audit.ts';
import type { Actions, PageServerLoad } from './$types';

/** Two weeks to answer, unless she says otherwise. */
const USUAL_DAYS = 14;

export const load: PageServerLoad = async (event) => {
  const about = event.url.searchParams.get('about') ?? '';
  return {
    may: mayOf(event),
    about,
    addressees: await ask<Addressees>(event, 'audit.addressees'),
    usualDue: addDays(dayInIndia(new Date()), USUAL_DAYS),
    formId: newId(),
  };
};

export const actions: Actions = {
  default: async (event) => {
    const sent = await readForm(event);
    const [kind, id] = sent.text('to').split(':');
    const done = await sent.do<{ queryId: string }>('audit.ask', {
      queryId: sent.id,
      about: aboutFrom(sent.text('about')),
      to: kind === 'role' ? { role: id } : { userId: id ?? '' },
      dueOn: sent.text('dueOn'),
      words: sent.text('words'),
    });
    return done.failed ?? redirect(303, `/office/audit/queries/${done.receipt.queryId}`);
  },
};
