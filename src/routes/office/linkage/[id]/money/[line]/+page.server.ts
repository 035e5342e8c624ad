import { redirect } from '@sveltejs/kit';
import type { LinePage } from '#domain/linkage/index.server.ts';
import { stepsFrom } from '#domain/linkage/index.ts';
import { dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { ask, found, whoIs } from '../../../../ask.ts';
import { readForm } from '../../../../form.server.ts';
import { holdsAnywhere } from '../../../../rail.ts';
import { termsOf } from './terms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { id: groupId, line: lineId } = event.params;
  const one = found(await ask<LinePage | null>(event, 'linkage.line', { groupId, lineId }));
  const mayWrite = holdsAnywhere(whoIs(event), 'linkage.write');
  const { fund, state, sanctionedOn } = one.line;
  return {
    groupId,
    one,
    mayTerms: mayWrite && (fund === 'cif' || fund === 'vrf') && sanctionedOn !== null && state !== 'withdrawn',
    termsId: newId(),
    next: mayWrite
      ? stepsFrom({ ...one.line, isWhole: one.line.receivedPaise >= (one.line.sanctionedPaise ?? Infinity) })
      : [],
    today: dayInIndia(new Date()),
    formId: newId(),
  };
};

export const actions: Actions = {
  step: async (event) => {
    const sent = await readForm(event);
    const done = await sent.do('linkage.takeStep', {
      groupId: event.params.id,
      lineId: event.params.line,
      step: sent.text('step'),
      on: sent.text('on'),
      amountPaise: sent.amountOrNull('amountPaise'),
      note: sent.orNull('note'),
      instalments:
        sent.text('firstDueOn') === '' && sent.text('instalmentPaise') === ''
          ? null
          : { firstDueOn: sent.text('firstDueOn'), instalmentPaise: sent.amount('instalmentPaise') },
    });
    return done.failed ?? redirect(303, event.url.pathname);
  },
  terms: async (event) => {
    const sent = await readForm(event);
    const { id: groupId, line: lineId } = event.params;
    const written = { groupId, lineId, on: sent.text('on'), note: sent.orNull('note'), ...termsOf(sent) };
    const done = await sent.do('linkage.setTerms', written);
    return done.failed ?? redirect(303, event.url.pathname);
  },
};
