import { redirect } from '@sveltejs/kit';
import type { AccrualShown } from '#domain/loans/index.server.ts';
import { dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { ask, onlyWith, whoIs } from '../../ask.ts';
import { readForm } from '../../form.server.ts';
import { holdsForAll } from '../../rail.ts';
import { lenderHere } from '../offices.ts';
import type { Actions, PageServerLoad } from './$types';
import { monthEnds, NO_BOOK } from './months.ts';

export const load: PageServerLoad = async (event) => {
  onlyWith(event, 'loans.read');
  const months = monthEnds(dayInIndia(new Date()));
  const asked = event.url.searchParams.get('until') ?? '';
  const untilOn = months.includes(asked) ? asked : months[0]!;
  const who = whoIs(event);
  const shown = await ask<AccrualShown | null>(event, 'loans.accrual', { lender: lenderHere(event), untilOn });
  return {
    months,
    untilOn,
    shown: shown ?? NO_BOOK,
    today: dayInIndia(new Date()),
    mayRun: shown !== null && holdsForAll(who, 'loans.change'),
    maySet: shown !== null && holdsForAll(who, 'loans.setup'),
    runId: newId(),
    ruleId: newId(),
  };
};

export const actions: Actions = {
  run: async (event) => {
    const sent = await readForm(event);
    const untilOn = sent.text('untilOn');
    const done = await sent.do('loans.accrue', {
      runId: sent.id,
      lender: lenderHere(event),
      untilOn,
      changePaise: sent.whole('changePaise'),
    });
    return done.failed ?? redirect(303, `/office/loans/accrual?until=${untilOn}`);
  },
  rule: async (event) => {
    const sent = await readForm(event);
    const done = await sent.do('loans.setAccrual', {
      fromOn: sent.text('fromOn'),
      nonPerformingDays: sent.whole('nonPerformingDays'),
      decidedBy: sent.text('decidedBy'),
    });
    return done.failed ?? redirect(303, '/office/loans/accrual');
  },
};
