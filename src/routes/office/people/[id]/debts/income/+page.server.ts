import { redirect } from '@sveltejs/kit';
import type { AssessmentRow } from '#domain/obligations/index.server.ts';
import { addDays, addMonths, dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { ask } from '../../../../ask.ts';
import { readForm } from '../../../../form.server.ts';
import { profileOf } from '../../profile.ts';
import { assessmentFrom, EARNER_LINES, OTHER_LINES } from './income-form.ts';
import { typedOf } from './income-typed.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const today = dayInIndia(new Date());
  const past = await ask<AssessmentRow[]>(event, 'obligations.assessments', { personId: event.params.id });
  return {
    profile: await profileOf(event, event.params.id),
    formId: newId(),
    lines: { earners: EARNER_LINES, others: OTHER_LINES },
    // the last look is what the next one begins with
    shown: {
      ...typedOf(past[0]?.sheet ?? null),
      assessedOn: today,
      fromOn: addMonths(today, -12),
      toOn: addDays(today, -1),
    } as Readonly<Record<string, string>>,
  };
};

export const actions: Actions = {
  default: async (event) => {
    const sent = await readForm(event);
    const done = await sent.do('obligations.assess', {
      assessmentId: sent.id,
      personId: event.params.id,
      ...assessmentFrom(sent),
    });
    return done.failed ?? redirect(303, `/office/people/${event.params.id}/debts`);
  },
};
