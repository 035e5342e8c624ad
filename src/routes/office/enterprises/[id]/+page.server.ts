import { redirect } from '@sveltejs/kit';
import type { OfficeLoanList } from '#domain/loans/index.server.ts';
import { dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { askIfAllowed, whoIs } from '../../ask.ts';
import { readForm } from '../../form.server.ts';
import { holdsAnywhere } from '../../rail.ts';
import { enterpriseHere } from '../enterprises.server.ts';
import type { Actions, PageServerLoad } from './$types';

const MOST_LOANS = 100;

export const load: PageServerLoad = async (event) => {
  const enterpriseId = event.params.id;
  const who = whoIs(event);
  const hers = { borrowerId: enterpriseId, sort: 'number', descending: true, limit: MOST_LOANS };
  return {
    one: await enterpriseHere(event, enterpriseId),
    loans: await askIfAllowed<OfficeLoanList>(event, 'loans.list', hers),
    today: dayInIndia(new Date()),
    formId: newId(),
    mayWrite: holdsAnywhere(who, 'enterprises.write'),
    mayApply: holdsAnywhere(who, 'loans.apply'),
  };
};

export const actions: Actions = {
  default: async (event) => {
    const sent = await readForm(event);
    const enterpriseId = event.params.id;
    const closing = { enterpriseId, closedOn: sent.text('closedOn'), reason: sent.text('reason') };
    const done = await sent.do('enterprises.close', closing);
    return done.failed ?? redirect(303, `/office/enterprises/${enterpriseId}`);
  },
};
