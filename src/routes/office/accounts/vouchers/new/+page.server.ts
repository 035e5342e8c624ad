import { redirect } from '@sveltejs/kit';
import type { OpenAdvances, VoucherReceipt } from '#domain/accounts/index.server.ts';
import { dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { refused } from '#platform/outcomes.ts';
import { doneOf, readForm } from '../../../form.server.ts';
import { keepPhoto } from '../../../keep-photo.server.ts';
import { districtsOf, fundOptions, mastersOf, programmeOptions } from '../../masters.server.ts';
import { askBook, officeHere } from '../../office.server.ts';
import { inBook } from '../../office-book.ts';
import { advanceOptions } from '../advance-options.ts';
import { readVoucher } from '../voucher-form.ts';
import { choicesOf, startOf, usualRows } from '../voucher-start.server.ts';
import { onlyWith } from '../../../ask.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  onlyWith(event, 'accounts.write');
  const office = await officeHere(event);
  const masters = await mastersOf(event, office);
  const { language } = event.locals;
  const today = dayInIndia(new Date());
  const heads = choicesOf(masters.heads, language);
  const { rows: advances } = await askBook<OpenAdvances>(event, office, ['openAdvances']);
  return {
    formId: newId(),
    asked: office.asked,
    start: await startOf(event, office, { heads }),
    usual: usualRows({ heads }),
    heads,
    funds: fundOptions(masters.funds, language),
    programmes: programmeOptions(masters.programmes, language),
    districts: (await districtsOf(event)).map(({ value, label }) => ({ value, label })),
    advances: advanceOptions(advances, { heads, language }),
    limits: masters.limits.filter((limit) => limit.fromOn <= today),
  };
};

export const actions: Actions = {
  /** One more line for whoever has no script. */
  more: async (event) => ({ typed: (await readForm(event)).typed, problem: null, more: true }),
  record: async (event) => {
    const office = await officeHere(event);
    const sent = await readForm(event);
    const kept = await keepPhoto(event, sent, { field: 'bill', purpose: 'bill' });
    if (kept.failed) return kept.failed;
    const billFileIds = [...new Set([...sent.text('bills').split(','), kept.photoId ?? ''].filter(Boolean))];
    const { heads } = await mastersOf(event, office);
    const read = readVoucher(sent.typed, choicesOf(heads, event.locals.language));
    // a bill that was kept stays with the form: a browser does not fill in a file again
    const typed = { ...sent.typed, bills: billFileIds.join(',') };
    if (read.problem) return doneOf<never>(refused(read.problem.code, read.problem.params), typed).failed;
    const voucher = { ...office.body, voucherId: sent.id, eventOn: sent.text('eventOn'), ...read.value, billFileIds };
    const done = await sent.do<VoucherReceipt>('accounts.makeVoucher', voucher, { typed });
    if (done.failed) return done.failed;
    redirect(303, inBook(office, `/office/accounts/vouchers/${sent.id}?now=${done.receipt.state}`));
  },
};
