import { redirect } from '@sveltejs/kit';
import type { GroupYearPage, PlanPage } from '#domain/linkage/index.server.ts';
import { dayInIndia, financialYear } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { ask, askIfAllowed, found, whoIs } from '../../../ask.ts';
import { readForm } from '../../../form.server.ts';
import { holdsAnywhere } from '../../../rail.ts';
import { bookFor } from '../../book.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const groupId = event.params.group;
  const who = whoIs(event);
  const last = financialYear(dayInIndia(new Date())).year - 1;
  const asked = Number(event.url.searchParams.get('year'));
  const year = Number.isInteger(asked) && asked >= 1990 && asked <= last + 1 ? asked : last;
  const plan = await askIfAllowed<PlanPage | null>(event, 'linkage.plan', { groupId });
  const one = found(await ask<GroupYearPage | null>(event, 'linkage.year', { groupId, year }));
  const first = financialYear(one.booksFromOn).year;
  return {
    book: await bookFor(event, groupId),
    ...{ one, year, years: Array.from({ length: Math.max(1, last - first + 2) }, (_, at) => last + 1 - at) },
    decisions: plan?.decisions ?? [],
    mayClose: holdsAnywhere(who, 'linkage.close'),
    mayReopen: holdsAnywhere(who, 'linkage.reopen'),
    closeId: newId(),
    reopenId: newId(),
  };
};

export const actions: Actions = {
  close: async (event) => {
    const sent = await readForm(event);
    const groupId = event.params.group;
    const [meetingId = '', no = ''] = sent.text('decision').split(':');
    const done = await sent.do('linkage.closeYear', {
      ...{ closingId: sent.id, groupId, year: sent.whole('year'), expectedPaise: sent.whole('expected') },
      ...{ meetingId, decisionNo: Number(no) },
    });
    return done.failed ?? redirect(303, `${event.url.pathname}?year=${sent.text('year')}`);
  },
  reopen: async (event) => {
    const sent = await readForm(event);
    const of = { groupId: event.params.group, closingId: sent.text('closingId'), reason: sent.text('reason') };
    const done = await sent.do('linkage.reopenYear', of);
    return done.failed ?? redirect(303, event.url.pathname);
  },
};
