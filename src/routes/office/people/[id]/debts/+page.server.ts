import { redirect } from '@sveltejs/kit';
import type { HouseholdPage } from '#domain/debts/index.server.ts';
import { dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { ask, found, whoIs } from '../../../ask.ts';
import { readForm } from '../../../form.server.ts';
import { keepPhoto } from '../../../keep-photo.server.ts';
import { holdsAnywhere } from '../../../rail.ts';
import { profileOf } from '../profile.ts';
import { DEBT_ACTS } from './acts.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const personId = event.params.id;
  const profile = await profileOf(event, personId);
  const who = whoIs(event);
  return {
    profile,
    page: found(await ask<HouseholdPage | null>(event, 'debts.household', { personId })),
    today: dayInIndia(new Date()),
    formId: newId(),
    mayWrite: holdsAnywhere(who, 'debts.write'),
    mayAssess: holdsAnywhere(who, 'obligations.write'),
    mayApply: holdsAnywhere(who, 'loans.apply'),
    maySwap: holdsAnywhere(who, 'debts.swap'),
    mayConsent: holdsAnywhere(who, 'people.write'),
  };
};

type Event = Parameters<NonNullable<Actions['default']>>[0];
const plain = ([name, act]: [string, (typeof DEBT_ACTS)[string]]) => [
  name,
  async (event: Event) => {
    const sent = await readForm(event);
    const done = await sent.do(act.command, act.payload(sent, event.params.id ?? ''));
    return done.failed ?? redirect(303, event.url.pathname);
  },
];

export const actions = {
  ...(Object.fromEntries(Object.entries(DEBT_ACTS).map(plain)) as Actions),
  slip: async (event: Event) => {
    const sent = await readForm(event);
    const kept = await keepPhoto(event, sent, { field: 'picture', purpose: 'page' });
    if (kept.failed) return kept.failed;
    const slip = { debtId: sent.text('debtId'), fileId: kept.photoId ?? newId(), slipOn: sent.text('slipOn') };
    const done = await sent.do('debts.keepSlip', { personId: event.params.id, ...slip });
    return done.failed ?? redirect(303, event.url.pathname);
  },
} satisfies Actions;
