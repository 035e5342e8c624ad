import { redirect } from '@sveltejs/kit';
import { newId } from '#platform/ids.ts';
import { readForm } from '../../../form.server.ts';
import { placeOptions } from '../../../places.ts';
import { fieldsFrom, typedOf } from '../../person-form.ts';
import { profileOf } from '../profile.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const profile = await profileOf(event, event.params.id);
  return {
    formId: newId(),
    personId: profile.personId,
    profile,
    shown: typedOf(profile),
    places: await placeOptions(event),
  };
};

export const actions: Actions = {
  default: async (event) => {
    const sent = await readForm(event);
    const { crafts } = await profileOf(event, event.params.id);
    const done = await sent.do('people.update', { personId: event.params.id, changes: fieldsFrom(sent, crafts) });
    return done.failed ?? redirect(303, `/office/people/${event.params.id}`);
  },
};
