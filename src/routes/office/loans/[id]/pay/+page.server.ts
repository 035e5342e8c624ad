import { redirect } from '@sveltejs/kit';
import type { EventReceipt } from '#domain/loans/index.ts';
import type { PayoffQuote } from '#domain/loans/index.server.ts';
import { newId } from '#platform/ids.ts';
import { ask, onlyWithAny } from '../../../ask.ts';
import { readForm, type SentForm } from '../../../form.server.ts';
import { groupBanks, loanHere, moneyHeads } from '../../offices.ts';
import { moneyOf } from '../acts.server.ts';
import { paymentAsked } from './asked.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  onlyWithAny(event, 'loans.collect');
  const loanId = event.params.id;
  const card = await loanHere(event, loanId);
  const asked = await paymentAsked(event, card);
  return {
    card,
    ...asked,
    payoff: await ask<PayoffQuote | null>(event, 'loans.payoff', { loanId, on: asked.on }),
    heads: await moneyHeads(event),
    groupBanks: await groupBanks(event, card),
    formId: newId(),
    settleId: newId(),
  };
};

const paidOf = (loanId: string, sent: SentForm) => ({
  loanId,
  eventId: sent.id,
  on: sent.text('on'),
  paise: sent.amount('amount'),
  money: moneyOf(sent),
});

export const actions: Actions = {
  take: async (event) => {
    const sent = await readForm(event);
    const loanId = event.params.id;
    const done = await sent.do<EventReceipt>('loans.repay', {
      ...paidOf(loanId, sent),
      excessTo: sent.orNull('excess'),
    });
    if (done.failed) return done.failed;
    // what an earlier day changed is shown before she goes on
    return done.receipt.changed.length > 0 ? { receipt: done.receipt } : redirect(303, `/office/loans/${loanId}`);
  },
  settle: async (event) => {
    const sent = await readForm(event);
    const loanId = event.params.id;
    const done = await sent.do<EventReceipt>('loans.settle', paidOf(loanId, sent));
    return done.failed ?? redirect(303, `/office/loans/${loanId}`);
  },
};
