/** What `npm run verify` is told and tells. */

/** A book's head as a phone or a slip saw it. */
export type SeenHead = {
  readonly bookId: string;
  readonly seq: number;
  readonly hash: string;
  readonly seenAt?: string;
  readonly by?: string;
};

export type FaultKind =
  /** A number is skipped: a journal was removed. */
  | 'journal_missing'
  /** Postings were removed, added or moved to another day. */
  | 'postings_differ'
  /** Postings are as many as they were, but something the hash covers was changed: amount, party, date, narration, source. */
  | 'content_changed'
  /** The journal's own facts are right, but it does not follow from the one before it (or its entry time was changed). */
  | 'link_broken'
  /** The book says another number or hash than its last journal: the end was cut off, or the head was changed. */
  | 'head_differs'
  /** The journal does not stand for the command it names, or the command's payload is not what was committed to. */
  | 'command_differs'
  | 'account_balance_differs'
  | 'party_balance_differs'
  | 'party_total_differs'
  | 'sub_ledger_differs'
  /** Somebody outside holds another hash for this number: history was written anew. */
  | 'seen_head_differs'
  | 'seen_head_missing';

export type LedgerFault = {
  readonly kind: FaultKind;
  readonly orgId: string;
  readonly bookId: string;
  /** The journal it is about; null when it is about a balance. */
  readonly seq: number | null;
  readonly expected: string;
  readonly found: string;
};
export type VerifyReport = {
  readonly books: number;
  readonly journals: number;
  readonly heads: number;
  readonly faults: readonly LedgerFault[];
};
export type VerifyProgress = { readonly books: number; readonly ofBooks: number; readonly journals: number };
