import { redirect } from '@sveltejs/kit';
import { newId } from '#platform/ids.ts';
import { onlyWithAny } from '../../../ask.ts';
import { readForm } from '../../../form.server.ts';
import { enterpriseHere, fieldOptions, fieldsSent } from '../../enterprises.server.ts';
import { IN_WORDS } from '../../enterprises.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  onlyWithAny(event, 'enterprises.write');
  const one = await enterpriseHere(event, event.params.id);
  const was: Record<string, string | null> = {
    ...{ nameEn: one.names.en, nameHi: one.names.hi, nameUr: one.names.ur, udyam: one.udyam, placeId: one.placeId },
    ...{ activity: one.activityCode ?? IN_WORDS, activityWords: one.activityWords },
  };
  return { one, was, ...(await fieldOptions(event, one)), formId: newId() };
};

export const actions: Actions = {
  default: async (event) => {
    const sent = await readForm(event);
    const enterpriseId = event.params.id;
    const done = await sent.do('enterprises.correct', { enterpriseId, ...fieldsSent(sent) });
    return done.failed ?? redirect(303, `/office/enterprises/${enterpriseId}`);
  },
};
