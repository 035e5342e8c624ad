import { redirect } from '@sveltejs/kit';
import type { KeptPage } from '#domain/linkage/index.server.ts';
import { dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { ask, found, whoIs } from '../../../ask.ts';
import { readForm } from '../../../form.server.ts';
import { headsOfFederation } from '../../../loans/offices.ts';
import { holdsAnywhere } from '../../../rail.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const groupId = event.params.group;
  const who = whoIs(event);
  const page = found(await ask<KeptPage | null>(event, 'linkage.kept', { groupId }));
  const mayWrite = holdsAnywhere(who, 'loans.change') && page.rows.length > 0;
  return {
    groupId,
    one: page,
    mayWrite,
    seesEntries: holdsAnywhere(who, 'audit.read'),
    heads: mayWrite ? await headsOfFederation(event, page.rows) : [],
    today: dayInIndia(new Date()),
    formId: newId(),
    backId: newId(),
  };
};

export const actions: Actions = {
  keep: async (event) => {
    const sent = await readForm(event);
    // a head belongs to one federation: chosen together
    const [federationId, headId] = sent.text('through').split(' ');
    const kind = sent.text('kind');
    const isInterest = kind === 'interest';
    const done = await sent.do('linkage.keepSavings', {
      ...{ entryId: sent.id, groupId: event.params.group, federationId, kind, on: sent.text('on') },
      ...{ paise: sent.amount('paise'), headId: isInterest ? null : headId, reference: sent.orNull('reference') },
      groupBankId: isInterest ? null : sent.orNull('groupBankId'),
    });
    return done.failed ?? redirect(303, event.url.pathname);
  },
  back: async (event) => {
    const sent = await readForm(event);
    const of = { groupId: event.params.group, entryId: sent.text('entryId') };
    const done = await sent.do('linkage.takeBackKept', { ...of, on: sent.text('on'), reason: sent.text('reason') });
    return done.failed ?? redirect(303, event.url.pathname);
  },
};
