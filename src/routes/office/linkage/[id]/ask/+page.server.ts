import type { LinkageGroup } from '#domain/linkage/index.server.ts';
import { dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { error, redirect } from '@sveltejs/kit';
import { ask, found, whoIs } from '../../../ask.ts';
import { readForm } from '../../../form.server.ts';
import { holdsAnywhere } from '../../../rail.ts';
import { sentenceFor } from '#ui/outcome-text.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const groupId = event.params.id;
  // nobody fills in what she could not send
  if (!holdsAnywhere(whoIs(event), 'linkage.write')) error(403, sentenceFor('door.not_allowed'));
  const one = found(await ask<LinkageGroup | null>(event, 'linkage.group', { groupId }));
  const fund = event.url.searchParams.get('fund');
  return {
    groupId,
    names: one.names,
    chosen: found(one.funds.find((each) => each.rule.fund === fund)),
    plans: one.plans.filter((plan) => plan.approvedOn !== null),
    today: dayInIndia(new Date()),
    formId: newId(),
  };
};

export const actions: Actions = {
  default: async (event) => {
    const sent = await readForm(event);
    const groupId = event.params.id;
    const done = await sent.do<{ lineId: string }>('linkage.apply', {
      lineId: sent.id,
      groupId,
      fund: sent.text('fund'),
      dose: sent.wholeOrNull('dose'),
      lender: sent.text('lender'),
      askedPaise: sent.amount('askedPaise'),
      appliedOn: sent.text('appliedOn'),
      planId: sent.orNull('planId'),
    });
    return done.failed ?? redirect(303, `/office/linkage/${groupId}/money/${done.receipt.lineId}`);
  },
};
