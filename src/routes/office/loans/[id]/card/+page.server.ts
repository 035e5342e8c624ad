import { loanOffer } from '#domain/loans/index.ts';
import { sentenceFor } from '#ui/outcome-text.ts';
import { error } from '@sveltejs/kit';
import { loanHere } from '../../offices.ts';
import { planOf } from '../plan.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const card = await loanHere(event, event.params.id);
  const offer = card.contract ? loanOffer(card.contract) : null;
  if (!offer?.ok) error(404, sentenceFor('loans.not_approved'));
  return { card, offer: offer.value, plan: planOf(card) };
};
