import { redirect } from '@sveltejs/kit';
import type { RecurringReceipt, Template } from '#domain/accounts/index.server.ts';
import { dueDays } from '#domain/accounts/index.ts';
import { addMonths, dayInIndia, type IsoDate } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { whoIs } from '../../ask.ts';
import { readForm } from '../../form.server.ts';
import { holdsForAll } from '../../rail.ts';
import { mastersOf, namesOf } from '../masters.server.ts';
import { askBook, officeHere } from '../office.server.ts';
import { inBook } from '../office-book.ts';
import type { Actions, PageServerLoad } from './$types';

/** A due day comes within a year, or never. */
const AHEAD_MONTHS = 13;

function rowOf(template: Template, today: IsoDate) {
  const days = dueDays(template, addMonths(today, AHEAD_MONTHS));
  const made = new Set(template.made);
  const { voucher, ...rest } = template;
  return {
    ...rest,
    type: voucher.type,
    headId: voucher.lines[0]!.headId,
    amountPaise: voucher.lines.reduce((sum, line) => sum + Math.max(0, line.amountPaise), 0),
    made: template.made.length,
    due: days.filter((day) => day <= today && !made.has(day)).length,
    nextOn: days.find((day) => day > today) ?? null,
    over: template.stoppedOn ?? (template.untilOn !== null && template.untilOn < today ? template.untilOn : null),
  };
}
export type TemplateRow = ReturnType<typeof rowOf> & { readonly stopId: string };

export const load: PageServerLoad = async (event) => {
  const office = await officeHere(event);
  const today = dayInIndia(new Date());
  const templates = await askBook<Template[]>(event, office, ['recurring']);
  const rows = templates.map((template): TemplateRow => ({ ...rowOf(template, today), stopId: newId() }));
  const running = rows.filter((row) => row.over === null);
  return {
    formId: newId(),
    asked: office.asked,
    today,
    rows: [...running, ...rows.filter((row) => row.over !== null)],
    due: rows.reduce((sum, row) => sum + row.due, 0),
    monthPaise: running.reduce((sum, row) => sum + Math.round(row.amountPaise / row.everyMonths), 0),
    names: namesOf(await mastersOf(event, office)),
    mayWrite: holdsForAll(whoIs(event), 'accounts.write'),
  };
};

export const actions: Actions = {
  run: async (event) => {
    const { body } = await officeHere(event);
    const sent = await readForm(event);
    const done = await sent.do<RecurringReceipt>('accounts.runRecurring', { ...body, upTo: sent.text('upTo') });
    return done.failed ?? { ran: done.receipt };
  },
  stop: async (event) => {
    const office = await officeHere(event);
    const sent = await readForm(event);
    const done = await sent.do('accounts.stopTemplate', {
      ...office.body,
      templateId: sent.text('templateId'),
      stoppedOn: dayInIndia(new Date()),
    });
    return done.failed ?? redirect(303, inBook(office, '/office/accounts/recurring'));
  },
};
