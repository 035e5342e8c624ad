import { sumPaise } from '#platform/money.ts';
import { ruled, ruledOut, type Ruling } from '#platform/outcomes.ts';
import type { JournalDraft, PostingDraft } from './model.ts';

/** Adds up postings to the same account, party and item, drops zeros, and keeps a stable order. */
export function mergePostings(postings: readonly PostingDraft[]): PostingDraft[] {
  const merged = new Map<string, PostingDraft>();
  for (const posting of postings) {
    const key = `${posting.account}|${posting.partyId ?? ''}|${posting.itemId ?? ''}`;
    const before = merged.get(key);
    merged.set(key, before ? { ...before, amountPaise: before.amountPaise + posting.amountPaise } : posting);
  }
  return [...merged.values()].filter((posting) => posting.amountPaise !== 0);
}

/** A journal is balanced when its signed paise sum to zero, and says something when it has at least two postings. */
export function checkBalanced(draft: JournalDraft): Ruling<JournalDraft> {
  const difference = sumPaise(draft.postings.map((posting) => posting.amountPaise));
  if (difference !== 0) return ruledOut('ledger.unbalanced', { differencePaise: difference });
  if (draft.postings.length < 2) return ruledOut('ledger.empty', {});
  return ruled(draft);
}

/** The exact opposite of a journal, for a correction; the caller dates it. */
export const reverseOf = (postings: readonly PostingDraft[]): PostingDraft[] =>
  postings.map((posting) => ({ ...posting, amountPaise: -posting.amountPaise }));
