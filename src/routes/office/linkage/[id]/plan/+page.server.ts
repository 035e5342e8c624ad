import { redirect } from '@sveltejs/kit';
import type { PlanPage } from '#domain/linkage/index.server.ts';
import { dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { ask, found, whoIs } from '../../../ask.ts';
import { readForm } from '../../../form.server.ts';
import { holdsAnywhere } from '../../../rail.ts';
import { linesIn, rowsFor } from './lines.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const groupId = event.params.id;
  const one = found(await ask<PlanPage | null>(event, 'linkage.plan', { groupId }));
  return {
    groupId,
    one,
    rows: rowsFor(one),
    mayWrite: holdsAnywhere(whoIs(event), 'linkage.write'),
    today: dayInIndia(new Date()),
    ids: { write: newId(), approve: newId() },
  };
};

export const actions: Actions = {
  write: async (event) => {
    const sent = await readForm(event);
    const done = await sent.do('linkage.writePlan', {
      planId: sent.orNull('planId') ?? sent.id,
      groupId: event.params.id,
      madeOn: sent.text('madeOn'),
      lines: linesIn(sent),
    });
    return done.failed ?? redirect(303, event.url.pathname);
  },
  approve: async (event) => {
    const sent = await readForm(event);
    const [meetingId = '', no = ''] = sent.text('decision').split(':');
    const done = await sent.do('linkage.approvePlan', {
      groupId: event.params.id,
      planId: sent.text('planId'),
      meetingId,
      decisionNo: Number(no),
    });
    return done.failed ?? redirect(303, event.url.pathname);
  },
};
