import { redirect } from '@sveltejs/kit';
import { newId } from '#platform/ids.ts';
import { refused } from '#platform/outcomes.ts';
import { doneOf, readForm } from '../../../form.server.ts';
import { districtsOf, fundOptions, mastersOf, programmeOptions } from '../../masters.server.ts';
import { officeHere } from '../../office.server.ts';
import { inBook } from '../../office-book.ts';
import { readVoucher } from '../../vouchers/voucher-form.ts';
import { choicesOf, startOf, usualRows } from '../../vouchers/voucher-start.server.ts';
import { onlyWith } from '../../../ask.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  onlyWith(event, 'accounts.write');
  const office = await officeHere(event);
  const masters = await mastersOf(event, office);
  const { language } = event.locals;
  const heads = choicesOf(masters.heads, language);
  const start = await startOf(event, office, { heads });
  return {
    formId: newId(),
    asked: office.asked,
    start: { ...start, firstOn: start.eventOn ?? '', everyMonths: '1', title: start.narration ?? '' },
    usual: usualRows({ heads }),
    heads,
    funds: fundOptions(masters.funds, language),
    programmes: programmeOptions(masters.programmes, language),
    districts: (await districtsOf(event)).map(({ value, label }) => ({ value, label })),
    // an advance is settled once, not month by month
    advances: [] as { value: string; label: string; headId: string }[],
  };
};

export const actions: Actions = {
  more: async (event) => ({ typed: (await readForm(event)).typed, problem: null, more: true }),
  record: async (event) => {
    const office = await officeHere(event);
    const sent = await readForm(event);
    const { heads } = await mastersOf(event, office);
    const read = readVoucher(sent.typed, choicesOf(heads, event.locals.language));
    if (read.problem) return doneOf<never>(refused(read.problem.code, read.problem.params), sent.typed).failed;
    const done = await sent.do('accounts.addTemplate', {
      ...office.body,
      templateId: sent.id,
      title: sent.text('title'),
      voucher: read.value,
      everyMonths: sent.whole('everyMonths'),
      firstOn: sent.text('firstOn'),
      untilOn: sent.orNull('untilOn'),
    });
    return done.failed ?? redirect(303, inBook(office, '/office/accounts/recurring'));
  },
};
