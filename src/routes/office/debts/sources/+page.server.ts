import { redirect } from '@sveltejs/kit';
import type { SourceRow } from '#domain/debts/index.server.ts';
import type { Settings } from '#domain/obligations/index.server.ts';
import type { GroupRow } from '#domain/groups/index.server.ts';
import { dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { ask, askIfAllowed, whoIs } from '../../ask.ts';
import { readForm } from '../../form.server.ts';
import { holdsForAll } from '../../rail.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  sources: await ask<SourceRow[]>(event, 'debts.sources'),
  groups: (await ask<GroupRow[]>(event, 'groups.list', { state: 'active' })).filter((one) => !one.practice),
  settings: await askIfAllowed<Settings>(event, 'obligations.settings'),
  mayOffer: holdsForAll(whoIs(event), 'debts.setup'),
  formId: newId(),
  modeFormId: newId(),
  today: dayInIndia(new Date()),
});

const HERE = '/office/debts/sources';
export const actions: Actions = {
  offer: async (event) => {
    const sent = await readForm(event);
    const fromOn = sent.text('fromOn');
    const mostPaise = sent.amount('mostPaise');
    const done = await sent.do('debts.offerSource', {
      sourceId: sent.id,
      kind: sent.text('kind'),
      groupId: sent.orNull('groupId'),
      name: sent.text('name'),
      fromOn,
      untilOn: null,
      method: sent.text('method'),
      rateBps: sent.amount('rate'),
      instalments: sent.whole('instalments'),
      mostPaise,
      // all of it from the first day; money that comes later is offered as a source of its own
      money: [{ fromOn, paise: mostPaise }],
      decidedBy: sent.text('decidedBy'),
    });
    return done.failed ?? redirect(303, HERE);
  },
  end: async (event) => {
    const sent = await readForm(event);
    const untilOn = dayInIndia(new Date());
    const done = await sent.do('debts.endSource', { sourceId: sent.text('sourceId'), untilOn });
    return done.failed ?? redirect(303, HERE);
  },
  mode: async (event) => {
    const sent = await readForm(event);
    const mode = { fromOn: sent.text('fromOn'), mode: sent.text('mode'), decidedBy: sent.text('decidedBy') };
    const done = await sent.do('obligations.setMode', mode);
    return done.failed ?? redirect(303, HERE);
  },
};
