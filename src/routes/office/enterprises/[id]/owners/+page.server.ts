import { redirect } from '@sveltejs/kit';
import { dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { onlyWithAny } from '../../../ask.ts';
import { readForm } from '../../../form.server.ts';
import { enterpriseHere, ownersSent, pickingOf } from '../../enterprises.server.ts';
import { percentOf } from '../../enterprises.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  onlyWithAny(event, 'enterprises.write');
  const one = await enterpriseHere(event, event.params.id);
  return {
    one,
    now: Object.fromEntries(one.owners.map(({ kind, id, shareBps }) => [`${kind}:${id}`, percentOf(shareBps)])),
    picking: await pickingOf(event),
    today: dayInIndia(new Date()),
    formId: newId(),
  };
};

export const actions: Actions = {
  default: async (event) => {
    const sent = await readForm(event);
    const enterpriseId = event.params.id;
    const change = { enterpriseId, fromOn: sent.text('fromOn'), owners: ownersSent(sent) };
    const done = await sent.do('enterprises.changeOwners', change);
    return done.failed ?? redirect(303, `/office/enterprises/${enterpriseId}`);
  },
};
