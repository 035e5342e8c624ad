import { error } from '@sveltejs/kit';
import { acknowledgedWords, keyFactsBlocks } from '#app/paper/key-facts.ts';
import { speechOf } from '#app/paper/speech.ts';
import type { KeyFactsShown } from '#domain/loans/index.server.ts';
import type { FoundLock } from '#app/members/index.server.ts';
import { newId } from '#platform/ids.ts';
import { sentenceFor } from '#ui/outcome-text.ts';
import { ask, askIfAllowed, found, whoIs } from '../../../ask.ts';
import { holdsAnywhere } from '../../../rail.ts';
import { yesActs } from './acts.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const shown = found(await ask<KeyFactsShown | null>(event, 'loans.keyFacts', { loanId: event.params.id }));
  const lock = await askIfAllowed<FoundLock | null>(event, 'members.lockOfBorrower', { loanId: event.params.id });
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
    // pictures are chosen on a phone; the desk has a keyboard
    hasPin: lock?.way === 'pin',
    formId: newId(),
    pinId: newId(),
  };
};

export const actions = yesActs;
