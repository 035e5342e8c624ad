import { loanOffer } from '#domain/loans/index.ts';
import { newId } from '#platform/ids.ts';
import { whoIs } from '../../ask.ts';
import { holdsAnywhere } from '../../rail.ts';
import { groupBanks, loanHere, moneyHeads } from '../offices.ts';
import { acts } from './acts.server.ts';
import { guarantorsHere } from './guarantors.server.ts';
import { nextPlanned, planOf } from './plan.ts';
import { triedPart, unreadPart } from './tried.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const card = await loanHere(event, event.params.id);
  const who = whoIs(event);
  const may = (verb: string) => holdsAnywhere(who, `loans.${verb}`);
  const offer = card.contract ? loanOffer(card.contract) : null;
  const planned = nextPlanned(card);
  return {
    card,
    plan: planOf(card),
    planned,
    unreadPart: unreadPart(event),
    tried: planned ? await triedPart(event, card) : null,
    offer: offer?.ok ? offer.value : null,
    heads: card.status === 'approved' || card.status === 'active' ? await moneyHeads(event) : [],
    groupBanks: card.status === 'approved' || card.status === 'active' ? await groupBanks(event, card) : [],
    guarantors: await guarantorsHere(event, card, { apply: may('apply') }),
    swapId: newId(),
    forms: {
      appraise: newId(),
      approve: newId(),
      reject: newId(),
      disburse: newId(),
      tranche: newId(),
      offer: newId(),
    },
    undoId: newId(),
    isMaker: card.madeById === who.userId,
    may: {
      apply: may('apply'),
      approve: may('approve'),
      disburse: may('disburse'),
      collect: may('collect'),
      change: may('change'),
    },
  };
};

export const actions = acts;
