import { redirect } from '@sveltejs/kit';
import { newId } from '#platform/ids.ts';
import { whoIs } from '../../../ask.ts';
import { readForm } from '../../../form.server.ts';
import { holdsForAll } from '../../../rail.ts';
import { groupOptionsOf, mastersOf, namesOf } from '../../masters.server.ts';
import { officeHere } from '../../office.server.ts';
import { inBook } from '../../office-book.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const office = await officeHere(event);
  const masters = await mastersOf(event, office);
  return {
    formId: newId(),
    asked: office.asked,
    groups: masters.groups,
    parents: groupOptionsOf(masters, { language: event.locals.language }),
    names: namesOf(masters),
    maySetUp: holdsForAll(whoIs(event), 'accounts.setup'),
  };
};

export const actions: Actions = {
  default: async (event) => {
    const office = await officeHere(event);
    const sent = await readForm(event);
    const done = await sent.do('accounts.addGroup', {
      ...office.body,
      groupId: sent.id,
      parentGroupId: sent.text('parentGroupId'),
      schedule: sent.whole('schedule'),
      nameEn: sent.text('nameEn'),
      nameHi: sent.orNull('nameHi'),
      nameUr: sent.orNull('nameUr'),
      tallyName: sent.orNull('tallyName'),
    });
    return done.failed ?? redirect(303, inBook(office, '/office/accounts/heads/groups'));
  },
};
