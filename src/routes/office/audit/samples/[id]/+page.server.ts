import { redirect } from '@sveltejs/kit';
import type { DrawnAgain, SampleCard } from '#app/audit/index.server.ts';
import { newId } from '#platform/ids.ts';
import { ask, found } from '../../../ask.ts';
import { readForm } from '../../../form.server.ts';
import { mayOf } from '../../audit.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const about = { sampleId: event.params.id };
  const sample = found(await ask<SampleCard | null>(event, 'audit.sample', about));
  const isAgain = event.url.searchParams.get('again') === 'yes';
  const again = isAgain ? await ask<DrawnAgain | null>(event, 'audit.drawnAgain', about) : null;
  return { may: mayOf(event), sample, again, formIds: sample.list.map(() => newId()) };
};

export const actions: Actions = {
  default: async (event) => {
    const sent = await readForm(event);
    const done = await sent.do('audit.tick', {
      sampleId: event.params.id,
      line: sent.whole('line'),
      mark: sent.text('mark'),
      differsPaise: sent.text('mark') === 'differs' ? sent.amountOrNull('differsPaise') : null,
      note: sent.orNull('note'),
    });
    return done.failed ?? redirect(303, `${event.url.pathname}#item-${sent.text('line')}`);
  },
};
