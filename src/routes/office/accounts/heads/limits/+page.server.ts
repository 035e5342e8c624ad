import { redirect } from '@sveltejs/kit';
import { dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { whoIs } from '../../../ask.ts';
import { readForm } from '../../../form.server.ts';
import { holdsForAll } from '../../../rail.ts';
import { mastersOf } from '../../masters.server.ts';
import { officeHere } from '../../office.server.ts';
import { inBook } from '../../office-book.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const office = await officeHere(event);
  const { limits } = await mastersOf(event, office);
  const today = dayInIndia(new Date());
  const now = new Set(
    ['payment', 'receipt', 'contra', 'journal'].map((type) =>
      limits.find((limit) => limit.type === type && limit.fromOn <= today),
    ),
  );
  return {
    formId: newId(),
    asked: office.asked,
    today,
    limits: limits.map((limit, at) => ({ ...limit, at, now: now.has(limit), ahead: limit.fromOn > today })),
    mayLimit: holdsForAll(whoIs(event), 'accounts.limit'),
  };
};

export const actions: Actions = {
  default: async (event) => {
    const office = await officeHere(event);
    const sent = await readForm(event);
    const done = await sent.do('accounts.setLimit', {
      ...office.body,
      type: sent.text('type'),
      fromOn: sent.text('fromOn'),
      limitPaise: sent.amount('limitPaise'),
      decidedBy: sent.text('decidedBy'),
    });
    return done.failed ?? redirect(303, inBook(office, '/office/accounts/heads/limits'));
  },
};
