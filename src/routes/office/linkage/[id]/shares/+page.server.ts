import { error, redirect } from '@sveltejs/kit';
import type { PlanPage, SharesPage } from '#domain/linkage/index.server.ts';
import { SHARE_KEYS } from '#domain/linkage/index.ts';
import { addMonths, dayInIndia, isIsoDate } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { ask, found, whoIs } from '../../../ask.ts';
import { readForm } from '../../../form.server.ts';
import { holdsAnywhere } from '../../../rail.ts';
import { sentenceFor } from '#ui/outcome-text.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  // nobody fills in what she could not send
  if (!holdsAnywhere(whoIs(event), 'linkage.share')) error(403, sentenceFor('door.not_allowed'));
  const groupId = event.params.id;
  const today = dayInIndia(new Date());
  const given = (name: string) => event.url.searchParams.get(name);
  const key = SHARE_KEYS.find((one) => one === given('key')) ?? 'savings_months';
  const [on, from] = [given('on'), given('from')];
  const asked = { key, on: isIsoDate(on) ? on : today, from: isIsoDate(from) ? from : addMonths(today, -12) };
  const { names, members, decisions } = found(await ask<PlanPage | null>(event, 'linkage.plan', { groupId }));
  return {
    ...{ groupId, asked, keys: [...SHARE_KEYS], names, members, decisions, formId: newId() },
    preview: await ask<SharesPage | null>(event, 'linkage.shares', { groupId, ...asked }),
  };
};

export const actions: Actions = {
  default: async (event) => {
    const sent = await readForm(event);
    const groupId = event.params.id;
    const [meetingId = '', no = ''] = sent.text('decision').split(':');
    const done = await sent.do('linkage.shareOut', {
      shareOutId: sent.id,
      groupId,
      on: sent.text('on'),
      from: sent.text('from'),
      key: sent.text('key'),
      totalPaise: sent.amount('totalPaise'),
      meetingId,
      decisionNo: Number(no),
    });
    return done.failed ?? redirect(303, `/office/linkage/${groupId}`);
  },
};
