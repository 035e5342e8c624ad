import { randomInt } from 'node:crypto';
import { redirect } from '@sveltejs/kit';
import { POPULATIONS } from '#app/audit/index.ts';
import { newId } from '#platform/ids.ts';
import { readForm } from '../../../form.server.ts';
import { books, mayOf, periodOf } from '../../audit.ts';
import type { Actions, PageServerLoad } from './$types';

/** Twenty throws of a die: some 51 bits. */
const diceOf = (throws: number): string =>
  Array.from({ length: throws }, (_, at) => `${at > 0 && at % 5 === 0 ? ' ' : ''}${randomInt(1, 7)}`).join('');

export const load: PageServerLoad = async (event) => ({
  may: mayOf(event),
  books: await books(event),
  populations: [...POPULATIONS],
  period: periodOf(event.url),
  seed: diceOf(20),
  formId: newId(),
});

export const actions: Actions = {
  default: async (event) => {
    const sent = await readForm(event);
    const done = await sent.do<{ sampleId: string }>('audit.draw', {
      sampleId: sent.id,
      title: sent.text('title'),
      population: sent.text('population'),
      bookId: sent.orNull('bookId'),
      from: sent.text('from'),
      to: sent.text('to'),
      method: sent.text('method'),
      wanted: sent.whole('wanted'),
      seed: sent.text('seed'),
    });
    return done.failed ?? redirect(303, `/office/audit/samples/${done.receipt.sampleId}`);
  },
};
