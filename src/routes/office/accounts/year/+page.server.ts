import { redirect } from '@sveltejs/kit';
import { readForm } from '../../form.server.ts';
import { inBook } from '../office-book.ts';
import { officeHere } from '../office.server.ts';
import { HUB } from '../parts.ts';
import { yearPage } from './year.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => yearPage(event);

export const actions: Actions = {
  close: async (event) => {
    const here = await officeHere(event);
    const sent = await readForm(event);
    const closing = { ...here.body, year: sent.whole('year'), voucherId: sent.id, toHeadId: sent.text('toHeadId') };
    const done = await sent.do('accounts.closeYear', closing);
    return done.failed ?? redirect(303, inBook(here, `${HUB}/year`));
  },
  reopen: async (event) => {
    const here = await officeHere(event);
    const sent = await readForm(event);
    const reopening = { year: sent.whole('year'), reversalId: sent.id, reason: sent.text('reason') };
    const done = await sent.do('accounts.reopenYear', { ...here.body, ...reopening });
    return done.failed ?? redirect(303, inBook(here, `${HUB}/year`));
  },
};
