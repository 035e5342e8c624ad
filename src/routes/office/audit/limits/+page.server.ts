import { redirect } from '@sveltejs/kit';
import { LIMITS } from '#app/audit/index.ts';
import type { Limits } from '#app/audit/index.server.ts';
import { dayInIndia } from '#platform/dates.ts';
import { readDigits } from '#platform/digits.ts';
import { newId } from '#platform/ids.ts';
import { ask } from '../../ask.ts';
import { readForm, type SentForm } from '../../form.server.ts';
import { mayOf } from '../audit.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  may: mayOf(event),
  names: [...LIMITS],
  limits: await ask<Limits>(event, 'audit.limits'),
  today: dayInIndia(new Date()),
  formId: newId(),
});

/** Rupees, "07:00" or percent as people write them; paise, minutes of the day and basis points as they are kept. */
function valueOf(sent: SentForm, name: string): unknown {
  if (name.endsWith('_paise')) return sent.amount('value');
  const clock = /^(\d{1,2}):([0-5]\d)$/.exec(readDigits(sent.text('value')));
  if (name.startsWith('hours')) return clock ? Number(clock[1]) * 60 + Number(clock[2]) : sent.text('value');
  const whole = sent.whole('value');
  return name.endsWith('_bps') && typeof whole === 'number' ? whole * 100 : whole;
}

export const actions: Actions = {
  default: async (event) => {
    const sent = await readForm(event);
    const name = sent.text('name');
    const done = await sent.do('audit.setLimit', {
      name,
      fromOn: sent.text('fromOn'),
      value: valueOf(sent, name),
      decidedBy: sent.text('decidedBy'),
    });
    return done.failed ?? redirect(303, event.url.pathname);
  },
};
