import { error, redirect } from '@sveltejs/kit';
import type { CasePage, Helper } from '#domain/cases/index.server.ts';
import { dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { sentenceFor } from '#ui/outcome-text.ts';
import { ask, askIfAllowed, found, whoIs } from '../../ask.ts';
import { readForm } from '../../form.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const caseId = event.params.id;
  // reading is an act: said first, and only then answered
  const viewed = await event.locals.app.do<{ viewId: string }>('cases.view', whoIs(event), { caseId });
  if (viewed.kind !== 'applied')
    error(
      viewed.kind === 'refused' && viewed.code === 'door.not_allowed' ? 403 : 404,
      sentenceFor('code' in viewed ? viewed.code : 'door.unknown_reference'),
    );
  return {
    one: found(await ask<CasePage | null>(event, 'cases.one', { caseId, viewId: viewed.receipt.viewId })),
    helpers: await askIfAllowed<Helper[]>(event, 'cases.helpers'),
    today: dayInIndia(new Date()),
    ids: { step: newId(), helper: newId(), close: newId() },
  };
};

export const actions: Actions = {
  step: async (event) => {
    const sent = await readForm(event);
    const step = { words: sent.text('words'), doneOn: sent.text('doneOn'), dueOn: sent.orNull('dueOn') };
    const done = await sent.do('cases.addStep', { caseId: event.params.id, ...step });
    return done.failed ?? redirect(303, event.url.pathname);
  },
  helper: async (event) => {
    const sent = await readForm(event);
    const done = await sent.do('cases.setHelper', { caseId: event.params.id, helperId: sent.orNull('helperId') });
    return done.failed ?? redirect(303, event.url.pathname);
  },
  close: async (event) => {
    const sent = await readForm(event);
    const done = await sent.do('cases.close', {
      caseId: event.params.id,
      outcome: sent.text('outcome'),
      closedOn: sent.text('closedOn'),
      recoveredPaise: sent.amount('recoveredPaise'),
      words: sent.text('words'),
    });
    return done.failed ?? redirect(303, event.url.pathname);
  },
};
