import { redirect } from '@sveltejs/kit';
import { AGES, USUAL_PROVISION } from '#domain/loans/index.ts';
import type { ProvisionView } from '#domain/loans/index.server.ts';
import { addDays, dayInIndia, isIsoDate, monthOf } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { ask, whoIs } from '../../ask.ts';
import { readForm } from '../../form.server.ts';
import { lenderHere } from '../../loans/offices.ts';
import { holdsForAll } from '../../rail.ts';
import type { Actions, PageServerLoad } from './$types';

/** The month asked for, else the last one that is over. */
function monthAsked(url: URL, today: string): string {
  const asked = url.searchParams.get('month');
  return isIsoDate(asked) ? asked : addDays(monthOf(today), -1);
}

export const load: PageServerLoad = async (event) => {
  const today = dayInIndia(new Date());
  const month = monthAsked(event.url, today);
  const who = whoIs(event);
  const view = await ask<ProvisionView | null>(event, 'loans.provision', { lender: lenderHere(event), month });
  return {
    ...{ today, month, view, bookId: newId(), ruleId: newId() },
    rates: view?.rule?.ratesBps ?? USUAL_PROVISION,
    mayBook: holdsForAll(who, 'loans.change'),
    maySet: holdsForAll(who, 'loans.setup'),
  };
};

export const actions: Actions = {
  book: async (event) => {
    const sent = await readForm(event);
    const month = sent.text('month');
    const payload = { lender: lenderHere(event), month, neededPaise: Number(sent.text('neededPaise')) };
    const done = await sent.do('loans.provide', payload);
    return done.failed ?? redirect(303, `/office/portfolio/provision?month=${month}`);
  },
  set: async (event) => {
    const sent = await readForm(event);
    const ratesBps = Object.fromEntries(AGES.map(({ key }) => [key, sent.rate(key)]));
    const words = { source: sent.text('source'), decidedBy: sent.text('decidedBy') };
    const done = await sent.do('loans.setProvisionRule', { fromOn: sent.text('fromOn'), ratesBps, ...words });
    return done.failed ?? redirect(303, '/office/portfolio/provision');
  },
};
