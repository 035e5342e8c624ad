import { redirect } from '@sveltejs/kit';
import type { EventReceipt } from '#domain/loans/index.ts';
import type { PaymentTried, PayoffQuote } from '#domain/loans/index.server.ts';
import { isIsoDate } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { parseRupees } from '#platform/money.ts';
import { ask, onlyWithAny } from '../../../ask.ts';
import { readForm } from '../../../form.server.ts';
import { groupBanks, loanHere, moneyHeads } from '../../offices.ts';
import { moneyOf } from '../acts.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** The split stands in the address: it is seen before the money is taken, and can be shown to her. */
export const load: PageServerLoad = async (event) => {
  onlyWithAny(event, 'loans.collect');
  const loanId = event.params.id;
  const card = await loanHere(event, loanId);
  const asked = event.url.searchParams;
  const on = isIsoDate(asked.get('on')) ? asked.get('on')! : card.today;
  const overdue = card.running?.standing.overduePaise ?? 0;
  const usual = overdue > 0 ? overdue : (card.running?.standing.nextDuePaise ?? 0);
  const paise = asked.has('amount') ? parseRupees(asked.get('amount')!) : usual;
  const chosen = asked.get('excess');
  const excessTo = chosen === 'next' || chosen === 'shorten' || chosen === 'lower' ? chosen : null;
  const isAsked = asked.has('amount') && paise !== null && paise > 0;
  return {
    card,
    on,
    paise,
    excessTo,
    tried: isAsked ? await ask<PaymentTried | null>(event, 'loans.tryPayment', { loanId, on, paise, excessTo }) : null,
    payoff: await ask<PayoffQuote | null>(event, 'loans.payoff', { loanId, on }),
    heads: await moneyHeads(event),
    groupBanks: await groupBanks(event, card),
    formId: newId(),
    settleId: newId(),
  };
};

export const actions: Actions = {
  take: async (event) => {
    const sent = await readForm(event);
    const loanId = event.params.id;
    const of = { loanId, eventId: sent.id, on: sent.text('on'), paise: sent.amount('amount'), money: moneyOf(sent) };
    const done = await sent.do<EventReceipt>('loans.repay', { ...of, excessTo: sent.orNull('excess') });
    if (done.failed) return done.failed;
    // what an earlier day changed is shown before she goes on
    return done.receipt.changed.length > 0 ? { receipt: done.receipt } : redirect(303, `/office/loans/${loanId}`);
  },
  settle: async (event) => {
    const sent = await readForm(event);
    const loanId = event.params.id;
    const of = { loanId, eventId: sent.id, on: sent.text('on'), paise: sent.amount('amount'), money: moneyOf(sent) };
    const done = await sent.do<EventReceipt>('loans.settle', of);
    return done.failed ?? redirect(303, `/office/loans/${loanId}`);
  },
};
