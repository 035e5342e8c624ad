import { redirect } from '@sveltejs/kit';
import type { Periods } from '#domain/ledger/index.server.ts';
import { addDays, dayInIndia, monthOf } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { ask, found, whoIs } from '../../../ask.ts';
import { readForm } from '../../../form.server.ts';
import { holdsAnywhere } from '../../../rail.ts';
import { bodyOf, bookFor } from '../../book.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const groupId = event.params.group;
  const periods = found(await ask<Periods | null>(event, 'ledger.periods', bodyOf(groupId)));
  const who = whoIs(event);
  return {
    book: await bookFor(event, groupId),
    periods,
    closeId: newId(),
    reopenId: newId(),
    /** The last month that is over. */
    usual: addDays(monthOf(dayInIndia(new Date())), -1),
    mayClose: holdsAnywhere(who, 'ledger.close'),
    mayReopen: holdsAnywhere(who, 'ledger.reopen'),
  };
};

export const actions: Actions = {
  close: async (event) => {
    const sent = await readForm(event);
    const done = await sent.do('ledger.closePeriod', {
      ...bodyOf(event.params.group),
      closedTo: sent.text('closedTo'),
    });
    return done.failed ?? redirect(303, event.url.pathname);
  },
  reopen: async (event) => {
    const sent = await readForm(event);
    const done = await sent.do('ledger.reopenPeriod', {
      ...bodyOf(event.params.group),
      periodCloseId: sent.text('periodCloseId'),
      reason: sent.text('reason'),
    });
    return done.failed ?? redirect(303, event.url.pathname);
  },
};
