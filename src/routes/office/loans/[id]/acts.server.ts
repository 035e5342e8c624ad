/** What is done on a loan's own page: each form one command. */
import { redirect, type RequestEvent } from '@sveltejs/kit';
import { readForm } from '../../form.server.ts';

type Event = RequestEvent<{ id: string }>;
type Sent = Awaited<ReturnType<typeof readForm>>;

const act = (command: string, payloadOf: (sent: Sent, loanId: string) => unknown) => async (event: Event) => {
  const sent = await readForm(event);
  const done = await sent.do(`loans.${command}`, payloadOf(sent, event.params.id));
  return done.failed ?? redirect(303, `/office/loans/${event.params.id}`);
};
const step = (sent: Sent, loanId: string) => ({ loanId, stepId: sent.id });
export const moneyOf = (sent: Sent) => ({
  headId: sent.text('headId'),
  reference: sent.orNull('reference'),
  // nothing chosen is a choice too: its meeting books it
  groupBankId: sent.orNull('groupBankId'),
});

export const acts = {
  appraise: act('appraise', (sent, loanId) => ({ ...step(sent, loanId), granted: null, note: sent.text('note') })),
  approve: act('approve', (sent, loanId) => ({ ...step(sent, loanId), note: sent.orNull('note') })),
  reject: act('reject', (sent, loanId) => ({ ...step(sent, loanId), note: sent.text('note') })),
  guarantor: act('nameGuarantor', (sent, loanId) => ({
    loanId,
    guarantorId: sent.id,
    guarantor: sent.text('personId')
      ? { kind: 'person', personId: sent.text('personId'), relation: sent.orNull('relation') }
      : { kind: 'outside', name: sent.text('name'), relation: sent.text('relation'), phone: sent.text('phone') },
  })),
  guarantorYes: act('guarantorSaysYes', (sent, loanId) => ({
    ...{ loanId, guarantorId: sent.text('guarantorId'), hash: sent.text('hash') },
    ...{ on: sent.text('on'), way: sent.text('way'), witness: sent.orNull('witness') },
  })),
  guarantorRelease: act('releaseGuarantor', (sent, loanId) => ({
    loanId,
    guarantorId: sent.text('guarantorId'),
    reason: sent.text('reason'),
  })),
  offer: act('offer', (sent, loanId) => ({
    loanId,
    disburseOn: sent.text('disburseOn'),
    firstDueOn: sent.text('firstDueOn'),
  })),
  disburse: act('disburse', (sent, loanId) => ({
    loanId,
    eventId: sent.id,
    on: sent.text('on'),
    paise: sent.amount('amount'),
    payee: { kind: sent.text('payee'), name: sent.orNull('payeeName') },
    condition: sent.orNull('condition'),
    unplanned: sent.orNull('unplanned'),
    money: moneyOf(sent),
  })),
  /** The paying out of a loan that takes an outside debt's place: one act in both registers. */
  payOutSwap: async (event: Event) => {
    const sent = await readForm(event);
    const loanId = event.params.id;
    const swap = { loanId, swapId: sent.text('swapId'), eventId: sent.id, on: sent.text('on'), money: moneyOf(sent) };
    const done = await sent.do('debts.payOutSwap', swap);
    return done.failed ?? redirect(303, `/office/loans/${loanId}`);
  },
  undo: async (event: Event) => {
    const sent = await readForm(event);
    const loanId = event.params.id;
    const reason = sent.text('reason');
    const swapId = sent.orNull('swapId');
    const done = swapId
      ? await sent.do('debts.takeBackSwap', { loanId, swapId, reason })
      : await sent.do('loans.undo', { loanId, eventId: sent.text('eventId'), reason });
    return done.failed ?? redirect(303, `/office/loans/${loanId}`);
  },
};
