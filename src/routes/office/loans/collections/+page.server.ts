import type { Officers } from '#domain/collections/index.server.ts';
import { newId } from '#platform/ids.ts';
import { ask, whoIs } from '../../ask.ts';
import { readForm } from '../../form.server.ts';
import { holdsForAll } from '../../rail.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  officers: await ask<Officers>(event, 'collections.officers'),
  mayLimit: holdsForAll(whoIs(event), 'collections.limit'),
  limitId: newId(),
});

export const actions: Actions = {
  limit: async (event) => {
    const sent = await readForm(event);
    const done = await sent.do('collections.setLimit', {
      fromOn: sent.text('fromOn'),
      limitPaise: sent.amount('limitPaise'),
      days: sent.whole('days'),
      decidedBy: sent.text('decidedBy'),
    });
    return done.failed ?? { saved: true };
  },
};
