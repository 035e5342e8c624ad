import { redirect } from '@sveltejs/kit';
import type { InterestPage, PlanPage } from '#domain/linkage/index.server.ts';
import { INTEREST_FROM } from '#domain/linkage/index.ts';
import { dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { ask, found, onlyWithAny } from '../../../ask.ts';
import { readForm } from '../../../form.server.ts';
import { keyOf } from './key.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  onlyWithAny(event, 'linkage.share');
  const groupId = event.params.id;
  const today = dayInIndia(new Date());
  const key = keyOf((name) => event.url.searchParams.get(name), today);
  const { names, members, decisions } = found(await ask<PlanPage | null>(event, 'linkage.plan', { groupId }));
  return {
    ...{ groupId, names, members, decisions, key, today, formId: newId(), backId: newId() },
    page: found(await ask<InterestPage | null>(event, 'linkage.interest', { groupId, ...key })),
  };
};

export const actions: Actions = {
  put: async (event) => {
    const sent = await readForm(event);
    const groupId = event.params.id;
    const [meetingId = '', no = ''] = sent.text('decision').split(':');
    const key = keyOf((name) => sent.text(name), sent.text('on'));
    const done = await sent.do('linkage.postInterest', {
      ...{ interestId: sent.id, groupId, ...key, on: sent.text('on'), meetingId, decisionNo: Number(no) },
      paidFrom: INTEREST_FROM.find((one) => one === sent.text('paidFrom')) ?? sent.text('paidFrom'),
      expectedPaise: sent.whole('expected'),
    });
    return done.failed ?? redirect(303, `/office/linkage/${groupId}/interest`);
  },
  back: async (event) => {
    const sent = await readForm(event);
    const groupId = event.params.id;
    const done = await sent.do('linkage.takeBackInterest', {
      ...{ groupId, interestId: sent.text('interestId'), reason: sent.text('reason') },
      on: dayInIndia(new Date()),
    });
    return done.failed ?? redirect(303, `/office/linkage/${groupId}/interest`);
  },
};
