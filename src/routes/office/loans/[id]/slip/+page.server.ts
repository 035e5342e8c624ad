import { isHandedOver, leftAfter } from '#domain/loans/index.ts';
import { found } from '../../../ask.ts';
import { loanHere } from '../../offices.ts';
import type { PageServerLoad } from './$types';

/** `?of=<event>`: the repayment it is about. */
export const load: PageServerLoad = async (event) => {
  const card = await loanHere(event, event.params.id);
  const asked = event.url.searchParams.get('of');
  const paid = found(card.events.find((one) => one.event.eventId === asked && isHandedOver(one)));
  return { card, paid, leftPaise: leftAfter(card.events, paid.event.eventId) };
};
