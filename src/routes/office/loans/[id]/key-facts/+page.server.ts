import { error, redirect } from '@sveltejs/kit';
import { acknowledgedWords, keyFactsBlocks } from '#app/paper/key-facts.ts';
import { speechOf } from '#app/paper/speech.ts';
import type { KeyFactsShown } from '#domain/loans/index.server.ts';
import { newId } from '#platform/ids.ts';
import { sentenceFor } from '#ui/outcome-text.ts';
import { ask, found, whoIs } from '../../../ask.ts';
import { readForm } from '../../../form.server.ts';
import { holdsAnywhere } from '../../../rail.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const shown = found(await ask<KeyFactsShown | null>(event, 'loans.keyFacts', { loanId: event.params.id }));
  const { facts, hash, number, acknowledged, isOver, status } = shown;
  if (!facts || !hash) error(404, sentenceFor('loans.key_facts_terms_missing'));
  const speech = speechOf(event.locals.language);
  return {
    number,
    hash,
    isOver,
    borrower: speech.name(facts.borrower),
    proposal: speech.iso(facts.proposal),
    made: speech.day(facts.madeOn),
    until: speech.day(facts.validUntil),
    blocks: keyFactsBlocks(facts, speech),
    acknowledged: acknowledged && { at: acknowledged.at, words: acknowledgedWords(shown, speech) ?? '' },
    mayAcknowledge: status === 'approved' && !acknowledged && !isOver && holdsAnywhere(whoIs(event), 'loans.apply'),
    language: event.locals.language,
    formId: newId(),
  };
};

export const actions: Actions = {
  default: async (event) => {
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
