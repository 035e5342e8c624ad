import { redirect } from '@sveltejs/kit';
import { readForm } from '../../../form.server.ts';
import { inBook } from '../../office-book.ts';
import { officeHere } from '../../office.server.ts';
import { HUB } from '../../parts.ts';
import { fundPage } from './fund.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => fundPage(event);

export const actions: Actions = {
  sanction: async (event) => {
    const here = await officeHere(event);
    const sent = await readForm(event);
    const done = await sent.do('accounts.addSanction', {
      ...here.body,
      ...{ sanctionId: sent.id, fundId: event.params.fund, number: sent.text('number') },
      ...{ sanctionedOn: sent.text('sanctionedOn'), amountPaise: sent.amount('amountPaise') },
      ...{ purpose: sent.text('purpose'), recurring: sent.text('kind') !== 'once', scheme: sent.orNull('scheme') },
      sanctionedBy: sent.text('sanctionedBy'),
    });
    return done.failed ?? redirect(303, inBook(here, `${HUB}/grants/${event.params.fund}`));
  },
  release: async (event) => {
    const here = await officeHere(event);
    const sent = await readForm(event);
    const done = await sent.do('accounts.addRelease', {
      ...here.body,
      ...{ sanctionId: sent.text('sanctionId'), voucherId: sent.text('voucherId'), letter: sent.text('letter') },
      ...{ releasedOn: sent.text('releasedOn'), amountPaise: sent.amount('amountPaise') },
    });
    return done.failed ?? redirect(303, inBook(here, `${HUB}/grants/${event.params.fund}`));
  },
};
