import { redirect } from '@sveltejs/kit';
import { dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { found, whoIs } from '../../../ask.ts';
import { readForm } from '../../../form.server.ts';
import { holdsForAll } from '../../../rail.ts';
import { headBookOf } from '../../head-book.server.ts';
import { groupOptionsOf, mastersOf, namesOf } from '../../masters.server.ts';
import { officeHere } from '../../office.server.ts';
import { inBook } from '../../office-book.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const office = await officeHere(event);
  const masters = await mastersOf(event, office);
  const head = found(masters.heads.find((one) => one.headId === event.params.id));
  return {
    ids: { change: newId(), close: newId() },
    asked: office.asked,
    head,
    groups: groupOptionsOf(masters, { kind: head.kind, language: event.locals.language }),
    names: namesOf(masters),
    page: await headBookOf(event, office, head.headId),
    today: dayInIndia(new Date()),
    maySetUp: holdsForAll(whoIs(event), 'accounts.setup'),
  };
};

export const actions: Actions = {
  change: async (event) => {
    const office = await officeHere(event);
    const sent = await readForm(event);
    const done = await sent.do('accounts.changeHead', {
      ...office.body,
      headId: event.params.id,
      fromOn: sent.text('fromOn'),
      groupId: sent.text('groupId'),
      nameEn: sent.text('nameEn'),
      nameHi: sent.orNull('nameHi'),
      nameUr: sent.orNull('nameUr'),
      tallyName: sent.orNull('tallyName'),
    });
    return done.failed ?? redirect(303, inBook(office, event.url.pathname));
  },
  close: async (event) => {
    const office = await officeHere(event);
    const sent = await readForm(event);
    const closing = { ...office.body, headId: event.params.id, closedOn: sent.text('closedOn') };
    const done = await sent.do('accounts.closeHead', closing);
    return done.failed ?? redirect(303, inBook(office, event.url.pathname));
  },
};
