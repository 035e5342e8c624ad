/** Changes of a running loan: each form one command. */
import { redirect, type RequestEvent } from '@sveltejs/kit';
import { addMonths, isIsoDate } from '#platform/dates.ts';
import { readForm } from '../../../form.server.ts';
import { moneyOf } from '../acts.server.ts';

export const ACTS = [
  'waive',
  'charge',
  'setOff',
  'reschedule',
  'stop',
  'endParts',
  'lodgeClaim',
  'claimPaid',
  'claimRefused',
  'writeOff',
  'recover',
  'refund',
] as const;

type Event = RequestEvent<{ id: string }>;
type Sent = Awaited<ReturnType<typeof readForm>>;
const one = (command: string, payloadOf: (sent: Sent) => object) => async (event: Event) => {
  const sent = await readForm(event);
  const loanId = event.params.id;
  const done = await sent.do(`loans.${command}`, { loanId, ...payloadOf(sent) });
  return done.failed ?? redirect(303, `/office/loans/${loanId}`);
};
const act = (command: string, more: (sent: Sent) => object) =>
  one(command, (sent) => ({ eventId: sent.id, on: sent.text('on'), ...more(sent) }));
const excessOf = (sent: Sent) => (sent.text('excess') === 'none' ? null : sent.text('excess'));
const paid = (sent: Sent) => ({ paise: sent.amount('amount'), money: moneyOf(sent) });

/** Monthly from the first day: what the office usually agrees on; other days come in through the API. */
const monthlyFrom = (sent: Sent): unknown => {
  const count = sent.whole('instalments');
  const first = sent.text('firstDueOn');
  if (typeof count !== 'number' || count < 1 || count > 360 || !isIsoDate(first)) return [];
  return Array.from({ length: count }, (_, k) => addMonths(first, k));
};

export const changes = {
  waive: act('waive', (sent) => ({
    part: sent.text('part'),
    paise: sent.amount('amount'),
    reason: sent.text('reason'),
  })),
  reschedule: act('reschedule', (sent) => ({
    terms: {
      rate: { rateBps: sent.rate('rate'), per: sent.text('per') },
      instalments: sent.whole('instalments'),
      interval: { unit: 'month', every: 1 },
    },
    dueDates: monthlyFrom(sent),
    reason: sent.text('reason'),
  })),
  charge: act('charge', (sent) => ({
    part: sent.text('part'),
    paise: sent.amount('amount'),
    reason: sent.text('reason'),
  })),
  setOff: act('setOff', (sent) => ({ ...paid(sent), excessTo: excessOf(sent) })),
  endParts: act('endParts', (sent) => ({ reason: sent.text('reason') })),
  stop: act('stop', (sent) => ({ cause: sent.text('cause') })),
  claimPaid: act('claimPaid', (sent) => ({ claimId: sent.text('claimId'), ...paid(sent) })),
  lodgeClaim: one('lodgeClaim', (sent) => ({
    claimId: sent.id,
    insurer: sent.text('insurer'),
    lodgedOn: sent.text('on'),
    claimedPaise: sent.amount('amount'),
  })),
  claimRefused: one('claimRefused', (sent) => ({
    claimId: sent.text('claimId'),
    on: sent.text('on'),
    reason: sent.text('reason'),
  })),
  writeOff: act('writeOff', (sent) => ({
    resolution: sent.text('resolution'),
    isForgiven: sent.text('isForgiven') === 'yes',
  })),
  recover: act('recover', paid),
  refund: act('refund', paid),
};
