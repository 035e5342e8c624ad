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
export const moneyOf = (sent: Sent) => ({ headId: sent.text('headId'), reference: sent.orNull('reference') });

export const acts = {
  appraise: act('appraise', (sent, loanId) => ({ ...step(sent, loanId), granted: null, note: sent.text('note') })),
  approve: act('approve', (sent, loanId) => ({ ...step(sent, loanId), note: sent.orNull('note') })),
  reject: act('reject', (sent, loanId) => ({ ...step(sent, loanId), note: sent.text('note') })),
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
    money: moneyOf(sent),
  })),
  undo: act('undo', (sent, loanId) => ({ loanId, eventId: sent.text('eventId'), reason: sent.text('reason') })),
};
