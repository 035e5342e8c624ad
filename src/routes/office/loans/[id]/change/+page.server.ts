import type { PayoffQuote } from '#domain/loans/index.server.ts';
import { addMonths } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { ask, onlyWithAny } from '../../../ask.ts';
import { headsHere, loanHere } from '../../offices.ts';
import { canEndParts } from '../plan.ts';
import { ACTS, changes } from './acts.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  onlyWithAny(event, 'loans.change');
  const card = await loanHere(event, event.params.id);
  const { money: heads, owed } = await headsHere(event);
  const quote = await ask<PayoffQuote | null>(event, 'loans.payoff', { loanId: card.loanId, on: card.today });
  return {
    card,
    forms: Object.fromEntries(ACTS.map((act) => [act, newId()])) as Record<(typeof ACTS)[number], string>,
    hasParts: canEndParts(card),
    heads,
    owed,
    owedPaise: quote?.totalPaise ?? null,
    firstDueOn: addMonths(card.today, 1),
  };
};

export const actions = changes;
