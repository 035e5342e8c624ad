import { redirect } from '@sveltejs/kit';
import type { BatchCard } from '#app/audit/index.server.ts';
import { newId } from '#platform/ids.ts';
import { ask, found } from '../../../ask.ts';
import { readForm } from '../../../form.server.ts';
import { mayOf } from '../../audit.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const batch = found(await ask<BatchCard | null>(event, 'audit.confirmation', { batchId: event.params.id }));
  return { may: mayOf(event), batch, formIds: batch.slips.map(() => newId()) };
};

export const actions: Actions = {
  default: async (event) => {
    const sent = await readForm(event);
    const result = sent.text('result');
    const told = (name: string) => (result === 'differs' ? sent.amountOrNull(name) : null);
    const done = await sent.do('audit.reply', {
      batchId: event.params.id,
      line: sent.whole('line'),
      result,
      savingsPaise: told('savingsPaise'),
      loanPaise: told('loanPaise'),
      note: sent.orNull('note'),
    });
    return done.failed ?? redirect(303, `${event.url.pathname}#slip-${sent.text('line')}`);
  },
};
