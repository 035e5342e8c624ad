import { acknowledgedWords, keyFactsBlocks } from '#app/paper/key-facts.ts';
import { speechOf } from '#app/paper/speech.ts';
import type { MeetingKeyFacts } from '#domain/meetings/index.server.ts';
import { ask, found } from '../../../../../ask.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { group: groupId, id: meetingId, loan: loanId } = event.params;
  const shown = found(await ask<MeetingKeyFacts | null>(event, 'meetings.keyFacts', { groupId, meetingId, loanId }));
  const { facts, hash, acknowledged, photo } = shown;
  const speech = speechOf(event.locals.language);
  return {
    here: `/office/meetings/${groupId}/${meetingId}`,
    loanId,
    hash,
    hasPhoto: photo !== null,
    borrower: speech.name(facts.borrower),
    proposal: speech.iso(facts.proposal),
    made: speech.day(facts.madeOn),
    until: speech.day(facts.validUntil),
    blocks: keyFactsBlocks(facts, speech),
    acknowledged: { at: acknowledged.at, words: acknowledgedWords(shown, speech) ?? '' },
  };
};
