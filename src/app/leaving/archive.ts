/**
 * The archive of a whole organisation, or of one group of it: one ZIP.
 *
 * - `index.json`: this file's {@link ArchiveIndex}; the last entry.
 * - `tables/NAME.jsonl`: one row a line as a JSON object, columns as in `db/migrations`, in the order of the primary key. Amounts are
 *   paise, dates 'YYYY-MM-DD', moments ISO 8601, bytes '\x' and hex.
 * - `books/BOOK-journals.csv`, `books/BOOK-balances.csv`: the same books for a spreadsheet: every posting; the trial balance.
 * - `files/SHA256`: photos and papers, named by the hash of their content, as the rows of `photo` name them.
 * - `README.txt`: how to read and to prove all this.
 */
export const ARCHIVE_FORMAT = 'bakhiya-organisation-1';

export type ArchiveTable = {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: number;
  readonly sha256: string;
};
export type ArchiveBook = {
  readonly bookId: string;
  readonly bodyKind: string;
  readonly bodyId: string;
  readonly lastSeq: number;
  /** Of the last journal: what proves every journal before it. */
  readonly headHash: string;
  /** Trial balance, debit positive, in paise. */
  readonly balances: readonly { readonly account: string; readonly paise: number }[];
};
export type ArchiveIndex = {
  readonly format: typeof ARCHIVE_FORMAT;
  /** ISO 8601; the moment of all its rows. */
  readonly madeAt: string;
  readonly organisation: { readonly orgId: string; readonly name: string };
  /** One group with what is its own (`group-rows.ts`); absent = the whole organisation. */
  readonly group?: { readonly groupId: string; readonly name: string };
  readonly migrations: readonly { readonly version: number; readonly file: string; readonly checksum: string }[];
  readonly tables: readonly ArchiveTable[];
  readonly books: readonly ArchiveBook[];
  /** Photos and papers that rows name but that are not on this machine any more. */
  readonly missingFiles: readonly string[];
  readonly files: readonly { readonly sha256: string; readonly bytes: number }[];
};

/** Tables of the organisation that stay: keys to things here, worth nothing or too much elsewhere. */
export const NOT_LEAVING: Readonly<Record<string, string>> = {
  enrolment: 'codes with which phones join this server',
  member_secret: 'stretched secrets of passbook cards',
  import_draft: 'cells nobody has taken yet',
};

export const README = `This archive holds everything one organisation, or one group of it (index.json says which), owns in Bakhiya.

index.json       what is here: tables with their columns, counts and SHA-256; the books with their trial balance and the head of their chain
tables/*.jsonl   every row, one JSON object a line; amounts in paise, dates YYYY-MM-DD, moments ISO 8601
books/*.csv      the same books for a spreadsheet: every posting, and the trial balance
files/*          photos and papers, each named by the SHA-256 of its content

Read it into a new, empty Bakhiya of the same version:  npm run read-in FILE
It compares every table, trial balance and chain at the end, and refuses a file that was changed.

Prove a book without Bakhiya: in tables/journal.jsonl each row's hash = sha256(hash of the row before || number || moment in ms ||
body_hash), numbers as 8 bytes big-endian, 32 zero bytes before the first. body_hash = sha256 of the canonical JSON (keys sorted, no
spaces) of {book, commitment, eventOn, narration, postings, reverses, source}; the last hash is the book's head in index.json.
`;
