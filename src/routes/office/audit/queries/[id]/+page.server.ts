import { redirect } from '@sveltejs/kit';
import type { QueryCard } from '#app/audit/index.server.ts';
import { addDays, dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { ask, found } from '../../../ask.ts';
import { readForm } from '../../../form.server.ts';
import { keepPhoto } from '../../../keep-photo.server.ts';
import { mayOf } from '../../audit.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  may: mayOf(event),
  query: found(await ask<QueryCard | null>(event, 'audit.query', { queryId: event.params.id })),
  usualDue: addDays(dayInIndia(new Date()), 7),
  ids: { answer: newId(), followUp: newId(), close: newId() },
});

export const actions: Actions = {
  answer: async (event) => {
    const sent = await readForm(event);
    const photo = await keepPhoto(event, sent, { field: 'picture', purpose: 'audit' });
    if (photo.failed) return photo.failed;
    const answer = { queryId: event.params.id, words: sent.text('words'), fileId: photo.photoId };
    const done = await sent.do('audit.answer', answer);
    return done.failed ?? redirect(303, event.url.pathname);
  },
  followUp: async (event) => {
    const sent = await readForm(event);
    const again = { queryId: event.params.id, words: sent.text('words'), dueOn: sent.text('dueOn') };
    const done = await sent.do('audit.followUp', again);
    return done.failed ?? redirect(303, event.url.pathname);
  },
  close: async (event) => {
    const sent = await readForm(event);
    const done = await sent.do('audit.close', { queryId: event.params.id, words: sent.text('words') });
    return done.failed ?? redirect(303, event.url.pathname);
  },
};
