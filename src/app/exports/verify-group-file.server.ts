/** Proves a group's file from the file alone: no database, no key, no network. */
import { createHash } from 'node:crypto';
import { canonicalJson } from '#platform/canonical.ts';
import { bodyHash, draftOf, NO_ID } from '#domain/ledger/index.server.ts';
import { GROUP_FILE_FORMAT, type FileFault, type FileJournal, type GroupFile } from './group-file.ts';

export type FileReport = {
  readonly journals: number;
  readonly postings: number;
  readonly faults: readonly FileFault[];
};

export function verifyGroupFile(file: GroupFile): FileReport {
  const nothing = { journals: 0, postings: 0 };
  if (file?.format !== GROUP_FILE_FORMAT || !Array.isArray(file.journals) || !Array.isArray(file.balances))
    return { ...nothing, faults: [{ what: 'format', at: String(file?.format) }] };
  return {
    journals: file.journals.length,
    postings: file.journals.reduce((sum, journal) => sum + journal.postings.length, 0),
    faults: [
      ...chainFaults(file),
      ...sumFaults(file),
      ...commitmentFaults(file),
      ...balanceFaults(file),
      ...loanFaults(file),
    ],
  };
}

/** At the first broken link it stops: everything behind it hangs on it. */
function chainFaults({ book, journals }: GroupFile): FileFault[] {
  let before: Buffer = Buffer.alloc(32);
  for (const [index, journal] of journals.entries()) {
    const hash = hashOf(journal, { bookId: book.bookId, before });
    if (journal.seq !== index + 1 || hash.toString('hex') !== journal.hash)
      return [{ what: 'chain', at: `journal ${journal.seq}` }];
    before = hash;
  }
  const whole = book.lastSeq === journals.length && before.toString('hex') === book.headHash;
  return whole ? [] : [{ what: 'chain', at: 'head' }];
}

function hashOf(journal: FileJournal, { bookId, before }: { bookId: string; before: Buffer }): Buffer {
  const postings = journal.postings.map(([account, amount_paise, party_id, item_id]) =>
    draftOf({ account, amount_paise, party_id: party_id ?? NO_ID, item_id: item_id ?? NO_ID }),
  );
  const body = bodyHash({
    bookId,
    eventOn: journal.eventOn,
    narration: journal.narration,
    postings,
    commitment: journal.commitment,
    reversesSeq: journal.reversesSeq,
    source: { kind: journal.sourceKind, id: journal.sourceId },
  });
  const numbers = Buffer.alloc(16);
  numbers.writeBigInt64BE(BigInt(journal.seq), 0);
  numbers.writeBigInt64BE(BigInt(Date.parse(journal.enteredAt)), 8);
  return createHash('sha256').update(before).update(numbers).update(body).digest();
}

const sumFaults = ({ journals }: GroupFile): FileFault[] =>
  journals
    .filter(({ postings }) => postings.reduce((sum, [, paise]) => sum + paise, 0) !== 0)
    .map(({ seq }) => ({ what: 'sum', at: `journal ${seq}` }));

/** While a payload was not erased, its journal must have been made from it. */
function commitmentFaults({ journals, commands }: GroupFile): FileFault[] {
  const made = new Map(commands.map((command) => [command.commandId, command]));
  return journals.flatMap(({ seq, commandId, commitment }): FileFault[] => {
    const command = made.get(commandId);
    if (!command || command.payload === null || command.salt === null) return [];
    const again = createHash('sha256')
      .update(Buffer.from(command.salt, 'hex'))
      .update(canonicalJson(command.payload))
      .digest('hex');
    return again === commitment ? [] : [{ what: 'commitment', at: `journal ${seq}` }];
  });
}

const keyOf = (...parts: readonly (string | null)[]): string => parts.map((part) => part ?? '').join(' ');

function balanceFaults({ journals, balances }: GroupFile): FileFault[] {
  const found = new Map<string, number>();
  for (const { postings } of journals)
    for (const [account, paise, partyId, itemId] of postings) {
      const key = keyOf(account, partyId, itemId);
      found.set(key, (found.get(key) ?? 0) + paise);
    }
  for (const { account, partyId, itemId, balancePaise } of balances) {
    const key = keyOf(account, partyId, itemId);
    found.set(key, (found.get(key) ?? 0) - balancePaise);
  }
  return [...found].filter(([, difference]) => difference !== 0).map(([key]) => ({ what: 'balance', at: key.trim() }));
}

/** What a running loan says is left must be what its postings say (accounts 1110 and 1120). */
function loanFaults({ journals, loans }: GroupFile): FileFault[] {
  const left = new Map<string, number>();
  for (const [account, paise, , itemId] of journals.flatMap((journal) => journal.postings))
    if (itemId && (account === '1110' || account === '1120')) left.set(itemId, (left.get(itemId) ?? 0) + paise);
  return loans
    .filter(
      (loan) => ['active', 'closed'].includes(loan.state) && loan.principalLeftPaise !== (left.get(loan.loanId) ?? 0),
    )
    .map(({ loanId }) => ({ what: 'loan', at: loanId }));
}
