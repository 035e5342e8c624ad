import { redirect } from '@sveltejs/kit';
import { dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { whoIs } from '../../../ask.ts';
import { readForm, type SentForm } from '../../../form.server.ts';
import { holdsForAll } from '../../../rail.ts';
import { mastersOf } from '../../masters.server.ts';
import { officeHere } from '../../office.server.ts';
import { inBook } from '../../office-book.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const office = await officeHere(event);
  const { funds, programmes } = await mastersOf(event, office);
  return {
    ids: { fund: newId(), programme: newId() },
    asked: office.asked,
    today: dayInIndia(new Date()),
    funds,
    programmes,
    maySetUp: holdsForAll(whoIs(event), 'accounts.setup'),
  };
};

/** What funds and programmes share. */
const termOf = (sent: SentForm) => ({
  code: sent.text('code'),
  nameEn: sent.text('nameEn'),
  nameHi: sent.orNull('nameHi'),
  nameUr: sent.orNull('nameUr'),
  fromOn: sent.text('fromOn'),
  untilOn: sent.orNull('untilOn'),
});

export const actions: Actions = {
  fund: async (event) => {
    const office = await officeHere(event);
    const sent = await readForm(event);
    const done = await sent.do('accounts.addFund', {
      ...office.body,
      ...termOf(sent),
      fundId: sent.id,
      kind: sent.text('kind'),
      donor: sent.text('donor'),
      interestToGrant: sent.text('interestToGrant') === 'yes',
    });
    return done.failed ?? redirect(303, inBook(office, '/office/accounts/heads/funds'));
  },
  programme: async (event) => {
    const office = await officeHere(event);
    const sent = await readForm(event);
    const programme = { ...office.body, ...termOf(sent), programmeId: sent.id };
    const done = await sent.do('accounts.addProgramme', programme);
    return done.failed ?? redirect(303, inBook(office, '/office/accounts/heads/funds'));
  },
};
