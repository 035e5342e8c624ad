import { redirect } from '@sveltejs/kit';
import type { OrgCard } from '#app/users/index.server.ts';
import { newId } from '#platform/ids.ts';
import { ask, found } from '../../ask.ts';
import { readForm } from '../../form.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const org = found(await ask<OrgCard | null>(event, 'org.get'));
  return { formId: newId(), org };
};

export const actions: Actions = {
  default: async (event) => {
    const sent = await readForm(event);
    const names = { name: sent.text('name'), nameHi: sent.orNull('nameHi'), nameUr: sent.orNull('nameUr') };
    const done = await sent.do('org.updateSettings', names);
    return done.failed ?? redirect(303, event.url.pathname);
  },
};
