import { redirect, type RequestEvent } from '@sveltejs/kit';
import { addMonths, isIsoDate } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { parseRupees } from '#platform/money.ts';
import { readForm } from '../../../form.server.ts';
import { loanHere, moneyHeads } from '../../offices.ts';
import { moneyOf } from '../acts.server.ts';
import { onlyWith } from '../../../ask.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  onlyWith(event, 'loans.change');
  const card = await loanHere(event, event.params.id);
  const forms = { waive: newId(), reschedule: newId(), writeOff: newId(), recover: newId(), refund: newId() };
  return { card, forms, heads: await moneyHeads(event), firstDueOn: addMonths(card.today, 1) };
};

type Event = RequestEvent<{ id: string }>;
type Sent = Awaited<ReturnType<typeof readForm>>;
const act = (command: string, more: (sent: Sent) => object) => async (event: Event) => {
  const sent = await readForm(event);
  const loanId = event.params.id;
  const done = await sent.do(`loans.${command}`, { loanId, eventId: sent.id, on: sent.text('on'), ...more(sent) });
  return done.failed ?? redirect(303, `/office/loans/${loanId}`);
};
const paid = (sent: Sent) => ({ paise: sent.amount('amount'), money: moneyOf(sent) });

/** Monthly from the first day: what the office usually agrees on; other days come in through the API. */
const monthlyFrom = (sent: Sent): unknown => {
  const count = sent.whole('instalments');
  const first = sent.text('firstDueOn');
  if (typeof count !== 'number' || count < 1 || count > 360 || !isIsoDate(first)) return [];
  return Array.from({ length: count }, (_, k) => addMonths(first, k));
};

export const actions: Actions = {
  waive: act('waive', (sent) => ({
    part: sent.text('part'),
    paise: sent.amount('amount'),
    reason: sent.text('reason'),
  })),
  reschedule: act('reschedule', (sent) => ({
    terms: {
      // percent with two decimals is read like rupees: 24.5% = 2450
      rate: { rateBps: parseRupees(sent.text('rate')) ?? sent.text('rate'), per: sent.text('per') },
      instalments: sent.whole('instalments'),
      interval: { unit: 'month', every: 1 },
    },
    dueDates: monthlyFrom(sent),
    reason: sent.text('reason'),
  })),
  writeOff: act('writeOff', (sent) => ({ resolution: sent.text('resolution') })),
  recover: act('recover', paid),
  refund: act('refund', paid),
};
