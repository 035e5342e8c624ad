import { redirect } from '@sveltejs/kit';
import { isKeptByOthers } from '#domain/accounts/index.ts';
import { dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { nameIn } from '#ui/office/names.ts';
import { ask, onlyWith } from '../../../ask.ts';
import { readForm } from '../../../form.server.ts';
import { groupOptionsOf, mastersOf } from '../../masters.server.ts';
import { officeHere } from '../../office.server.ts';
import { inBook } from '../../office-book.ts';
import type { Actions, PageServerLoad } from './$types';

type ChartRow = { readonly code: string; readonly en: string; readonly hi: string; readonly ur: string };

export const load: PageServerLoad = async (event) => {
  onlyWith(event, 'accounts.setup');
  const office = await officeHere(event);
  const chart = await ask<ChartRow[]>(event, 'ledger.chart');
  const { language } = event.locals;
  return {
    formId: newId(),
    asked: office.asked,
    today: dayInIndia(new Date()),
    groups: groupOptionsOf(await mastersOf(event, office), { language }),
    accounts: chart
      .filter(({ code }) => !code.startsWith('9') && !isKeptByOthers(code))
      .map((row) => ({ value: row.code, label: `${row.code} ${nameIn(language, row).text}` })),
  };
};

export const actions: Actions = {
  default: async (event) => {
    const office = await officeHere(event);
    const sent = await readForm(event);
    const bank = sent.text('number')
      ? {
          bank: sent.text('bank'),
          branch: sent.orNull('branch'),
          ifsc: sent.orNull('ifsc')?.toUpperCase() ?? null,
          number: sent.text('number'),
        }
      : null;
    const done = await sent.do('accounts.addHead', {
      ...office.body,
      headId: sent.id,
      account: sent.text('account'),
      groupId: sent.orNull('groupId'),
      nameEn: sent.text('nameEn'),
      nameHi: sent.orNull('nameHi'),
      nameUr: sent.orNull('nameUr'),
      tallyName: sent.orNull('tallyName'),
      openedOn: sent.text('openedOn'),
      personId: null,
      bank,
    });
    return done.failed ?? redirect(303, inBook(office, `/office/accounts/heads/${sent.id}`));
  },
};
