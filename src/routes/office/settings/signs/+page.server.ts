import { redirect } from '@sveltejs/kit';
import type { TellSettings } from '#domain/linkage/index.server.ts';
import { addDays } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { ask, whoIs } from '../../ask.ts';
import { readForm } from '../../form.server.ts';
import { holdsForAll } from '../../rail.ts';
import { SIGNS } from './fields.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const settings = await ask<TellSettings>(event, 'linkage.tellSettings', {});
  return {
    settings,
    tomorrow: addDays(settings.today, 1),
    maySet: holdsForAll(whoIs(event), 'linkage.tells'),
    formId: newId(),
  };
};

export const actions: Actions = {
  default: async (event) => {
    const sent = await readForm(event);
    const typed = (name: string, unit: string) => {
      const figure = unit === 'rupees' ? sent.amount(name) : sent.whole(name);
      return unit === 'percent' && typeof figure === 'number' ? figure * 100 : figure;
    };
    const signs = SIGNS.map(({ key, fields }) => [
      key,
      Object.fromEntries(fields.map((one) => [one.key, typed(`${key}.${one.key}`, one.unit)])),
    ]);
    const done = await sent.do('linkage.setTells', {
      fromOn: sent.text('fromOn'),
      source: sent.text('source'),
      basis: sent.text('basis'),
      groupFirstMeetings: sent.whole('groupFirstMeetings'),
      ...Object.fromEntries(signs),
    });
    return done.failed ?? redirect(303, event.url.pathname);
  },
};
