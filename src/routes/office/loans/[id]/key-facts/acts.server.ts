/** Her yes: typed by herself as her PIN, or given on paper and written here. */
import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { signKeyFactsAtOffice } from '#app/members/index.server.ts';
import { whoIs } from '../../../ask.ts';
import { doneOf, readForm } from '../../../form.server.ts';

type Event = RequestEvent<{ id: string }>;

export const yesActs = {
  /** Her own PIN: a wrong one is told with the seconds she waits. */
  pin: async (event: Event) => {
    const sent = await readForm(event);
    const outcome = await signKeyFactsAtOffice(event.locals.app, whoIs(event), {
      loanId: event.params.id,
      hash: sent.text('hash'),
      language: sent.text('language') as 'en' | 'hi' | 'ur',
      secret: sent.text('secret'),
    });
    const typed = { act: 'pin', language: sent.text('language') };
    const done = doneOf(outcome, typed);
    if (done.failed) return done.failed;
    if (done.receipt.opened) redirect(303, `/office/loans/${event.params.id}`);
    return fail(400, { problem: { code: 'loans.pin_wrong', params: { seconds: done.receipt.waitSeconds } }, typed });
  },
  paper: async (event: Event) => {
    const sent = await readForm(event);
    const done = await sent.do('loans.acknowledgeKeyFacts', {
      loanId: event.params.id,
      hash: sent.text('hash'),
      way: sent.text('way'),
      language: sent.text('language'),
      witness: sent.orNull('witness'),
    });
    return done.failed ?? redirect(303, `/office/loans/${event.params.id}`);
  },
};
