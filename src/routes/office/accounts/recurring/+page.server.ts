import { redirect } from '@sveltejs/kit';
import type { RecurringReceipt, Template } from '#domain/accounts/index.server.ts';
import { dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { whoIs } from '../../ask.ts';
import { readForm } from '../../form.server.ts';
import { holdsForAll } from '../../rail.ts';
import { mastersOf, namesOf } from '../masters.server.ts';
import { askBook, officeHere } from '../office.server.ts';
import { inBook } from '../office-book.ts';
import { rowOf, type TemplateRow } from './template-row.ts';
import type { Actions, PageServerLoad } from './$types';

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
