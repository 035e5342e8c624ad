/**
 * Everything of one group in one JSON file, so that it can leave with what it owns. Amounts are paise, dates 'YYYY-MM-DD', moments
 * ISO 8601, hashes hex, postings debit positive. The file proves itself (`scripts/verify-export.ts`): its journals form one chain of
 * hashes, and every balance stated follows from their postings.
 *
 * Chain: `hash` = sha256(hash before || number || entry time in ms || sha256(body)), numbers as 8 bytes big-endian, 32 zero bytes
 * before the first. Body: canonical JSON (keys sorted, no spaces) of {book, commitment, eventOn, narration, postings, reverses, source},
 * a posting as [account, paise, party, item] with the zero id for none. Commitment: sha256(salt || canonical JSON of the payload).
 */
export const GROUP_FILE_FORMAT = 'bakhiya-group-1';

/** account, paise (debit positive), party and item (null = none). */
export type FilePosting = readonly [
  account: string,
  amountPaise: number,
  partyId: string | null,
  itemId: string | null,
];

export type FileJournal = {
  readonly seq: number;
  readonly eventOn: string;
  readonly enteredAt: string;
  readonly narration: string;
  readonly reversesSeq: number | null;
  readonly sourceKind: string;
  readonly sourceId: string;
  readonly commandId: string;
  readonly commitment: string;
  readonly hash: string;
  readonly postings: readonly FilePosting[];
};
/** What was decided and by whom: the payload of a meeting's command is its whole sheet. Null and null once it was erased. */
export type FileCommand = {
  readonly commandId: string;
  readonly name: string;
  readonly schemaVersion: number;
  readonly receivedAt: string;
  readonly payload: unknown;
  readonly salt: string | null;
};
export type FileBalance = {
  readonly account: string;
  readonly partyId: string | null;
  readonly itemId: string | null;
  readonly balancePaise: number;
};
/** A row of our tables: names as in `db/migrations`, in camel case. */
export type FileRow = Readonly<Record<string, unknown>>;

export type GroupFile = {
  readonly format: typeof GROUP_FILE_FORMAT;
  readonly madeAt: string;
  readonly organisation: FileRow;
  readonly group: FileRow;
  /** Whether the reader might see phone, birth and household of the members. */
  readonly personalFields: boolean;
  /** Everybody who ever belonged; several rows for one who came back. */
  readonly members: readonly FileRow[];
  readonly officers: readonly FileRow[];
  readonly rules: readonly FileRow[];
  readonly bankAccounts: readonly FileRow[];
  readonly meetings: readonly FileRow[];
  readonly loans: readonly (FileRow & {
    readonly loanId: string;
    readonly state: string;
    readonly principalLeftPaise: number;
  })[];
  readonly corrections: readonly FileRow[];
  /** Accounts the postings name, in three languages. */
  readonly accounts: readonly FileRow[];
  readonly book: {
    readonly bookId: string;
    readonly openedOn: string;
    readonly basis: string;
    readonly lastSeq: number;
    readonly headHash: string;
  };
  readonly journals: readonly FileJournal[];
  readonly commands: readonly FileCommand[];
  readonly balances: readonly FileBalance[];
};

export type FileFault = {
  readonly what: 'format' | 'chain' | 'sum' | 'commitment' | 'balance' | 'loan';
  readonly at: string;
};
