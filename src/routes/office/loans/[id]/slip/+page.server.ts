import { found } from '../../../ask.ts';
import { loanHere } from '../../offices.ts';
import type { PageServerLoad } from './$types';

/** `?of=<event>`: the repayment it is about. */
export const load: PageServerLoad = async (event) => {
  const card = await loanHere(event, event.params.id);
  const asked = event.url.searchParams.get('of');
  const paid = found(card.events.find((one) => one.event.eventId === asked && 'paise' in one.event && !one.undone));
  const at = card.events.indexOf(paid);
  // principal as the story tells it: what left, less what came back up to and with this one
  const leftPaise = card.events.slice(0, at + 1).reduce((sum, one) => {
    if (one.undone) return sum;
    return one.event.kind === 'disbursed' ? sum + one.event.paise : sum - one.principalPaise;
  }, 0);
  return { card, paid, leftPaise };
};
