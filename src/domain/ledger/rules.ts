import { financialYearName, type IsoDate } from '#platform/dates.ts';
import { sumPaise } from '#platform/money.ts';
import { ruled, ruledOut, type Ruling } from '#platform/outcomes.ts';
import type { JournalDraft, PostingDraft } from './model.ts';

/**
 * Adds up postings to the same account, party, item and side, drops zeros, and keeps a stable order. Debits and credits stay
 * apart: what was saved and what was withdrawn, what came into the box and what left it, are both told by the books.
 */
export function mergePostings(postings: readonly PostingDraft[]): PostingDraft[] {
  const merged = new Map<string, PostingDraft>();
  for (const posting of postings) {
    const key = `${posting.account}|${posting.partyId ?? ''}|${posting.itemId ?? ''}|${Math.sign(posting.amountPaise)}`;
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

/** A period is closed when its last day is over, and always further than before. */
export function mayClose(
  closedTo: IsoDate,
  { today, closedSoFar }: { today: IsoDate; closedSoFar: IsoDate | null },
): Ruling<IsoDate> {
  if (closedTo >= today) return ruledOut('ledger.period_not_over', { closedTo, today });
  if (closedSoFar !== null && closedTo <= closedSoFar)
    return ruledOut('ledger.closed_already', { closedTo, closedSoFar });
  return ruled(closedTo);
}

type Closing = {
  readonly periodCloseId: string;
  readonly closedTo: IsoDate;
  readonly reopenedAt: string | null;
  /** The financial year whose end it is. */
  readonly closesYear: number | null;
};

/**
 * Only the furthest closing can be opened again: under a later one it would stay closed all the same. What a year end shut is opened by
 * undoing the year end: opened by itself it would take entries while the year's surplus stands.
 */
export function mayReopen<C extends Closing>(
  closings: readonly C[],
  periodCloseId: string,
  undoesYear: boolean,
): Ruling<C> {
  const closing = closings.find((one) => one.periodCloseId === periodCloseId);
  if (!closing) return ruledOut('ledger.closing_unknown', {});
  if (closing.reopenedAt) return ruledOut('ledger.reopened_already', { closedTo: closing.closedTo });
  const later = closings.find((one) => !one.reopenedAt && one.closedTo > closing.closedTo);
  if (later) return ruledOut('ledger.later_closing', { closedTo: closing.closedTo, laterClosedTo: later.closedTo });
  return closing.closesYear !== null && !undoesYear
    ? ruledOut('ledger.year_end', { year: financialYearName(closing.closesYear), closedTo: closing.closedTo })
    : ruled(closing);
}
